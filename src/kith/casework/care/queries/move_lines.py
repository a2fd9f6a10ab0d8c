"""The lines of a panel: what one move does to one child's brothers and sisters, home, school and people, from facts."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace
from typing import Any

from kith.casework.care.models import MoveKind, Together
from kith.casework.care.places import metres_between
from kith.casework.care.queries.move_facts import Facts, Where
from kith.casework.care.queries.move_panel import NOT_KNOWN, Effect, Line, Sums
from kith.casework.care.queries.move_words import (
    band,
    changed,
    counted,
    day_words,
    distance,
    first_name,
    sibling_word,
)

SEEN_BY_NOBODY_HERE = "On a record that is not open to you"
ASK = "Contact the team manager"


@dataclass
class Telling:
    """What is being told of one child: who, where they live now and would live, and the lines so far."""

    facts: Facts
    child: Any
    kind: str
    before: Where | None
    after: Where | None
    moving_with: frozenset[int]
    school: int | None = None
    stays_at_school: bool | None = None
    worker: int | None = None
    lines: list[Line] = field(default_factory=list)
    sums: Sums = field(default_factory=Sums)
    subjects: set[int] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The child's first name."""
        return first_name(self.child)

    @property
    def moves_home(self) -> bool:
        """Whether it is the home that changes."""
        return self.kind == MoveKind.HOME

    def add(self, key: str, what: str, before: str, after: str, effect: Effect) -> None:
        """Add one line."""
        self.lines.append(Line(key, what, before, after, effect))

    def adds_up(self, **sums: Any) -> None:
        """Keep figures that add up over a year."""
        self.sums = replace(self.sums, **sums)

    def metres_now(self, place: Any | None) -> int | None:
        """Return how far something is from where the child lives now."""
        return metres_between(self.before.place, place) if self.before else None

    def metres_after(self, place: Any | None) -> int | None:
        """Return how far something would be from where the child would live."""
        return metres_between(self.after.place, place) if self.after else None


@dataclass(frozen=True)
class _Sibling:
    person: Any
    word: str
    now: Where | None
    then: Where | None
    with_now: bool
    with_after: bool
    is_in_care: bool
    note: str = ""

    @property
    def known(self) -> bool:
        """Whether it is known where they live, now and then."""
        return self.now is not None and self.then is not None


def brothers_and_sisters(telling: Telling) -> int:
    """Tell who is kept and who is split. Return how many are on records that are not open to the reader."""
    facts, child = telling.facts, telling.child.id
    hidden, found = 0, []
    for number, how in facts.siblings.get(child, {}).items():
        person = facts.people.get(number)
        if person is not None and (person.death_date or person.merged_into_id):
            continue
        if person is None or number in facts.closed:
            hidden += 1
            continue
        found.append(_sibling(telling, person, sibling_word(how, person.sex)))
    found.sort(key=lambda one: (one.person.birth_date or datetime.date.min, one.person.id))
    if found:
        with_now, with_after = sum(one.with_now for one in found), sum(one.with_after for one in found)
        telling.adds_up(
            siblings_with_now=with_now,
            siblings_with_after=with_after,
            siblings_in_care=sum(one.is_in_care for one in found),
        )
        of = f"of {len(found)}"
        telling.add(
            "siblings",
            "Brothers and sisters they live with",
            f"{with_now} {of}",
            f"{with_after} {of}",
            Effect.LOSS
            if with_after < with_now
            else Effect.GAIN
            if with_after > with_now
            else Effect.KEPT
            if with_now
            else Effect.SAME,
        )
    for one in found:
        telling.subjects.add(one.person.id)
        _tell_sibling(telling, one)
        _tell_decisions(telling, one)
    if hidden:
        telling.add(
            "siblings_hidden",
            counted(hidden, "more brother or sister", "more brothers or sisters"),
            SEEN_BY_NOBODY_HERE,
            ASK,
            Effect.UNKNOWN,
        )
    return hidden


def _sibling(telling: Telling, person: Any, word: str) -> _Sibling:
    facts = telling.facts
    now = facts.where(person.id, _day_before(facts))
    then, note = facts.where(person.id, min(facts.day, facts.on)), ""
    is_in_care = then is not None and then.placement is not None
    decided = facts.decided.get(person.id)
    if person.id in telling.moving_with:
        then, note, is_in_care = telling.after, "moves with them", True
    elif decided is not None and decided.home_id is not None:
        then = facts.in_home(decided.home_id, facts.day)
        note = f"{first_name(person)}’s own move is decided for {day_words(decided.planned_date)}"
    before, after = telling.before, telling.after
    return _Sibling(
        person,
        word,
        now,
        then,
        with_now=bool(now and before and now.is_with(before)),
        with_after=person.id in telling.moving_with or bool(then and after and then.is_with(after)),
        is_in_care=is_in_care,
        note=note,
    )


def _tell_sibling(telling: Telling, one: _Sibling) -> None:
    on = telling.facts.on
    age = one.person.age_on(on)
    what = f"{one.person.display_name}, {one.word}{'' if age is None else f', {age}'}"
    metres_now = telling.metres_now(one.now.place) if one.now else None
    metres_then = telling.metres_after(one.then.place) if one.then else None
    # Where the child lives, or would, is on the child's own record: nothing is given away by it.
    own = {
        where.home
        for where in (telling.before, telling.after)
        if where is not None and where.home is not None
    }
    is_kept_secret = any(
        where is not None and where.withheld and where.home not in own for where in (one.now, one.then)
    )

    def apart(metres: int | None, *, then: bool) -> str:
        if is_kept_secret:
            return f"Apart. {band(metres_now, metres_then)}" if then else "Apart"
        return f"Apart, {distance(metres)}" if metres is not None else "Apart, how far is not known"

    before = "Live together" if one.with_now else apart(metres_now, then=False)
    after = "Together" if one.with_after else apart(metres_then, then=True)
    if one.with_now and not one.with_after:
        effect = Effect.LOSS if telling.after else Effect.UNKNOWN
    elif one.with_after and not one.with_now:
        effect = Effect.GAIN
    elif one.with_now:
        effect = Effect.KEPT
    elif not one.known:
        before, effect = "Where they live is not on the record", Effect.UNKNOWN
    elif is_kept_secret:
        effect = {"Further": Effect.LOSS, "Nearer": Effect.GAIN, NOT_KNOWN: Effect.UNKNOWN}.get(
            band(metres_now, metres_then), Effect.SAME
        )
    else:
        effect = changed(metres_now, metres_then)
    telling.add(
        f"sibling:{one.person.id}", what, before, f"{after}; {one.note}" if one.note else after, effect
    )


def _tell_decisions(telling: Telling, one: _Sibling) -> None:
    pair = {telling.child.id, one.person.id}
    for decision in telling.facts.decisions:
        if {decision.first_id, decision.second_id} != pair:
            continue
        together = decision.decision != Together.APART
        if together == one.with_after:
            continue
        waits = decision.decision == Together.TOGETHER_WHEN_POSSIBLE and not one.with_now
        telling.add(
            f"decision:{decision.id}",
            f"What is decided for {telling.name} and {first_name(one.person)}",
            f"{decision.get_decision_display()}, on {day_words(decision.start_date)}",
            "They would still be apart"
            if waits
            else "This goes against it: they would be apart"
            if together
            else "This goes against it: they would be together",
            Effect.CARE if waits else Effect.AGAINST,
        )


def _day_before(facts: Facts) -> datetime.date:
    return min(facts.day - datetime.timedelta(days=1), facts.on)
