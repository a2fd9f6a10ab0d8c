"""A feed of Open Referral UK of any size, made up, for measuring: services all over one authority, as others write them."""

from __future__ import annotations

import datetime
import json
import random
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kith.casework.family_help.open_referral.facts import DAYS
from kith.casework.family_help.open_referral.making import ServiceDetails, document_of
from kith.demo.words.service_words import FIRST, SECOND, SERVICES
from kith.reference import postcodes

ESSEX = "E10000012"
WRITTEN = datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC)


def documents(many: int, *, seed: int = 1, words: int = 60) -> Iterator[dict[str, Any]]:
    """Yield services with descriptions of about so many words, the same for the same seed."""
    chance = random.Random(seed)
    places = postcodes.in_authority(ESSEX).postcodes.tolist()
    vocabulary = sorted({word for kind in SERVICES for word in kind.about.lower().replace(".", "").split()})
    for number in range(many):
        kind = chance.choice(SERVICES)
        about = " ".join(chance.choices(vocabulary, k=words))
        document = document_of(
            ServiceDetails(
                name=f"{kind.name} at {chance.choice(FIRST)} {number}",
                organisation=f"{chance.choice(FIRST)} {chance.choice(SECOND)}",
                description=f"{kind.about} {about}.",
                kinds_of_help=list(kind.kinds),
                minimum_age=kind.youngest,
                maximum_age=kind.oldest,
                fees=kind.fees[0],
                telephone=f"01632 960{number % 1000:03d}",
                email=f"hello{number}@feed.example.org",
                url=f"https://feed.example.org/{number}",
                address_lines="" if kind.remote else f"{number % 90 + 1} Rowan Walk",
                town="" if kind.remote else "Chelmsford",
                postcode="" if kind.remote else chance.choice(places),
                days=sorted(chance.sample(DAYS, k=min(kind.days, 7)), key=DAYS.index),
                opens=datetime.time(chance.randrange(8, 12)),
                closes=datetime.time(chance.randrange(13, 20)),
            ),
            uuid.UUID(int=chance.getrandbits(128), version=4),
            WRITTEN,
        )
        yield document


def write_feed(place: Path, many: int, *, words: int = 60, megabytes: float | None = None) -> int:
    """Write a feed into a file, as one page of the standard's API, and return how many services are in it.

    With `megabytes`, as many as reach that size: few are made, and written again under other numbers.
    """
    made = list(documents(many, words=words))
    written = 0
    with open(place, "w", encoding="utf-8") as out:
        out.write('{"total_items": 0, "contents": [')
        while True:
            for document in made:
                if megabytes is not None and written >= len(made):
                    document["id"] = str(uuid.UUID(int=written, version=4))
                out.write(f"{', ' if written else ''}{json.dumps(document)}")
                written += 1
                if megabytes is not None and out.tell() >= megabytes * 1e6:
                    break
            if megabytes is None or out.tell() >= megabytes * 1e6:
                break
        out.write("]}")
    return written
