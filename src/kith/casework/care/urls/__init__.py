"""The care room's addresses, gathered from its parts."""

from django.urls import URLPattern

from kith.casework.care.urls.child import CHILD

app_name = "care"
urlpatterns: list[URLPattern] = [*CHILD]
