"""Who each person is: the person, their names, numbers, how they are reached, and what they say of themselves."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo import numbers
from kith.demo.chance import happens, pick
from kith.demo.days import NEVER, NEVER_AT, Instants, at, dates
from kith.demo.households import YEAR
from kith.demo.loader import Change, Loader
from kith.demo.names.drawing import communities
from kith.demo.told_families import TOLD
from kith.demo.words.child_words import who_i_am
from kith.demo.world import World

TEN = 10 * 3600


def write(world: World, out: Loader) -> None:
    """Write people, names, identifiers, contact details and characteristics."""
    _write_people(world, out)
    _write_names(world, out)
    _write_identifiers(world, out)
    _write_contact_details(world, out)
    _write_characteristics(world, out)


def born_recorded_at(world: World) -> Instants:
    """Return when each birth was recorded of those who were expected, NEVER_AT for everyone else."""
    households = world.people.households
    later = (households.expected < NEVER) & (households.born < NEVER)
    day = np.minimum(households.born + 3, world.last)
    return np.where(
        later, np.maximum(at(day, TEN), at(world.people.known_day[households.family], 18 * 3600)), NEVER_AT
    )


def _write_people(world: World, out: Loader) -> None:
    people, chance = world.people, world.chance("who they are")
    households = people.households
    on = np.nonzero(people.id > 0)[0]
    family = households.family
    unborn_name = np.array([f"Unborn baby {name}" for name in people.surname[on].tolist()], dtype=object)
    full_name = np.array(
        [f"{a} {b}" for a, b in zip(people.given[on].tolist(), people.surname[on].tolist(), strict=True)],
        dtype=object,
    )
    unborn = households.born[on] == NEVER
    sex = np.where(unborn, "U", np.where(households.female[on], "F", "M")).astype(object)
    words, words_day = _own_words(world, on)
    restriction = np.full(len(on), "normal", dtype=object)
    restricted_at = np.full(len(on), NEVER_AT, dtype=np.int64)
    for place, told in enumerate(TOLD):
        if told.restriction != "normal":
            theirs = family[on] == place
            restriction[theirs] = told.restriction
            restricted_at[theirs] = people.added_at[place] + 5400
    death_at = np.where(
        households.died[on] < NEVER,
        np.maximum(
            at(np.minimum(households.died[on] + 9, world.last), TEN + 3600), people.added_at[family[on]]
        ),
        NEVER_AT,
    )
    # A death before the family was known was recorded with the person.
    death_at = np.where(households.died[on] + 9 <= people.known_day[family[on]], NEVER_AT, death_at)
    words_at = np.where(words_day < NEVER, at(words_day, 15 * 3600 + 1200), NEVER_AT)
    born_at = born_recorded_at(world)[on]
    all_changes = np.stack([born_at, death_at, words_at, restricted_at])
    frame = pl.DataFrame(
        {
            "id": people.id[on],
            "display_name": np.where(unborn, unborn_name, full_name).tolist(),
            "sex": sex.tolist(),
            "birth_date": dates(households.born[on]),
            "birth_date_is_estimated": happens(chance, 0.004, len(on)) & ~unborn,
            "expected_birth_date": dates(households.expected[on]),
            "death_date": dates(households.died[on]),
            "restriction": restriction.tolist(),
            "in_their_words": words,
            "in_their_words_date": dates(words_day),
            "version": 1 + (all_changes < NEVER_AT).sum(axis=0),
            "merged_into_id": pl.repeat(None, len(on), dtype=pl.Int64, eager=True),
        }
    )
    holder = world.holdings.first_of_family
    by_family = np.concatenate([holder, np.zeros(len(people.family_id) - len(holder), dtype=np.int64)])
    who = np.where(by_family > 0, by_family, people.added_by)[family[on]]
    changes = [
        Change(
            born_at, who, {"display_name": pl.Series(unborn_name.tolist()), "sex": "U", "birth_date": None}
        ),
        Change(restricted_at, who, {"restriction": "normal"}),
        Change(death_at, who, {"death_date": None}),
        Change(words_at, who, {"in_their_words": "", "in_their_words_date": None}),
    ]
    out.write(
        "people_person", frame, recorded_at=people.added_at[family[on]], recorded_by=people.added_by[family[on]],
        changes=changes,
    )  # fmt: skip
    added = people.added_by[family[on]] > 0
    world.events.add(
        "people.person_added", people.added_at[family[on]][added], people.added_by[family[on]][added],
        "Added to the record", about=people.id[on][added],
    )  # fmt: skip


def _own_words(world: World, on: NDArray[np.int64]) -> tuple[list[str], NDArray[np.int64]]:
    """Return what children said of themselves, and when: most who have a plan, once they were four."""
    people, chance = world.people, world.chance("own words")
    households, journeys = people.households, world.journeys
    start = np.full(len(people.family_id), NEVER, dtype=np.int64)
    start[: len(journeys.children)] = journeys.plan_start.min(axis=1)
    day = start[households.family[on]]
    day = np.where(day < NEVER, day + chance.integers(6, 40, size=len(on)), NEVER)
    age = (day - households.born[on]) / YEAR
    says = (
        people.is_child[on] & (day <= world.last) & (age >= 4) & (age < 18) & happens(chance, 0.72, len(on))
    )
    says &= day > people.known_day[households.family[on]]
    rows = np.nonzero(says)[0]
    words = [""] * len(on)
    for row, spoken in zip(rows.tolist(), who_i_am(chance, age[rows]), strict=True):
        words[row] = spoken
    return words, np.where(says, day, NEVER)


def _write_names(world: World, out: Loader) -> None:
    people, chance = world.people, world.chance("more names")
    households = people.households
    on = np.nonzero((people.id > 0) & (households.born < NEVER))[0]
    middle = np.where(happens(chance, 0.36, len(on)), people.given[chance.permutation(on)], "")
    # A second name is one that somebody of the same sex has.
    same_sex = households.female[on] == households.female[chance.permutation(on)]
    middle = np.where(same_sex & (middle != people.given[on]), middle, "")
    given = [f"{a} {b}".strip() for a, b in zip(people.given[on].tolist(), middle.tolist(), strict=True)]
    married = people.birth_surname[on] != people.surname[on]
    wedding = np.where(
        married, households.born[on] + (24 * YEAR) + chance.integers(0, 1500, size=len(on)), NEVER
    )
    wedding = np.minimum(
        wedding.astype(np.int64), np.where(married, people.known_day[households.family[on]] - 30, NEVER)
    )
    rows = [
        (on, "legal", given, people.surname[on], np.where(married, wedding, NEVER), np.full(len(on), NEVER))
    ]
    was = np.nonzero(married)[0]
    rows.append(
        (
            on[was],
            "birth",
            [given[i] for i in was],
            people.birth_surname[on][was],
            households.born[on][was],
            wedding[was],
        )
    )
    short = np.array([_short(name) for name in people.given[on].tolist()], dtype=object)
    called = np.nonzero((short != "") & happens(chance, 0.45, len(on)))[0]
    never = np.full(len(called), NEVER)
    rows.append((on[called], "known_as", short[called].tolist(), people.surname[on][called], never, never))
    other = np.array([_other_spelling(name) for name in people.given[on].tolist()], dtype=object)
    spelt = np.nonzero((other != "") & happens(chance, 0.2, len(on)))[0]
    never = np.full(len(spelt), NEVER)
    rows.append((on[spelt], "alias", other[spelt].tolist(), people.surname[on][spelt], never, never))
    for who, kind, names, surnames, start, end in rows:
        family = households.family[who]
        recorded = people.added_at[family]
        born = born_recorded_at(world)[who]
        out.write(
            "people_personname",
            pl.DataFrame(
                {
                    "id": out.ids("people_personname", len(who)), "person_id": people.id[who],
                    "kind": pl.repeat(kind, len(who), eager=True), "given_names": list(names),
                    "family_name": surnames.tolist(), "start_date": dates(start), "end_date": dates(end),
                }
            ),
            recorded_at=np.where(born < NEVER_AT, born, recorded), recorded_by=people.added_by[family],
        )  # fmt: skip


SHORT = {
    "Alexander": "Alex", "Alexandra": "Alex", "Benjamin": "Ben", "Charlotte": "Lottie", "Christopher": "Chris",
    "Daniel": "Danny", "Elizabeth": "Lizzie", "Gabriel": "Gabe", "Isabella": "Bella", "Jacqueline": "Jackie",
    "Jessica": "Jess", "Jonathan": "Jon", "Joshua": "Josh", "Katherine": "Kate", "Margaret": "Maggie",
    "Matthew": "Matt", "Michael": "Mikey", "Nathaniel": "Nate", "Nicholas": "Nick", "Oliver": "Ollie",
    "Patricia": "Pat", "Rebecca": "Becky", "Robert": "Rob", "Samantha": "Sam", "Samuel": "Sam", "Stephen": "Steve",
    "Thomas": "Tom", "Theodore": "Theo", "Victoria": "Vicky", "William": "Will", "Zachary": "Zac", "Temitope": "Temi",
}  # fmt: skip
SPELT = {
    "Muhammad": "Mohammed", "Mohamed": "Muhammad", "Mohammed": "Muhammad", "Aisha": "Ayesha", "Ayesha": "Aisha",
    "Yusuf": "Yousuf", "Zainab": "Zaynab", "Sarah": "Sara", "Sean": "Shaun", "Conor": "Connor", "Catherine": "Katherine",
    "Sophie": "Sofie", "Isobel": "Isabelle", "Jakub": "Jacob", "Hassan": "Hasan", "Fatima": "Fatimah", "Ibrahim": "Ebrahim",
    "Niamh": "Neve", "Aoife": "Eefa", "Siobhan": "Shivaun", "Claire": "Clare", "Steven": "Stephen", "Amelia": "Emelia",
}  # fmt: skip


def _short(name: str) -> str:
    return SHORT.get(name, "")


def _other_spelling(name: str) -> str:
    return SPELT.get(name, "")


def _write_identifiers(world: World, out: Loader) -> None:
    people, chance = world.people, world.chance("identifiers")
    households = people.households
    born = (people.id > 0) & (households.born < NEVER)
    age = (world.last - households.born) / YEAR
    child = people.is_child
    nhs = np.nonzero(born & happens(chance, np.where(child, 0.86, 0.30), len(born)))[0][: numbers.NHS_MOST]
    pupils = np.nonzero(born & child & (age >= 4.7) & happens(chance, 0.93, len(born)))[0]
    learners = np.nonzero(born & child & (age >= 14.5) & happens(chance, 0.7, len(born)))[0]
    dormant = np.nonzero((people.id > 0) & (people.added_by[households.family] == 0))[0]
    started_school = 1970 + (households.born[pupils] + 4.6 * YEAR) // YEAR
    values: list[tuple[str, NDArray[np.int64], list[str]]] = [
        ("nhs", nhs, [str(number) for number in numbers.nhs_numbers(len(nhs)).tolist()]),
        ("upn", pupils, numbers.pupil_numbers(len(pupils), started_school.astype(np.int64)).tolist()),
        ("uln", learners, [str(number) for number in numbers.learner_numbers(len(learners)).tolist()]),
        ("former_system", dormant, [f"P{number:07d}" for number in range(1, len(dormant) + 1)]),
    ]
    for kind, who, numbers_of in values:
        family = households.family[who]
        recorded = np.maximum(
            people.added_at[family] + 120,
            np.where(born_recorded_at(world)[who] < NEVER_AT, born_recorded_at(world)[who], 0),
        )
        out.write(
            "people_identifier",
            pl.DataFrame(
                {
                    "id": out.ids("people_identifier", len(who)), "person_id": people.id[who],
                    "kind": pl.repeat(kind, len(who), eager=True), "value": numbers_of,
                    "source": pl.repeat(numbers.SOURCE, len(who), eager=True),
                    "verified": happens(chance, 0.8, len(who)),
                }
            ),
            recorded_at=recorded, recorded_by=people.added_by[family],
        )  # fmt: skip


def _write_contact_details(world: World, out: Loader) -> None:
    people, chance = world.people, world.chance("contact details")
    households = people.households
    alive = (people.id > 0) & (households.born < NEVER) & (households.died == NEVER)
    age = (world.last - households.born) / YEAR
    child = people.is_child
    size = len(alive)
    calls = np.nonzero(
        alive & np.where(child, (age > 13) & happens(chance, 0.3, size), happens(chance, 0.84, size))
    )[0]
    writes = np.nonzero(alive & ~child & happens(chance, 0.34, size))[0]
    emails = [
        f"{people.given[row]}.{people.surname[row]}{row % 97}@example.org".lower()
        .replace(" ", "")
        .replace("'", "")
        for row in writes.tolist()
    ]
    emails = [email.encode("ascii", "ignore").decode() for email in emails]
    how = (
        "",
        "",
        "",
        "Text first",
        "After school drop-off",
        "Not in the evening",
        "Leave no message",
        "Before noon",
    )
    for kind, who, values in (
        ("telephone", calls, numbers.mobiles(chance, len(calls)).tolist()),
        ("email", writes, emails),
    ):
        family = households.family[who]
        out.write(
            "people_contactdetail",
            pl.DataFrame(
                {
                    "id": out.ids("people_contactdetail", len(who)), "person_id": people.id[who],
                    "kind": pl.repeat(kind, len(who), eager=True), "value": values,
                    "safe_to_use": ~happens(chance, 0.05, len(who)), "how_to_use": pick(chance, how, len(who)).tolist(),
                    "start_date": dates(people.known_day[family]),
                    "end_date": pl.repeat(None, len(who), dtype=pl.Date, eager=True),
                }
            ),
            recorded_at=people.added_at[family] + 90, recorded_by=people.added_by[family],
        )  # fmt: skip


def _write_characteristics(world: World, out: Loader) -> None:
    people, chance = world.people, world.chance("characteristics")
    households = people.households
    size = len(people.id)
    born = (people.id > 0) & (households.born < NEVER)
    age = (world.last - households.born) / YEAR
    child = people.is_child
    groups = communities()
    families = len(people.family_id)
    # A language is spoken by a household, so that it is drawn once for a family.
    other_tongue = (
        chance.random(families)[households.family]
        < np.array([g.not_english for g in groups])[people.community]
    )
    language = np.array([g.language for g in groups], dtype=object)[people.community]
    nationality = np.array([g.nationality for g in groups], dtype=object)[people.community]
    from_abroad = other_tongue & ~child & happens(chance, 0.7, size)
    faith = chance.random(families)[households.family]
    religion = np.empty(size, dtype=object)
    for place, group in enumerate(groups):
        rows = np.nonzero(people.community == place)[0]
        totals = np.cumsum(list(group.religion.values()))
        religion[rows] = np.array(list(group.religion), dtype=object)[
            np.minimum(np.searchsorted(totals, faith[rows] * totals[-1]), len(totals) - 1)
        ]
    disability = pick(chance, ("AUT", "LD", "BEH", "COMM", "MOB", "HEAR", "VIS", "CON", "DDA"), size,
                      (30, 26, 12, 10, 7, 3, 3, 3, 6))  # fmt: skip
    gender = np.where(happens(chance, 0.012, size), "NB", np.where(households.female, "GIRL", "BOY"))
    unknown = happens(chance, 0.05, size)
    kinds: list[tuple[str, NDArray[np.bool_], NDArray[Any]]] = [
        ("ethnicity", born & happens(chance, 0.97, size), np.where(unknown, "NOBT", people.ethnicity)),
        ("language", born & (other_tongue | happens(chance, 0.5, size)), np.where(other_tongue, language, "eng")),
        ("religion", born & happens(chance, 0.42, size), religion),
        ("nationality", born & happens(chance, 0.45, size), np.where(from_abroad, nationality, "GBR")),
        ("disability", born & happens(chance, np.where(child, np.clip(0.03 + age * 0.011, 0, 0.16), 0.07), size), disability),
        ("gender", born & child & (age > 9) & happens(chance, 0.3, size), gender),
    ]  # fmt: skip
    for kind, chosen, code in kinds:
        who = np.nonzero(chosen)[0]
        family = households.family[who]
        born_at = born_recorded_at(world)[who]
        out.write(
            "people_personcharacteristic",
            pl.DataFrame(
                {
                    "id": out.ids("people_personcharacteristic", len(who)), "person_id": people.id[who],
                    "kind": pl.repeat(kind, len(who), eager=True), "code": code[who].tolist(),
                    "own_words": pl.repeat("", len(who), eager=True),
                    "start_date": dates(np.maximum(people.known_day[family], households.born[who])),
                    "end_date": pl.repeat(None, len(who), dtype=pl.Date, eager=True),
                }
            ),
            recorded_at=np.where(born_at < NEVER_AT, born_at + 600, people.added_at[family] + 300),
            recorded_by=people.added_by[family],
        )  # fmt: skip
