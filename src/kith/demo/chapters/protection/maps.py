"""Maps of harm outside the home, with readers among the cast; and markers on people who pose a risk, seen from the children whom they could reach."""

from __future__ import annotations

import numpy as np
import polars as pl

from kith.demo.chance import pick_index
from kith.demo.chapters.protection.beside import some
from kith.demo.chapters.protection.saying import one_of
from kith.demo.days import NEVER, NEVER_AT, at, dates, next_working
from kith.demo.households import FATHER, PARTNER, YEAR
from kith.demo.loader import Change, Loader
from kith.demo.protection_journeys import NO_CONFERENCE
from kith.demo.told_families import TOLD
from kith.demo.words import outside_words as words
from kith.demo.world import World

READERS = (("social_worker", True), ("team_manager", False), ("social_worker_colleague", True))
MARKED = 0.04  # of enquiries, how many led to a marker on somebody: invented


def write(world: World, out: Loader) -> None:
    """Write the maps, and the markers."""
    _write_maps(world, out)
    _write_markers(world, out)


def _write_maps(world: World, out: Loader) -> None:
    p, known, chance = world.protection, world.workforce.known, world.chance("maps")
    of = p.children.of
    hidden = [
        place for place, told in enumerate(TOLD) if told.restriction != "normal" or told.key == "own_family"
    ]
    young = (
        (p.theme[of] == "OUT")
        & (p.held_on[of] - world.people.households.born[p.children.row] > 13 * YEAR)
        & ~np.isin(p.worries.family[of], hidden)
    )
    rows = np.unique(p.children.row[young])
    many = len(words.MAPS)
    opened = next_working(np.array([world.last - 150, world.last - 80, world.last - 30]))
    owner = np.array([known["team_manager"], known["social_worker"], known["team_manager"]])
    number = out.ids("protection_outsidemap", many)
    opened_at = at(opened, 14 * 3600)
    out.write(
        "protection_outsidemap",
        pl.DataFrame(
            {"id": number, "title": [each[0] for each in words.MAPS], "purpose": [each[2] for each in words.MAPS], "owner_id": owner, "opened_date": dates(opened),
             "review_date": dates(next_working(np.array([world.last + 5, world.last + 30, world.last - 3]))), "closed_date": dates(np.full(many, NEVER)), "closed_words": [""] * many, "version": np.ones(many, dtype=np.int64)}
        ),
        recorded_at=opened_at, recorded_by=owner,
    )  # fmt: skip
    of_map, reader = (
        np.repeat(np.arange(many), len(READERS)),
        np.tile([known[key] for key, _ in READERS], many),
    )
    out.write(
        "protection_mapreader",
        pl.DataFrame(
            {"id": out.ids("protection_mapreader", len(of_map)), "map_id": number[of_map], "worker_id": reader, "why": ["Works with a young person on it"] * len(of_map),
             "may_write": [bool(may) for _, may in READERS] * many, "named_by_id": owner[of_map], "start_date": dates(opened[of_map]), "end_date": dates(np.full(len(of_map), NEVER))}
        ),
        recorded_at=opened_at[of_map], recorded_by=owner[of_map],
    )  # fmt: skip
    nodes: list[tuple[int, str, int, str]] = []
    for place, (_, _, _, things) in enumerate(words.MAPS):
        mine = chance.permutation(rows)[:4].tolist()
        nodes += [(place, "young_person", int(world.people.id[row]), "") for row in mine]
        nodes += [(place, kind, 0, label) for kind, label in things]
    node_map = np.array([place for place, *_ in nodes])
    node = out.ids("protection_mapnode", len(nodes))
    added = next_working(opened[node_map] + 2)
    out.write(
        "protection_mapnode",
        pl.DataFrame(
            {"id": node, "map_id": number[node_map], "kind": [kind for _, kind, *_ in nodes], "person_id": pl.Series([who for *_, who, _ in nodes], dtype=pl.Int64).replace(0, None),
             "label": [label for *_, label in nodes], "words": one_of(chance, len(nodes), ("Known to police since the spring.", "From two young people, who do not know each other.", "Seen by the school.", "")),
             "postcode": [""] * len(nodes), "added_date": dates(added), "removed_date": dates(np.full(len(nodes), NEVER))}
        ),
        recorded_at=at(added, 15 * 3600), recorded_by=owner[node_map],
    )  # fmt: skip
    links = [(first, second) for first in range(len(nodes)) for second in range(len(nodes))
             if nodes[first][0] == nodes[second][0] and nodes[first][1] == "young_person" and nodes[second][1] != "young_person" and (first * 7 + second) % 3]  # fmt: skip
    first = np.array([one for one, _ in links], dtype=np.int64)
    second = np.array([other for _, other in links], dtype=np.int64)
    size = len(links)
    out.write(
        "protection_maplink",
        pl.DataFrame(
            {"id": out.ids("protection_maplink", size), "map_id": number[node_map[first]], "from_node_id": node[first], "to_node_id": node[second], "what": one_of(chance, size, words.LINKS),
             "source": one_of(chance, size, words.SOURCES), "how_sure": one_of(chance, size, ("known", "thought", "thought", "rumour")), "start_date": dates(added[first]), "end_date": dates(np.full(size, NEVER))},
            schema_overrides={"what": pl.String, "source": pl.String, "how_sure": pl.String},
        ),
        recorded_at=at(added[first], 15 * 3600 + 600), recorded_by=owner[node_map[first]],
    )  # fmt: skip


def _write_markers(world: World, out: Loader) -> None:
    p, people, chance, last = world.protection, world.people, world.chance("markers"), world.last
    w = p.worries
    ended = np.nonzero(
        (w.kind >= NO_CONFERENCE)
        & (w.decided + 40 < last)
        & (w.family >= len(TOLD))
        & (p.theme != "NEG")
        & (p.theme != "OUT")
    )[0]
    rows = some(world, "markers", len(ended) * MARKED * 2, ended)
    father, partner = people.row_in_slot(FATHER), people.row_in_slot(PARTNER)
    row = np.where(partner[w.family[rows]] >= 0, partner[w.family[rows]], father[w.family[rows]])
    start = next_working(w.decided[rows] + 2)
    good = (
        (row >= 0)
        & np.where(row >= 0, (people.id[row] > 0) & (people.households.died[row] == NEVER), False)
        & (start <= last)
    )
    one = np.zeros(len(rows), dtype=bool)
    one[np.unique(row, return_index=True)[1]] = True
    rows, row, start = rows[good & one], row[good & one], start[good & one]
    many = len(rows)
    if not many:
        return
    number, by, manager = out.ids("protection_personwhoposesrisk", many), p.lead[rows], p.manager[rows]
    review = next_working(start + 180)
    looked = np.where(review <= last, review, NEVER)
    next_review = np.where(looked < NEVER, next_working(review + 180), review)
    begun_at, agreed_at = at(start, 15 * 3600), at(next_working(start + 1), 10 * 3600)
    agreed = agreed_at < at(np.full(many, world.today), 0)
    looked_at = np.where(looked < NEVER, at(looked, 14 * 3600), NEVER_AT)
    basis = np.array(["enquiry_finding", "conviction", "court_finding", "information"], dtype=object)[
        pick_index(chance, 4, many, (55, 20, 10, 15))
    ]
    out.write(
        "protection_personwhoposesrisk",
        pl.DataFrame(
            {
                "id": number, "person_id": people.id[row], "basis": basis.tolist(), "what_is_known": one_of(chance, many, words.MARK_KNOWN), "what_to_do": one_of(chance, many, words.MARK_DO),
                "person_told": one_of(chance, many, words.MARK_TOLD), "marked_by_id": by, "agreed_by_id": pl.Series(np.where(agreed, manager, 0)).replace(0, None),
                "review_date": dates(next_review), "end_words": [""] * many, "version": 1 + agreed + (looked < NEVER), "start_date": dates(start), "end_date": dates(np.full(many, NEVER)),
            }
        ),
        recorded_at=begun_at, recorded_by=by,
        changes=[Change(np.where(agreed, agreed_at, NEVER_AT), manager, {"agreed_by_id": None, "version": 1}), Change(looked_at, by, {"review_date": dates(review), "version": 2})],
    )  # fmt: skip
    children = p.children_of(rows)
    out.write(
        "protection_childatriskfrom",
        pl.DataFrame({"id": out.ids("protection_childatriskfrom", len(children.of)), "marker_id": number[children.of], "child_id": people.id[children.row],
                      "how": ["Lives there or comes to the house"] * len(children.of), "start_date": dates(start[children.of]), "end_date": dates(np.full(len(children.of), NEVER))}),
        recorded_at=begun_at[children.of] + 30, recorded_by=by[children.of],
    )  # fmt: skip
    again = np.nonzero(looked < NEVER)[0]
    out.write(
        "protection_riskreview",
        pl.DataFrame({"id": out.ids("protection_riskreview", len(again)), "marker_id": number[again], "reviewed_date": dates(looked[again]), "reviewed_by_id": by[again],
                      "words": one_of(chance, len(again), words.MARK_LOOKED), "next_review_date": dates(next_review[again])}, schema_overrides={"words": pl.String}),
        recorded_at=looked_at[again], recorded_by=by[again],
    )  # fmt: skip
    for kind, when, who, summary in (
        ("risk_marked", begun_at, by, "Somebody who poses a risk to this child was marked."),
        ("risk_marker_agreed", np.where(agreed, agreed_at, NEVER_AT), manager, "The marker on somebody who poses a risk to this child was agreed."),
        ("risk_marker_reviewed", looked_at, by, "The marker on somebody who poses a risk to this child was looked at again."),
    ):  # fmt: skip
        chosen = np.nonzero(when < NEVER_AT)[0]
        mine = np.isin(children.of, chosen)
        world.events.add(f"protection.{kind}", when[chosen], who[chosen], summary, about=(np.searchsorted(chosen, children.of[mine]), people.id[children.row[mine]]),
                         thread=pl.Series([f"risk_marker:{each}" for each in number[chosen].tolist()], dtype=pl.String))  # fmt: skip
    world.say(f"{many:,} markers on people who pose a risk")
