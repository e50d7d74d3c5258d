"""Health and metrics routes."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
