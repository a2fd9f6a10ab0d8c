"""The addresses of changes of a child's home, school and worker."""

from __future__ import annotations

from django.urls import URLPattern, path

from kith.casework.care.views import deciding_where, figures, moves

IN_CARE = "people/<int:person_id>/care/"
ADDRESSES: list[URLPattern] = [
    path(f"{IN_CARE}decide-home/", deciding_where.DecideHome.as_view(), name="decide_home"),
    path(f"{IN_CARE}decide-school/", deciding_where.DecideSchool.as_view(), name="decide_school"),
    path(f"{IN_CARE}decide-worker/", deciding_where.DecideWorker.as_view(), name="decide_worker"),
    path("care/figures/", figures.figures_page, name="figures"),
    path("moves/<int:move_id>/", moves.move_page, name="move"),
    path("moves/<int:move_id>/known-at/", moves.move_known_at, name="move_known_at"),
    path("moves/<int:move_id>/make/", moves.MakeMove.as_view(), name="make_move"),
    path("moves/<int:move_id>/decide-against/", moves.StandDownMove.as_view(), name="stand_down_move"),
]
