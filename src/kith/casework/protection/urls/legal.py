"""The addresses of protecting a child at once, the legal gateway, work before proceedings, and proceedings."""

from __future__ import annotations

from django.urls import URLPattern, path

from kith.casework.protection.views import gateway, immediate, pre_proceedings, proceedings

_POWER = "immediate-protection/<int:power_id>/"
_GATEWAY = "legal-gateways/<int:gateway_id>/"
_BEFORE = "pre-proceedings/<int:pre_proceedings_id>/"
_COURT = "proceedings/<int:proceedings_id>/"

LEGAL: list[URLPattern] = [
    path(
        "families/<int:family_id>/immediate-protection/use/", immediate.UsePower.as_view(), name="use_power"
    ),
    path(_POWER, immediate.power_page, name="power"),
    path(f"{_POWER}extend/", immediate.ExtendOrder.as_view(), name="extend_order"),
    path(f"{_POWER}end/", immediate.EndPower.as_view(), name="end_power"),
    path(
        "families/<int:family_id>/legal-gateway/ask/", gateway.AskForGateway.as_view(), name="ask_for_gateway"
    ),
    path(_GATEWAY, gateway.gateway_page, name="gateway"),
    path(f"{_GATEWAY}held/", gateway.HoldGateway.as_view(), name="hold_gateway"),
    path(_BEFORE, pre_proceedings.pre_proceedings_page, name="pre_proceedings"),
    path(f"{_BEFORE}letter/", pre_proceedings.SendLetter.as_view(), name="send_letter"),
    path(f"{_BEFORE}steps/add/", pre_proceedings.AddStep.as_view(), name="add_pre_proceedings_step"),
    path(f"{_BEFORE}steps/<int:step_id>/", pre_proceedings.DoStep.as_view(), name="do_pre_proceedings_step"),
    path(
        f"{_BEFORE}family-meeting/",
        pre_proceedings.JoinFamilyMeeting.as_view(),
        name="join_family_meeting",
    ),
    path(f"{_BEFORE}end/", pre_proceedings.EndPreProceedings.as_view(), name="end_pre_proceedings"),
    path(
        "families/<int:family_id>/proceedings/issue/", proceedings.Issue.as_view(), name="issue_proceedings"
    ),
    path(_COURT, proceedings.proceedings_page, name="proceedings"),
    path(f"{_COURT}details/", proceedings.WriteDetails.as_view(), name="proceedings_details"),
    path(f"{_COURT}hearings/add/", proceedings.PlanHearing.as_view(), name="plan_hearing"),
    path(f"{_COURT}hearings/<int:hearing_id>/", proceedings.HoldHearing.as_view(), name="hold_hearing"),
    path(f"{_COURT}extend/", proceedings.Extend.as_view(), name="extend_proceedings"),
    path(f"{_COURT}orders/add/", proceedings.MakeOrder.as_view(), name="make_order"),
]
