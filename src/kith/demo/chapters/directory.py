"""The directory of services: who helps families in this authority, invented, at real postcodes, by all kinds of help."""

from __future__ import annotations

import datetime
import json
import uuid

import numpy as np
import polars as pl

from kith.casework.family_help.open_referral.facts import DAYS, Facts, facts_of
from kith.casework.family_help.open_referral.making import ServiceDetails, document_of
from kith.demo import addresses
from kith.demo.chance import Chance, pick, pick_index
from kith.demo.days import at, date_of, dates, instants
from kith.demo.loader import Loader
from kith.demo.numbers import landlines
from kith.demo.words import service_words as words
from kith.demo.world import World

FEWEST, MOST = 150, 300
FOR_EACH = 250  # children under 18 for one service, before FEWEST and MOST


def write(world: World, out: Loader) -> None:
    """Write the services, their places and when they open, as the team manager entered them over three years."""
    chance = world.chance("directory")
    many = int(np.clip(world.shape.population_0_17 // FOR_EACH, FEWEST, MOST))
    services = _details(world, chance, many)
    day = np.sort(chance.integers(world.first, world.last - 30, size=len(services)))
    second = chance.integers(9 * 3600, 16 * 3600, size=len(services))
    entered = at(day, second)
    manager = np.full(len(services), world.workforce.known["team_manager"])
    facts: list[Facts] = []
    documents = []
    for place, details in enumerate(services):
        number = uuid.uuid5(uuid.NAMESPACE_OID, f"{world.shape.code} {world.seed} service {place}")
        written = datetime.datetime.combine(date_of(int(day[place])), datetime.time(16), datetime.UTC)
        document = document_of(details, number, written)
        documents.append(document)
        facts.append(facts_of(document, details.kinds_of_help))
    ids = out.ids("family_help_directoryservice", len(services))
    out.write(
        "family_help_directoryservice",
        pl.DataFrame(
            {
                "id": ids,
                "identifier": [one.identifier for one in facts],
                "name": [one.name for one in facts],
                "organisation_name": [one.organisation_name for one in facts],
                "status": [one.status for one in facts],
                "kinds_of_help": [_array(one.kinds_of_help) for one in facts],
                "minimum_age": [one.minimum_age for one in facts],
                "maximum_age": [one.maximum_age for one in facts],
                "is_free": [one.is_free for one in facts],
                "has_place": [one.has_place for one in facts],
                "search_words": [one.search_words for one in facts],
                "term_ids": [_array(one.term_ids) for one in facts],
                "taxonomy_ids": [_array(one.taxonomy_ids) for one in facts],
                "document": [json.dumps(one, ensure_ascii=False) for one in documents],
                "digest": [one.digest for one in facts],
                "added_date": dates(day),
                "changed_at": instants(entered),
                "version": pl.repeat(1, len(services), eager=True),
            }
        ),
        recorded_at=entered,
        recorded_by=manager,
    )
    _write_around(out, ids.tolist(), facts, manager, entered)
    world.events.add(
        "family_help.directory_service_added",
        entered,
        manager,
        "A service was added to the directory.",
        thread=pl.select(pl.format("directory_service:{}", pl.Series("id", ids))).to_series(),
    )
    world.say(f"{len(services):,} services in the directory")


def _array(values: list[str]) -> str:
    return "{" + ",".join(values) + "}"


def _write_around(
    out: Loader, ids: list[int], facts: list[Facts], by: np.ndarray, entered: np.ndarray
) -> None:
    places = [
        (number, place, each)
        for each, (number, one) in enumerate(zip(ids, facts, strict=True))
        for place in one.places
    ]
    rows = np.array([each for *_, each in places], dtype=np.int64)
    out.write(
        "family_help_directoryplace",
        pl.DataFrame(
            {
                "id": out.ids("family_help_directoryplace", len(places)),
                "service_id": [number for number, *_ in places],
                "identifier": [place.identifier for _, place, _ in places],
                "name": [place.name for _, place, _ in places],
                "postcode": [place.postcode for _, place, _ in places],
                "easting": [place.easting for _, place, _ in places],
                "northing": [place.northing for _, place, _ in places],
            }
        ),
        recorded_at=entered[rows],
        recorded_by=by[rows],
    )
    openings = [
        (number, one, each)
        for each, (number, of) in enumerate(zip(ids, facts, strict=True))
        for one in of.openings
    ]
    rows = np.array([each for *_, each in openings], dtype=np.int64)
    out.write(
        "family_help_directoryopening",
        pl.DataFrame(
            {
                "id": out.ids("family_help_directoryopening", len(openings)),
                "service_id": [number for number, *_ in openings],
                "weekday": [one.weekday for _, one, _ in openings],
                "opens": [one.opens.isoformat() if one.opens else None for _, one, _ in openings],
                "closes": [one.closes.isoformat() if one.closes else None for _, one, _ in openings],
            }
        ),
        recorded_at=entered[rows],
        recorded_by=by[rows],
    )


def _details(world: World, chance: Chance, many: int) -> list[ServiceDetails]:
    """Return each service: one of every kind at least, the commoner kinds more often, where need is greater."""
    kinds = len(words.SERVICES)
    chosen = np.concatenate(
        [np.arange(kinds), pick_index(chance, kinds, many - kinds, [one.share for one in words.SERVICES])]
    )
    # A helpline is one for the whole authority.
    chosen = np.array(
        [
            kind
            for place, kind in enumerate(chosen.tolist())
            if place < kinds or not words.SERVICES[kind].remote
        ]
    )
    many = len(chosen)
    homes = addresses.draw(
        chance, addresses.places_of(world.shape.code, world.shape.name), many, world.shape.code
    ).rows(named=True)
    first, second = pick(chance, words.FIRST, many), pick(chance, words.SECOND, many)
    telephones = landlines(chance, world.shape.region, many)
    opens = chance.integers(18, 33, size=many)  # half hours since midnight
    length = chance.integers(3, 10, size=many)
    remarks = pick(chance, words.REMARKS, many)
    services: dict[tuple[str, str], ServiceDetails] = {}
    for place, kind in enumerate(chosen.tolist()):
        said = words.SERVICES[kind]
        home = homes[place]
        organisation = f"{first[place]} {second[place]}"
        name = (
            said.name
            if said.remote
            else f"{said.name} at {first[place]}, {home['lines'].split(', ')[-1].lstrip('0123456789 ')}"
        )
        days = sorted(
            chance.choice(
                7 if said.days == 7 else 6, size=min(said.days, 6 + said.remote), replace=False
            ).tolist()
        )
        slug = organisation.lower().replace(" ", "").replace("'", "")
        services[name, organisation] = ServiceDetails(
            name=name,
            organisation=organisation,
            description=said.about,
            kinds_of_help=list(said.kinds),
            minimum_age=said.youngest,
            maximum_age=said.oldest,
            fees=str(pick(chance, said.fees, 1)[0]),
            telephone=str(telephones[place]),
            email=f"hello@{slug}.example.org",
            url=f"https://{slug}.example.org/",
            address_lines="" if said.remote else home["lines"],
            town="" if said.remote else home["town"],
            postcode="" if said.remote else home["postcode"],
            days=[DAYS[day] for day in days],
            opens=None if said.remote else _half_hours(int(opens[place])),
            closes=None if said.remote else _half_hours(int(opens[place] + length[place])),
            when="" if said.remote else str(remarks[place]),
        )
    return list(services.values())


def _half_hours(number: int) -> datetime.time:
    return datetime.time(number // 2, number % 2 * 30)
