"""Addresses of the health endpoints."""

from django.urls import path

from kith.config import health

app_name = "health"
urlpatterns = [
    path("live/", health.live, name="live"),
    path("ready/", health.ready, name="ready"),
]
