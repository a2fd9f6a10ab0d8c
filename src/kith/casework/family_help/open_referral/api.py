"""The API of the directory as Open Referral UK 3.0 has it: how its answers are made, and its own description."""

from __future__ import annotations

from typing import Any

from kith.casework.family_help.open_referral.standard import PROFILE, VERSION, json_schema, shapes

PER_PAGE = 50
MOST_PER_PAGE = 500
MOST_PAGE = 1_000_000
MOST_WORDS = 200

_PAGE = {
    "total_items": ("integer", "How many there are in all."),
    "total_pages": ("integer", "How many pages that makes."),
    "page_number": ("integer", "Which page this is, from 1."),
    "size": ("integer", "How many are on this page."),
    "first_page": ("boolean", "Whether this is the first page."),
    "last_page": ("boolean", "Whether this is the last page."),
    "empty": ("boolean", "Whether there is nothing on this page."),
}


def page_of(contents: list[dict[str, Any]], total: int, page: int, per_page: int) -> dict[str, Any]:
    """Return one page of a list as the standard wraps it."""
    pages = -(-total // per_page)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": page,
        "size": len(contents),
        "first_page": page == 1,
        "last_page": page >= pages,
        "empty": not contents,
        "contents": contents,
    }


def summary(document: dict[str, Any], shape_name: str = "service") -> dict[str, Any]:
    """Return what a list shows of a thing: what it has one of, inside it as well."""
    kept: dict[str, Any] = {}
    for name, field in shapes()[shape_name].fields.items():
        if name not in document or field.kind == "many":
            continue
        kept[name] = summary(document[name], field.of) if field.kind == "one" else document[name]
    return kept


def at_location(document: dict[str, Any], identifier: str, *, whole: bool) -> dict[str, Any]:
    """Return a service at one of its locations: whole, or as a list shows it."""
    found = next(
        (one for one in document.get("service_at_locations", []) if one["id"] == identifier),
        {"id": identifier},
    )
    if not whole:
        return {**summary(found, "service_at_location"), "service": summary(document)}
    return {
        **found,
        "service": {name: value for name, value in document.items() if name != "service_at_locations"},
    }


def about(base: str) -> dict[str, Any]:
    """Return what the API says of itself."""
    return {"version": VERSION, "profile": PROFILE, "openapi_url": f"{base}openapi.json"}


def _parameter(name: str, schema: dict[str, Any], words: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": words, "schema": schema}


_TEXT = {"type": "string", "maxLength": MOST_WORDS, "pattern": r"^[^\u0000]*$"}
_NUMBER = {"type": "string", "format": "uuid"}
_TIME = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$", "example": "09:30"}
PAGING = [
    _parameter("page", {"type": "integer", "minimum": 1, "maximum": MOST_PAGE}, "Which page, from 1."),
    _parameter(
        "per_page",
        {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE},
        f"How many on a page: {PER_PAGE} unless said, {MOST_PER_PAGE} at most.",
    ),
]
SEARCHING = [
    _parameter("search", _TEXT, "Words in the name, the organisation, the kinds of help or the description."),
    *PAGING,
    _parameter("taxonomy_term_id", _NUMBER, "Services with this term."),
    _parameter("taxonomy_id", _NUMBER, "Services with any term of this taxonomy."),
    _parameter("minimum_age", {"type": "number"}, "Services whose youngest age is at least this."),
    _parameter("maximum_age", {"type": "number"}, "Services whose oldest age is at most this."),
    _parameter("start_time", _TIME, "Services that open at this time or later."),
    _parameter("end_time", _TIME, "Services that close at this time or earlier."),
    _parameter(
        "day",
        {"type": "string", "enum": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]},
        "Services open on this day.",
    ),
]
NEARNESS = [
    _parameter("postcode", {"type": "string", "maxLength": 12}, "Nearest to this postcode first."),
    _parameter(
        "proximity",
        {"type": "string", "pattern": r"^[0-9]{1,7}(\.[0-9]{1,3})?$"},
        "At most this many metres from the postcode, which must be given with it.",
    ),
]

_ENDPOINTS: tuple[tuple[str, str, str, list[dict[str, Any]]], ...] = (
    ("services", "service", "services", SEARCHING),
    ("taxonomies", "taxonomy", "taxonomies", PAGING),
    ("taxonomy_terms", "taxonomy_term", "terms", PAGING),
    ("service_at_locations", "service_at_location", "services at their locations", [*SEARCHING, *NEARNESS]),
)


def _whole_schema(shape: str) -> dict[str, Any]:
    schema = json_schema(shape)
    if shape == "service_at_location":
        schema["properties"]["service"] = json_schema("service")
    if shape == "taxonomy":
        schema["properties"].pop("taxonomy_terms", None)
    return schema


def _list_schema(shape: str) -> dict[str, Any]:
    item = json_schema(shape, in_a_list=True)
    if shape == "service_at_location":
        item["properties"]["service"] = json_schema("service", in_a_list=True)
    page = {name: {"type": kind, "description": words} for name, (kind, words) in _PAGE.items()}
    return {
        "type": "object",
        "properties": {**page, "contents": {"type": "array", "items": item}},
        "required": [*page, "contents"],
    }


def _answers(schema: str, words: str, *others: int) -> dict[str, Any]:
    said = {
        400: "What was asked for cannot be.",
        404: "There is no such thing here.",
        429: "Too many questions at once.",
    }
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    fault = {"application/json": {"schema": {"$ref": "#/components/schemas/fault"}}}
    return {
        "200": {"description": words, "content": content},
        **{str(status): {"description": said[status], "content": fault} for status in (*others, 429)},
    }


def description(base: str, authority: str) -> dict[str, Any]:
    """Return the API's own description in OpenAPI 3.0."""
    schemas: dict[str, Any] = {
        "about": {
            "type": "object",
            "properties": {name: {"type": "string"} for name in ("version", "profile", "openapi_url")},
            "required": ["version", "profile", "openapi_url"],
        },
        "fault": {
            "type": "object",
            "properties": {"error": {"type": "string", "description": "What cannot be, and what to do."}},
            "required": ["error"],
        },
    }
    paths: dict[str, Any] = {
        "/": {
            "get": {
                "summary": "About this API",
                "operationId": "about",
                "responses": _answers("about", "About it."),
            }
        }
    }
    for endpoint, shape, words, parameters in _ENDPOINTS:
        schemas[shape] = _whole_schema(shape)
        schemas[f"{endpoint}_page"] = _list_schema(shape)
        paths[f"/{endpoint}"] = {
            "get": {
                "summary": f"List {words}",
                "operationId": f"list_{endpoint}",
                "parameters": parameters,
                "responses": _answers(f"{endpoint}_page", f"A page of {words}.", 400),
            }
        }
        paths[f"/{endpoint}/{{id}}"] = {
            "get": {
                "summary": "One, whole",
                "operationId": f"one_of_{endpoint}",
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": _NUMBER}],
                "responses": _answers(shape, "All there is of it.", 404),
            }
        }
    return {
        "openapi": "3.0.3",
        "info": {
            "title": f"Services for families: {authority}",
            "version": "3.0",
            "description": "The directory of services by Open Referral UK 3.0. Open to everybody; GET alone.",
        },
        "servers": [{"url": base.rstrip("/")}],
        "paths": paths,
        "components": {"schemas": schemas},
    }
