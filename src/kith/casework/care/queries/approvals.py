"""What has to be approved for a child, and how each stands; one query, now or as known at an earlier instant."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kith.casework.care.areas import Where, name_of_area, where
from kith.casework.care.delegation import CARE_ORDERS
from kith.casework.care.models import (
    ApprovalKind,
    Home,
    HomeAddress,
    LegalStatus,
    Move,
    MoveOutcome,
    Placement,
    PlacementApproval,
    PlacementWithParents,
    TemporaryApproval,
)
from kith.casework.care.needed_approvals import TO_SATISFY, WITH_PARENT, Living, kinds_needed
from kith.casework.furniture.known_at import Record
from kith.casework.furniture.shaped import shaped
from kith.engines.calendar import add_working_days

# Regulation 19: where the child goes before the assessment is finished, it is finished within as many working days.
EMERGENCY_WORKING_DAYS = 10
# How long before its end a temporary approval is warned of.
WARNED_BEFORE = datetime.timedelta(weeks=4)


@dataclass(frozen=True)
class About:
    """A placement, or a move that is decided, which something has to be approved for."""

    placement: Any | None
    move: Any | None
    home: Any
    where: Where
    area: str

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"placement-{self.placement.id}" if self.placement else f"move-{self.move.id}"  # type: ignore[union-attr]

    @property
    def in_words(self) -> str:
        """What it is, in words."""
        if self.placement is not None:
            return f"Living at {self.home.name} since {self.placement.start_date:%-d %B %Y}"
        return f"The move to {self.home.name} on {self.move.planned_date:%-d %B %Y}"  # type: ignore[union-attr]


@dataclass(frozen=True)
class Needed:
    """One thing that has to be approved, and how it stands."""

    about: About
    kind: str
    approval: Any | None

    @property
    def label(self) -> str:
        """What it is, in words."""
        return str(ApprovalKind(self.kind).label)

    @property
    def state(self) -> str:
        """How it stands: "approved", "refused", "asked", or "" where nobody asked."""
        if self.approval is None:
            return ""
        if self.approval.is_approved is None:
            return "asked"
        return "approved" if self.approval.is_approved else "refused"

    @property
    def by_director(self) -> bool:
        """Whether the director decides it and no manager."""
        return self.kind == ApprovalKind.AT_A_DISTANCE


@dataclass(frozen=True)
class ParentsHome:
    """The assessment of a parent's home in which a child lives, or is to live, under a care order."""

    assessment: Any | None
    home: Any | None
    due_date: datetime.date | None  # where the child went there before it was finished

    @property
    def is_finished(self) -> bool:
        """Whether it is finished."""
        return self.assessment is not None and self.assessment.finished_date is not None


@dataclass(frozen=True)
class TemporaryRead:
    """A temporary approval, and how much of its time is left on a day."""

    approval: Any
    home: Any | None
    day: datetime.date

    @property
    def until(self) -> datetime.date:
        """The day on which its time is up."""
        found: datetime.date = self.approval.extended_until_date or self.approval.due_date
        return found

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.approval.end_date is None

    @property
    def goes_on(self) -> bool:
        """Whether it goes on past its time, since the carers asked for a review of the decision."""
        return self.is_open and self.approval.challenged_date is not None

    @property
    def is_over(self) -> bool:
        """Whether its time is up and nothing lets it go on."""
        return self.is_open and not self.goes_on and self.until < self.day

    @property
    def ends_soon(self) -> bool:
        """Whether the end is near enough to be warned of."""
        return self.is_open and not self.goes_on and self.day <= self.until <= self.day + WARNED_BEFORE

    @property
    def days_left(self) -> int:
        """How many days are left; less than nought where its time is up."""
        return (self.until - self.day).days


@dataclass(frozen=True)
class Approvals:
    """Everything about approvals for one child."""

    abouts: list[About]
    needed: list[Needed]
    parents: list[ParentsHome]
    temporary: list[TemporaryRead]
    earlier: list[Any]  # approvals decided about what is over, the latest first
    homes: dict[int, Any]
    area_not_known: bool

    @property
    def missing(self) -> list[Needed]:
        """What still has to be approved."""
        return [one for one in self.needed if one.state != "approved"]

    @property
    def open_temporary(self) -> TemporaryRead | None:
        """The temporary approval that has not ended."""
        return next((one for one in self.temporary if one.is_open), None)


@shaped
def wanted_of_approvals(record: Record, child_id: int, period_id: int, on: datetime.date) -> dict[str, Any]:
    """Return what `approvals_from` reads, for one query with whatever else a page reads."""
    placements = record.holding(Placement, on).filter(period_of_care_id=period_id)
    moves = record.rows(Move).filter(
        child_id=child_id, kind="home", outcome=MoveOutcome.DECIDED, home_id__isnull=False
    )
    with_parents = record.rows(PlacementWithParents).filter(child_id=child_id)
    temporary = record.rows(TemporaryApproval).filter(child_id=child_id)
    approvals = record.rows(PlacementApproval).filter(child_id=child_id)
    return {
        "placements": placements.order_by("start_date", "id"),
        "stays": record.rows(Placement).filter(period_of_care_id=period_id).order_by("-start_date", "-id"),
        "moves": moves.order_by("planned_date", "id"),
        "homes_now": _homes(record, placements),
        "homes_next": _homes(record, moves),
        "homes_of_parents": _homes(record, with_parents),
        "homes_temporary": _homes(record, temporary),
        "addresses_now": _addresses(record, placements, on),
        "addresses_next": _addresses(record, moves, on),
        "statuses": record.holding(LegalStatus, on).filter(child_id=child_id),
        "approvals": approvals.order_by("-asked_date", "-id"),
        "with_parents": with_parents.order_by("-started_date", "-id"),
        "temporary": temporary.order_by("-start_date", "-id"),
    }


def _homes(record: Record, of: Any) -> Any:
    return record.rows(Home).filter(id__in=of.order_by().values("home_id"))


def _addresses(record: Record, of: Any, on: datetime.date) -> Any:
    return record.holding(HomeAddress, on).filter(home_id__in=of.order_by().values("home_id"))


def approvals_from(held: Mapping[str, Sequence[Any]], on: datetime.date) -> Approvals:
    """Return how a child's approvals stand, from what `wanted_of_approvals` read."""
    homes = {
        one.id: one
        for name in ("homes_now", "homes_next", "homes_of_parents", "homes_temporary")
        for one in held[name]
    }
    codes = {
        one.home_id: one.authority_code for name in ("addresses_now", "addresses_next") for one in held[name]
    }
    status = next((one.code for one in held["statuses"]), "")
    abouts, needed = [], []
    for placement in held["placements"]:
        if placement.home_id in homes:
            about = _about(homes[placement.home_id], codes, placement=placement)
            abouts.append(about)
            living = Living(placement.placement_type, placement.provider, about.where, status)
            needed += [_needed(about, kind, held["approvals"]) for kind in kinds_needed(living)]
    for move in held["moves"]:
        if move.home_id in homes:
            home = homes[move.home_id]
            about = _about(home, codes, move=move)
            abouts.append(about)
            living = Living.in_a_home(home.kind, home.provider, about.where, status)
            needed += [_needed(about, kind, held["approvals"]) for kind in kinds_needed(living)]
    current = {one.approval.id for one in needed if one.approval is not None}
    return Approvals(
        abouts=abouts,
        needed=needed,
        parents=_parents(held, homes, status),
        temporary=[TemporaryRead(one, homes.get(one.home_id), on) for one in held["temporary"]],
        earlier=[one for one in held["approvals"] if one.id not in current],
        homes=homes,
        area_not_known=any(one.where == Where.NOT_KNOWN for one in abouts),
    )


def _about(home: Any, codes: dict[int, str], *, placement: Any = None, move: Any = None) -> About:
    code = codes.get(home.id, "")
    return About(placement, move, home, where(code), name_of_area(code))


def _needed(about: About, kind: str, approvals: Sequence[Any]) -> Needed:
    """Return one thing needed, with the latest that was asked of it; what a move was approved for, its placement has."""
    placement_id = about.placement.id if about.placement else None
    move_id = about.move.id if about.move else about.placement.move_id if about.placement else None
    found = [
        one
        for one in approvals
        if one.kind == kind
        and (
            (placement_id is not None and one.placement_id == placement_id)
            or (move_id is not None and one.move_id == move_id)
        )
    ]
    return Needed(about, kind, found[0] if found else None)


def _parents(held: Mapping[str, Sequence[Any]], homes: dict[int, Any], status: str) -> list[ParentsHome]:
    """Return the assessments of parents' homes: of the one in which the child lives under a care order, and those begun."""
    rows = list(held["with_parents"])
    found = []
    for placement in held["placements"]:
        if placement.placement_type != WITH_PARENT or status not in CARE_ORDERS:
            continue
        own = next((one for one in rows if one.home_id == placement.home_id), None)
        # A parent who moves house with the child begins nothing anew.
        since = placement.start_date
        for one in held["stays"]:
            if one.end_date == since and one.home_id == placement.home_id:
                since = one.start_date
        early = own is None or own.finished_date is None or own.finished_date > since
        due = add_working_days(since, EMERGENCY_WORKING_DAYS) if early else None
        found.append(ParentsHome(own, homes.get(placement.home_id), due))
        if own is not None:
            rows.remove(own)
    return [*found, *(ParentsHome(one, homes.get(one.home_id), None) for one in rows)]


def to_satisfy(approval: Any) -> list[tuple[str, bool]]:
    """Return what had to be satisfied for an approval, in words, and whether it was."""
    return [
        (str(PlacementApproval._meta.get_field(name).verbose_name), bool(getattr(approval, name)))  # type: ignore[union-attr]
        for name in TO_SATISFY[approval.kind]
    ]
