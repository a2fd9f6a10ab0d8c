"""The protection room's addresses, gathered from its parts."""

from django.urls import URLPattern

from kith.casework.protection.urls.core_group import CORE_GROUP
from kith.casework.protection.urls.overview import OVERVIEW

app_name = "protection"
urlpatterns: list[URLPattern] = [*CORE_GROUP, *OVERVIEW]
