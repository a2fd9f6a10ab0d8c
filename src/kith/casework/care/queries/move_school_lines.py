"""The lines of a panel about school: whether it changes, how far it is, and where in the school year it falls."""

from __future__ import annotations

from kith.casework.care.models import MoveKind
from kith.casework.care.places import metres_between
from kith.casework.care.queries.move_lines import Telling
from kith.casework.care.queries.move_panel import Effect
from kith.casework.care.queries.move_words import (
    changed,
    distance,
    ordinal,
)
from kith.casework.care.queries.school_year import (
    EXAMS,
    fits,
    is_middle_of_school_year,
    place_in_the_year,
    year_group,
)


def school(telling: Telling) -> None:
    """Tell whether the school changes, how far it is, which school it would be, and where in the school year it falls."""
    facts, child = telling.facts, telling.child
    places = facts.school_places.get(child.id, [])
    now = next((one for one in reversed(places) if one.holds_on(min(facts.day, facts.on))), None)
    school_now = facts.schools.get(now.school_id) if now else None
    new = facts.schools.get(telling.school) if telling.school else None
    changes = _school_changes(telling, now.school_id if now else None)
    school_then = new or (school_now if changes is not True else None)
    metres_now = telling.metres_now(school_now)
    where = telling.after if telling.moves_home else telling.before
    metres_then = metres_between(where.place, school_then) if where else None
    telling.adds_up(
        metres_from_school_after=metres_then,
        school_changes=changes,
        in_middle_of_school_year=is_middle_of_school_year(facts.day) if changes else None,
    )
    name = school_now.name if school_now else "No school on the record"
    if changes is None:
        after, effect = "Whether they would stay is not decided", Effect.UNKNOWN
    elif changes:
        after = f"They would go to {new.name}" if new else "They would leave"
        effect = Effect.LOSS if now else Effect.SAME
    else:
        after, effect = "They would stay", Effect.KEPT if now else Effect.SAME
    telling.add("school", "School", name, after, effect)
    if school_then is not None or school_now is not None:
        telling.add(
            "from_school",
            "Distance from home to school",
            distance(metres_now),
            distance(metres_then),
            changed(metres_now, metres_then),
        )
    so_far = len({one.school_id for one in places})
    if changes and now:
        known = new is not None and any(one.school_id == new.id for one in places)
        telling.add(
            "schools",
            "Schools so far",
            str(so_far),
            "They went to this one before" if known else f"This would be the {ordinal(so_far + 1)}",
            Effect.GAIN if known else Effect.CARE,
        )
        _school_year(telling)
        _siblings_at_school(telling, now.school_id, new.id if new else None)
    elif changes is False:
        telling.add("schools", "Schools so far", str(so_far), str(so_far), Effect.SAME)
    if new is not None and child.birth_date and not fits(new.phase, child.birth_date, facts.day):
        telling.add(
            "phase",
            "Age",
            f"{telling.name} is {child.age_on(facts.day)}",
            f"{new.name} is for other ages: {new.get_phase_display().lower()}. Check that it is the right school",
            Effect.CARE,
        )


def _school_changes(telling: Telling, now: int | None) -> bool | None:
    if telling.kind == MoveKind.SCHOOL or telling.school is not None:
        return telling.school != now
    if telling.stays_at_school is not None:
        return not telling.stays_at_school
    return None if now is not None else False


def _school_year(telling: Telling) -> None:
    day, born = telling.facts.day, telling.child.birth_date
    middle = is_middle_of_school_year(day)
    year = year_group(born, day) if born else None
    words = {None: "Year group not known", 0: "Reception"}.get(year, f"Year {year}")
    if year is not None and (year < 0 or year > 13):
        words = "Not of school age"
    parts = [place_in_the_year(day)]
    if year in EXAMS:
        parts.append(EXAMS[year])
    telling.add(
        "school_year",
        "Where in the school year",
        words,
        ". ".join(part[:1].upper() + part[1:] for part in parts),
        Effect.LOSS if middle or year in EXAMS else Effect.SAME,
    )


def _siblings_at_school(telling: Telling, now: int, new: int | None) -> None:
    facts = telling.facts
    on = min(facts.day, facts.on)
    for number in facts.siblings.get(telling.child.id, {}):
        person = facts.people.get(number)
        if person is None or number in facts.closed:
            continue
        at = {one.school_id for one in facts.school_places.get(number, []) if one.holds_on(on)}
        if now in at or (new is not None and new in at):
            telling.add(
                f"school_with:{number}",
                f"{person.display_name} at school",
                "At the same school" if now in at else "At another school",
                "At the same school" if new in at else "At another school",
                Effect.LOSS if now in at else Effect.GAIN,
            )
