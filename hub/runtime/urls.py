"""Routes that every origin answers, and that answer before an origin is known."""

from django.urls import path

from hub.runtime import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
]
