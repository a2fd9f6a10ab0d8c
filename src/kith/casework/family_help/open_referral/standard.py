"""The shapes of Open Referral UK 3.0: which fields each thing has, of which kind, and which it must have.

They are facts gathered from the publisher's schemas into `standard.json` by `manage.py directory standard`; see
ATTRIBUTION.md.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

VERSION = "HSDS-UK-3.0"
PROFILE = "https://docs.openreferraluk.org/"
FILE = "standard.json"

# What a list of the standard's API shows of each thing: what it has one of, and nothing that it has many of.
LISTS = ("service", "service_at_location")

# Fields of the standard's parent (Human Services Data Specification 3.0) that the UK profile leaves out and feeds give.
BESIDE = {"contact": {"phones": ("many", "phone")}}


@dataclass(frozen=True)
class Field:
    """One field: `many` or `one` of another shape, or a plain value with its type, format and allowed words."""

    kind: str  # "string", "number", "many" or "one"
    of: str = ""  # the other shape
    format: str = ""  # "uuid", "uri", "email", "date-time" or nothing
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shape:
    """One thing of the standard: its fields in the standard's order, and which it must have."""

    name: str
    fields: dict[str, Field]
    required: tuple[str, ...]


@cache
def shapes() -> dict[str, Shape]:
    """Return every shape by its name, with the few fields that feeds give beside the profile's."""
    kept = json.loads(files(__package__).joinpath(FILE).read_text(encoding="utf-8"))["shapes"]
    found = {
        name: Shape(
            name,
            {
                field: Field(said["kind"], said.get("of", ""), said.get("format", ""), tuple(said.get("words", ())))
                for field, said in shape["fields"].items()
            },
            tuple(shape["required"]),
        )
        for name, shape in kept.items()
    }  # fmt: skip
    for name, extra in BESIDE.items():
        found[name].fields.update({field: Field(kind, of) for field, (kind, of) in extra.items()})
    return found


def gather(folder: Path) -> dict[str, Any]:
    """Return what `standard.json` holds, from the publisher's folder of schemas (`schema/service.json` and the rest).

    Raises FileNotFoundError where the folder has no such files.
    """
    gathered: dict[str, Any] = {}
    waiting = ["service", "service_at_location", "taxonomy", "taxonomy_term", "phone"]
    while waiting:
        name = waiting.pop(0)
        if name in gathered:
            continue
        said = json.loads((folder / "schema" / f"{name}.json").read_text(encoding="utf-8"))
        fields: dict[str, Any] = {}
        for field, about in said["properties"].items():
            fields[field] = _field(about)
            if of := fields[field].get("of"):
                waiting.append(of)
        gathered[name] = {"required": sorted(said.get("required", [])), "fields": fields}
    return {
        "source": "Open Referral UK 3.0, https://github.com/openreferral/uk-profile (schema folder)",
        "licence": "Creative Commons Attribution-ShareAlike 4.0; Human Services Data Specification: an Open Referral "
        "resource (https://openreferral.org/)",
        "shapes": dict(sorted(gathered.items())),
    }


def _field(about: dict[str, Any]) -> dict[str, Any]:
    if about.get("type") == "array":
        return {"kind": "many", "of": _name_in(about["items"]["$ref"])}
    if "$ref" in about:
        return {"kind": "one", "of": _name_in(about["$ref"])}
    said: dict[str, Any] = {"kind": about["type"]}
    if about.get("format") in {"uuid", "uri", "email", "date-time"}:
        said["format"] = about["format"]
    if "enum" in about:
        said["words"] = about["enum"]
    return said


def _name_in(reference: str) -> str:
    return Path(reference).stem


def json_schema(name: str, *, in_a_list: bool = False) -> dict[str, Any]:
    """Return a shape as JSON Schema, whole, for the API's own description and for tests.

    In a list of services or of services at locations, only what there is one of.
    """
    return _schema(name, in_a_list, ())


def _schema(name: str, in_a_list: bool, inside: tuple[str, ...]) -> dict[str, Any]:
    shape = shapes()[name]
    properties: dict[str, Any] = {}
    for field_name, field in shape.fields.items():
        if field.of in inside or (in_a_list and field.kind == "many"):
            continue
        if field.kind == "many":
            properties[field_name] = {"type": "array", "items": _schema(field.of, False, (*inside, name))}
        elif field.kind == "one":
            properties[field_name] = _schema(field.of, in_a_list, (*inside, name))
        else:
            properties[field_name] = {
                "type": field.kind,
                **({"format": field.format} if field.format else {}),
                **({"enum": list(field.words)} if field.words else {}),
            }
    return {"type": "object", "properties": properties, "required": list(shape.required)}
