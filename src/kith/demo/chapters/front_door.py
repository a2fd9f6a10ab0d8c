"""The front door: every contact in callers' words, the decision and its reason, checks, feedback, referrals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo import numbers, schools
from kith.demo.chance import Chance, happens, pick_index
from kith.demo.days import NEVER, NEVER_AT, SECONDS, Instants, add_working_days, at, date_of, dates, instants
from kith.demo.households import CHILD_SLOTS, MOTHER, YEAR
from kith.demo.journeys import FAMILY_HELP, INFORMATION, REFERRAL, SIGNPOST, UNDECIDED
from kith.demo.loader import Change, Loader
from kith.demo.words import contact_words as words
from kith.demo.world import World

OUTCOMES = {
    INFORMATION: "information",
    SIGNPOST: "signpost",
    FAMILY_HELP: "family_help",
    REFERRAL: "referral",
}
NEEDS_OF = {"5A": "N2", "6A": "N2", "4B": "N3", "6B": "N3", "5B": "N3", "1B": "N3", "2B": "N3", "7A": "N4", "20": "N5",
            "14A": "N6", "4A": "N4", "15A": "N4"}  # fmt: skip


@dataclass
class FrontDoor:
    """What later chapters ask: each approach's number, the need it was about, and the referrals, one row a child."""

    contact_id: NDArray[np.int64]
    need: NDArray[Any]
    contact_of: dict[tuple[int, int], int]  # (family, turn) to the approach's row
    referral_id: NDArray[np.int64]
    referral_child: NDArray[np.int64]
    referral_approach: NDArray[np.int64]
    referral_decided_at: Instants  # NEVER_AT where it waits


def write(world: World, out: Loader) -> None:
    """Write contacts and all that follows from each at the front door."""
    approaches, chance = world.approaches, world.chance("front door")
    many = len(approaches)
    contact_id = out.ids("front_door_contact", many)
    need = _needs(world, chance)
    world.front_door = FrontDoor(
        contact_id, need,
        {key: row for row, key in enumerate(zip(approaches.family.tolist(), approaches.turn.tolist(), strict=True))},
        *(np.zeros(0, np.int64) for _ in range(4)),
    )  # fmt: skip
    row, child, age = children_of(world)
    _write_contacts(world, out, chance, child)
    _write_people(world, out, chance, row, child, age)
    _write_decisions(world, out, chance, row, child)
    _write_checks(world, out, chance)
    _write_referrals(world, out, chance, row, child)
    world.say(f"{many:,} contacts, {len(world.front_door.referral_id):,} children referred")


def _needs(world: World, chance: Chance) -> NDArray[Any]:
    """Return the main need of each approach: a family's first need tends to stay its need."""
    factors = world.shape.factors
    families = len(world.journeys.children)
    codes = np.array(list(factors), dtype=object)
    of_family = codes[pick_index(chance, len(codes), families, list(factors.values()))]
    other = codes[pick_index(chance, len(codes), len(world.approaches), list(factors.values()))]
    need = np.where(happens(chance, 0.8, len(other)), of_family[world.approaches.family], other)
    youngest = world.people.households.born[world.people.starts[world.approaches.family]]
    small = (world.approaches.day - np.where(youngest < NEVER, youngest, world.today)) / YEAR < 8
    # What is said of young people is not said of small children.
    return np.where(small & np.isin(need, ["1A", "2A", "10A", "24A", "13A", "14A", "15A", "7A"]), "17A", need)


def children_of(world: World) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return, for each approach, its children then: (row of the approach, row of the child, age in years)."""
    people, approaches = world.people, world.approaches
    rows = np.stack([people.row_in_slot(slot)[approaches.family] for slot in range(CHILD_SLOTS)], axis=1)
    row, slot = np.nonzero(rows >= 0)
    child = rows[row, slot]
    born = np.minimum(people.households.born, people.households.expected)[child]
    age = (approaches.day[row] - people.households.born[child]) / YEAR
    age = np.where(people.households.born[child] == NEVER, -0.2, age)
    kept = (age < 18) & ((approaches.day[row] >= born - 300) | (age < 0))
    return row[kept], child[kept], age[kept]


def _write_contacts(world: World, out: Loader, chance: Chance, child: NDArray[np.int64]) -> None:
    approaches, people, door = world.approaches, world.people, world.front_door
    many = len(approaches)
    mothers = people.mothers()[approaches.family]
    school = schools.of_authority(world.shape.code, world.shape.name)
    eldest = np.zeros(many, dtype=np.int64)
    row, who, age = children_of(world)
    eldest[:] = people.starts[approaches.family]
    best = np.lexsort((age, row))
    eldest[row[best]] = who[best]
    ages = np.clip((approaches.day - people.households.born[eldest]) / YEAR, 0, 17)
    places = school.of(approaches.family, ages)
    draws = chance.random((many, 4)).tolist()
    names, organisations, said = [], [], []
    strangers = [
        f"{a} {b}" for a, b in zip(people.given[mothers[::-1]], people.surname[eldest[::-1]], strict=True)
    ]
    for i in range(many):
        source, asked_by = approaches.source[i], approaches.asked_by[i]
        child_name = people.given[eldest[i]]
        names.append(
            f"{people.given[mothers[i]]} {people.surname[mothers[i]]}" if asked_by == "parent"
            else f"{child_name} {people.surname[eldest[i]]}" if asked_by == "young_person"
            else "" if source in {"9", "10"} else strangers[i]
        )  # fmt: skip
        organisations.append(
            "" if asked_by != "professional" else (places[i] or "Children's centre") if source[0] == "2"
            else words.ORGANISATIONS.get(source[0], "")
        )  # fmt: skip
        said.append(
            words.in_their_words(
                asked_by, source, child_name, bool(people.households.female[eldest[i]]), int(ages[i]), door.need[i],
                draws[i], date_of(int(approaches.day[i])).year,
            )
        )  # fmt: skip
    decided = approaches.outcome != UNDECIDED
    on_record = people.family_id[approaches.family]
    telephones = numbers.mobiles(chance, many)
    letters = np.array(list("23456789ABCDEFGHJKMNPQRSTUVWXYZ"), dtype=object)
    # The number of the contact, scrambled so that one cannot be guessed from the next.
    scrambled = door.contact_id * 387_420_489 % 887_503_681
    reference = [
        "K-" + "".join(letters[number // 31**place % 31] for place in range(6))
        for number in scrambled.tolist()
    ]
    web = approaches.channel == "web"
    frame = pl.DataFrame(
        {
            "id": door.contact_id, "reference": reference, "received_at": instants(approaches.received_at),
            "channel": approaches.channel.tolist(), "asked_by": approaches.asked_by.tolist(),
            "source": approaches.source.tolist(), "asker_name": names, "asker_organisation": organisations,
            "asker_telephone": np.where(happens(chance, 0.85, many), telephones, "").tolist(),
            "asker_email": pl.repeat("", many, eager=True),
            "safe_to_reply": np.where(~approaches.professional & (chance.random(many) < 0.12), "By text first", "").tolist(),
            "in_their_words": said, "asks_for_help": approaches.asks_for_help, "worry_about_harm": approaches.worry,
            "status": np.where(decided, "decided", "received").tolist(),
            "team_id": np.full(many, world.workforce.front_door_team),
            "taken_by_id": pl.Series(world.taken_by).replace(0, None),
            "family_id": pl.Series(np.where(decided | (approaches.turn > 0), on_record, 0)).replace(0, None),
            "submission_token": pl.Series([f"00000000-0000-4000-9000-{i:012d}" if is_web else None
                                           for i, is_web in zip(door.contact_id.tolist(), web.tolist(), strict=True)], dtype=pl.String),
            "version": np.where(decided, 2, 1),
        }
    )  # fmt: skip
    changes = [
        Change(np.where(decided, approaches.decided_at, NEVER_AT), world.taken_by,
               {"status": "received", "family_id": None, "version": 1,
                "taken_by_id": pl.Series(np.where(web, 0, world.taken_by)).replace(0, None)}),
    ]  # fmt: skip
    by = np.where(web, 0, world.taken_by)
    out.write(
        "front_door_contact", frame, recorded_at=approaches.received_at, recorded_by=by, changes=changes
    )
    details = np.where(approaches.asks_for_help, '{"asks_for_help": true}', '{"asks_for_help": false}')
    world.events.add(
        "front_door.contact_received", approaches.received_at, by, "A contact came to the front door",
        thread=_threads("contact", door.contact_id), details=pl.Series(details.tolist()),
        team=np.full(many, world.workforce.front_door_team),
    )  # fmt: skip


def _threads(name: str, numbers_of: NDArray[np.int64]) -> pl.Series:
    return pl.Series("thread", [f"{name}:{number}" for number in numbers_of.tolist()], dtype=pl.String)


def _write_people(
    world: World,
    out: Loader,
    chance: Chance,
    row: NDArray[np.int64],
    child: NDArray[np.int64],
    age: NDArray[np.float64],
) -> None:
    """Write whom each contact is about, as they were stated, and whom they were found to be once it was decided."""
    approaches, people, door = world.approaches, world.people, world.front_door
    adults = np.arange(len(approaches))
    mothers = people.row_in_slot(MOTHER)[approaches.family]
    rows = np.concatenate([row, adults])
    who = np.concatenate([child, mothers])
    ages = np.concatenate([age, np.full(len(adults), 30.0)])
    role = np.where(np.arange(len(rows)) < len(row), "child", "adult")
    asked = approaches.asked_by[rows]
    parent_asks = (role == "adult") & (asked == "parent")
    # A young person asks about themself: the eldest of those whom the contact is about.
    eldest = np.zeros(len(row), dtype=bool)
    order = np.lexsort((age, row))
    eldest[order[np.append(row[order][1:] != row[order][:-1], True)]] = True
    is_asker = parent_asks | (
        np.append(eldest, np.zeros(len(adults), dtype=bool)) & (asked == "young_person")
    )
    born = people.households.born[who]
    unborn = ages < 0
    knows_birthday = (
        happens(chance, np.where(asked == "relative_or_friend", 0.2, 0.85), len(rows))
        & ~unborn
        & (role == "child")
    )
    decided = approaches.outcome[rows] != UNDECIDED
    matched = np.where(decided | (approaches.turn[rows] > 0), people.id[who], 0)
    by_hand = np.where(decided, approaches.decided_at[rows] - 400, NEVER_AT)
    frame = pl.DataFrame(
        {
            "id": out.ids("front_door_contactperson", len(rows)), "contact_id": door.contact_id[rows],
            "role": role.tolist(), "is_asker": is_asker,
            "stated_given_names": np.where(unborn, "", people.given[who]).tolist(),
            "stated_family_name": people.surname[who].tolist(),
            "stated_birth_date": dates(np.where(knows_birthday, born, NEVER)),
            "stated_age": pl.Series(np.where((role == "child") & ~knows_birthday & ~unborn, ages.astype(np.int64), -1)).replace(-1, None),
            "stated_expected_birth_date": dates(np.where(unborn, people.households.expected[who], NEVER)),
            "stated_address": pl.repeat("", len(rows), eager=True), "stated_postcode": pl.repeat("", len(rows), eager=True),
            "person_id": pl.Series(matched).replace(0, None),
        }
    )  # fmt: skip
    out.write(
        "front_door_contactperson", frame, recorded_at=approaches.received_at[rows] + 1,
        recorded_by=np.where(approaches.channel[rows] == "web", 0, world.taken_by[rows]),
        changes=[Change(by_hand, world.taken_by[rows], {"person_id": None})],
    )  # fmt: skip
    found = np.nonzero(matched > 0)[0]
    when = approaches.received_at[rows[found]]
    hours_later = np.where(decided[found], approaches.decided_at[rows[found]] - 400 - when, 60)
    world.events.add(
        "front_door.person_matched",
        when,
        np.maximum(world.taken_by[rows[found]], 0),
        "A contact about them was received.",
        about=matched[found],
        thread=_threads("contact", door.contact_id[rows[found]]),
        recorded_after=hours_later,
    )


def _write_decisions(
    world: World, out: Loader, chance: Chance, row: NDArray[np.int64], child: NDArray[np.int64]
) -> None:
    approaches, door, people = world.approaches, world.front_door, world.people
    done = np.nonzero(approaches.outcome != UNDECIDED)[0]
    outcome = approaches.outcome[done]
    draw = chance.integers(1_000_000, size=(len(done), 4))

    def of(options: Mapping[int, tuple[str, ...]], which: int) -> list[str]:
        return [
            options[kind][number % len(options[kind])]
            for kind, number in zip(outcome.tolist(), draw[:, which].tolist(), strict=True)
        ]

    reasons = of(words.REASONS, 0)
    reasons = [words.REASONS[INFORMATION][1] if busy else
               words.REASONS[INFORMATION][0] if reason == words.REASONS[INFORMATION][1] else reason
               for busy, reason in zip(approaches.while_open[done].tolist(), reasons, strict=True)]  # fmt: skip
    when, by = approaches.decided_at[done], world.taken_by[done]
    out.write(
        "front_door_contactdecision",
        pl.DataFrame(
            {
                "id": out.ids("front_door_contactdecision", len(done)), "contact_id": door.contact_id[done],
                "outcome": [OUTCOMES[kind] for kind in outcome.tolist()], "reason": reasons,
                "would_change_it": [words.WOULD_CHANGE[number % 4] for number in draw[:, 1].tolist()],
                "given": of(words.GIVEN, 2), "decided_by_id": by, "decided_at": instants(when),
            }
        ),
        recorded_at=when, recorded_by=by,
    )  # fmt: skip
    place = np.full(len(approaches), -1)
    place[done] = np.arange(len(done))
    mothers = people.row_in_slot(MOTHER)[approaches.family[done]]
    decided_child = place[row] >= 0
    about = (
        np.concatenate([place[row[decided_child]], np.arange(len(done))]),
        np.concatenate([people.id[child[decided_child]], people.id[mothers]]),
    )
    summary = {INFORMATION: "Contact decided: information or advice given", SIGNPOST: "Contact decided: pointed to another service",
               FAMILY_HELP: "Contact decided: request for help taken to Family Help",
               REFERRAL: "Contact decided: a statutory referral made"}  # fmt: skip
    threads = _threads("contact", door.contact_id[done])
    world.events.add(
        "front_door.contact_decided", when, by, pl.Series([summary[kind] for kind in outcome.tolist()]), about=about,
        thread=threads, details=pl.Series([f'{{"outcome": "{OUTCOMES[kind]}"}}' for kind in outcome.tolist()]),
        team=np.full(len(done), world.workforce.front_door_team), significant=True,
    )  # fmt: skip
    # Advice is help to somebody who asked for it: it stops their clock, unless a plan is to bring the help.
    helped = np.isin(outcome, [INFORMATION, SIGNPOST]) & approaches.asks_for_help[done]
    world.events.add(
        "front_door.help_given", when[helped] + 300, by[helped], "Help given at the front door",
        about=people.id[mothers][helped], thread=threads.filter(pl.Series(helped)),
    )  # fmt: skip
    _write_feedback(world, out, chance, done, of(words.TOLD, 3))


def _write_feedback(
    world: World, out: Loader, chance: Chance, done: NDArray[np.int64], told: list[str]
) -> None:
    approaches, door = world.approaches, world.front_door
    wait = pick_index(chance, 4, len(done), (60, 25, 10, 5))
    day = np.where(
        wait == 0,
        approaches.decided_at[done] // SECONDS,
        add_working_days(approaches.decided_at[done] // SECONDS, np.maximum(wait, 1)),
    )
    when = np.where(
        wait == 0,
        approaches.decided_at[done] + 1500,
        at(day, 11 * 3600) + chance.integers(0, 14_000, size=len(done)),
    )
    gives = happens(chance, 0.86, len(done)) & (day <= world.last)
    rows, when, by = done[gives], when[gives], world.taken_by[done[gives]]
    how = np.where(
        approaches.professional[rows],
        "By e-mail",
        np.where(happens(chance, 0.75, len(rows)), "By telephone", "By text"),
    )
    out.write(
        "front_door_feedback",
        pl.DataFrame(
            {
                "id": out.ids("front_door_feedback", len(rows)), "contact_id": door.contact_id[rows], "how": how.tolist(),
                "words": [text for text, kept in zip(told, gives.tolist(), strict=True) if kept],
                "given_by_id": by, "given_at": instants(when),
            }
        ),
        recorded_at=when, recorded_by=by,
    )  # fmt: skip
    mothers = world.people.row_in_slot(MOTHER)[approaches.family[rows]]
    world.events.add(
        "front_door.feedback_given", when, by, "Whoever asked was told what was decided",
        about=world.people.id[mothers], thread=_threads("contact", door.contact_id[rows]),
    )  # fmt: skip


def _write_checks(world: World, out: Loader, chance: Chance) -> None:
    approaches, door = world.approaches, world.front_door
    decided = approaches.outcome != UNDECIDED
    likely = (
        np.where(approaches.outcome == REFERRAL, 0.6, np.where(approaches.outcome == FAMILY_HELP, 0.2, 0.08))
        * decided
    )
    rows = np.concatenate(
        [
            np.nonzero(happens(chance, likely, len(approaches)))[0],
            np.nonzero(happens(chance, likely * 0.5, len(approaches)))[0],
        ]
    )
    agencies = np.array(list(words.QUESTIONS), dtype=object)[
        pick_index(chance, 6, len(rows), (22, 24, 32, 10, 8, 4))
    ]
    asked = approaches.received_at[rows] + (
        (approaches.decided_at[rows] - approaches.received_at[rows]) * 0.3
    ).astype(np.int64)
    answered = approaches.received_at[rows] + (
        (approaches.decided_at[rows] - approaches.received_at[rows]) * 0.9
    ).astype(np.int64)
    silent = happens(chance, 0.08, len(rows))
    consent = happens(chance, np.where(approaches.worry[rows], 0.4, 0.88), len(rows))
    basis = np.where(consent & happens(chance, 0.3, len(rows)), "consent", "public_task")
    which = chance.integers(2, size=len(rows))
    answers = [
        "" if none else words.ANSWERS[agency][number]
        for none, agency, number in zip(silent.tolist(), agencies.tolist(), which.tolist(), strict=True)
    ]
    frame = pl.DataFrame(
        {
            "id": out.ids("front_door_partnercheck", len(rows)), "contact_id": door.contact_id[rows],
            "agency": agencies.tolist(), "question": [words.QUESTIONS[agency] for agency in agencies.tolist()],
            "lawful_basis": basis.tolist(), "consent_sought": consent,
            "why_not_asked": np.where(consent, "", "Asking first might have put a child at more risk").tolist(),
            "asked_by_id": world.taken_by[rows], "asked_at": instants(asked), "answer": answers,
            "answered_at": instants(np.where(silent, NEVER_AT, answered)),
        }
    )  # fmt: skip
    # A web contact is checked by whoever took it up; a check needs somebody who asks.
    out.write(
        "front_door_partnercheck", frame, recorded_at=asked, recorded_by=world.taken_by[rows],
        changes=[Change(np.where(silent, NEVER_AT, answered), world.taken_by[rows], {"answer": "", "answered_at": None})],
    )  # fmt: skip


def _write_referrals(
    world: World, out: Loader, chance: Chance, row: NDArray[np.int64], child: NDArray[np.int64]
) -> None:
    """Write one referral for each child of a contact that became one, with what starts and stops its clocks."""
    approaches, journeys, people, door = world.approaches, world.journeys, world.people, world.front_door
    of = approaches.outcome[row] == REFERRAL
    row, child = row[of], child[of]
    family, turn = approaches.family[row], approaches.turn[row]
    nothing_more = journeys.no_further_action[family, turn]
    assessed, in_need = journeys.assessed_day[family, turn], journeys.in_need[family, turn]
    referral_id = out.ids("front_door_referral", len(row))
    door.referral_id, door.referral_child = referral_id, child
    received = approaches.decided_at[row] + 60
    day = received // SECONDS
    # Most referrals are decided on as they are made; one in ten on a later day, one in twenty-five late.
    wait = pick_index(chance, 4, len(approaches), (0.88, 0.08, 0.03, 0.01))[row]
    decided_day = np.where(wait == 0, day, add_working_days(day, np.maximum(wait, 1)))
    decided = np.where(wait == 0, received + 900, at(decided_day, 10 * 3600) + 60 * (row % 300))
    decided = np.where(decided_day <= world.last, decided, NEVER_AT)
    door.referral_approach, door.referral_decided_at = row, decided
    need = np.array([NEEDS_OF.get(code, "N1") for code in door.need[row].tolist()], dtype=object)
    # Where there is to be no further action, the decision closes it; else the end of the assessment does, but for a
    # child in need, whose referral stays open until the plan ends.
    stays = journeys.stays_referred[family, turn]
    closes = np.where(stays, journeys.plan_end[family, turn], assessed)
    closes = np.where(nothing_more, decided // SECONDS, closes)
    closes = np.where(closes <= world.last, closes, NEVER)
    reason = np.where(closes < NEVER, np.where(stays, "RC7", np.where(in_need, "RC9", "RC8")), "")
    by = world.taken_by[row]
    frame = pl.DataFrame(
        {
            "id": referral_id, "contact_id": door.contact_id[row], "child_id": people.id[child], "referral_date": dates(day),
            "source": approaches.source[row].tolist(), "primary_need": need.tolist(), "no_further_action": nothing_more,
            "closed_date": dates(closes), "closure_reason": reason.tolist(),
        }
    )  # fmt: skip
    closed_at = np.where(closes < NEVER, at(closes, 15 * 3600) + 60 * (row % 100), NEVER_AT)
    closed_at = np.where(stays & (closes < NEVER), closed_at + 2 * 3600, closed_at)  # after the plan
    closed_at = np.where(nothing_more & (closes < NEVER), decided + 30, closed_at)
    episode = world.episodes.family * 16 + world.episodes.turn
    which = np.minimum(np.searchsorted(episode, family * 16 + turn), max(len(episode) - 1, 0))
    closer = np.where(
        (closes < NEVER) & ~nothing_more, world.holdings.worker_on(which, np.minimum(closes, world.last)), by
    )
    out.write(
        "front_door_referral", frame, recorded_at=received, recorded_by=by,
        changes=[
            Change(np.where(nothing_more & (decided < NEVER_AT), decided, NEVER_AT), by, {"no_further_action": False}),
            Change(closed_at, closer, {"closed_date": None, "closure_reason": ""}),
        ],
    )  # fmt: skip
    threads, who = _threads("referral", referral_id), people.id[child]
    team = np.full(len(row), world.workforce.front_door_team)
    world.events.add(
        "front_door.referral_received", received, by, "Referred (Children Act 1989, section 17 or 47)", about=who, thread=threads,
        details=pl.Series(
            [f'{{"to_be_assessed": true, "source": "{source}", "primary_need": "{code}"}}'
             for source, code in zip(approaches.source[row].tolist(), need.tolist(), strict=True)], dtype=pl.String),
        team=np.where(nothing_more, team, world.workforce.team_of(world.holdings.first_of_episode[which])) if len(episode) else team,
        significant=True,
    )  # fmt: skip
    made = decided < NEVER_AT
    words_of = np.where(
        nothing_more, "Referral decided: no further action", "Referral decided: to be assessed"
    )
    world.events.add(
        "front_door.referral_decided", decided[made], by[made], pl.Series(words_of[made].tolist()), about=who[made],
        thread=threads.filter(pl.Series(made)),
        details=pl.Series(np.where(nothing_more, '{"assess": false}', '{"assess": true}')[made].tolist(), dtype=pl.String),
    )  # fmt: skip
    closed = closed_at < NEVER_AT
    words_of = np.where(
        stays,
        "Referral closed: no longer a child in need",
        np.where(
            in_need,
            "Referral closed after assessment: the family's plan carries on",
            "Referral closed after assessment: no further action",
        ),
    )
    world.events.add(
        "front_door.referral_closed", closed_at[closed], closer[closed], pl.Series(words_of[closed].tolist()), about=who[closed],
        thread=threads.filter(pl.Series(closed)),
        details=pl.Series([f'{{"closure_reason": "{code}"}}' for code in reason[closed].tolist()], dtype=pl.String),
        significant=True,
    )  # fmt: skip
    # One who asked for help and was assessed, with no plan to follow, was helped by the end of it.
    no_plan = closed & ~in_need & approaches.asks_for_help[row]
    first = no_plan & np.append(True, row[1:] != row[:-1])
    world.events.add(
        "front_door.help_given", closed_at[first] + 120, closer[first], "Advice and a named person to go back to, given after assessment",
        about=who[first], thread=_threads("contact", door.contact_id[row[first]]),
    )  # fmt: skip
