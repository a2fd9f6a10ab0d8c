"""Feeds of Open Referral UK, made up: a service as its publisher would write it, and many of them."""

from __future__ import annotations

import copy
import io
import json
import uuid
from typing import Any

NAMES = (
    "Saplings stay and play",
    "Debt advice at the Lantern",
    "Young carers' supper club",
    "Calm Waters counselling",
)


def service(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return a whole service; a change to None leaves that field out."""

    def part(name: str) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{number} {name}"))

    said: dict[str, Any] = {
        "id": part("service"),
        "name": f"{NAMES[number % len(NAMES)]} {number}",
        "description": "<p>A warm room, tea &amp; somebody who listens.</p>",
        "url": "https://saplings.example.org/play",
        "email": "hello@saplings.example.org",
        "status": "active",
        "fees": "Free",
        "minimum_age": 0,
        "maximum_age": 4,
        "last_modified": "2026-03-15T10:30:45.123Z",
        "organization": {"id": part("organization"), "name": "Saplings", "description": "A made-up charity"},
        "schedules": [
            {"id": part("schedule"), "freq": "WEEKLY", "byday": "MO,WE", "opens_at": "09:30", "closes_at": "11:30:00"}
        ],
        "service_at_locations": [
            {
                "id": part("service at location"),
                "location": {
                    "id": part("location"),
                    "location_type": "physical",
                    "name": "The Lantern",
                    "latitude": 51.5459 + number % 97 / 1000,
                    "longitude": -0.0553 - number % 89 / 1000,
                    "addresses": [
                        {
                            "id": part("address"),
                            "address_1": "1 Rowan Walk",
                            "city": "London",
                            "state_province": "England",
                            "postal_code": "E8 1EA",
                            "country": "GB",
                            "address_type": "physical",
                        }
                    ],
                },
            }
        ],
        "contacts": [
            {"id": part("contact"), "name": "Reception", "phones": [{"id": part("phone"), "number": "020 7946 0101"}]}
        ],
        "cost_options": [{"id": part("cost"), "amount": 0, "amount_description": "Free for everybody"}],
        "attributes": [
            {
                "id": part("attribute"),
                "link_type": "service",
                "taxonomy_term": {
                    "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"term {number % 7}")),
                    "name": ("Parenting groups", "Debt advice", "Carers", "Counselling", "Housing", "Refuge", "Alcohol")[
                        number % 7
                    ],
                    "description": "A made-up term",
                    "taxonomy": "Made-up service types",
                },
            }
        ],
    }  # fmt: skip
    said |= copy.deepcopy(changes)
    return {name: value for name, value in said.items() if value is not None}


def feed(*services: Any) -> io.BytesIO:
    """Return a page of the standard's API with these services, as bytes to read."""
    page = {
        "total_items": len(services), "total_pages": 1, "page_number": 1, "size": len(services), "first_page": True,
        "last_page": True, "empty": not services, "contents": list(services),
    }  # fmt: skip
    return io.BytesIO(json.dumps(page).encode())
