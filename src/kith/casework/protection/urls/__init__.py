"""The protection room's addresses, gathered from its parts."""

from django.urls import URLPattern

from kith.casework.protection.urls.enquiry import ENQUIRY

app_name = "protection"
urlpatterns: list[URLPattern] = [*ENQUIRY]
