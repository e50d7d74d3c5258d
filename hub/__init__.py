"""The floor that everything stands on. Imports no app above it."""

from hub.celery import app as celery_app

__all__ = ["celery_app"]
