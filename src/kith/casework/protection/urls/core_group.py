"""The addresses of what protects the children on a plan: its page, the core group, visits, what was agreed."""

from __future__ import annotations

from django.urls import URLPattern, path

from kith.casework.protection.views import core_group, visits

ON_A_PLAN = "plans/<int:plan_id>/protection/"
GROUP = f"{ON_A_PLAN}core-group/"
ONE_MEETING = f"{GROUP}meetings/<int:core_group_id>/"
ONE_VISIT = f"{ON_A_PLAN}visits/<int:visit_id>/"
CORE_GROUP: list[URLPattern] = [
    path(ON_A_PLAN, core_group.protection_on_plan, name="on_plan"),
    path(f"{ON_A_PLAN}known-at/", core_group.protection_known_at, name="on_plan_known_at"),
    path(GROUP, core_group.core_group_page, name="core_group"),
    path(f"{GROUP}set/", core_group.SetCoreGroup.as_view(), name="set_core_group"),
    path(f"{GROUP}add/", core_group.AddCoreGroupMember.as_view(), name="add_core_group_member"),
    path(
        f"{GROUP}<int:core_group_member_id>/end/",
        core_group.EndCoreGroupMember.as_view(),
        name="end_core_group_member",
    ),
    path(f"{GROUP}hold/", core_group.HoldCoreGroup.as_view(), name="hold_core_group"),
    path(ONE_MEETING, core_group.core_group_meeting, name="core_group_meeting"),
    path(f"{ONE_MEETING}change/", core_group.ChangeCoreGroup.as_view(), name="change_core_group"),
    path(
        f"{ON_A_PLAN}actions/<int:protective_action_id>/done/",
        core_group.ActionDone.as_view(),
        name="protective_action_done",
    ),
    path(f"{ON_A_PLAN}visits/add/", visits.RecordVisit.as_view(), name="record_visit"),
    path(ONE_VISIT, visits.visit_page, name="visit"),
    path(f"{ONE_VISIT}change/", visits.ChangeVisit.as_view(), name="change_visit"),
]
