"""Who came, over HTTP and as a file."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import Router

from hub.accounts.permissions import require
from hub.audit.services import record
from hub.registry.streams import Principal
from hub.web import principal
from hub.web.json import respond
from webinars import export
from webinars.selectors import attendance

router = Router(tags=["rooms"])


def _lang(request: HttpRequest, who: Principal) -> str:
    wanted = request.GET.get("lang", "")
    return wanted if wanted in ("de", "en") else who.lang


@router.get("/rooms/{uuid:room_id}/attendance")
def get_attendance(request: HttpRequest, room_id: UUID) -> HttpResponse:
    who = principal.of(request)
    return respond(attendance.report(who, room_id, _lang(request, who)))


@router.get("/rooms/{uuid:room_id}/attendance.csv", include_in_schema=False)
def export_attendance(request: HttpRequest, room_id: UUID) -> HttpResponse:
    who = principal.of(request)
    lang = _lang(request, who)
    report = attendance.report(who, room_id, lang)
    room = attendance.visible(who, room_id)
    require(who, "webinar.export", room.site_id)
    record(who, "attendance.exported", room, request, form="csv", rows=len(report.people))
    with translation.override(lang):
        lines = list(export.csv_lines(report, room.site.time_zone))
    day = report.starts_at or report.live_at
    name = f"attendance-{day:%Y-%m-%d}.csv" if day else "attendance.csv"
    return HttpResponse(
        b"".join(lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
