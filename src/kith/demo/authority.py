"""Making a whole authority in an empty database: shaped by a real one's published figures, with nobody real in it."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import psycopg
from django.db import connection, transaction

from kith.demo import (
    care_shape,
    chance,
    help_here,
    journeys,
    protection_journeys,
    protection_shape,
    shape,
    told_families,
    told_protection,
    which_authority,
)
from kith.demo.approaches import gather
from kith.demo.chapters import CHAPTERS
from kith.demo.days import Days, number_of, years_before
from kith.demo.loader import Loader
from kith.demo.world import World

ROOMS = (
    "people_", "workforce_", "front_door_", "plans_", "family_help_", "protection_", "care_", "timeline_", "access_",
)  # fmt: skip
# People for each family that has come in three years, and families that an older system knew for each of those.
PEOPLE_IN_FAMILY = 4.62
DORMANT_FOR_ACTIVE = 0.35


class NotEmpty(RuntimeError):
    """There is an authority in the database already."""


@dataclass(frozen=True)
class MadeUpAuthority:
    """What was made: rows by table, and the seconds that each chapter took, in order."""

    code: str
    name: str
    today: datetime.date
    seed: int
    rows: dict[str, int] = field(repr=False)
    seconds: dict[str, float]

    @property
    def people(self) -> int:
        """How many people are on the record."""
        return self.rows.get("people_person", 0)

    @property
    def total_seconds(self) -> float:
        """How long it took from beginning to end."""
        return sum(self.seconds.values())


@dataclass(frozen=True)
class Described:
    """Which authority is in the database, and the day it was made for."""

    name: str
    today: datetime.date


def exists() -> bool:
    """Return whether an authority is in the database: it has a team without a parent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM workforce_team WHERE parent_id IS NULL)")
        return bool(cursor.fetchone()[0])


def describe() -> Described | None:
    """Return the name of the authority in the database and the day after its last recorded event, or None."""
    if not exists():
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM workforce_team WHERE parent_id IS NULL ORDER BY id LIMIT 1")
        name = cursor.fetchone()[0].removesuffix(" children's services")
        cursor.execute("SELECT max(day) FROM timeline_event WHERE id <= (SELECT max(id) FROM timeline_event)")
        last = cursor.fetchone()[0]
    return Described(name, (last or datetime.date.today()) + datetime.timedelta(days=1))  # noqa: DTZ011


def make(
    *,
    authority: str,
    scale: float = 1.0,
    seed: int = 1,
    today: datetime.date,
    say: Callable[[str], None],
    people: int | None = None,
) -> MadeUpAuthority:
    """Fill an empty, migrated database with a made-up authority, as the database's owner, and say how it goes.

    `authority` is one of 153 names or codes. At scale 1.0 a year has as many referrals as were published. `people`
    overrides `scale` so that about so many are on the record: beyond what the busiest service would meet in three
    years, they are people whom an older system knew. The same arguments give the same rows.

    Raises UnknownAuthority for a name that is none's, and NotEmpty where an authority is there already. Nothing is
    left behind by a failure: all is one transaction.
    """
    code = which_authority.code_of(authority)
    if exists():
        raise NotEmpty(
            "There is an authority in this database already. Use an empty database, or keep this one."
        )
    began = time.monotonic()
    seconds: dict[str, float] = {}

    def chapter(name: str) -> None:
        seconds[name] = round(time.monotonic() - began - sum(seconds.values()), 2)

    world = plan_world(shape.of_authority(code), scale, seed, today, say, people, help_here.read_catalogue())
    chapter("Journeys")
    with psycopg.connect(_address(), autocommit=False) as opened:
        out = Loader(opened, ROOMS)
        out.begin()
        chapter("Setting indexes aside")
        for name, write in CHAPTERS:
            say(f"{name} …")
            write(world, out)
            chapter(name)
        out.drain()
        chapter("Copying what was left")
        say("Indexes and checks …")
        out.finish()
        chapter("Indexes and checks")
    with psycopg.connect(_address(), autocommit=True) as opened:
        out.analyse(opened)
    _make_searchable(say)
    chapter("Statistics and search")
    made = MadeUpAuthority(code, world.shape.name, today, seed, dict(sorted(out.rows.items())), seconds)
    say(f"{made.people:,} people in {made.total_seconds:.0f} seconds")
    return made


def plan_world(
    published: shape.Shape,
    scale: float,
    seed: int,
    today: datetime.date,
    say: Callable[[str], None],
    people: int | None,
    catalogue: tuple[help_here.HelpHere, ...],
) -> World:
    """Return the world before its first chapter: who comes when, told families first."""
    last = number_of(today) - 1
    first = years_before(number_of(today), 3)
    factors = journeys.find_factors(published, first, last)
    for_a_referral = 1 / factors.referrals_for_a_family
    if people is not None:
        active = people / (PEOPLE_IN_FAMILY * (1 + DORMANT_FOR_ACTIVE))
        scale = min(
            active / (published.referrals * for_a_referral), journeys.BUSIEST_YEAR / published.referrals
        )
    active = max(round(published.referrals * scale * for_a_referral), len(told_families.TOLD) + 5)
    dormant = round(active * DORMANT_FOR_ACTIVE)
    if people is not None:
        dormant = max(round(people / PEOPLE_IN_FAMILY) - active, 0)
    came = journeys.travel(
        chance.generator(seed, published.code, str(number_of(today)), "journeys"),
        published,
        active,
        first,
        last,
        factors,
    )
    told_families.tell(came, number_of(today))
    protected = protection_shape.of_authority(published.code, published.population_0_17)
    worries = protection_journeys.protect(
        chance.generator(seed, published.code, str(number_of(today)), "protection"),
        protected,
        came,
        scale,
        last,
    )
    worries = protection_journeys.Worries.together([told_protection.tell(number_of(today)), worries])
    approaches = gather(
        chance.generator(seed, published.code, str(number_of(today)), "approaches"), published, came
    )
    in_care = care_shape.of_authority(published.code)
    say(f"{published.name}: {active:,} families came in three years, {len(approaches):,} times")
    return World(
        published,
        protected,
        in_care,
        seed,
        scale,
        number_of(today),
        say,
        came,
        worries,
        approaches,
        dormant,
        min(round(in_care.leavers * scale * 2.5), dormant // 3),
        _who_come_alone(in_care, scale, seed, published.code, first, last),
        catalogue,
    )


def _who_come_alone(
    in_care: care_shape.CareShape, scale: float, seed: int, code: str, first: int, last: int
) -> Days:
    """Return the days on which children came by themselves, in order: for some time before the history begins too."""
    drawn = chance.generator(seed, code, str(last), "who come alone")
    since = first - 500
    wanted = in_care.alone_started * scale * (last - since) / 365
    many = int(wanted) + int(drawn.random() < wanted % 1)
    return np.sort(drawn.integers(since, last - 1, size=many))


def _address() -> str:
    """Return the address of the database that Django uses, for a connection of our own."""
    given = connection.settings_dict
    parts = {"dbname": given["NAME"], "user": given["USER"], "password": given["PASSWORD"],
             "host": given["HOST"], "port": given["PORT"]}  # fmt: skip
    return psycopg.conninfo.make_conninfo(**{key: str(value) for key, value in parts.items() if value})


def _make_searchable(say: Callable[[str], None]) -> None:
    """Build what search keeps beside names, if this version of Kith keeps anything."""
    from importlib import import_module
    from importlib.util import find_spec

    if find_spec("kith.casework.people.search") is None:
        return
    rebuild = getattr(import_module("kith.casework.people.search"), "rebuild", None)
    if rebuild is not None:
        say("Search …")
        with transaction.atomic():
            rebuild()
