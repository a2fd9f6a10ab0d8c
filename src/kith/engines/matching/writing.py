"""Write an instance and a result as the JSON that their schemas describe."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from kith.engines.matching import ENGINE_VERSION
from kith.engines.matching.instance import Instance
from kith.engines.matching.places import Place
from kith.engines.matching.reading import FORMAT, VERSION
from kith.engines.matching.reasons import reasons_for
from kith.engines.matching.solving import Solution

RESULT_FORMAT = "kith-matching-result"
RESULT_VERSION = 1
SPREAD = {"PersonToStayNear", "PlaceToStayAwayFrom"}  # their place is written among their own fields


def instance_to_dict(instance: Instance) -> dict[str, Any]:
    """Return an instance as plain values; what has its default is left out."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": instance.name,
        "date": instance.date.isoformat(),
        "children": [_plain(child) for child in instance.children],
        "sibling_groups": [_plain(group) for group in instance.sibling_groups],
        "homes": [_plain(home) for home in instance.homes],
        "travel_times": [
            {"child": child, "home": home, "to": to, "minutes": minutes}
            for (child, home, to), minutes in instance.travel_minutes.items()
        ],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Place):
        return {"easting": value.easting, "northing": value.northing}
    if is_dataclass(value) and not isinstance(value, type):
        found: dict[str, Any] = {}
        for field in fields(value):
            inside = getattr(value, field.name)
            if inside is None or (inside == field.default and field.name not in ("kind", "provider")):
                continue
            if isinstance(inside, (tuple, dict)) and not inside and field.name != "children":
                # An empty list of bedrooms says that there are none; left out it would say no limit.
                if field.name == "bedrooms":
                    found[field.name] = []
                continue
            if isinstance(inside, Place) and type(value).__name__ in SPREAD:
                found.update(_plain(inside))
            else:
                found["location" if field.name == "place" else field.name] = _plain(inside)
        return found
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "items"):
        return dict(value)
    return value


def result_to_dict(solution: Solution) -> dict[str, Any]:
    """Return a result as plain values: every child of the instance, placed or with reasons."""
    reasons = reasons_for(solution)
    return {
        "format": RESULT_FORMAT,
        "version": RESULT_VERSION,
        "engine": ENGINE_VERSION,
        "instance": solution.instance.name,
        "profile": {"name": solution.profile.name, "version": solution.profile.version},
        "seed": solution.seed,
        "objective": round(solution.objective, 6),
        "bound": round(min(solution.bound, solution.objective), 6),
        "gap": solution.gap,
        "proven": solution.proven,
        "seconds": round(solution.seconds, 3),
        "children": [
            {
                "id": child.id,
                "home": solution.placing[child.id],
                "points": round(sum(solution.terms[child.id].values()), 6),
                "terms": {name: round(points, 6) for name, points in solution.terms[child.id].items()},
                "reasons": reasons[child.id],
            }
            for child in solution.instance.children
        ],
    }
