"""The addresses of adoption."""

from __future__ import annotations

from django.urls import URLPattern, path

from kith.casework.care.views import adoption

OF_A_CHILD = "people/<int:person_id>/care/adoption/"
ADDRESSES: list[URLPattern] = [
    path(OF_A_CHILD, adoption.adoption_page, name="adoption"),
    path(f"{OF_A_CHILD}decide/", adoption.DecideAdoption.as_view(), name="decide_adoption"),
    path(f"{OF_A_CHILD}give-up/", adoption.GiveUpAdoption.as_view(), name="give_up_adoption"),
    path(f"{OF_A_CHILD}match/", adoption.Match.as_view(), name="match"),
    path(f"{OF_A_CHILD}home/", adoption.AdoptersHome.as_view(), name="adopters_home"),
    path(f"{OF_A_CHILD}moved-in/", adoption.MovedIn.as_view(), name="moved_in"),
    path(f"{OF_A_CHILD}applied/", adoption.AdoptersApplied.as_view(), name="adopters_applied"),
    path(f"{OF_A_CHILD}order/", adoption.AdoptionOrder.as_view(), name="adoption_order"),
    path("adoption/", adoption.adoption_links, name="adoption_links"),
    path("adoption/open/", adoption.OpenLink.as_view(), name="open_adoption_link"),
    path("adoption/<uuid:link_id>/new-record/", adoption.OpenNewRecord.as_view(), name="open_new_record"),
]
