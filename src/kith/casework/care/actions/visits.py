"""Visits to children in care: written once for brothers and sisters in one home, their own words first."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence

from django.db import connection, transaction
from django.utils import timezone

from kith.casework.care.actions.recording import children_in, lock_child, placement_thread, thread_of
from kith.casework.care.actions.visit_checks import ChildVisited, check_child, placements_visited
from kith.casework.care.models import CareVisit, CareVisitChild, VisitRequest
from kith.casework.care.queries.visit_facts import VisitFacts, facts_of
from kith.casework.care.visit_rules import due_after
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.actions.notes import WrittenPassage, change_note, write_note
from kith.casework.timeline.models import Clock, NoteKind
from kith.casework.workforce.models import Worker

VISITED = "care.child_visited"
# Written up after a later visit was, or after the child moved on: the clock of the next visit is another's by now.
VISITED_BEFORE = "care.earlier_visit_recorded"
NOT_SEEN = "care.child_not_seen"
TITLE = "Visit where the child lives"  # on every child's record, so it names nobody


@transaction.atomic
def record_visit(
    *,
    day: datetime.date,
    children: Mapping[int, ChildVisited],
    by: Worker,
    visited_by: Worker | None = None,
    where: str = "",
    was_unannounced: bool = False,
    carers_words: str = "",
    how_it_is: str = "",
    what_next: str = "",
    late_reason: str = "",
    written_as: uuid.UUID | None = None,
) -> CareVisit:
    """Record one visit to children who live in one home, and return it; one sent twice is the same visit.

    Only a child who was seen has been visited: of one who was not, the clock goes on. Raises CannotBeTrue for a day to come,
    for a child who did not live in a placement on that day, for children of different homes, and for what is not explained.
    """
    sent_before = _sent_before(written_as, by)
    if sent_before is not None:
        return sent_before
    names = Person.objects.in_bulk(list(children))
    for number in sorted(children):
        lock_child(names[number])
    facts = facts_of(children)
    placements = placements_visited(children, names, facts, day)
    for number, child in children.items():
        check_child(number, child)
    visit = CareVisit.objects.create(
        day=day,
        visited_by=visited_by or by,
        where=where,
        was_unannounced=was_unannounced,
        carers_words=carers_words,
        how_it_is=how_it_is,
        what_next=what_next,
        late_reason=late_reason,
        written_as=written_as,
    )
    parts = []
    for number, child in children.items():
        rule = facts.line(placements[number], day).rule
        due = due_after(rule, day) if child.seen else None
        parts.append(
            CareVisitChild(
                visit=visit,
                child_id=number,
                placement=placements[number],
                rule=rule,
                next_due_date=due,
                **vars(child),
            )
        )
    CareVisitChild.objects.bulk_create(parts)
    visit.note = write_note(
        kind=NoteKind.VISIT,
        title=TITLE,
        day=day,
        people=list(children),
        passages=_passages(visit, parts),
        by=by,
    )
    CareVisit.objects.filter(pk=visit.pk).update(note=visit.note)
    _record_events(visit, parts, facts, by)
    VisitRequest.objects.filter(
        child_id__in=[part.child_id for part in parts if part.seen],
        asked_date__lte=day,
        visit__isnull=True,
        not_visited_reason="",
    ).update(visit=visit)
    return visit


@transaction.atomic
def change_visit(
    *,
    visit: CareVisit,
    children: Mapping[int, ChildVisited],
    by: Worker,
    where: str = "",
    was_unannounced: bool = False,
    carers_words: str = "",
    how_it_is: str = "",
    what_next: str = "",
    late_reason: str = "",
) -> None:
    """Put right what is written of a visit. Its day, and whether a child was seen, stay: the clocks ran by them."""
    visit = CareVisit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if set(children_in(visit)) != set(children):
        raise CannotBeTrue(
            "A child in this visit is on a record that you cannot write on. Contact the team manager to have the visit "
            "put right."
        )
    rows = {row.child_id: row for row in CareVisitChild.objects.filter(visit=visit)}
    for number, child in children.items():
        if rows[number].seen != child.seen:
            raise CannotBeTrue(
                "Whether the child was seen stays as it was recorded: the next visit is due by it. If that was wrong, say so "
                "in the words, and record the visit as it was.",
                f"how_{number}",
            )
        check_child(number, child)
        CareVisitChild.objects.filter(pk=rows[number].pk).update(**vars(child))
    CareVisit.objects.filter(pk=visit.pk).update(
        where=where,
        was_unannounced=was_unannounced,
        carers_words=carers_words,
        how_it_is=how_it_is,
        what_next=what_next,
        late_reason=late_reason,
    )
    visit = CareVisit.objects.select_related("note").get(pk=visit.pk)
    if visit.note is not None:
        parts = list(CareVisitChild.objects.filter(visit=visit).order_by("pk"))
        change_note(note=visit.note, title=TITLE, day=visit.day, passages=_passages(visit, parts), by=by)
    record_event(
        "care.visit_changed", by=by, day=timezone.localdate(), about=list(children),
        summary="What is written of a visit was changed.", thread=thread_of(visit),
    )  # fmt: skip


def _sent_before(written_as: uuid.UUID | None, by: Worker) -> CareVisit | None:
    """Return the visit that was sent with this mark before, holding back another that is sent at the same moment."""
    if written_as is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('kith visit'), hashtext(%s))", [str(written_as)]
        )
    found = CareVisit.objects.select_related("note").filter(written_as=written_as).first()
    if found is not None and found.note is not None and found.note.written_by_id != by.pk:
        raise CannotBeTrue("This visit was sent by somebody else. Open the form anew, and write it again.")
    return found


def _passages(visit: CareVisit, parts: Sequence[CareVisitChild]) -> list[WrittenPassage]:
    """Return the visit as a note: each child's own words first and on their record alone, then what is about all."""
    passages = []
    for part in parts:
        lines = [part.child_words] if part.child_words else []
        if not part.seen:
            lines.append(f"Not seen: {part.why_not_seen}")
        elif part.seen_alone:
            lines.append("Seen, and alone.")
        else:
            lines.append(f"Seen, not alone: {part.why_not_alone}")
        lines.append(
            "Their bedroom was seen."
            if part.bedroom_seen
            else f"Their bedroom was not seen: {part.why_bedroom_not_seen}"
        )
        passages.append(WrittenPassage("\n".join(lines), about=(part.child_id,)))
    said = [
        (visit.carers_words, "What the carers said"),
        (visit.how_it_is, "How it is there"),
        (visit.what_next, "What happens next"),
    ]
    passages += [WrittenPassage(f"{title}\n{words}") for words, title in said if words.strip()]
    return passages


def _record_events(visit: CareVisit, parts: Sequence[CareVisitChild], facts: VisitFacts, by: Worker) -> None:
    """Record the visit on each child's placement, with the rule by which the next is due."""
    stays = {part.placement_id: facts.stay_of(part.placement) for part in parts}
    followed = set(
        CareVisitChild.objects.filter(
            placement_id__in=[one.pk for stay in stays.values() for one in stay],
            seen=True,
            visit__day__gt=visit.day,
        ).values_list("placement_id", flat=True)
    )
    for part in parts:
        stay = stays[part.placement_id]
        if not part.seen:
            kind, summary = NOT_SEEN, "The child was visited and not seen."
        else:
            ended = stay[-1].end_date
            has_ended = ended is not None and ended <= timezone.localdate()
            earlier = has_ended or any(one.pk in followed for one in stay)
            kind, summary = VISITED_BEFORE if earlier else VISITED, "The child was visited and seen."
        event = record_event(
            kind, by=by, day=visit.day, about=[part.child_id], summary=summary, thread=placement_thread(part.placement),
            details={"visit": visit.pk, "visit_rule": part.rule, "seen_alone": part.seen_alone},
        )  # fmt: skip
        if visit.late_reason:
            Clock.objects.filter(stopped_by=event, was_late=True, late_reason="").update(
                late_reason=visit.late_reason
            )
