"""The care room's addresses, gathered from its parts."""

from django.urls import URLPattern

app_name = "care"
urlpatterns: list[URLPattern] = []
