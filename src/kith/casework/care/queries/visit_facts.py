"""What regulation 28's table is asked with: the facts about each child's placement on a day, for many children at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from kith.casework.care.models import (
    CareReview,
    CareReviewChild,
    LegalStatus,
    Placement,
    PlacementWithParents,
    TemporaryApproval,
)
from kith.casework.care.placement_codes import SHORT_BREAKS
from kith.casework.care.short_breaks import SERIES_GAP, Duties, duties_on
from kith.casework.care.visit_rules import CARE_ORDER, Line, PlacementOnADay, line_for
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.shaped import shaped


@dataclass(frozen=True)
class VisitFacts:
    """The rows that the table is asked with, of some children."""

    placements: list[Placement]
    statuses: list[LegalStatus]
    review_parts: list[CareReviewChild]
    reviews: list[CareReview]
    assessments: list[PlacementWithParents]
    approvals: list[TemporaryApproval]
    _held: dict[int, datetime.date] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        held = {review.pk: review.held_date for review in self.reviews}
        for part in self.review_parts:
            day = held.get(part.review_id)
            if day is not None:
                first = self._held.get(part.period_of_care_id)
                self._held[part.period_of_care_id] = day if first is None else min(first, day)

    def placement_of(self, child: int, day: datetime.date) -> Placement | None:
        """Return where a child lived on a day."""
        return next((one for one in self.placements if one.child_id == child and one.holds_on(day)), None)

    def on(self, placement: Placement, day: datetime.date) -> PlacementOnADay:
        """Return a placement as it stands on a day."""
        status = next(
            (one for one in self.statuses if one.child_id == placement.child_id and one.holds_on(day)), None
        )
        reviewed = self._held.get(placement.period_of_care_id)
        assessed = any(
            one.child_id == placement.child_id
            and one.home_id == placement.home_id
            and one.finished_date is not None
            and one.finished_date <= day
            for one in self.assessments
        )
        return PlacementOnADay(
            day=day,
            here_since=self.here_since(placement),
            placement_type=placement.placement_type,
            legal_status=status.code if status is not None else "",
            first_review_held=reviewed is not None and reviewed <= day,
            # What nobody has written down is not finished.
            before_assessment=not assessed,
            temporarily_approved=any(
                one.child_id == placement.child_id and one.home_id == placement.home_id and one.holds_on(day)
                for one in self.approvals
            ),
            until_eighteen=placement.until_eighteen,
            agreed_at_six_months=placement.visits_agreed_at_six_months,
            on_short_breaks=self.duties(placement, day).on_short_breaks,
        )

    def duties(self, placement: Placement, day: datetime.date) -> Duties:
        """Return what is owed on a day in a placement: what short breaks ease, or all; counted from its stay or its series."""
        found = duties_on(
            [one for one in self.statuses if one.child_id == placement.child_id],
            period=placement.period_of_care_id,
            began=datetime.date.min,
            on=day,
        )
        stay = self.counted_with(placement, found.on_short_breaks)
        return Duties(max(found.since, stay[0].start_date), found.on_short_breaks)

    def counted_with(self, placement: Placement, on_short_breaks: bool) -> list[Placement]:
        """Return the placements whose visits count together: those of one stay; of short breaks, of the series in one home."""
        if not on_short_breaks:
            return self.stay_of(placement)
        breaks = {one.period_of_care_id for one in self.statuses if one.code in SHORT_BREAKS}
        series = [placement]
        for one in sorted(self.placements, key=lambda one: one.start_date, reverse=True):
            follows = one.end_date is not None and (
                datetime.timedelta(0) <= series[0].start_date - one.end_date <= SERIES_GAP
            )
            same = one.child_id == placement.child_id and one.home_id == placement.home_id
            if follows and same and one.pk != series[0].pk and one.period_of_care_id in breaks:
                series.insert(0, one)
        return series

    def line(self, placement: Placement, day: datetime.date) -> Line:
        """Return the line of regulation 28 that holds for a placement on a day."""
        return line_for(self.on(placement, day))

    def here_since(self, placement: Placement) -> datetime.date:
        """Return the first day of the unbroken stay in the home, whatever kind of placement it was at first."""
        since = placement.start_date
        of_child = sorted(
            (one for one in self.placements if one.child_id == placement.child_id),
            key=lambda one: one.start_date,
            reverse=True,
        )
        for one in of_child:
            if one.end_date == since and one.home_id == placement.home_id:
                since = one.start_date
        return since

    def stay_of(self, placement: Placement) -> list[Placement]:
        """Return the placements that are one stay, in order: those between which the household moved house with the child."""
        of_child = sorted(
            (
                one
                for one in self.placements
                if one.child_id == placement.child_id and one.home_id == placement.home_id
            ),
            key=lambda one: one.start_date,
        )
        stays: list[list[Placement]] = []
        for one in of_child:
            last = stays[-1][-1] if stays else None
            if (
                last is not None
                and last.end_date == one.start_date
                and last.placement_type == one.placement_type
                and last.home_address_id != one.home_address_id
            ):
                stays[-1].append(one)
            else:
                stays.append([one])
        return next((stay for stay in stays if any(one.pk == placement.pk for one in stay)), [placement])

    def care_order_with_parent(
        self, placement: Placement, on: datetime.date | None = None
    ) -> datetime.date | None:
        """Return the day on which a care order was made while the child lived with a parent here, where it holds on a day."""
        if placement.placement_type != "P1":
            return None
        stay = self.stay_of(placement)
        made = [
            one.start_date
            for one in self.statuses
            if one.child_id == placement.child_id
            and one.code == CARE_ORDER
            and stay[0].start_date < one.start_date
            and any(lived.holds_on(one.start_date) for lived in stay)
            and (on is None or one.holds_on(on))
        ]
        return max(made, default=None)


@shaped
def facts_wanted(record: Record, children: list[int]) -> dict[str, QuerySet[Any]]:
    """Return the querysets of these children's facts, to be asked for together with whatever else a page reads."""
    parts = record.rows(CareReviewChild).filter(child_id__in=children)
    return {
        "placements": record.rows(Placement).filter(child_id__in=children).order_by("start_date", "id"),
        "statuses": record.rows(LegalStatus).filter(child_id__in=children).order_by("start_date", "id"),
        "review_parts": parts,
        "reviews": record.rows(CareReview).filter(status="held", id__in=parts.order_by().values("review_id")),
        "assessments": record.rows(PlacementWithParents).filter(child_id__in=children),
        "approvals": record.rows(TemporaryApproval)
        .filter(child_id__in=children)
        .order_by("start_date", "id"),
    }


def facts_from(held: Mapping[str, list[Any]]) -> VisitFacts:
    """Return the facts from what was read."""
    return VisitFacts(**{name: held[name] for name in VisitFacts.__dataclass_fields__ if name in held})


def facts_of(children: Iterable[int], record: Record = NOW) -> VisitFacts:
    """Return the facts of these children. One query."""
    return facts_from(record.together(lambda: facts_wanted(record, list(children))))
