"""The Family Help room's addresses, gathered from its parts."""

from django.urls import URLPattern

app_name = "family_help"
urlpatterns: list[URLPattern] = []
