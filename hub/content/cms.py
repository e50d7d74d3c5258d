"""The CMS on the staff origin: Wagtail's screens, the hub's own sign-in and permission table.

Whoever has `content.edit` is a member of one Wagtail group that may edit and publish; membership is
compared at each request, so that a role that was taken away is gone at once.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, include, path
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.users.models import UserProfile
from wagtail.utils.urlpatterns import decorate_urlpatterns

from hub.accounts.models import Staff
from hub.accounts.permissions import grants

GROUP = "content.edit"
_PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page")
_FILES = (
    ("wagtailimages", ("add_image", "change_image", "choose_image")),
    ("wagtaildocs", ("add_document", "change_document", "choose_document")),
)

View = Callable[..., HttpResponse]


def patterns() -> list[URLPattern | URLResolver]:
    from wagtail.admin import urls as admin
    from wagtail.documents import urls as documents

    if not getattr(admin, "hub_decorated", False):  # the list is Wagtail's, and there is one
        decorate_urlpatterns(admin.urlpatterns, _with_permission)
        admin.hub_decorated = True
    return [path("cms/", include(admin)), path("documents/", include(documents))]


def may_edit(staff: Staff) -> bool:
    return any(action == GROUP for action, _site in grants(staff))


def synchronise(staff: Staff) -> bool:
    """Make the group's membership what the permission table says. Gives whether they may edit."""
    allowed = may_edit(staff)
    member = staff.groups.filter(name=GROUP).exists()
    if allowed and not member:
        with transaction.atomic():
            staff.groups.add(_group())
            UserProfile.objects.update_or_create(
                user=staff, defaults={"preferred_language": staff.language}
            )
    elif member and not allowed:
        staff.groups.remove(*Group.objects.filter(name=GROUP))
    return allowed


def _with_permission(view: View) -> View:
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        staff = request.user
        if not isinstance(staff, Staff):
            query = urlencode({"next": request.get_full_path()})
            return HttpResponseRedirect(f"{settings.LOGIN_URL}?{query}")
        if not synchronise(staff):
            with translation.override(staff.language):
                return HttpResponse(
                    _("You do not have the right to edit contents."),
                    status=403,
                    content_type="text/plain; charset=utf-8",
                )
        return view(request, *args, **kwargs)

    return wrapped


def _group() -> Group:
    group, made = Group.objects.get_or_create(name=GROUP)
    if made:
        group.permissions.set(
            Permission.objects.filter(
                content_type__app_label="wagtailadmin", codename="access_admin"
            )
        )
        root = Page.get_first_root_node()
        for codename in _PAGES:
            GroupPagePermission.objects.create(
                group=group, page=root, permission=_permission("wagtailcore", codename)
            )
        collection = Collection.get_first_root_node()
        for app, codenames in _FILES:
            for codename in codenames:
                GroupCollectionPermission.objects.create(
                    group=group, collection=collection, permission=_permission(app, codename)
                )
    return group


def _permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)
