"""Strategy discussions: who was there, what each agency knows, what was decided for each child and who does what."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import Chance, happens, pick_index, repeated
from kith.demo.chapters.protection.decisions import decide
from kith.demo.chapters.protection.made import Children, Protection
from kith.demo.chapters.protection.saying import first_of, names_of, one_of, say, where
from kith.demo.days import NEVER, NEVER_AT, Instants, add_working_days, at, dates, instants
from kith.demo.loader import Change, Loader
from kith.demo.protection_journeys import NO_CONFERENCE, NO_ENQUIRY, STOOD_DOWN
from kith.demo.words import protection_words as words
from kith.demo.world import World

# How often each agency takes part, sends what it knows, or does not: invented. Police and health are expected.
AGENCIES: dict[str, tuple[float, float]] = {"police": (0.90, 0.06), "health": (0.78, 0.15), "education": (0.72, 0.10), "family_help": (0.20, 0.02), "housing": (0.07, 0.02), "probation": (0.05, 0.02)}  # fmt: skip
POSTS = {"police": "Detective, child abuse team", "health": "Named nurse", "education": "Safeguarding lead", "family_help": "Family Help practitioner",
         "housing": "Housing officer", "probation": "Probation practitioner"}  # fmt: skip
NO_ENQUIRY_OUTCOMES = ("help", "assess", "nothing_further")


def write(world: World, out: Loader) -> None:
    """Write every strategy discussion that has been called."""
    p, chance = world.protection, world.chance("strategy discussions")
    w, many = p.worries, len(p.worries)
    p.discussion_id = out.ids("protection_strategydiscussion", many)
    called_at, held_at = p.called_at, p.held_at
    is_held = held_at < NEVER_AT
    down = (w.kind == STOOD_DOWN) & (w.held == NEVER)
    down_at = np.where(down, called_at + 4 * 3600, NEVER_AT)
    down &= down_at < at(np.full(many, world.today), 0)
    down_at = np.where(down, down_at, NEVER_AT)
    first = p.children.row[first_of(p.children.of, many)]
    child, parent = names_of(world, first), p.parents(world)
    told = {
        "why_called": say(chance, p.theme, words.WHY_CALLED, child, parent),
        "information": where(is_held, say(chance, [0] * many, {0: words.INFORMATION}, child, parent)),
        "what_has_helped": where(is_held, say(chance, [0] * many, {0: words.WHAT_HAS_HELPED}, child, parent)),
        "safe_now": where(is_held, say(chance, [0] * many, {0: words.SAFE_NOW}, child, parent)),
        "stood_down_reason": where(down, one_of(chance, many, words.STOOD_DOWN)),
    }  # fmt: skip
    part = {name: chance.random(many) for name in AGENCIES}
    absent = (part["police"] > sum(AGENCIES["police"])) | (part["health"] > sum(AGENCIES["health"]))
    told["why_without"] = where(is_held & absent, one_of(chance, many, words.WHY_WITHOUT))
    how = np.array(["video", "telephone", "meeting"], dtype=object)[pick_index(chance, 3, many, (68, 22, 10))]
    planned_at = at(np.where(w.held < NEVER, w.held, add_working_days(w.called, 1)), 13 * 3600)
    out.write(
        "protection_strategydiscussion",
        pl.DataFrame(
            {
                "id": p.discussion_id, "family_id": world.people.family_id[w.family], "plan_id": p.plan_id(world),
                "status": np.where(is_held, "held", np.where(down, "stood_down", "called")).tolist(), "called_date": dates(w.called),
                "called_by_id": p.lead, "planned_at": instants(planned_at), "held_date": dates(np.where(is_held, w.held, NEVER)),
                "held_how": where(is_held, how.tolist()), "led_by_id": pl.Series(np.where(is_held, p.manager, 0)).replace(0, None), **told,
                "version": np.where(is_held | down, 2, 1),
            }
        ),
        recorded_at=called_at, recorded_by=p.lead,
        changes=[
            Change(held_at, p.manager, {"status": "called", "held_date": None, "held_how": "", "led_by_id": None, "information": "", "what_has_helped": "",
                                        "safe_now": "", "why_without": "", "version": 1}),
            Change(down_at, p.manager, {"status": "called", "stood_down_reason": "", "version": 1}),
        ],
    )  # fmt: skip
    _write_children(world, out, p, chance, parent)
    _write_attendance(world, out, p, chance, part)
    _write_actions(world, out, p, chance)
    about = (p.children.of, world.people.id[p.children.row])
    thread = pl.Series([f"strategy:{number}" for number in p.discussion_id.tolist()], dtype=pl.String)
    world.events.add("protection.strategy_discussion_called", called_at, p.lead, "A strategy discussion was called.", about=about,
                     thread=thread, team=world.workforce.team_of(p.lead))  # fmt: skip
    for kind, then, summary in (
        ("strategy_discussion_held", held_at, "A strategy discussion was held."),
        ("strategy_discussion_stood_down", down_at, "A strategy discussion was stood down."),
    ):
        rows = np.nonzero(then < NEVER_AT)[0]
        theirs = p.children_of(rows)
        world.events.add(f"protection.{kind}", then[rows], p.manager[rows], summary, about=(theirs.of, world.people.id[theirs.row]),
                         thread=thread.gather(rows), significant=True)  # fmt: skip
    world.say(f"{many:,} strategy discussions")


def _write_children(world: World, out: Loader, p: Protection, chance: Chance, parent: list[str]) -> None:
    """Write each child's part, with the decision that was made for them."""
    w, of = p.worries, p.children.of
    many = len(of)
    enquires = w.kind[of] >= NO_CONFERENCE
    is_held = p.held_at[of] < NEVER_AT
    other = np.array(NO_ENQUIRY_OUTCOMES, dtype=object)[
        np.where(p.plan[of] >= 0, 0, 1 + pick_index(chance, 2, len(w), (80, 20))[of])
    ]
    outcome = np.where(enquires, np.where(p.joint[of], "enquiry_joint", "enquiry_single"), other)
    said = {
        "enquiry_single": "Make enquiries: social care alone", "enquiry_joint": "Make enquiries: social care and police together",
        "help": "No enquiry: help goes on, or begins, on the family's plan", "assess": "No enquiry: the family's needs are assessed (section 17)",
        "nothing_further": "No enquiry, and nothing further is needed",
    }  # fmt: skip
    names = names_of(world, p.children.row)
    parents = [parent[place] for place in of.tolist()]
    rows = np.nonzero(is_held)[0]
    decision = np.zeros(many, dtype=np.int64)
    decision[rows] = decide(
        world, out, child=p.children.row[rows], kind="strategy", decided=[said[each] for each in outcome[rows].tolist()],
        reasons=say(chance, enquires[rows].tolist(), words.STRATEGY_REASONS, [names[i] for i in rows], [parents[i] for i in rows]),
        decided_at=p.held_at[of[rows]] + 60, by=p.manager[of[rows]], parent=[parents[i] for i in rows],
        address=[f"/strategy-discussions/{number}/" for number in p.discussion_id[of[rows]].tolist()], looks=0.02,
    )  # fmt: skip
    out.write(
        "protection_strategychild",
        pl.DataFrame(
            {
                "id": out.ids("protection_strategychild", many), "discussion_id": p.discussion_id[of], "child_id": world.people.id[p.children.row],
                "outcome": where(is_held, outcome.tolist()), "decision_id": pl.Series(decision).replace(0, None),
            }
        ),
        recorded_at=p.called_at[of], recorded_by=p.lead[of],
        changes=[Change(np.where(is_held, p.held_at[of] + 60, NEVER_AT), p.manager[of], {"outcome": "", "decision_id": None})],
    )  # fmt: skip


def _write_attendance(
    world: World, out: Loader, p: Protection, chance: Chance, part: dict[str, NDArray[np.float64]]
) -> None:
    """Write who took part: the worker and the manager, and each agency as often as it usually does."""
    held = np.nonzero(p.held_at < NEVER_AT)[0]
    rows, agency, took, worker = (
        [held],
        [np.full(len(held), "social_care", dtype=object)],
        [np.full(len(held), "came", dtype=object)],
        [p.lead[held]],
    )
    for name, (came, sent) in AGENCIES.items():
        drawn = part[name][held]
        expected = name in ("police", "health")
        there = (drawn < came + sent) | expected
        how = np.where(
            drawn < came, "came", np.where(drawn < came + sent, "sent_words", "did_not_come")
        ).astype(object)
        rows.append(held[there])
        agency.append(np.full(int(there.sum()), name, dtype=object))
        took.append(how[there])
        worker.append(np.zeros(int(there.sum()), dtype=np.int64))
    row, who, agencies, how = (
        np.concatenate(rows),
        np.concatenate(worker),
        np.concatenate(agency),
        np.concatenate(took),
    )
    spoke = (who == 0) & (how != "did_not_come")
    people = world.people
    given, surname = (
        people.given[(row * 31 + 7) % len(people.given)],
        people.surname[(row * 37 + 3) % len(people.given)],
    )
    names = [f"{a} {b}" if there else "" for a, b, there in zip(given, surname, spoke.tolist(), strict=True)]
    out.write(
        "protection_strategyattendance",
        pl.DataFrame(
            {
                "id": out.ids("protection_strategyattendance", len(row)), "discussion_id": p.discussion_id[row], "agency": agencies.tolist(),
                "worker_id": pl.Series(who).replace(0, None), "name": names,
                "post": [POSTS.get(each, "") for each in agencies.tolist()], "took_part": how.tolist(),
            }
        ),
        recorded_at=p.held_at[row] + 30, recorded_by=p.manager[row],
    )  # fmt: skip


def _write_actions(world: World, out: Loader, p: Protection, chance: Chance) -> None:
    """Write who does what by when where an enquiry began or help goes on."""
    held = np.nonzero((p.held_at < NEVER_AT) & (p.worries.kind >= NO_ENQUIRY))[0]
    place, turn = repeated(chance.integers(1, 4, size=len(held)))
    row = held[place]
    write_actions(world, out, chance, "discussion_id", p.discussion_id[row], row, turn, p.held_at[row], p.lead[row],
                  "strategy", p.discussion_id[row], p.children_of(row), words.AGREED)  # fmt: skip


def write_actions(
    world: World, out: Loader, chance: Chance, column: str, number: NDArray[np.int64], row: NDArray[np.int64],
    turn: NDArray[np.int64], agreed_at: Instants, lead: NDArray[np.int64], kind: str, process: NDArray[np.int64],
    children: Children, options: tuple[str, ...],
) -> None:  # fmt: skip
    """Write what was agreed in one place, whether it was done, and what came of it."""
    many = len(row)
    day = agreed_at // 86_400
    due = add_working_days(day, chance.integers(1, 9, size=many))
    done = due + chance.integers(-1, 4, size=many)
    done = np.where((done <= world.last) & (done >= day) & happens(chance, 0.9, many), done, NEVER)
    own = happens(chance, 0.62, many)
    done_at = np.where(done < NEVER, at(done, 16 * 3600 + 1800) + row % 900, NEVER_AT)
    # What was agreed and done on one day was agreed first.
    done_at = np.where(done == day, np.maximum(done_at, agreed_at + 1800), done_at)
    names = world.workforce.name[lead - 1]
    other = one_of(
        chance, many, ("School", "Health visitor", "Police", "Grandmother", "Father", "School nurse")
    )
    out.write(
        "protection_protectiveaction",
        pl.DataFrame(
            {
                "id": out.ids("protection_protectiveaction", many), column: number,
                "what": [options[each] for each in ((row * 3 + turn * 7) % len(options)).tolist()],
                "who": [name if mine else somebody for name, mine, somebody in zip(names, own.tolist(), other, strict=True)],
                "worker_id": pl.Series(np.where(own, lead, 0)).replace(0, None), "due_date": dates(due), "done_date": dates(done),
                "done_words": where(done < NEVER, one_of(chance, many, words.CAME_OF_IT)),
            }
        ),
        recorded_at=agreed_at + 90, recorded_by=lead, changes=[Change(done_at, lead, {"done_date": None, "done_words": ""})],
    )  # fmt: skip
    did = np.nonzero(done < NEVER)[0]
    mine = np.isin(children.of, did)
    place = np.asarray(np.searchsorted(did, children.of[mine]), dtype=np.int64)
    world.events.add(
        "protection.action_done", done_at[did], lead[did], "Something agreed to keep the children safe was done.",
        about=(place, world.people.id[children.row[mine]]),
        thread=pl.Series([f"{kind}:{each}" for each in process[did].tolist()], dtype=pl.String),
    )  # fmt: skip
