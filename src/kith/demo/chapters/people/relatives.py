"""One told family with all its relatives: about forty people over three generations, for a genogram to show.

Beside those of every family: two marriages before, half and step brothers and sisters on both sides, separations,
deaths, twins, and a child who is expected. They are on the record because the family named them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from kith.demo.days import NEVER, at, dates
from kith.demo.households import AUNT, FATHER, GRANDFATHER, GRANDMOTHER, MOTHER, PARTNER, YEAR
from kith.demo.loader import Loader
from kith.demo.names.drawing import draw_given, draw_surnames
from kith.demo.told_families import place_of
from kith.demo.world import World

KEY = "many_relatives"


@dataclass(frozen=True)
class Relative:
    """One relative: of whose side, how old when the family became known, and how many years dead by then."""

    key: str
    is_female: bool
    side: str  # whose surname: m, f and p for mother's, father's and partner's, "" for another
    age: float
    parents: tuple[str, ...] = ()
    dead_for: float | None = None


RELATIVES = (
    Relative("fathers_mother", True, "f", 67.2),
    Relative("fathers_father", False, "f", 70.1, dead_for=3.1),
    Relative("step_grandmother", True, "f", 57.6),
    Relative("fathers_brother", False, "f", 44.3, ("fathers_mother", "fathers_father")),
    Relative("uncles_wife", True, "", 42.7),
    Relative("cousin_1", True, "f", 16.2, ("fathers_brother", "uncles_wife")),
    Relative("cousin_2", False, "f", 13.5, ("fathers_brother", "uncles_wife")),
    Relative("fathers_sister", True, "f", 38.4, ("fathers_mother", "fathers_father"), dead_for=12.3),
    Relative("fathers_half_brother", False, "f", 24.8, ("fathers_father", "step_grandmother")),
    Relative("fathers_partner", True, "", 34.1),
    Relative("half_brother", False, "f", 3.2, ("father", "fathers_partner")),
    Relative("step_sister", True, "", 9.1, ("fathers_partner",)),
    Relative("partners_mother", True, "p", 60.9),
    Relative("partners_father", False, "p", 63.3),
    Relative("partners_former_wife", True, "", 35.5),
    Relative("step_brother_2", False, "p", 11.4, ("partner", "partners_former_wife")),
    Relative("step_sister_2", True, "p", 8.6, ("partner", "partners_former_wife")),
    Relative("partners_sister", True, "p", 31.8, ("partners_mother", "partners_father")),
    Relative("aunts_husband", False, "", 37.0),
    Relative("twin_cousin_1", True, "", 7.3, ("aunt", "aunts_husband")),
    Relative("twin_cousin_2", False, "", 7.3, ("aunt", "aunts_husband")),
    Relative("mothers_brother", False, "m", 43.2, ("grandmother", "grandfather")),
    Relative("uncles_former_wife", True, "", 41.0),
    Relative("cousin_3", False, "m", 15.1, ("mothers_brother", "uncles_former_wife")),
    Relative("uncles_partner", True, "", 36.4),
    Relative("cousin_4", True, "m", 1.1, ("mothers_brother", "uncles_partner")),
    Relative("mothers_first_partner", False, "", 42.2),
    Relative("half_sister", True, "", 20.3, ("mother", "mothers_first_partner")),
    Relative("grandmothers_first_husband", False, "", 70.4, dead_for=41.5),
    Relative("mothers_half_sister", True, "", 46.0, ("grandmother", "grandmothers_first_husband")),
)
# Who was with whom, from and until how many years before the family became known.
COUPLES: tuple[tuple[str, str, float, float | None], ...] = (
    ("fathers_mother", "fathers_father", 46, 27), ("step_grandmother", "fathers_father", 26, 3.1),
    ("uncles_wife", "fathers_brother", 18, None), ("fathers_partner", "father", 4.5, None),
    ("partners_mother", "partners_father", 37, 15), ("partners_former_wife", "partner", 12.5, 4.2),
    ("aunt", "aunts_husband", 9, None), ("uncles_former_wife", "mothers_brother", 16.5, 6), ("uncles_partner", "mothers_brother", 3, None),
    ("mother", "mothers_first_partner", 21.5, 18), ("grandmother", "grandmothers_first_husband", 48, 41.5),
    ("grandmother", "grandfather", 45, 2),
)  # fmt: skip
# The older children's steps, and those of whoever lives with one of their parents.
STEPS = (("fathers_partner", "child_2"), ("fathers_partner", "child_3"), ("fathers_partner", "child_4"), ("father", "step_sister"),
         ("mother", "step_brother_2"), ("mother", "step_sister_2"))  # fmt: skip
GRANDPARENTS = tuple(
    (elder, f"child_{slot}") for elder in ("fathers_mother", "fathers_father") for slot in (2, 3, 4)
)
OF_THE_FAMILY = {
    "mother": MOTHER,
    "father": FATHER,
    "partner": PARTNER,
    "grandmother": GRANDMOTHER,
    "grandfather": GRANDFATHER,
    "aunt": AUNT,
}
PARENTS_IN_FAMILY = tuple(
    (elder, younger) for elder in ("grandmother", "grandfather") for younger in ("mother", "aunt")
)


def write(world: World, out: Loader) -> None:
    """Write the relatives as people with names, and who they are to each other and to the family."""
    people, family = world.people, place_of(KEY)
    world.relatives = {}
    rows = {int(people.households.slot[row]): row for row in people.rows_of(family)}
    if not people.family_id[family]:
        return
    known = int(people.known_day[family])
    told_at, by = int(people.added_at[family]) + 2 * 86_400, int(world.holdings.first_of_family[family])
    number = {key: int(people.id[rows[slot]]) for key, slot in OF_THE_FAMILY.items()}
    number |= {f"child_{slot}": int(people.id[rows[slot]]) for slot in range(5)}
    born = {key: int(people.households.born[rows[slot]]) for key, slot in OF_THE_FAMILY.items()}
    born |= {f"child_{slot}": int(people.households.born[rows[slot]]) for slot in range(5)}
    number |= dict(
        zip(
            (each.key for each in RELATIVES),
            out.ids("people_person", len(RELATIVES)).tolist(),
            strict=True,
        )
    )
    born |= {each.key: known - int(each.age * YEAR) for each in RELATIVES}
    world.relatives = {each.key: number[each.key] for each in RELATIVES}
    _write_people(world, out, number, born, known, told_at, by)
    ties: list[tuple[str, str, str, int, int]] = [
        ("parent", elder, each.key, born[each.key], NEVER) for each in RELATIVES for elder in each.parents
    ]
    ties += [("parent", elder, younger, born[younger], NEVER) for elder, younger in PARENTS_IN_FAMILY]
    ties += [("grandparent", elder, child, born[child], NEVER) for elder, child in GRANDPARENTS]
    ties += [("step_parent", elder, child, known - int(3 * YEAR), NEVER) for elder, child in STEPS]
    for one, other, since, until in COUPLES:
        end = NEVER if until is None else known - int(until * YEAR)
        ties.append(("partner", one, other, known - int(since * YEAR), end))
        ended_by_death = until in {3.1, 41.5, 2}
        if end < NEVER and not ended_by_death:
            ties.append(("former_partner", one, other, end, NEVER))
    many = len(ties)
    out.write(
        "people_relationship",
        pl.DataFrame(
            {
                "id": out.ids("people_relationship", many), "person_id": [number[elder] for _, elder, *_ in ties],
                "relative_id": [number[younger] for _, _, younger, *_ in ties], "kind": [kind for kind, *_ in ties],
                "parental_responsibility": [kind == "parent" for kind, *_ in ties],
                "important_words": pl.repeat("", many, eager=True), "important_words_date": pl.repeat(None, many, dtype=pl.Date, eager=True),
                "start_date": dates(np.array([start for *_, start, _ in ties], dtype=np.int64)),
                "end_date": dates(np.array([end for *_, end in ties], dtype=np.int64)),
            }
        ),
        recorded_at=np.full(many, told_at + 600), recorded_by=np.full(many, by),
    )  # fmt: skip


def _write_people(
    world: World, out: Loader, number: dict[str, int], born: dict[str, int], known: int, told_at: int, by: int
) -> None:
    people, family, many = world.people, place_of(KEY), len(RELATIVES)
    chance = world.chance("relatives")
    own = {
        side: people.row_in_slot(slot)[family]
        for side, slot in (("m", MOTHER), ("f", FATHER), ("p", PARTNER))
    }
    community = np.array([int(people.community[own[each.side or "f"]]) for each in RELATIVES], dtype=np.int64)
    female = np.array([each.is_female for each in RELATIVES])
    days = np.array([born[each.key] for each in RELATIVES], dtype=np.int64)
    years = 1970 + (days // 365.2425).astype(np.int64)
    taken = {people.given[row] for row in people.rows_of(family)}
    given = draw_given(chance, female, years, community)
    for place in range(many):
        while given[place] in taken:
            given[place] = draw_given(chance, female[[place]], years[[place]], community[[place]])[0]
        taken.add(given[place])
    drawn = draw_surnames(chance, community)
    surname = [
        str(people.birth_surname[own[each.side]]) if each.side else str(drawn[place])
        for place, each in enumerate(RELATIVES)
    ]
    # A child has the father's name where it has one father on the record.
    of = {each.key: place for place, each in enumerate(RELATIVES)}
    for place, each in enumerate(RELATIVES):
        fathers = [parent for parent in each.parents if parent in of and not RELATIVES[of[parent]].is_female]
        if not each.side and fathers:
            surname[place] = surname[of[fathers[0]]]
    died = np.array(
        [NEVER if each.dead_for is None else known - int(each.dead_for * YEAR) for each in RELATIVES],
        dtype=np.int64,
    )
    numbers = np.array([number[each.key] for each in RELATIVES], dtype=np.int64)
    when, who = np.full(many, told_at), np.full(many, by)
    nothing = pl.repeat(None, many, dtype=pl.Date, eager=True)
    out.write(
        "people_person",
        pl.DataFrame(
            {
                "id": numbers, "display_name": [f"{a} {b}" for a, b in zip(given.tolist(), surname, strict=True)],
                "sex": np.where(female, "F", "M").tolist(), "birth_date": dates(days),
                # A family knows the years of its relatives better than the days.
                "birth_date_is_estimated": days < known - int(25 * YEAR), "expected_birth_date": nothing, "death_date": dates(died),
                "restriction": pl.repeat("normal", many, eager=True), "in_their_words": pl.repeat("", many, eager=True),
                "in_their_words_date": nothing, "version": np.ones(many, dtype=np.int64),
                "merged_into_id": pl.repeat(None, many, dtype=pl.Int64, eager=True),
            }
        ),
        recorded_at=when, recorded_by=who,
    )  # fmt: skip
    out.write(
        "people_personname",
        pl.DataFrame(
            {
                "id": out.ids("people_personname", many), "person_id": numbers, "kind": pl.repeat("legal", many, eager=True),
                "given_names": given.tolist(), "family_name": surname, "start_date": nothing, "end_date": nothing,
            }
        ),
        recorded_at=when, recorded_by=who,
    )  # fmt: skip
    world.events.add(
        "people.person_added", at(np.full(many, told_at // 86_400), told_at % 86_400), who, "Added to the record", about=numbers,
    )  # fmt: skip
