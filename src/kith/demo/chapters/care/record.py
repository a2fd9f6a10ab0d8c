"""The record itself: periods of care, legal statuses, placements, and where each child lives on their own record."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chapters.care.homes import Where
from kith.demo.chapters.care.made import (
    CAME_ALONE,
    GROWN_UP,
    HOME_ENDINGS,
    SHORT_BREAKS,
    WITH_AN_ORDER,
    YEAR,
    eighteen,
    put,
    recorded,
    tell,
)
from kith.demo.chapters.care.statuses import Statuses
from kith.demo.chapters.protection.saying import one_of, where
from kith.demo.days import NEVER, NEVER_AT, Days, dates
from kith.demo.loader import Change, Loader
from kith.demo.words import care_words as words
from kith.demo.world import World
from kith.engines.calendar import add_months

MORNING, TEN = 10 * 3600 + 600, 10 * 3600
WITHOUT_URN = ("P1", "P3", "R1", "R2", "R5")


def write(world: World, out: Loader, statuses: Statuses, before: Where) -> None:
    """Write all of it, and record each step as the room's actions would."""
    _write_periods(world, out, before)
    _write_statuses(world, out, statuses)
    _write_stays(world, out, statuses)
    _write_residences(world, out)
    _write_alone(world, out)


def _since(world: World) -> int:
    """The day from which an older system gave what happened in each placement, and not only that it was."""
    return world.first - 365


def _write_periods(world: World, out: Loader, before: Where) -> None:
    care, chance = world.care, world.chance("what is said of coming into care")
    p, many = care.periods, len(care.periods)
    whom, rows = world.people.id[p.row], np.arange(len(p))
    lead = care.lead(world, rows, p.start)
    manager = care.manager(world, rows, p.start)
    care.id = out.ids("care_periodofcare", many)
    began_at = recorded(world, p.start, MORNING + rows % 3000)
    ended = (p.end <= world.last) & (p.end < NEVER)
    ended_at = np.where(
        ended,
        np.maximum(recorded(world, np.where(ended, p.end, NEVER), 15 * 3600 + rows % 3000), began_at + 60),
        NEVER_AT,
    )
    ender = care.manager(world, rows, np.minimum(p.end, world.last))
    frame = world.lived.frame
    known = before.address > 0
    place = np.maximum(before.address - 1, 0)
    kind = np.select(
        [np.isin(p.why, HOME_ENDINGS), np.isin(p.why, WITH_AN_ORDER), np.isin(p.why, ["E11", "E12"]), np.isin(p.why, GROWN_UP)], ["home", "order", "adopted", "grown"], "else"
    )  # fmt: skip
    age = (p.start - world.people.households.born[p.row]) / YEAR
    put(
        out, "care_periodofcare",
        pl.DataFrame(
            {
                "id": care.id, "child_id": whom, "plan_id": pl.Series(care.plan_id).replace(0, None), "category_of_need": p.need.tolist(),
                "why": [words.WHY[need][turn % len(words.WHY[need])] for need, turn in zip(p.need.tolist(), world.people.family[p.row].tolist(), strict=True)],
                "child_words": where(age > 4, one_of(chance, many, words.CHILD_ON_COMING)), "decided_by_id": manager,
                "home_address_id": pl.Series(before.address).replace(0, None), "home_postcode": where(known, frame["postcode"].gather(place).to_list()),
                "home_easting": pl.Series(np.where(known, before.easting, -1)).replace(-1, None), "home_northing": pl.Series(np.where(known, before.northing, -1)).replace(-1, None),
                "ended_because": where(ended, p.why.tolist()), "end_words": where(ended, [words.END[one][turn % len(words.END[one])] for one, turn in zip(kind.tolist(), rows.tolist(), strict=True)]),
                "end_child_words": where(ended & (age > 4), one_of(chance, many, words.CHILD_ON_LEAVING)), "end_decided_by_id": pl.Series(np.where(ended, ender, 0)).replace(0, None),
                "version": 1 + ended, "start_date": dates(p.start), "end_date": dates(np.where(ended, p.end, NEVER)),
            }
        ),
        recorded_at=began_at, recorded_by=manager,
        changes=[Change(ended_at, ender, {"ended_because": "", "end_words": "", "end_child_words": "", "end_decided_by_id": None, "end_date": None, "version": 1})],
    )  # fmt: skip
    thread = [f"care:{number}" for number in care.id.tolist()]
    learns = age >= 3
    team = world.workforce.team_of(lead)
    breaks = p.came == SHORT_BREAKS
    tell(
        world.events, "care.short_breaks_started", np.where(breaks, began_at, NEVER_AT), p.start, manager, "Came into care for a short break.", whom=whom, thread=thread,
        significant=True, team=team,
        details=[f'{{"period": {n}, "legal_status": "V4", "review_due": "{due}"}}' for n, due in zip(care.id.tolist(), in_three_months(p.start), strict=True)],
    )  # fmt: skip
    tell(
        world.events, "care.care_started", np.where(breaks, NEVER_AT, began_at), p.start, manager, "Came into care.", whom=whom, thread=thread, significant=True, team=team,
        details=[f'{{"period": {n}, "legal_status": "{first}", "category_of_need": "{need}", "health_assessed_in_last_three_months": false, "needs_personal_education_plan": {"true" if learn else "false"}}}'
                 for n, first, need, learn in zip(care.id.tolist(), p.first.tolist(), p.need.tolist(), learns.tolist(), strict=True)],
    )  # fmt: skip
    tell(
        world.events, "care.care_ended", ended_at, p.end, ender, "Care ended.", whom=whom, thread=thread, significant=True, team=team,
        details=[f'{{"period": {n}, "ended_because": "{why}"}}' for n, why in zip(care.id.tolist(), p.why.tolist(), strict=True)],
    )  # fmt: skip
    world.say(f"{many:,} periods of care")


def _write_statuses(world: World, out: Loader, s: Statuses) -> None:
    care, many = world.care, len(s.period)
    p = care.periods
    whom, lead = world.people.id[p.row[s.period]], care.lead(world, s.period, s.start)
    order = [
        world.protection.orders.get((int(row), code != "C1"), 0) if code in ("C1", "C2", "E1") else 0
        for row, code in zip(p.row[s.period].tolist(), s.code.tolist(), strict=True)
    ]
    start_at = recorded(world, s.start, MORNING + 40 + s.period % 3000)
    ended = s.end <= world.last
    end_at = np.where(
        ended,
        np.maximum(
            recorded(world, np.where(ended, s.end, NEVER), MORNING + 20 + s.period % 3000), start_at + 60
        ),
        NEVER_AT,
    )
    put(
        out, "care_legalstatus",
        pl.DataFrame({"id": out.ids("care_legalstatus", many), "period_of_care_id": care.id[s.period], "child_id": whom, "code": s.code.tolist(),
                      "court_order_id": pl.Series(order, dtype=pl.Int64).replace(0, None), "start_date": dates(s.start), "end_date": dates(np.where(ended, s.end, NEVER))}),
        recorded_at=start_at, recorded_by=lead, changes=[Change(end_at, lead, {"end_date": None})],
    )  # fmt: skip
    later = np.append(False, s.period[1:] == s.period[:-1])
    tell(
        world.events, "care.legal_status_changed", np.where(later, start_at, NEVER_AT), s.start, lead, "In care under another power.", whom=whom, significant=True,
        thread=[f"care:{number}" for number in care.id[s.period].tolist()],
        details=[
            f'{{"period": {n}, "legal_status": "{code}", "care_order_with_parent": {"true" if made else "false"}}}'
            for n, code, made in zip(care.id[s.period].tolist(), s.code.tolist(), _with_parent(world, s).tolist(), strict=True)
        ],
    )  # fmt: skip


def _with_parent(world: World, s: Statuses) -> NDArray[np.bool_]:
    """Return whether each status is a care order that was made while the child already lived with a parent."""
    stays = world.care.stays
    at_home = np.nonzero(stays.kind == "P1")[0]
    spans: dict[int, list[tuple[int, int]]] = {}
    for row in at_home.tolist():
        spans.setdefault(int(stays.period[row]), []).append((int(stays.start[row]), int(stays.end[row])))
    return np.array(
        [
            code == "C2" and any(start < made < end for start, end in spans.get(period, ()))
            for period, code, made in zip(s.period.tolist(), s.code.tolist(), s.start.tolist(), strict=True)
        ],
        dtype=bool,
    )


def first_rule(world: World, statuses: Statuses) -> NDArray[np.object_]:
    """Return by which rule of regulation 28 each stay is visited as it begins."""
    stays = world.care.stays
    status = statuses.on(stays.period, stays.start)
    weekly = (stays.kind == "P1") & (status == "C1")
    weekly |= (stays.kind == "U3") & (stays.start == world.care.periods.start[stays.period])
    found = np.where(weekly, "weekly", "six_weeks").astype(object)
    found[world.care.periods.came[stays.period] == SHORT_BREAKS] = "short_breaks"
    return found


def in_three_months(days: Days) -> list[str]:
    """Return the day three months after each, as an event's details write it."""
    return [add_months(day, 3).isoformat() for day in dates(days).to_list()]


def _write_stays(world: World, out: Loader, statuses: Statuses) -> None:
    care, chance = world.care, world.chance("what is said of stays")
    p, s, homes = care.periods, care.stays, care.homes
    many = len(s.period)
    s.id = out.ids("care_placement", many)
    whom, lead = world.people.id[p.row[s.period]], care.lead(world, s.period, s.start)
    start_at = recorded(world, s.start, MORNING + 60 + s.period % 3000)
    ended = s.end <= world.last
    with_care = ended & (s.end == p.end[s.period])
    ender = care.lead(world, s.period, np.where(ended, s.end, world.last))
    end_at = np.where(
        ended,
        np.maximum(
            recorded(world, np.where(ended, s.end, NEVER), MORNING + 30 + s.period % 3000), start_at + 60
        ),
        NEVER_AT,
    )
    first = np.append(True, s.period[1:] != s.period[:-1])
    urn = np.array(homes.urn, dtype=object)[s.home]
    urn = np.where(np.isin(s.kind, WITHOUT_URN), "", urn)
    because = np.where(ended & ~with_care, s.because, "")
    status = statuses.on(s.period, s.start)
    age = (s.start - world.people.households.born[p.row[s.period]]) / YEAR
    settled = np.isin(s.kind, ["U1", "U4"])
    put(
        out, "care_placement",
        pl.DataFrame(
            {
                "id": s.id, "period_of_care_id": care.id[s.period], "child_id": whom, "home_id": homes.id[s.home], "home_address_id": homes.address_id[s.home],
                "placement_type": s.kind.tolist(), "provider": s.provider.tolist(), "urn": urn.tolist(), "is_emergency": first & np.isin(status, ["L1", "L2"]),
                "until_eighteen": settled, "visits_agreed_at_six_months": settled & (age > 12) & (chance.random(many) < 0.35), "move_id": pl.Series(care.move_id).replace(0, None),
                "ended_because": because.tolist(),
                "end_words": [words.STAY_ENDED[why][turn % len(words.STAY_ENDED[why])] if why else "" for why, turn in zip(because.tolist(), s.home.tolist(), strict=True)],
                "ended_as_planned": pl.Series([why in ("CARPL", "PLACE") if why else None for why in because.tolist()], dtype=pl.Boolean),
                "version": 1 + ended, "start_date": dates(s.start), "end_date": dates(np.where(ended, s.end, NEVER)),
            }
        ),
        recorded_at=start_at, recorded_by=lead, changes=[Change(end_at, ender, {"ended_because": "", "end_words": "", "ended_as_planned": None, "end_date": None, "version": 1})],
    )  # fmt: skip
    told = s.start >= _since(world)
    thread = [f"placement:{number}" for number in s.id.tolist()]
    rule = first_rule(world, statuses)
    same = np.append(False, (s.period[1:] == s.period[:-1]) & (s.home[1:] == s.home[:-1]))
    tell(
        world.events, "care.first_placement_started", np.where(first, start_at + 1, NEVER_AT), s.start, lead, "Went to live in a first home in care.", whom=whom,
        thread=[f"care:{number}" for number in care.id[s.period].tolist()],
        details=[f'{{"period": {n}, "placement": {number}}}' for n, number in zip(care.id[s.period].tolist(), s.id.tolist(), strict=True)],
    )  # fmt: skip
    breaks = p.came[s.period] == SHORT_BREAKS
    tell(
        world.events, "care.short_break_placement_started", np.where(told & breaks, start_at + 2, NEVER_AT), s.start, lead, "Went to live in another home.", whom=whom,
        thread=thread, significant=True, team=world.workforce.team_of(lead),
        details=[f'{{"period": {n}, "placement": {number}, "placement_type": "{kind}", "visit_rule": "short_breaks", "visit_due": "{due}"}}'
                 for n, number, kind, due in zip(care.id[s.period].tolist(), s.id.tolist(), s.kind.tolist(), in_three_months(s.start), strict=True)],
    )  # fmt: skip
    for chosen, summary in (
        (~same & ~breaks, "Went to live in another home."),
        (same & ~breaks, "The placement is another, in the same home."),
    ):
        tell(
            world.events, "care.placement_started", np.where(told & chosen, start_at + 2, NEVER_AT), s.start, lead, summary, whom=whom, thread=thread,
            significant=bool(chosen is not same), team=world.workforce.team_of(lead),
            details=[f'{{"period": {n}, "placement": {number}, "placement_type": "{kind}", "visit_rule": "{by}", "same_carer": {"true" if kept else "false"}}}'
                     for n, number, kind, by, kept in zip(care.id[s.period].tolist(), s.id.tolist(), s.kind.tolist(), rule.tolist(), same.tolist(), strict=True)],
        )  # fmt: skip
    tell(
        world.events, "care.placement_ended", np.where(s.end >= _since(world), end_at, NEVER_AT), s.end, ender, "Left the home where they lived in care.", whom=whom, thread=thread,
        details=[f'{{"period": {n}, "placement": {number}, "ended_because": "{why}"}}'
                 for n, number, why in zip(care.id[s.period].tolist(), s.id.tolist(), because.tolist(), strict=True)],
    )  # fmt: skip
    world.say(f"{many:,} placements")


def _write_residences(world: World, out: Loader) -> None:
    """Write where each child lives in care, and where those who grew up in it have gone."""
    care, homes = world.care, world.care.homes
    p, s = care.periods, care.stays
    lives = p.came[s.period] != SHORT_BREAKS
    same = np.append(False, (s.period[1:] == s.period[:-1]) & (s.home[1:] == s.home[:-1]))
    rows = np.nonzero(lives & ~same)[0]
    # Placements in one home that follow each other are one stay there.
    group = np.cumsum(~same)
    end = np.zeros(group.max() + 1, dtype=np.int64)
    np.maximum.at(end, group, s.end)
    until = end[group[rows]]
    stays_put = (p.why[s.period[rows]] == "E17") & (until == p.end[s.period[rows]])
    until = np.where(stays_put, NEVER, until)
    home, of = np.unique(s.home[rows], return_inverse=True)
    first_day = np.full(len(home), NEVER)
    np.minimum.at(first_day, of, s.start[rows])
    number = out.ids("people_address", len(home))
    lead = care.lead(world, s.period[rows], s.start[rows])
    by = np.zeros(len(home), dtype=np.int64)
    by[of[::-1]] = lead[::-1]

    def of_homes(column: Sequence[object]) -> list[object]:
        return [column[one] for one in home.tolist()]

    put(
        out, "people_address",
        pl.DataFrame({"id": number, "lines": of_homes(homes.lines), "town": of_homes(homes.town), "postcode": of_homes(homes.postcode), "easting": of_homes(homes.easting),
                      "northing": of_homes(homes.northing), "authority_code": of_homes(homes.authority)}),
        recorded_at=recorded(world, first_day, MORNING + 50), recorded_by=by,
    )  # fmt: skip
    start_at = recorded(world, s.start[rows], MORNING + 90 + s.period[rows] % 3000)
    ended = until <= world.last
    end_at = np.where(
        ended,
        np.maximum(recorded(world, np.where(ended, until, NEVER), MORNING + 35), start_at + 60),
        NEVER_AT,
    )
    withheld = np.isin(np.array(homes.kind, dtype=object)[s.home[rows]], ["foster", "adopters"])
    put(
        out, "people_residence",
        pl.DataFrame({"id": out.ids("people_residence", len(rows)), "person_id": world.people.id[p.row[s.period[rows]]], "address_id": number[of],
                      "kind": ["home"] * len(rows), "withheld": withheld, "start_date": dates(s.start[rows]), "end_date": dates(np.where(ended, until, NEVER))}),
        recorded_at=start_at, recorded_by=lead, changes=[Change(end_at, lead, {"end_date": None})],
    )  # fmt: skip


def _write_alone(world: World, out: Loader) -> None:
    """Write that some came alone, until they are eighteen or care ended on a decision about their age."""
    care, chance = world.care, world.chance("came alone")
    p = care.periods
    rows = np.nonzero(p.came == CAME_ALONE)[0]
    if not len(rows):
        return
    grown = eighteen(world, p.row[rows])
    decided = p.why[rows] == "E15"
    end = np.where(decided, p.end[rows], grown)
    ended = end <= world.last
    by = care.lead(world, rows, p.start[rows])
    start_at = recorded(world, p.start[rows], MORNING + 100)
    put(
        out, "care_unaccompaniedchild",
        pl.DataFrame({"id": out.ids("care_unaccompaniedchild", len(rows)), "child_id": world.people.id[p.row[rows]], "arrived_date": dates(p.start[rows]),
                      "journey": one_of(chance, len(rows), words.JOURNEY), "end_words": where(ended, np.where(decided, "Found to be an adult", "Eighteen").tolist()),
                      "start_date": dates(p.start[rows]), "end_date": dates(np.where(ended, end, NEVER))}),
        recorded_at=start_at, recorded_by=by,
        changes=[Change(np.where(ended, np.maximum(recorded(world, np.where(ended, end, NEVER), TEN), start_at + 60), NEVER_AT), by, {"end_words": "", "end_date": None})],
    )  # fmt: skip
