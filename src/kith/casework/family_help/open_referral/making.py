"""A service of our own as Open Referral UK writes it, and what its form shows of it again."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, field
from typing import Any

from kith.casework.family_help.open_referral import kinds
from kith.casework.family_help.open_referral.facts import DAYS
from kith.casework.family_help.open_referral.grid import to_degrees
from kith.reference import postcodes


@dataclass(frozen=True)
class ServiceDetails:
    """What somebody enters about one service of ours. Ages in years; `days` of the week as the standard names them."""

    name: str
    organisation: str
    description: str
    kinds_of_help: list[str]
    minimum_age: int | None = None
    maximum_age: int | None = None
    fees: str = ""
    telephone: str = ""
    email: str = ""
    url: str = ""
    contact_name: str = ""
    address_lines: str = ""
    town: str = ""
    postcode: str = ""
    days: list[str] = field(default_factory=list)
    opens: datetime.time | None = None
    closes: datetime.time | None = None
    when: str = ""
    status: str = "active"


def document_of(
    details: ServiceDetails, identifier: uuid.UUID, changed_at: datetime.datetime
) -> dict[str, Any]:
    """Return the document; each part's number is made from the service's own, so that a change keeps them."""

    def number(part: str) -> str:
        return str(uuid.uuid5(identifier, part))

    document: dict[str, Any] = {
        "id": str(identifier),
        "name": details.name,
        "description": details.description,
        "url": details.url,
        "email": details.email,
        "status": details.status,
        "fees": details.fees,
        "minimum_age": details.minimum_age,
        "maximum_age": details.maximum_age,
        "last_modified": changed_at.astimezone(datetime.UTC).isoformat(timespec="milliseconds"),
        "organization": {
            "id": str(uuid.uuid5(uuid.NAMESPACE_DNS, details.organisation.casefold())),
            "name": details.organisation,
            "description": details.organisation,
        },
        "schedules": _schedules(details, number("schedule")),
        "service_at_locations": _locations(details, number),
        "contacts": _contacts(details, number),
        "attributes": [
            {"id": number(f"kind {kind}"), "link_type": "taxonomy_term", "taxonomy_term": kinds.term(kind)}
            for kind in details.kinds_of_help
        ],
    }
    # The standard asks for fields without a value to be left out.
    return {name: value for name, value in document.items() if value not in (None, "", [])}


def _schedules(details: ServiceDetails, identifier: str) -> list[dict[str, Any]]:
    said: dict[str, Any] = {}
    if details.days:
        said |= {
            "freq": "WEEKLY",
            "interval": 1,
            "byday": ",".join(day for day in DAYS if day in details.days),
        }
    if details.opens:
        said["opens_at"] = details.opens.isoformat()
    if details.closes:
        said["closes_at"] = details.closes.isoformat()
    if details.when:
        said["description"] = details.when
    return [{"id": identifier, **said}] if said else []


def _locations(details: ServiceDetails, number: Any) -> list[dict[str, Any]]:
    found = postcodes.find(details.postcode) if details.postcode else None
    if not (found or details.address_lines):
        return []
    location: dict[str, Any] = {
        "id": number("location"),
        "location_type": "physical",
        "name": details.address_lines or details.postcode,
    }
    if found:
        location["latitude"], location["longitude"] = to_degrees(found.easting, found.northing)
    if details.address_lines and details.town and details.postcode:
        location["addresses"] = [
            {
                "id": number("address"),
                "address_1": details.address_lines,
                "city": details.town,
                "state_province": "England",
                "postal_code": details.postcode,
                "country": "GB",
                "address_type": "physical",
            }
        ]
    return [{"id": number("service at location"), "location": location}]


def _contacts(details: ServiceDetails, number: Any) -> list[dict[str, Any]]:
    if not (details.contact_name or details.telephone):
        return []
    contact: dict[str, Any] = {"id": number("contact")}
    if details.contact_name:
        contact["name"] = details.contact_name
    if details.telephone:
        contact["phones"] = [{"id": number("phone"), "number": details.telephone}]
    return [contact]


def details_of(document: dict[str, Any]) -> dict[str, Any]:
    """Return what the form of a service of ours starts with."""
    schedule = (document.get("schedules") or [{}])[0]
    location = ((document.get("service_at_locations") or [{}])[0]).get("location", {})
    address = (location.get("addresses") or [{}])[0]
    contact = (document.get("contacts") or [{}])[0]

    def time_of(said: str | None) -> datetime.time | None:
        return datetime.time.fromisoformat(said) if said else None

    return {
        "name": document["name"],
        "organisation": document["organization"]["name"],
        "description": document.get("description", ""),
        "minimum_age": document.get("minimum_age"),
        "maximum_age": document.get("maximum_age"),
        "fees": document.get("fees", ""),
        "telephone": (contact.get("phones") or [{}])[0].get("number", ""),
        "email": document.get("email", ""),
        "url": document.get("url", ""),
        "contact_name": contact.get("name", ""),
        "address_lines": address.get("address_1", ""),
        "town": address.get("city", ""),
        "postcode": address.get("postal_code", ""),
        "days": [day for day in str(schedule.get("byday", "")).split(",") if day],
        "opens": time_of(schedule.get("opens_at")),
        "closes": time_of(schedule.get("closes_at")),
        "when": schedule.get("description", ""),
        "status": document["status"],
    }
