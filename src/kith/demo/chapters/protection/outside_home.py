"""Harm outside the home: assessments of young people, the plan that follows, and referrals to the national mechanism. All invented."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import happens, pick_index
from kith.demo.chapters.protection.decisions import decide
from kith.demo.chapters.protection.saying import one_of, say, where
from kith.demo.days import NEVER, NEVER_AT, at, dates, next_working
from kith.demo.loader import Change, Loader
from kith.demo.told_families import place_of
from kith.demo.words import outside_words as words
from kith.demo.world import World

LEVELS = {"emerging": "Emerging", "moderate": "Moderate", "significant": "Significant"}
KINDS = ("criminal", "sexual", "violence", "trafficking")
REFERRED = 0.2


def write(world: World, out: Loader) -> None:
    """Write an assessment of the eldest in each worry about harm outside the home, and what followed."""
    p, chance, last = world.protection, world.chance("harm outside"), world.last
    rows = np.nonzero((p.theme == "OUT") & (p.held_at < NEVER_AT) & (p.held_on + 30 < last) & (p.plan >= 0))[
        0
    ]
    if not len(rows):
        return
    children = p.children_of(rows)
    born = world.people.households.born[children.row]
    order = np.lexsort((born, children.of))
    child = children.row[order][np.searchsorted(children.of[order], np.arange(len(rows)))]
    many = len(rows)
    day = next_working(p.held_on[rows] + 10 + chance.integers(0, 12, size=many))
    by = world.holdings.worker_on(p.episode[rows], day)
    level = np.array(list(LEVELS), dtype=object)[pick_index(chance, 3, many, (38, 40, 22))]
    ends = day + chance.integers(90, 260, size=many)
    ended = np.where(
        (ends <= last)
        & (ends < world.plans.end[p.plan[rows]])
        & (p.worries.family[rows] != place_of("harm_outside")),
        ends,
        NEVER,
    )
    at_, ended_at = at(day, 15 * 3600), np.where(ended < NEVER, at(ended, 15 * 3600), NEVER_AT)
    over = ended < NEVER
    decision = decide(
        world, out, child=child, kind="outside_home", decided=[LEVELS[each] for each in level.tolist()], decided_at=at_, by=by, looks=0.0,
        reasons=say(chance, [0] * many, {0: words.DECISION}), address=[f"/people/{each}/harm-outside-home/" for each in world.people.id[child].tolist()],
        parent=[p.parents(world)[row] for row in rows.tolist()],
    )  # fmt: skip
    number = out.ids("protection_exploitationassessment", many)
    nothing = [0] * many
    out.write(
        "protection_exploitationassessment",
        pl.DataFrame(
            {
                "id": number, "child_id": world.people.id[child], "follows_id": pl.Series([None] * many, dtype=pl.Int64), "assessed_date": dates(day), "assessed_by_id": by,
                "child_words": one_of(chance, many, words.YOUNG_SAYS), "strengths": say(chance, nothing, {0: words.OWN_STRENGTHS}), "signs": say(chance, nothing, {0: words.SIGNS}),
                "parents_view": one_of(chance, many, words.PARENTS_SAY), "analysis": say(chance, nothing, {0: words.ANALYSIS}), "level": level.tolist(), "decision_id": decision,
                "review_date": dates(next_working(day + 42)), "ended_date": dates(ended), "end_words": where(over, ["The debt is gone and so are the men. Boxing goes on."] * many), "version": 1 + over,
            }
        ),
        recorded_at=at_, recorded_by=by, changes=[Change(ended_at, by, {"ended_date": None, "end_words": "", "version": 1})],
    )  # fmt: skip
    two = np.nonzero(happens(chance, 0.3, many))[0]
    first = pick_index(chance, 4, many, (46, 30, 16, 8))
    of, kind = np.concatenate([np.arange(many), two]), np.concatenate([first, (first[two] + 1) % 4])
    out.write(
        "protection_exploitationform",
        pl.DataFrame({"id": out.ids("protection_exploitationform", len(of)), "assessment_id": number[of], "kind": [KINDS[each] for each in kind.tolist()]}),
        recorded_at=at_[of], recorded_by=by[of],
    )  # fmt: skip
    step, place = np.repeat(np.arange(many), 3), np.tile(np.arange(3), many)
    which = (step + place * 2) % len(words.STEPS)
    due = next_working(day[step] + 14 + 7 * place)
    done = np.where((due + 2 <= last) & happens(chance, 0.75, len(step)), due + 2, NEVER)
    out.write(
        "protection_exploitationplanstep",
        pl.DataFrame(
            {
                "id": out.ids("protection_exploitationplanstep", len(step)), "assessment_id": number[step], "aim": [words.STEPS[each][0] for each in which.tolist()],
                "what": [words.STEPS[each][1] for each in which.tolist()], "who": [words.STEPS[each][2] for each in which.tolist()], "due_date": dates(due),
                "done_date": dates(done), "done_words": where(done < NEVER, ["Done, and it helped a little"] * len(step)),
            }
        ),
        recorded_at=at_[step], recorded_by=by[step], changes=[Change(np.where(done < NEVER, at(done, 12 * 3600), NEVER_AT), by[step], {"done_date": None, "done_words": ""})],
    )  # fmt: skip
    thread = pl.Series([f"exploitation:{each}" for each in number.tolist()], dtype=pl.String)
    world.events.add("protection.exploitation_assessed", at_, by, "Risk outside the home was assessed.", about=world.people.id[child], thread=thread,
                     details=pl.Series([f'{{"level": "{each}", "follows": null}}' for each in level.tolist()], dtype=pl.String), significant=True)  # fmt: skip
    closed = np.nonzero(over)[0]
    world.events.add("protection.exploitation_work_ended", ended_at[closed], by[closed], "Work on harm outside the home ended, with what changed.",
                     about=world.people.id[child[closed]], thread=thread.gather(closed))  # fmt: skip
    refer = happens(chance, REFERRED, many) | (p.worries.family[rows] == place_of("harm_outside"))
    _write_referrals(world, out, child[refer], day[refer] + 3, by[refer])
    world.say(f"{many:,} assessments of harm outside the home")


def _write_referrals(
    world: World, out: Loader, child: NDArray[np.int64], day: NDArray[np.int64], by: NDArray[np.int64]
) -> None:
    """Write referrals to the national mechanism: one for a young person at a time, with what was decided and when."""
    chance, last = world.chance("national referrals"), world.last
    one = np.unique(child, return_index=True)[1]
    child, day, by = child[one], next_working(day[one]), by[one]
    kept = day <= last
    child, day, by = child[kept], day[kept], by[kept]
    many = len(child)
    number = out.ids("protection_nationalreferral", many)
    reasonable = next_working(day + chance.integers(3, 13, size=many))
    reasonable = np.where(reasonable <= last, reasonable, NEVER)
    positive = happens(chance, 0.9, many)
    conclusive = np.where(
        positive & (reasonable < NEVER), reasonable + 240 + chance.integers(0, 200, size=many), NEVER
    )
    conclusive = np.where(conclusive <= last, next_working(np.minimum(conclusive, last)), NEVER)
    conclusive = np.where(conclusive <= last, conclusive, NEVER)
    first, second = reasonable < NEVER, conclusive < NEVER
    stamps = [
        at(day, 16 * 3600),
        np.where(first, at(reasonable, 12 * 3600), NEVER_AT),
        np.where(second, at(conclusive, 12 * 3600), NEVER_AT),
    ]
    out.write(
        "protection_nationalreferral",
        pl.DataFrame(
            {
                "id": number, "child_id": world.people.id[child], "referred_date": dates(day), "referred_by_id": by, "reference": [f"NRM{each * 7919 % 1000000:06}" for each in number.tolist()],
                "why": one_of(chance, many, words.WHY_REFERRED), "child_told": one_of(chance, many, words.YOUNG_SAYS), "reasonable_grounds": where(first, np.where(positive, "positive", "negative").tolist()),
                "reasonable_grounds_date": dates(reasonable), "conclusive_grounds": where(second, ["positive"] * many), "conclusive_grounds_date": dates(conclusive),
                "support": [words.SUPPORT] * many, "version": 1 + first + second,
            }
        ),
        recorded_at=stamps[0], recorded_by=by,
        changes=[
            Change(stamps[1], by, {"reasonable_grounds": "", "reasonable_grounds_date": None, "version": 1}),
            Change(stamps[2], by, {"conclusive_grounds": "", "conclusive_grounds_date": None, "version": 2}),
        ],
    )  # fmt: skip
    for kind, when, summary in (
        ("national_referral_made", stamps[0], "Referred to the national referral mechanism."),
        ("reasonable_grounds_decided", stamps[1], "National referral, reasonable grounds: decided."),
        ("conclusive_grounds_decided", stamps[2], "National referral, conclusive grounds: decided."),
    ):
        rows = np.nonzero(when < NEVER_AT)[0]
        world.events.add(f"protection.{kind}", when[rows], by[rows], summary, about=world.people.id[child[rows]], team=world.workforce.team_of(by[rows]),
                         thread=pl.Series([f"national_referral:{each}" for each in number[rows].tolist()], dtype=pl.String))  # fmt: skip
