"""The addresses of what protection has on its way: the chair's page, a team's, and the figures."""

from __future__ import annotations

from django.urls import URLPattern, path

from kith.casework.protection.views import chair, figures, team_work

OVERVIEW: list[URLPattern] = [
    path("conferences/", chair.conferences, name="conferences"),
    path("teams/<int:team_id>/protection/", team_work.team_protection, name="team"),
    path("protection/figures/", figures.figures_page, name="figures"),
]
