"""Each child's own part of an assessment: seen and heard, what goes well, what they need, factors and what comes next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import Chance, happens, pick_index
from kith.demo.chapters.front_door import children_of
from kith.demo.days import NEVER, NEVER_AT, Instants, at, dates, next_working
from kith.demo.households import YEAR
from kith.demo.loader import Change, Loader
from kith.demo.words import assessment_words as words
from kith.demo.world import World

SEEN = 0.975
# A child's own factor is not said of small children, nor one child's of every brother and sister.
OF_OLDER_CHILDREN = ("1A", "2A", "7A", "10A", "13A", "14A", "15A", "24A")
NO_FACTORS, OTHER = "21", "20"


@dataclass
class Parts:
    """One row a part, in order of assessment; `seen_at` is NEVER_AT where the child has not been seen by yesterday."""

    assessment: NDArray[np.int64]  # its row
    child: NDArray[np.int64]  # the row of the person
    age: NDArray[np.float64]
    seen_at: Instants
    alone: NDArray[np.bool_]


def write(world: World, out: Loader) -> Parts:
    """Write the parts of every assessment, with their factors, and return them."""
    a, people, chance = world.assessments, world.people, world.chance("assessed children")
    parts, referral = _gather(world, chance)
    of, child, many = parts.assessment, parts.child, len(parts.child)
    seen_day = np.where(parts.seen_at < NEVER_AT, parts.seen_at // 86_400, NEVER)
    complete = a.complete_at[of]
    whole, seen = complete < NEVER_AT, seen_day < NEVER
    unborn = parts.age < 0
    talks = seen & (parts.age >= 3.4) & happens(chance, np.where(parts.age < 5, 0.6, 0.88), many)
    said, why, good, grows, needs, reasons = [], [], [], [], [], []
    # Brothers and sisters are told by turns, so that no two of them say the same.
    turns = np.arange(many) - np.searchsorted(of, of)
    draws = (chance.integers(5040, size=(len(a.id), 6))[of] + turns[:, None]).tolist()
    columns = zip(
        parts.age.tolist(),
        seen.tolist(),
        parts.alone.tolist(),
        talks.tolist(),
        a.outcome[of].tolist(),
        draws,
        strict=True,
    )
    for age, is_seen, alone, speaks, outcome, draw in columns:
        young = age < 3.4
        spoken = words.SAID_YOUNG if age < 8 else words.SAID_MIDDLE if age < 12.5 else words.SAID_OLDER
        strong = words.CHILD_STRENGTHS_YOUNG if young else words.CHILD_STRENGTHS_OLDER
        grown = words.DEVELOPMENT_YOUNG if young else words.DEVELOPMENT_OLDER
        wants = words.NEEDS_NOTHING if outcome == "nothing_further" else words.CHILD_NEEDS
        said.append(spoken[draw[0] % len(spoken)] if speaks else "")
        why.append(
            words.NOT_BORN if age < 0 else words.NOT_SEEN[draw[1] % len(words.NOT_SEEN)] if not is_seen
            else "" if alone else words.BABY_NOT_ALONE if age < 2.5 else words.NOT_ALONE[draw[1] % len(words.NOT_ALONE)]
        )  # fmt: skip
        good.append("" if age < 0 else strong[draw[2] % len(strong)])
        grows.append("Expected; the pregnancy is going well." if age < 0 else grown[draw[3] % len(grown)])
        needs.append(wants[draw[4] % len(wants)])
        reason = words.OUTCOME_REASON[outcome]
        reasons.append(reason[draw[5] % len(reason)])

    def shown(texts: list[str], there: NDArray[np.bool_]) -> pl.Series:
        return pl.Series(
            [text if is_there else "" for text, is_there in zip(texts, there.tolist(), strict=True)],
            dtype=pl.String,
        )

    number = out.ids("family_help_assessmentchild", many)
    outcomes = [str(outcome) for outcome in a.outcome[of].tolist()]
    by_seer, by_writer = a.written_by[of], a.sent_by[of]
    out.write(
        "family_help_assessmentchild",
        pl.DataFrame(
            {
                "id": number, "assessment_id": a.id[of], "child_id": people.id[child], "referral_id": pl.Series(referral).replace(0, None),
                "seen_date": dates(seen_day), "seen_alone": parts.alone, "why_not_seen": shown(why, seen | whole),
                "child_words": said, "child_words_date": dates(np.where(talks, seen_day, NEVER)),
                "strengths": shown(good, whole), "development": shown(grows, whole), "needs": shown(needs, whole),
                "outcome": shown(outcomes, whole), "outcome_reason": shown(reasons, whole), "version": 1 + seen + whole,
            }
        ),
        recorded_at=a.start_at[of] + 60, recorded_by=by_seer,
        changes=[
            Change(np.where(seen, parts.seen_at + 3600, NEVER_AT), by_seer, {
                "seen_date": None, "seen_alone": False, "why_not_seen": "", "child_words": "", "child_words_date": None, "version": 1}),
            Change(np.where(whole, complete - 60, NEVER_AT), by_writer, {
                "why_not_seen": shown(why, seen), "strengths": "", "development": "", "needs": "", "outcome": "", "outcome_reason": "",
                "version": pl.Series(1 + seen)}),
        ],
    )  # fmt: skip
    _write_factors(world, out, parts, number, unborn)
    return parts


def _gather(world: World, chance: Chance) -> tuple[Parts, NDArray[np.int64]]:
    """Return the children of each assessment and, where it is statutory, the number of each one's referral."""
    a, people, door, plans = world.assessments, world.people, world.front_door, world.plans
    referral = np.zeros(len(people.id), dtype=np.int64)
    row, child, _ = children_of(world)
    # The children of an approach are in one run of rows; those of a plan in another.
    by_law, agreed = np.nonzero(a.statutory)[0], np.nonzero(~a.statutory)[0]
    of_law, children_by_law = _runs(row, child, a.approach[by_law])
    of_plan, children_agreed = _runs(plans.child_plan, plans.child_rows, a.plan[agreed])
    assessment = np.concatenate([by_law[of_law], agreed[of_plan]])
    child = np.concatenate([children_by_law, children_agreed])
    order = np.lexsort((child, assessment))
    assessment, child = assessment[order], child[order]
    start = a.start[assessment]
    born = people.households.born[child]
    kept = (born == NEVER) | (start - born < 18 * YEAR)
    assessment, child, start, born = assessment[kept], child[kept], start[kept], born[kept]
    key = door.referral_approach * len(people.id) + door.referral_child
    by_key = np.argsort(key, kind="stable")
    wanted = a.approach[assessment] * len(people.id) + child
    place = np.minimum(np.searchsorted(key[by_key], wanted), max(len(key) - 1, 0))
    if len(key):
        found = a.statutory[assessment] & (key[by_key][place] == wanted)
        referral = np.where(found, door.referral_id[by_key][place], 0)
    else:
        referral = np.zeros(len(assessment), dtype=np.int64)
    many = len(child)
    whole = np.minimum(a.complete_at[assessment] // 86_400, NEVER)
    latest = np.minimum(whole - 1, world.last)
    share = chance.beta(1.2, 2.6, many)
    day = next_working(start + 1 + ((np.minimum(whole, start + 40) - start) * share).astype(np.int64))
    day = np.minimum(day, np.minimum(whole - 1, NEVER - 1))
    age = np.where(born < NEVER, (np.minimum(day, latest) - born) / YEAR, -0.2)
    seen = (day <= world.last) & (age >= 0) & happens(chance, SEEN, many)
    # Nobody is seen before the assessment begins.
    day = np.maximum(day, start + 1)
    seen &= day <= latest
    alone = seen & happens(chance, np.where(age < 2.5, 0.0, np.where(age < 5, 0.45, 0.8)), many)
    seen_at = np.where(seen, at(day, 13 * 3600) + np.arange(many) * 7907 % 7000, NEVER_AT)
    return Parts(assessment, child, age, seen_at, alone), referral


def _runs(
    of: NDArray[np.int64], values: NDArray[np.int64], wanted: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return, for rows in order of what they belong to, (place among those wanted, value) of each of theirs."""
    first = np.searchsorted(of, wanted)
    counts = np.searchsorted(of, wanted, side="right") - first
    place = np.repeat(np.arange(len(wanted)), counts)
    within = np.arange(len(place)) - np.repeat(np.cumsum(counts) - counts, counts)
    return place, values[first[place] + within]


def _write_factors(
    world: World, out: Loader, parts: Parts, number: NDArray[np.int64], unborn: NDArray[np.bool_]
) -> None:
    """Write the factors found: of the family once for each child, of one child for that child, as often as is published."""
    a, chance = world.assessments, world.chance("factors")
    codes = np.array(list(world.shape.factors), dtype=object)
    weights = list(world.shape.factors.values())
    many = len(a.id)
    found = np.empty((many, 4), dtype=object)
    found[:, 0] = world.front_door.need[a.approach]
    for turn in (1, 2, 3):
        found[:, turn] = codes[pick_index(chance, len(codes), many, weights)]
        found[~happens(chance, (0.62, 0.33, 0.15)[turn - 1], many), turn] = ""
    whole = a.complete_at[parts.assessment] < NEVER_AT
    first_part = np.append(True, parts.assessment[1:] != parts.assessment[:-1])
    nothing = (a.outcome[parts.assessment] == "nothing_further") & happens(chance, 0.3, len(number))
    chosen_codes, chosen_parts = [], []
    anything = np.zeros(len(number), dtype=bool)
    for turn in range(4):
        code = found[parts.assessment, turn]
        is_childs = np.array([each.endswith("A") or each == "18C" for each in code.tolist()], dtype=bool)
        fits = (code != "") & ~nothing & whole
        fits &= ~(np.isin(code, OF_OLDER_CHILDREN) & (parts.age < 8)) & ~(is_childs & unborn)
        fits &= ~is_childs | first_part | happens(chance, 0.4, len(number))
        anything |= fits
        chosen_parts.append(np.nonzero(fits)[0])
        chosen_codes.append(code[fits])
    left = np.nonzero(whole & ~anything)[0]
    chosen_parts.append(left)
    # What was found of a brother or sister alone is not found of this child: something of the family is, or another factor.
    of_family = [place for place, code in enumerate(codes.tolist()) if code.endswith("B")]
    drawn = np.full(len(left), OTHER, dtype=object)
    if of_family:
        drawn = codes[of_family][
            pick_index(chance, len(of_family), len(left), [weights[place] for place in of_family])
        ]
    chosen_codes.append(np.where(nothing[left], NO_FACTORS, drawn).astype(object))
    frame = pl.DataFrame(
        {"part": np.concatenate(chosen_parts), "code": np.concatenate(chosen_codes).tolist()}
    )
    frame = frame.unique(["part", "code"], keep="first").sort("part", "code")
    part = frame["part"].to_numpy()
    out.write(
        "family_help_assessmentfactor",
        pl.DataFrame({"id": out.ids("family_help_assessmentfactor", len(part)), "part_id": number[part], "code": frame["code"]}),
        recorded_at=a.complete_at[parts.assessment[part]] - 60, recorded_by=a.sent_by[parts.assessment[part]],
    )  # fmt: skip
