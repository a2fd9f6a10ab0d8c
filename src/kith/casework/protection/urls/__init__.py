"""The protection room's addresses, gathered from its parts."""

from django.urls import URLPattern

from kith.casework.protection.urls.conference import CONFERENCE
from kith.casework.protection.urls.core_group import CORE_GROUP
from kith.casework.protection.urls.decisions import DECISIONS
from kith.casework.protection.urls.enquiry import ENQUIRY
from kith.casework.protection.urls.legal import LEGAL
from kith.casework.protection.urls.outside import OUTSIDE
from kith.casework.protection.urls.overview import OVERVIEW
from kith.casework.protection.urls.papers import PAPERS

app_name = "protection"
urlpatterns: list[URLPattern] = [
    *CONFERENCE,
    *CORE_GROUP,
    *DECISIONS,
    *ENQUIRY,
    *LEGAL,
    *OUTSIDE,
    *OVERVIEW,
    *PAPERS,
]
