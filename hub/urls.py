"""The front doors' HTTP routes, composed from what the apps registered.

Each origin has a URLconf of its own (`hub.web.urls_public`, `_staff`, `_files`), chosen by
`hub.web.origins.OriginMiddleware` from the request's host. This module is the one that answers
before an origin is known: nothing but the health checks.
"""

from django.urls import include, path

urlpatterns = [path("", include("hub.runtime.urls"))]
