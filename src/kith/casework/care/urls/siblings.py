"""Addresses of brothers and sisters, family time and the people who matter."""

from __future__ import annotations

from django.urls import path

from kith.casework.care.views import family_time, lifelong, people_who_matter, siblings
from kith.casework.care.views import family_time_forms as forms

_CHILD = "people/<int:person_id>/care/"
_PLAN = "family-time/<int:family_time_id>/"
_MEMBER = f"{_CHILD}people/<int:network_member_id>/"

ADDRESSES = [
    path(f"{_CHILD}siblings/", siblings.siblings_page, name="siblings"),
    path(f"{_CHILD}siblings/decide/", siblings.DecideTogether.as_view(), name="decide_together"),
    path(
        f"{_CHILD}siblings/birthdays/<int:birthday_person_id>/",
        siblings.spend_birthday,
        name="spend_birthday",
    ),
    path(f"{_CHILD}siblings/family-time/", forms.PlanSiblingTime.as_view(), name="plan_sibling_time"),
    path(f"{_CHILD}family-time/", family_time.family_time_page, name="family_time"),
    path(f"{_CHILD}family-time/plan/", forms.PlanFamilyTime.as_view(), name="plan_family_time"),
    path(_PLAN, family_time.plan_page, name="family_time_plan"),
    path(f"{_PLAN}record/", forms.RecordFamilyTime.as_view(), name="record_family_time"),
    path(f"{_PLAN}change/", forms.ChangeFamilyTime.as_view(), name="change_family_time"),
    path(f"{_PLAN}end/", forms.EndFamilyTime.as_view(), name="end_family_time"),
    path(f"{_CHILD}people/", people_who_matter.people_page, name="people_who_matter"),
    path(f"{_MEMBER}today/", people_who_matter.in_touch_today, name="in_touch_today"),
    path(f"{_MEMBER}in-touch/", people_who_matter.RecordInTouch.as_view(), name="record_in_touch"),
    path(f"{_MEMBER}keep/", people_who_matter.KeepInTouch.as_view(), name="keep_in_touch"),
    path(f"{_CHILD}lifelong-links/", lifelong.lifelong_page, name="lifelong_links"),
    path(f"{_CHILD}lifelong-links/known-at/", lifelong.lifelong_known_at, name="lifelong_links_known_at"),
    path(f"{_CHILD}lifelong-links/look-for/", people_who_matter.LookFor.as_view(), name="look_for"),
]
