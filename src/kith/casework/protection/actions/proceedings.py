"""Proceedings in court: issued, heard, extended, ordered. They end by the last child's final order."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import timezone

from kith.casework.family_help.models import FamilyNetworkMeeting
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Family, Person
from kith.casework.plans.models import Plan
from kith.casework.protection.actions.legal_rights import check_children, locked_family
from kith.casework.protection.actions.pre_proceedings import check_meeting_of
from kith.casework.protection.actions.recording import check_day, children_in, locked, record
from kith.casework.protection.lengths import rule_on
from kith.casework.protection.models import (
    ApplicationKind,
    CareProceedings,
    CourtHearing,
    CourtOrder,
    HearingKind,
    LegalGatewayMeeting,
    OrderKind,
    PreProceedings,
    ProceedingsChild,
)
from kith.casework.protection.workflows.proceedings import PROCEEDINGS, WITHIN, ProceedingsState, state_of
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Worker

# What holds only until the court decides otherwise.
INTERIM = frozenset({OrderKind.INTERIM_CARE, OrderKind.INTERIM_SUPERVISION})
SAY_WHETHER = (
    "Record the offer of family group decision-making, or why none was made before the application. It is to become a duty "
    "(Children's Wellbeing and Schools Act 2026, section 1)."
)


@transaction.atomic
def issue(
    *,
    family: Family,
    children: Sequence[Person],
    kind: str,
    issued_date: datetime.date,
    court: str,
    gateway: LegalGatewayMeeting | None,
    pre_proceedings: PreProceedings | None,
    network_meeting: FamilyNetworkMeeting | None,
    why_no_family_meeting: str,
    by: Worker,
) -> CareProceedings:
    """Record an application to the court about some of a family's children; its twenty-six weeks begin that day.

    Raises CannotBeTrue where it says neither that the family's own people were offered a meeting nor why not, or where one
    of these children is in proceedings of this kind already.
    """
    locked_family(family)
    check_children(family, children)
    if kind not in ApplicationKind.values:
        raise CannotBeTrue("Choose what was applied for.", "kind")
    check_day(issued_date, "issued_date")
    _check_what_came_before(family, issued_date, gateway, pre_proceedings)
    why = why_no_family_meeting.strip()
    if network_meeting is not None:
        check_meeting_of(network_meeting, family)
        if network_meeting.offered_date > issued_date:
            raise CannotBeTrue(
                "The meeting was offered after the application was issued. Say why none was offered before.",
                "network_meeting",
            )
        # A decision not to offer has its reason, which the application carries.
        why = network_meeting.why_not_offered or why
    elif not why:
        raise CannotBeTrue(SAY_WHETHER, "why_no_family_meeting")
    numbers = [child.pk for child in children]
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_children_in_open_proceedings(%s::bigint[], %s)", [numbers, kind])
        (already,) = cursor.fetchone()
    if already:
        raise CannotBeTrue(
            "An application of this kind about one of these children is before the court already. Go on with that one.",
            "children",
        )
    proceedings = CareProceedings.objects.create(
        family=family,
        plan=Plan.objects.filter(family=family, end_date__isnull=True).first(),
        gateway=gateway,
        pre_proceedings=pre_proceedings,
        network_meeting=network_meeting,
        why_no_family_meeting=why,
        kind=kind,
        issued_date=issued_date,
        court=court.strip(),
        due_date=rule_on("care_proceedings", issued_date).due_date(issued_date),
    )
    ProceedingsChild.objects.bulk_create(
        ProceedingsChild(proceedings=proceedings, child=child) for child in children
    )
    record(
        PROCEEDINGS.beginning[ProceedingsState.ISSUED], proceedings, by=by, day=issued_date,
        summary="An application about the children was made to the family court.",
        details={"proceedings": proceedings.pk},
    )  # fmt: skip
    return proceedings


@transaction.atomic
def write_details(
    *, proceedings: CareProceedings, court: str, case_number: str, guardian: str, by: Worker
) -> None:
    """Keep which court, under which number, and who is the children's guardian, once they are known."""
    proceedings = locked(proceedings)
    CareProceedings.objects.filter(pk=proceedings.pk).update(
        court=court.strip(), case_number=case_number.strip(), guardian=guardian.strip()
    )
    record(
        WITHIN["told"], proceedings, by=by, day=timezone.localdate(),
        summary="Details of the court's case were written down.", details={"proceedings": proceedings.pk},
    )  # fmt: skip


@transaction.atomic
def plan_hearing(
    *, proceedings: CareProceedings, kind: str, hearing_date: datetime.date, by: Worker
) -> CourtHearing:
    """Record on which day the court will hear the case."""
    proceedings = locked(proceedings)
    check_goes_on(proceedings)
    _check_hearing_day(proceedings, kind, hearing_date)
    hearing = CourtHearing.objects.create(proceedings=proceedings, kind=kind, hearing_date=hearing_date)
    record(
        WITHIN["hearing_planned"], proceedings, by=by, day=timezone.localdate(),
        summary=f"{HearingKind(kind).label}: its day is known.",
        details={"proceedings": proceedings.pk, "hearing": hearing.pk},
    )  # fmt: skip
    return hearing


@transaction.atomic
def hold_hearing(
    *,
    proceedings: CareProceedings,
    hearing: CourtHearing,
    hearing_date: datetime.date,
    words: str,
    by: Worker,
) -> None:
    """Record that the court heard the case, on which day, and what it decided. Raises CannotBeTrue for another family's."""
    proceedings = locked(proceedings)
    if hearing.proceedings_id != proceedings.pk:
        raise CannotBeTrue("This hearing is of other proceedings. Open those, and record it there.")
    check_goes_on(proceedings)
    hearing = CourtHearing.objects.select_for_update(of=("self",)).get(pk=hearing.pk)
    if hearing.was_held:
        raise CannotBeTrue("This hearing is recorded already. Add another if there was one.")
    check_day(
        hearing_date,
        "hearing_date",
        earliest=proceedings.issued_date,
        why_earliest="The application was issued",
    )
    if hearing_date != hearing.hearing_date:
        _check_hearing_day(proceedings, hearing.kind, hearing_date)
    if not words.strip():
        raise CannotBeTrue("Say what was decided, and what is to be done.", "words")
    CourtHearing.objects.filter(pk=hearing.pk).update(hearing_date=hearing_date, was_held=True, words=words)
    record(
        WITHIN["hearing_held"], proceedings, by=by, day=hearing_date,
        summary=f"{HearingKind(hearing.kind).label}: it was held.",
        details={"proceedings": proceedings.pk, "hearing": hearing.pk},
    )  # fmt: skip


@transaction.atomic
def extend(
    *, proceedings: CareProceedings, extended_until: datetime.date, extended_reason: str, by: Worker
) -> None:
    """Record that the court gave the case more than twenty-six weeks, until when and why; again where it did so again.

    The clock of twenty-six weeks goes on, and carries the reason.
    """
    proceedings = locked(proceedings)
    event = PROCEEDINGS.check_move(state_of(proceedings), ProceedingsState.EXTENDED)
    until = proceedings.extended_until or proceedings.due_date
    if extended_until <= until:
        raise CannotBeTrue(
            f"The case has until {until:%-d %B %Y} as it stands. Enter a later day.", "extended_until"
        )
    if not extended_reason.strip():
        raise CannotBeTrue("Say why the court extended it.", "extended_reason")
    CareProceedings.objects.filter(pk=proceedings.pk).update(
        extended_until=extended_until, extended_reason=extended_reason.strip()
    )
    Clock.objects.filter(
        rule="care_proceedings", thread=f"proceedings:{proceedings.pk}", stopped_date__isnull=True
    ).update(late_reason=f"The court extended it until {extended_until:%-d %B %Y}.")
    record(
        event, proceedings, by=by, day=timezone.localdate(), summary="The family court gave the case more time.",
        details={"proceedings": proceedings.pk},
    )  # fmt: skip


@transaction.atomic
def make_order(
    *,
    proceedings: CareProceedings,
    child: Person,
    kind: str,
    made_date: datetime.date,
    is_final: bool,
    words: str,
    by: Worker,
) -> CourtOrder:
    """Record an order about one child. An interim order ends as the next takes its place.

    A final order ends the proceedings for that child, and the last child's ends them. Raises CannotBeTrue for a second
    final order, an interim order that is final, or a child whom the proceedings are not about.
    """
    proceedings = locked(proceedings)
    if child.pk not in children_in(proceedings):
        raise CannotBeTrue(
            "These proceedings are not about this child. Choose one whom they are about.", "child"
        )
    check_goes_on(proceedings)
    if kind not in OrderKind.values:
        raise CannotBeTrue("Choose which order the court made.", "kind")
    if is_final and kind in INTERIM:
        raise CannotBeTrue("An interim order is not final. Choose the order that ended the case.", "is_final")
    check_day(
        made_date, "made_date", earliest=proceedings.issued_date, why_earliest="The application was issued"
    )
    final = CourtOrder.objects.filter(proceedings=proceedings, child=child, is_final=True).first()
    if final is not None and (is_final or kind in INTERIM or made_date > final.start_date):
        raise CannotBeTrue(
            f"This child's final order, of {final.start_date:%-d %B %Y}, is recorded already.", "child"
        )
    ended = _take_its_place(proceedings, child, kind, made_date)
    order = CourtOrder.objects.create(
        proceedings=proceedings, child=child, kind=kind, start_date=made_date, end_date=ended, is_final=is_final,
        words=words,
    )  # fmt: skip
    record(
        WITHIN["order"], proceedings, by=by, day=made_date, about=[child.pk],
        summary="The family court made an order.",
        details={"proceedings": proceedings.pk, "order": order.pk},
    )  # fmt: skip
    if is_final:
        _end_for(proceedings, child, made_date, by)
    return order


def check_goes_on(proceedings: CareProceedings) -> None:
    """Raise CannotBeTrue for a step in proceedings that have ended."""
    if state_of(proceedings) == ProceedingsState.ENDED:
        raise CannotBeTrue(PROCEEDINGS.why_not[(ProceedingsState.ENDED, "")])


def _check_what_came_before(
    family: Family,
    issued_date: datetime.date,
    gateway: LegalGatewayMeeting | None,
    pre_proceedings: PreProceedings | None,
) -> None:
    if gateway is not None:
        if gateway.family_id != family.pk:
            raise CannotBeTrue(
                "This legal gateway is another family's. Choose one of this family's.", "gateway"
            )
        if gateway.held_date is None or gateway.held_date > issued_date:
            raise CannotBeTrue(
                "This legal gateway had not been held when the application was issued. Record it, or choose none.",
                "gateway",
            )
    if pre_proceedings is not None:
        if pre_proceedings.family_id != family.pk:
            raise CannotBeTrue("This work before proceedings was another family's.", "pre_proceedings")
        if pre_proceedings.start_date > issued_date:
            raise CannotBeTrue(
                f"Work before proceedings began on {pre_proceedings.start_date:%-d %B %Y}, after the application.",
                "pre_proceedings",
            )


def _check_hearing_day(proceedings: CareProceedings, kind: str, day: datetime.date) -> None:
    if kind not in HearingKind.values:
        raise CannotBeTrue("Choose which hearing it is.", "kind")
    if day < proceedings.issued_date:
        raise CannotBeTrue(
            f"The application was issued on {proceedings.issued_date:%-d %B %Y}. Enter that day or a later one.",
            "hearing_date",
        )
    if CourtHearing.objects.filter(proceedings=proceedings, kind=kind, hearing_date=day).exists():
        raise CannotBeTrue("This hearing is recorded already.", "hearing_date")


def _take_its_place(
    proceedings: CareProceedings, child: Person, kind: str, day: datetime.date
) -> datetime.date | None:
    """End the child's interim order in force on the day on which another takes its place; return when that one itself ended.

    An interim order that is recorded late goes before those that followed it.
    """
    orders = CourtOrder.objects.filter(proceedings=proceedings, child=child).order_by("start_date", "pk")
    interim = [order for order in orders if order.kind in INTERIM]
    if any(order.start_date == day for order in interim):
        raise CannotBeTrue(
            f"An interim order of {day:%-d %B %Y} is recorded for this child. The one that takes its place is of a later day.",
            "made_date",
        )
    later = [order for order in orders if order.start_date > day]
    if kind not in INTERIM and any(order.kind in INTERIM for order in later):
        raise CannotBeTrue(
            f"The court made an interim order on {later[0].start_date:%-d %B %Y}, after this day. Check the day, or which order"
            " it was.",
            "made_date",
        )
    for order in interim:
        if order.start_date < day and (order.end_date is None or order.end_date > day):
            CourtOrder.objects.filter(pk=order.pk).update(end_date=day)
    return later[0].start_date if kind in INTERIM and later else None


def _end_for(proceedings: CareProceedings, child: Person, day: datetime.date, by: Worker) -> None:
    """End the proceedings for one child, and altogether where none is left without a final order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_children_without_final_order(%s)", [proceedings.pk])
        (left,) = cursor.fetchone()
    if not left:
        latest = CourtOrder.objects.filter(proceedings=proceedings, is_final=True).latest("start_date")
        CareProceedings.objects.filter(pk=proceedings.pk).update(ended_date=max(day, latest.start_date))
    record(
        PROCEEDINGS.check_move(state_of(proceedings), ProceedingsState.ENDED), proceedings, by=by, day=day,
        about=[child.pk], summary="The family court's case about this child ended.",
        details={"proceedings": proceedings.pk, "altogether": not left},
    )  # fmt: skip
