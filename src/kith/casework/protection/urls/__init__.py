"""The protection room's addresses, gathered from its parts."""

from django.urls import URLPattern

app_name = "protection"
urlpatterns: list[URLPattern] = []
