"""The lines of a panel about the people who matter to a child, nearer or further, and what the child has said of it."""

from __future__ import annotations

import datetime

from kith.casework.care.queries.move_lines import Telling
from kith.casework.care.queries.move_panel import NOT_KNOWN, Effect, Said
from kith.casework.care.queries.move_words import (
    band,
    changed,
    counted,
    distance,
)


def people_who_matter(telling: Telling) -> None:
    """Tell who of the family and network gets nearer or further; those whose address is kept from others as a number."""
    facts, child = telling.facts, telling.child.id
    words = dict(facts.relatives.get(child, {}))
    unnamed: list[tuple[str, str]] = []
    for member in facts.network.get(child, []):
        if member.member_id:
            words[member.member_id] = (
                member.description or words.get(member.member_id) or member.kind
            ).lower()
        else:
            unnamed.append((member.member_name, member.description))
    nearer = further = 0
    kept_secret: list[str] = []
    unknown: list[str] = [f"{name} ({what.lower()})" if what else name for name, what in unnamed]
    for number, word in words.items():
        person = facts.people.get(number)
        if person is None or person.death_date or number in facts.siblings.get(child, {}):
            continue
        where = facts.where(number, facts.on)
        now = telling.metres_now(where.place) if where else None
        then = telling.metres_after(where.place) if where else None
        telling.subjects.add(number)
        if where is not None and where.withheld:
            kept_secret.append(band(now, then))
            continue
        if where is None or where.place is None or where.place.easting is None:
            unknown.append(f"{person.display_name} ({word})")
            continue
        effect = changed(now, then)
        nearer, further = nearer + (effect is Effect.GAIN), further + (effect is Effect.LOSS)
        telling.add(
            f"person:{number}",
            f"{person.display_name}, {word}",
            distance(now),
            f"{distance(then)}{_by_how_much(now, then)}",
            effect,
        )
    nearer, further = nearer + kept_secret.count("Nearer"), further + kept_secret.count("Further")
    if kept_secret:
        told = ", ".join(
            f"{kept_secret.count(each)} {each.lower()}" for each in dict.fromkeys(sorted(kept_secret))
        )
        telling.add(
            "people_withheld",
            counted(
                len(kept_secret),
                "person whose address is kept from others",
                "people whose addresses are kept from others",
            ),
            "",
            told[:1].upper() + told[1:],
            Effect.LOSS
            if "Further" in kept_secret
            else Effect.GAIN
            if "Nearer" in kept_secret
            else Effect.UNKNOWN
            if NOT_KNOWN in kept_secret
            else Effect.SAME,
        )
    if unknown:
        telling.add(
            "people_unknown",
            "People whose address is not on the record",
            "; ".join(unknown),
            "Ask whether they could still see each other",
            Effect.UNKNOWN,
        )
    telling.adds_up(people_nearer=nearer, people_further=further)


def _by_how_much(now: int | None, then: int | None) -> str:
    if now is None or then is None or changed(now, then) is Effect.SAME:
        return ""
    return f", {distance(abs(then - now))} {'further' if then > now else 'nearer'}"


def what_the_child_said(telling: Telling) -> tuple[Said, ...]:
    """Return the child's own words as they stand on the record, what they said last first."""
    facts, child = telling.facts, telling.child
    said: list[Said] = []
    if child.id in facts.visits:
        part, visit = facts.visits[child.id]
        said.append(Said(part.child_words, "On a visit", visit.day))
    if child.in_their_words:
        said.append(Said(child.in_their_words, "Who I am, in my own words", child.in_their_words_date))
    for member in facts.network.get(child.id, []):
        if member.important_words:
            about = facts.people.get(member.member_id)
            name = member.member_name or (about.display_name if about else "somebody")
            said.append(Said(member.important_words, f"Of {name}", member.important_words_date))
    period = facts.periods.get(child.id)
    if period is not None and period.child_words:
        said.append(Said(period.child_words, "On coming into care", period.start_date))
    return tuple(sorted(said, key=lambda one: one.day or datetime.date.min, reverse=True)[:4])
