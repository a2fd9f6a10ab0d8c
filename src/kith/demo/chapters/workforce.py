"""Workforce: the tree of teams, everyone who has worked in it for three years, and the cast's accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.casework.access.roles import Role
from kith.demo import numbers
from kith.demo.cast import CAST
from kith.demo.chance import Chance, happens, pick_index
from kith.demo.days import NEVER, NEVER_AT, Days, at, date_of, dates
from kith.demo.holdings import episodes_of
from kith.demo.loader import Change, Loader
from kith.demo.names.drawing import draw_communities, draw_given, draw_surnames
from kith.demo.world import World
from kith.reference import read_table

NINE = 9 * 3600
# Members of the cast's team who are not of the cast themselves but have a part in its stories.
COLLEAGUES = {
    "social_worker_colleague": ("James Thornton", Role.SOCIAL_WORKER),
    "family_help_colleague": ("Leanne Fairbrother", Role.FAMILY_HELP_PRACTITIONER),
    "colleague_away": ("Priya Solanki", Role.FAMILY_HELP_PRACTITIONER),
}
TEAM_NAMES = ["Alder", "Beech", "Cedar", "Elm", "Hazel", "Holly", "Larch", "Maple", "Oak", "Poplar", "Rowan", "Willow", "Aspen", "Birch", "Cherry", "Hawthorn", "Juniper", "Linden", "Sycamore", "Walnut"]  # fmt: skip


@dataclass
class Workforce:
    """One row a worker, in order of number: role, team, and the days between which they work here."""

    id: NDArray[np.int64]
    name: NDArray[Any]
    role: NDArray[Any]
    team: NDArray[np.int64]
    start: Days
    end: Days
    is_manager: NDArray[np.bool_]
    known: dict[str, int]  # a cast member's or colleague's key to their number
    team_kind: dict[int, str]
    front_door_team: int

    def pool(self, role: str, kind: str | None = None) -> NDArray[np.int64]:
        """Return the places of the workers of a role, in teams of a kind, who are not of the cast."""
        told = set(self.known.values())
        return np.array(
            [
                place
                for place in np.nonzero(self.role == role)[0].tolist()
                if (kind is None or self.team_kind[int(self.team[place])] == kind)
                and int(self.id[place]) not in told
            ],
            dtype=np.int64,
        )

    def choose(self, chance: Chance, pool: NDArray[np.int64], day: Days) -> NDArray[np.int64]:
        """Return one of the pool at work on each day, as workers' numbers.

        Where nobody of the pool is at work on a day, the one whose time here is nearest stands in.
        """
        chosen = np.zeros(len(day), dtype=np.int64)
        start, end = self.start[pool], self.end[pool]
        for month in np.unique(day // 30):
            rows = np.nonzero(day // 30 == month)[0]
            there = np.nonzero((start <= month * 30) & (end > month * 30 + 30))[0]
            if not len(there):
                there = np.array([np.argmin(np.abs(start - month * 30))])
            chosen[rows] = pool[there[chance.integers(len(there), size=len(rows))]]
        return np.asarray(self.id[chosen])

    def team_of(self, worker: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the team of each worker's number; 0 for nobody."""
        teams = np.concatenate([[0], self.team])
        return np.asarray(teams[worker])


def _count(world: World) -> dict[str, int]:
    """Return how many posts there are, from the published number of social workers and their caseload."""
    shape, scale = world.shape, world.scale
    social_workers = max((shape.social_workers_fte + shape.agency_fte) * scale, 6)
    holding = max(min(shape.children_in_need * scale / max(shape.caseload, 4), social_workers * 0.78), 3)
    contacts = len(world.approaches) / 3
    return {
        "holding": round(holding),
        "practitioners": max(3, round(holding * 0.75)),
        "teams": max(1, round(holding / 4.5)),
        "other_social_workers": max(2, round(social_workers - holding * 1.25)),
        "contact_officers": max(2, round(contacts / 750)),
        "chairs": max(1, round(social_workers / 40)),
        # About 65 children in care to each reviewing officer; the cast's own is one more of each.
        "reviewing_officers": max(1, round(world.care_shape.children * scale / 65) - 1),
        "personal_advisers": max(1, round(world.care_shape.leavers * scale / 24)),
        "adoption_workers": max(1, round(world.care_shape.children * scale / 120)),
    }


def _teams(world: World, posts: dict[str, int]) -> pl.DataFrame:
    """Return the tree of teams, the whole service first; the cast's own team is the first Family Help team."""
    rows: list[tuple[str, str, int | None]] = [(f"{world.shape.name} children's services", "service", None)]
    rows += [
        ("Front Door", "front_door", 1),
        ("Family Help", "family_help", 1),
        ("Child Protection", "child_protection", 1),
        ("Children in Care", "care", 1),
        ("Quality and Support", "support", 1),
    ]
    for number in range(posts["teams"]):
        turn = number // len(TEAM_NAMES)
        name = TEAM_NAMES[number % len(TEAM_NAMES)] + (f" {turn + 1}" if turn else "")
        rows.append((f"Family Help {name}", "family_help", 3))
    telephones = numbers.landlines(world.chance("team telephones"), world.shape.region, len(rows))
    return pl.DataFrame(
        {
            "id": np.arange(1, len(rows) + 1),
            "name": [name for name, _, _ in rows],
            "kind": [kind for _, kind, _ in rows],
            "parent_id": pl.Series([parent for _, _, parent in rows], dtype=pl.Int64),
            "telephone": telephones.tolist(),
        }
    )


@dataclass(frozen=True)
class Post:
    """One post: who holds it is a chain of workers back to the beginning of the history."""

    role: str
    team: int
    is_manager: bool = False
    name: str = ""
    key: str = ""
    may_be_agency: bool = False


def _posts(counts: dict[str, int]) -> list[Post]:
    front, protection, care, support, first = 2, 4, 5, 6, 7
    teams = [first + number for number in range(counts["teams"])]
    where = {
        Role.CONTACT_OFFICER: front, Role.FAMILY_HELP_PRACTITIONER: first, Role.SOCIAL_WORKER: first,
        Role.TEAM_MANAGER: first, Role.DIRECTOR: 1, Role.PLACEMENTS_OFFICER: care, Role.PERSONAL_ADVISER: care,
        Role.ADOPTION_WORKER: care,
    }  # fmt: skip
    posts = [
        Post(
            each.role,
            where.get(each.role, support),
            each.role in {Role.TEAM_MANAGER, Role.DIRECTOR},
            each.name,
            each.key,
        )
        for each in CAST
    ]
    posts += [Post(role, first, False, name, key) for key, (name, role) in COLLEAGUES.items()]
    posts += [Post(Role.TEAM_MANAGER, team, True) for team in [front, protection, care, support, *teams[1:]]]
    posts += [Post(Role.CONTACT_OFFICER, front) for _ in range(counts["contact_officers"])]
    posts += [
        Post(Role.SOCIAL_WORKER, teams[number % len(teams)], may_be_agency=True)
        for number in range(counts["holding"])
    ]
    posts += [
        Post(Role.FAMILY_HELP_PRACTITIONER, teams[number % len(teams)])
        for number in range(counts["practitioners"])
    ]
    posts += [
        Post(Role.SOCIAL_WORKER, protection if number % 3 == 0 else care, may_be_agency=True)
        for number in range(counts["other_social_workers"])
    ]
    posts += [Post(Role.CONFERENCE_CHAIR, support) for _ in range(counts["chairs"])]
    posts += [Post(Role.INDEPENDENT_REVIEWING_OFFICER, support) for _ in range(counts["reviewing_officers"])]
    posts += [Post(Role.PERSONAL_ADVISER, care) for _ in range(counts["personal_advisers"])]
    posts += [Post(Role.ADOPTION_WORKER, care) for _ in range(counts["adoption_workers"])]
    return posts


def _chains(world: World, chance: Chance, posts: list[Post]) -> list[tuple[Post, int, int, bool]]:
    """Return everyone who has held each post as (post, start, end, agency), the present holder last."""
    shape, held = world.shape, []
    agency_share = shape.agency_fte / max(shape.agency_fte + shape.social_workers_fte, 1)
    stay = 365 / max(shape.percent_turnover / 100, 0.04)
    for post in posts:
        end = NEVER
        while True:
            agency = post.may_be_agency and chance.random() < agency_share
            since = chance.exponential(330 if agency else stay)
            began = int((world.last if end == NEVER else end) - max(since, 60))
            if post.name:
                began = int(world.first - chance.integers(120, 2600))
            held.append((post, began, end, agency))
            if began <= world.first:
                break
            end = began
    return held


def write(world: World, out: Loader) -> None:
    """Write teams, workers, who was in which team when, and the cast's accounts."""
    chance = world.chance("workforce")
    counts = _count(world)
    teams = _teams(world, counts)
    out.ids("workforce_team", teams.height)
    then = np.full(teams.height, world.first * 86_400 + 7 * 3600)
    out.write("workforce_team", teams, recorded_at=then, recorded_by=np.zeros(teams.height, dtype=np.int64))
    held = _chains(world, chance, _posts(counts))
    many = len(held)
    codes = list(world.shape.ethnicity)
    ethnicity = np.array(codes, dtype=object)[
        pick_index(chance, len(codes), many, list(world.shape.ethnicity.values()))
    ]
    community = draw_communities(chance, ethnicity)
    female = happens(chance, 0.83, many)
    born = np.array([date_of(start).year for _, start, _, _ in held]) - chance.integers(25, 52, size=many)
    given, surname = draw_given(chance, female, born, community), draw_surnames(chance, community)
    workforce = Workforce(
        id=out.ids("workforce_worker", many),
        name=np.array(
            [post.name or f"{a} {b}" for (post, *_), a, b in zip(held, given, surname, strict=True)],
            dtype=object,
        ),
        role=np.array([str(post.role) for post, *_ in held], dtype=object),
        team=np.array([post.team for post, *_ in held], dtype=np.int64),
        start=np.array([start for _, start, _, _ in held], dtype=np.int64),
        end=np.array([end for _, _, end, _ in held], dtype=np.int64),
        is_manager=np.array([post.is_manager for post, *_ in held], dtype=bool),
        known={},
        team_kind=dict(teams.select("id", "kind").iter_rows()),
        front_door_team=2,
    )
    workforce.known = {post.key: place + 1 for place, (post, *_) in enumerate(held) if post.key}
    world.workforce = workforce
    _write_accounts(out)
    _write_workers(world, out, chance, held)
    _share_out(world)
    world.say(f"{many:,} workers in {teams.height} teams")


def _share_out(world: World) -> None:
    """Decide who takes each contact, which every later chapter asks."""
    workforce, approaches = world.workforce, world.approaches
    pool = np.append(workforce.pool(Role.CONTACT_OFFICER), workforce.known["contact_officer"] - 1)
    takes = workforce.choose(
        world.chance("takes contacts"), pool, np.minimum(approaches.decided_day, world.last)
    )
    # What came by the web form and waits has not been taken by anyone.
    waits = (approaches.decided_day == NEVER) & (approaches.channel == "web")
    world.taken_by = np.where(waits, 0, takes)
    world.episodes = episodes_of(world)


def _write_accounts(out: Loader) -> None:
    """Write an account for each of the cast; a password that begins with '!' opens to nothing that can be typed."""
    numbers_of = out.ids("access_user", len(CAST))
    out.write(
        "access_user",
        pl.DataFrame(
            {
                "id": numbers_of,
                "email": [each.email for each in CAST],
                "password": [f"!no-password-{each.key}" for each in CAST],
                "is_active": [True] * len(CAST),
            }
        ),
        recorded_at=np.full(len(CAST), 0),
        recorded_by=np.zeros(len(CAST), dtype=np.int64),
    )


def _partner_organisations(world: World) -> dict[str, str]:
    schools = read_table("schools").filter(
        pl.col("authority_code") == world.shape.code, pl.col("phase").is_in(["primary", "all-through"])
    ).sort("urn")  # fmt: skip
    school = schools["name"][0] if schools.height else f"{world.shape.name} Primary School"
    return {"partner_school": school, "partner_health": f"{world.shape.name} health visiting service"}


def _write_workers(
    world: World, out: Loader, chance: Chance, held: list[tuple[Post, int, int, bool]]
) -> None:
    workforce, many = world.workforce, len(held)
    qualified = {
        Role.SOCIAL_WORKER,
        Role.TEAM_MANAGER,
        Role.CONFERENCE_CHAIR,
        Role.INDEPENDENT_REVIEWING_OFFICER,
    }
    organisations = _partner_organisations(world)
    accounts = {each.key: place + 1 for place, each in enumerate(CAST)}
    part_time = np.array([1.0, 0.8, 0.6, 0.5])[pick_index(chance, 4, many, (78, 11, 7, 4))]
    frame = pl.DataFrame(
        {
            "id": workforce.id,
            "user_id": pl.Series([accounts.get(post.key) for post, *_ in held], dtype=pl.Int64),
            "name": workforce.name.tolist(),
            "role": workforce.role.tolist(),
            # Beyond any number that the regulator has given.
            "social_work_england_number": [
                f"SW{900_000 + place}" if post.role in qualified else ""
                for place, (post, *_) in enumerate(held)
            ],
            "full_time_equivalent": [
                1.0 if post.name else float(part_time[i]) for i, (post, *_) in enumerate(held)
            ],
            "is_agency": [agency for *_, agency in held],
            "organisation": [organisations.get(post.key, "") for post, *_ in held],
            "telephone": numbers.landlines(chance, world.shape.region, many).tolist(),
            "start_date": dates(workforce.start),
            "end_date": dates(workforce.end),
        }
    )
    nobody = np.zeros(many, dtype=np.int64)
    begun = np.maximum(at(workforce.start, NINE), at(np.full(many, world.first), 7 * 3600 + 60))
    left = np.where(workforce.end < NEVER, at(workforce.end, NINE), NEVER_AT)
    gone = [Change(left, nobody, {"end_date": None})]
    out.write("workforce_worker", frame, recorded_at=begun, recorded_by=nobody, changes=gone)
    out.write(
        "workforce_teammembership",
        pl.DataFrame(
            {
                "id": out.ids("workforce_teammembership", many),
                "worker_id": workforce.id,
                "team_id": workforce.team,
                "is_manager": workforce.is_manager,
                "start_date": dates(workforce.start),
                "end_date": dates(workforce.end),
            }
        ),
        recorded_at=begun,
        recorded_by=nobody,
        changes=gone,
    )
