"""A placement's plan as its page and its paper show it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from kith.casework.care.models import (
    DelegatedAuthority,
    DelegatedMatter,
    DelegatedTo,
    LegalStatus,
    Placement,
    PlacementPlan,
)
from kith.casework.furniture.known_at import NOW

# The child's words first.
SECTIONS = (
    "child_words", "day_to_day", "health", "education", "seeing_people", "visits", "if_it_ends", "parents_words",
)  # fmt: skip
LABELS: dict[str, str] = {name: str(PlacementPlan._meta.get_field(name).verbose_name) for name in SECTIONS}  # type: ignore[union-attr]


@dataclass(frozen=True)
class PlacementPlanRead:
    """The plan of a placement: what it says, who decides what in the order of the matters, under which legal status."""

    plan: PlacementPlan | None
    decides: list[tuple[str, str, str]]  # what, who, on what conditions
    legal_status: str

    @property
    def said(self) -> list[tuple[str, str, str]]:
        """Each section that says something: its name, its heading, its words."""
        if self.plan is None:
            return []
        return [
            (name, LABELS[name], getattr(self.plan, name)) for name in SECTIONS if getattr(self.plan, name)
        ]

    @property
    def agreed(self) -> list[tuple[str, str]]:
        """Whether the parents and the carers agree, in words."""
        if self.plan is None:
            return []
        words = {None: "Not asked yet", True: "Agree", False: "Do not agree"}
        return [
            ("The parents", words[self.plan.parents_agree]),
            ("The carers", words[self.plan.carers_agree]),
        ]


def read_placement_plan(placement: Placement, today: datetime.date) -> PlacementPlanRead:
    """Return a placement's plan with the legal status on the day that counts. One query."""
    day = min(max(today, placement.start_date), placement.end_date or datetime.date.max)
    plans = PlacementPlan.objects.filter(placement=placement)
    held = NOW.together(
        plans=plans,
        decides=DelegatedAuthority.objects.filter(placement_plan__in=plans.order_by().values("id")),
        statuses=LegalStatus.objects.filter(child_id=placement.child_id).order_by("start_date"),
    )
    by_matter = {one.matter: one for one in held["decides"]}
    return PlacementPlanRead(
        plan=held["plans"][0] if held["plans"] else None,
        decides=[
            (str(matter.label), DelegatedTo(by_matter[matter].holder).label, by_matter[matter].conditions)
            for matter in DelegatedMatter
            if matter in by_matter
        ],
        legal_status=next((one.code for one in held["statuses"] if one.holds_on(day)), ""),
    )
