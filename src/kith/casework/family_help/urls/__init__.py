"""The Family Help room's addresses, gathered from its parts."""

from django.urls import URLPattern

from kith.casework.family_help.urls.assessment import ASSESSMENT, STEPS
from kith.casework.family_help.urls.directory import DIRECTORY
from kith.casework.family_help.urls.family_people import FAMILY_PEOPLE
from kith.casework.family_help.urls.interventions import HELP, WHAT_HELPS

app_name = "family_help"
urlpatterns: list[URLPattern] = [*ASSESSMENT, *STEPS, *WHAT_HELPS, *HELP, *FAMILY_PEOPLE, *DIRECTORY]
