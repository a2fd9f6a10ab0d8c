"""The Family Help room's addresses, gathered from its parts."""

from django.urls import URLPattern

from kith.casework.family_help import directory_addresses

app_name = "family_help"
urlpatterns: list[URLPattern] = [
    *directory_addresses.urlpatterns,
]
