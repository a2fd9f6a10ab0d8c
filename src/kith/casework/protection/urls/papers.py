"""Addresses of minutes, plans and letters."""

from django.urls import path

from kith.casework.protection.views import papers

PAPERS = [
    path(
        "strategy-discussions/<int:discussion_id>/papers/make/",
        papers.MakePaper.as_view(process_kind="strategy"),
        name="make_strategy_paper",
    ),
    path(
        "enquiries/<int:enquiry_id>/papers/make/",
        papers.MakePaper.as_view(process_kind="enquiry"),
        name="make_enquiry_paper",
    ),
    path(
        "conferences/<int:conference_id>/papers/make/",
        papers.MakePaper.as_view(process_kind="conference"),
        name="make_conference_paper",
    ),
    path(
        "plans/<int:plan_id>/protection/papers/make/",
        papers.MakePaper.as_view(),
        name="make_plan_paper",
    ),
    path(
        "plans/<int:plan_id>/core-groups/<int:core_group_id>/papers/make/",
        papers.MakePaper.as_view(),
        name="make_core_group_paper",
    ),
    path(
        "pre-proceedings/<int:pre_proceedings_id>/papers/make/",
        papers.MakePaper.as_view(process_kind="pre_proceedings"),
        name="make_pre_proceedings_paper",
    ),
    path("papers/<int:paper_id>/", papers.paper, name="paper"),
    path("papers/<int:paper_id>/pdf/", papers.paper_pdf, name="paper_pdf"),
    path("papers/<int:paper_id>/send/", papers.SendPaper.as_view(), name="send_paper"),
    path("papers/<int:paper_id>/passages/add/", papers.AddPassage.as_view(), name="add_passage"),
    path(
        "papers/<int:paper_id>/passages/<int:passage_id>/",
        papers.ChangePassage.as_view(),
        name="change_passage",
    ),
    path(
        "papers/<int:paper_id>/passages/<int:passage_id>/arrange/",
        papers.arrange_passage,
        name="arrange_passage",
    ),
]
