"""The addresses of a child in care."""

from __future__ import annotations

from django.urls import URLPattern, path

from kith.casework.care.views import child

IN_CARE = "people/<int:person_id>/care/"
ADDRESSES: list[URLPattern] = [
    path(IN_CARE, child.child_in_care, name="child"),
    path(f"{IN_CARE}known-at/", child.child_known_at, name="child_known_at"),
]
