"""The lines of a panel about where: home, authority, school, worker, culture, and what comes in the next weeks."""

from __future__ import annotations

import datetime
from typing import Any

from kith import codes
from kith.casework.care.areas import our_area
from kith.casework.care.models import MoveKind
from kith.casework.care.queries.move_lines import Telling
from kith.casework.care.queries.move_panel import NOT_KNOWN, Effect
from kith.casework.care.queries.move_words import (
    TWENTY_MILES,
    changed,
    counted,
    day_words,
    distance,
    first_name,
    length,
    ordinal,
)
from kith.casework.care.queries.school_year import (
    exams_from,
    next_birthday,
)
from kith.reference import postcodes

WEEKS_AHEAD = 8
CULTURE = {"language": "Language", "religion": "Religion", "ethnicity": "Ethnicity"}


def homes_so_far(telling: Telling) -> None:
    """Tell whom the child would leave, and which home in care it would be."""
    facts, child = telling.facts, telling.child.id
    placements = facts.placements.get(child, [])
    lived = list(dict.fromkeys(one.home_id for one in placements if one.start_date < facts.day))
    known = counted(len(lived), "home")
    if not telling.moves_home:
        telling.add("homes", "Homes in care so far", known, known, Effect.SAME)
        return
    now = telling.before.placement if telling.before else None
    if now is not None:
        home = facts.homes.get(now.home_id)
        since = _there_since(placements, now)
        telling.add(
            "leaves",
            "Who they live with",
            f"{home.name if home else 'Their home'}, for {length(since, facts.day)}",
            "They would leave",
            Effect.LOSS,
        )
    after = telling.after.home if telling.after else None
    if after is None:
        telling.add("homes", "Homes in care so far", known, NOT_KNOWN, Effect.UNKNOWN)
    elif after in lived:
        earlier = [one for one in placements if one.home_id == after]
        telling.add(
            "homes",
            "Homes in care so far",
            known,
            f"They lived in this one before, from {day_words(earlier[-1].start_date)}",
            Effect.GAIN,
        )
    else:
        telling.add(
            "homes",
            "Homes in care so far",
            known,
            f"This would be the {ordinal(len(lived) + 1)}",
            Effect.CARE if lived else Effect.SAME,
        )


def _there_since(placements: list[Any], now: Any) -> datetime.date:
    """Return since when a child has lived in a home without a break: a household that moved house is the same home."""
    since: datetime.date = now.start_date
    for one in reversed(placements):
        if one.home_id == now.home_id and one.end_date == since:
            since = one.start_date
    return since


def distance_from_home(telling: Telling) -> None:
    """Tell how far from home it is, whether over 20 miles, and whether outside the authority."""
    origin, postcode = telling.facts.before_care(telling.child.id)
    now, then = telling.metres_now(origin), telling.metres_after(origin)
    telling.adds_up(metres_from_home_now=now, metres_from_home_after=then)
    over = then is not None and then > TWENTY_MILES
    said = distance(then)
    if over:
        said += ": over 20 miles"
    effect = changed(now, then)
    telling.add(
        "from_home",
        "Distance from home, where they lived before care",
        distance(now),
        said,
        Effect.LOSS if over and not (now is not None and now > TWENTY_MILES) else effect,
    )
    own = postcodes.find(postcode) if postcode else None
    authority = our_area() or (own.authority_code if own else "")
    before, after = (
        (where.place.authority_code if where is not None and where.place is not None else "")
        for where in (telling.before, telling.after)
    )
    words = {True: "Inside", False: "Outside"}

    def inside(code: str) -> str:
        return words[code == authority] if code and authority else NOT_KNOWN

    found = inside(after)
    telling.add(
        "authority",
        "Inside or outside our area",
        inside(before),
        f"{found}, and over 20 miles" if found == "Outside" and over else found,
        Effect.UNKNOWN
        if found == NOT_KNOWN
        else Effect.LOSS
        if found == "Outside" and inside(before) != "Outside"
        else Effect.GAIN
        if found == "Inside" and inside(before) == "Outside"
        else Effect.SAME,
    )


def worker(telling: Telling) -> None:
    """Tell how many lead practitioners there have been, and for a change of worker who would go and who would come."""
    facts, child = telling.facts, telling.child.id
    leads = facts.leads.get(child, [])
    numbers = list(dict.fromkeys(one.worker_id for one in leads))
    so_far = counted(len(numbers), "lead practitioner")
    if telling.kind != MoveKind.WORKER:
        telling.add("workers", "Workers so far", so_far, so_far, Effect.SAME)
        return
    now = next((one for one in reversed(leads) if one.holds_on(min(facts.day, facts.on))), None)
    leaving = facts.workers.get(now.worker_id) if now else None
    if now is not None:
        name = leaving.name if leaving else "Their worker"
        telling.add(
            "worker",
            "Who works with them",
            f"{name}, for {length(now.start_date, facts.day)}",
            "They would no longer",
            Effect.LOSS,
        )
    coming = facts.workers.get(telling.worker) if telling.worker else None
    knows = telling.worker in numbers
    telling.add(
        "workers",
        "Workers so far",
        so_far,
        f"{coming.name if coming else 'They'} worked with {telling.name} before"
        if knows
        else f"{coming.name if coming else 'Somebody new'} would be the {ordinal(len(numbers) + 1)}",
        Effect.GAIN if knows else Effect.CARE if numbers else Effect.SAME,
    )
    for number in facts.siblings.get(child, {}):
        person = facts.people.get(number)
        if person is None or number in facts.closed:
            continue
        theirs = {
            one.worker_id for one in facts.leads.get(number, []) if one.holds_on(min(facts.day, facts.on))
        }
        shared = now is not None and now.worker_id in theirs
        then = telling.worker in theirs or (telling.worker is not None and number in telling.moving_with)
        if shared or then:
            telling.add(
                f"worker_with:{number}",
                f"{person.display_name}’s worker",
                "The same worker" if shared else "Another worker",
                "The same worker" if then else "Another worker",
                Effect.KEPT if shared and then else Effect.LOSS if shared else Effect.GAIN,
            )


def coming_weeks(telling: Telling) -> None:
    """Tell of a birthday or an exam in the next weeks."""
    day, born = telling.facts.day, telling.child.birth_date
    if born is None:
        return
    birthday = next_birthday(born, day)
    if birthday <= day + datetime.timedelta(weeks=WEEKS_AHEAD):
        when = "on the day itself" if birthday == day else f"{counted((birthday - day).days, 'day')} after"
        telling.add(
            "birthday",
            f"{first_name(telling.child)}’s birthday",
            day_words(birthday),
            when.capitalize(),
            Effect.CARE,
        )
    exams = exams_from(born, day, weeks=WEEKS_AHEAD)
    if exams:
        telling.add("exams", "Exams", exams, "They would sit them soon after", Effect.CARE)


def culture(telling: Telling) -> None:
    """Tell whether somebody in the home shares the child's language, religion and ethnicity, as far as it is known."""
    facts = telling.facts
    own = facts.characteristics.get(telling.child.id, [])
    for kind, words in CULTURE.items():
        mine = [one for one in own if one.kind == kind]
        if not mine:
            continue
        said = ", ".join(one.own_words or codes.labels(kind).get(one.code, one.code) for one in mine)
        now, then = (
            _shares(telling, where.home if where else None, kind, {one.code for one in mine})
            for where in (telling.before, telling.after)
        )
        at_home = telling.before is not None and telling.before.home is None
        told = {True: "Somebody there shares it", False: "Nobody there is known to share it", None: NOT_KNOWN}
        effect = Effect.SAME
        if then is None:
            effect = Effect.UNKNOWN
        elif then is False and (now or at_home):
            effect = Effect.LOSS
        elif then and now is False:
            effect = Effect.GAIN
        telling.add(
            f"culture:{kind}",
            f"{words}: {said}",
            "Lives with family" if at_home else told[now],
            told[then],
            effect,
        )


def _shares(telling: Telling, home: int | None, kind: str, mine: set[str]) -> bool | None:
    facts = telling.facts
    carers = [one.person_id for one in facts.carers.get(home or 0, []) if one.person_id]
    theirs = [
        one.code for carer in carers for one in facts.characteristics.get(carer, []) if one.kind == kind
    ]
    return None if not theirs else bool(mine & set(theirs))
