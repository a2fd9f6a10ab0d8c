"""Read an instance from JSON, listing every fault at once with where it is and what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from kith.engines.matching.children import (
    Child,
    PairDecision,
    PersonToStayNear,
    PlaceToStayAwayFrom,
    Preference,
    SiblingGroup,
)
from kith.engines.matching.codes import TRAVEL_TO
from kith.engines.matching.homes import (
    Approval,
    Bedroom,
    CarerPreference,
    Exemption,
    Home,
    NamedChild,
    Offer,
    Refusal,
    Resident,
)
from kith.engines.matching.instance import (
    Fault,
    Instance,
    InstanceFaultsError,
    duplicates,
    group_faults,
)
from kith.engines.matching.places import Place

FORMAT = "kith-matching-instance"
VERSION = 1


class _Wrong(ValueError):
    """A value that cannot be read; the message says what was wanted."""


Convert = Callable[[Any, str, list[Fault]], Any]
_MISSING = object()


def _text(value: Any, where: str, faults: list[Fault]) -> str:
    if not isinstance(value, str):
        raise _Wrong(f"expected text, found {value!r}")
    return value


def _whole(value: Any, where: str, faults: list[Fault]) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _Wrong(f"expected a whole number, found {value!r}")
    return value


def _number(value: Any, where: str, faults: list[Fault]) -> float:
    # NaN is refused here too: it compares false with everything and would slip through each range.
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        raise _Wrong(f"expected a number, found {value!r}")
    return float(value)


def _truth(value: Any, where: str, faults: list[Fault]) -> bool:
    if not isinstance(value, bool):
        raise _Wrong(f"expected true or false, found {value!r}")
    return value


def _day(value: Any, where: str, faults: list[Fault]) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _Wrong(f"expected a day as YYYY-MM-DD, found {value!r}") from None


def _levels(value: Any, where: str, faults: list[Fault]) -> dict[str, int]:
    if not isinstance(value, dict):
        raise _Wrong(f"expected an object of code and level, found {value!r}")
    return {code: _whole(level, where, faults) for code, level in value.items()}


def _several(convert: Convert) -> Convert:
    def read(value: Any, where: str, faults: list[Fault]) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise _Wrong(f"expected a list, found {value!r}")
        read_items = []
        for number, item in enumerate(value):
            try:
                made = convert(item, f"{where}[{number}]", faults)
            except _Wrong as wrong:
                faults.append(Fault(f"{where}[{number}]", str(wrong)))
                continue
            if made is not None:
                read_items.append(made)
        return tuple(read_items)

    return read


def _two(convert: Convert) -> Convert:
    several = _several(convert)

    def read(value: Any, where: str, faults: list[Fault]) -> tuple[Any, Any]:
        items: tuple[Any, ...] = several(value, where, faults)
        if len(items) != 2:
            raise _Wrong(f"expected two values, found {value!r}")
        return items[0], items[1]

    return read


@dataclass(frozen=True)
class _Shape:
    """How one JSON object becomes one dataclass: its fields, which must be there, and its place."""

    make: Callable[..., Any]
    fields: dict[str, Convert]
    required: tuple[str, ...]
    place_as: str | None = None

    def __call__(self, value: Any, where: str, faults: list[Fault]) -> Any:
        """Return the object, or None after adding what is wrong to the faults."""
        if not isinstance(value, dict):
            raise _Wrong(f"expected an object, found {value!r}")
        before = len(faults)
        given: dict[str, Any] = {}
        for name, raw in value.items():
            convert = self.fields.get(name)
            if convert is None:
                if self.place_as and name in ("easting", "northing"):
                    continue
                near = get_close_matches(name, self.fields, n=1)
                hint = f"; did you mean '{near[0]}'?" if near else ""
                faults.append(Fault(f"{where}.{name}", f"there is no such field{hint}"))
            elif raw is not None:  # null is the same as leaving the field out
                try:
                    given[name] = convert(raw, f"{where}.{name}", faults)
                except _Wrong as wrong:
                    faults.append(Fault(f"{where}.{name}", str(wrong)))
        if self.place_as:
            place = _place({k: value[k] for k in ("easting", "northing") if k in value}, where, faults)
            if place is not None:
                given[self.place_as] = place
        for name in self.required:
            if value.get(name) is None:
                what = (
                    "there is no location; give easting and northing"
                    if self.fields[name] is _place
                    else "is missing"
                )
                faults.append(Fault(f"{where}.{name}", what))
        if len(faults) > before:
            return None
        try:
            return self.make(**given)
        except ValueError as error:
            faults.append(Fault(where, str(error)))
            return None


def _place(value: Any, where: str, faults: list[Fault]) -> Place | None:
    if not isinstance(value, dict):
        raise _Wrong(f"expected a location with easting and northing, found {value!r}")
    extra = set(value) - {"easting", "northing"}
    if extra:
        faults.append(
            Fault(where, f"a location has easting and northing only, not {', '.join(sorted(extra))}")
        )
        return None
    if value.get("easting") is None or value.get("northing") is None:
        faults.append(Fault(where, "there is no location; give easting and northing"))
        return None
    try:
        return Place(_number(value["easting"], where, faults), _number(value["northing"], where, faults))
    except ValueError as error:
        faults.append(Fault(where, str(error)))
        return None


_preference = _Shape(Preference, {"kind": _text, "value": _text, "importance": _whole}, ("kind", "value"))
_near = _Shape(PersonToStayNear, {"person": _text, "importance": _whole}, ("person",), "place")
_away = _Shape(PlaceToStayAwayFrom, {"miles": _number, "reason": _text}, ("miles",), "place")
_child = _Shape(
    Child,
    {
        "id": _text,
        "age": _whole,
        "sex": _text,
        "family_home": _place,
        "date_needed": _day,
        "school": _place,
        "exam_year": _truth,
        "needs": _levels,
        "disabled": _truth,
        "ethnicity": _text,
        "preferences": _several(_preference),
        "stay_near": _several(_near),
        "stay_away_from_places": _several(_away),
        "stay_away_from_people": _several(_text),
        "home_kinds_allowed": _several(_text),
        "placement_kind": _text,
        "expected_weeks": _whole,
        "maximum_miles": _number,
        "only_child": _truth,
        "no_children_under": _whole,
        "no_children_over": _whole,
        "may_share_bedroom": _truth,
        "current_home": _text,
        "months_settled": _number,
        "authority": _text,
    },
    ("id", "age", "sex", "family_home"),
)
_decision = _Shape(
    PairDecision,
    {"children": _two(_text), "decision": _text, "reason": _text},
    ("children", "decision"),
)
_group = _Shape(
    SiblingGroup,
    {"id": _text, "children": _several(_text), "decisions": _several(_decision)},
    ("id", "children"),
)
_exemption = _Shape(Exemption, {"number": _whole, "children": _several(_text)}, ("number", "children"))
_approval = _Shape(
    Approval,
    {
        "number": _whole,
        "ages": _two(_whole),
        "sexes": _several(_text),
        "placement_kinds": _several(_text),
        "named_children": _several(_Shape(NamedChild, {"child": _text, "safe": _truth}, ("child",))),
        "excluded_needs": _several(_text),
        "exemption": _exemption,
    },
    ("number",),
)


def _make_home(*, location: Place, **given: Any) -> Home:
    return Home(place=location, **given)


_home = _Shape(
    _make_home,
    {
        "id": _text,
        "kind": _text,
        "location": _place,
        "approval": _approval,
        "provider": _text,
        "authority": _text,
        "weekly_cost": _number,
        "open_from": _day,
        "open_to": _day,
        "residents": _several(
            _Shape(
                Resident,
                {"id": _text, "kind": _text, "age": _whole, "sex": _text, "sibling_group": _text},
                ("id", "kind"),
            )
        ),
        "must_not_join": _several(_text),
        "refusals": _several(
            _Shape(
                Refusal,
                {"sexes": _several(_text), "ages": _two(_whole), "needs": _several(_text), "reason": _text},
                (),
            )
        ),
        "bedrooms": _several(_Shape(Bedroom, {"beds": _whole, "occupants": _several(_text)}, ("beds",))),
        "skills": _levels,
        "offers": _several(_Shape(Offer, {"kind": _text, "value": _text}, ("kind", "value"))),
        "carer_preference": _Shape(
            CarerPreference,
            {"ages": _two(_whole), "sexes": _several(_text), "rather_not_needs": _several(_text)},
            (),
        ),
    },
    ("id", "kind", "location", "approval"),
)


def instance_from_json(text: str | bytes) -> Instance:
    """Read an instance from the text of a JSON file.

    Raises InstanceFaultsError holding every fault found, each with its path in the file.
    """
    try:
        raw = json.loads(text)
    except ValueError as error:
        raise InstanceFaultsError([Fault("the file", f"it is not JSON: {error}")]) from error
    return instance_from_dict(raw)


def instance_from_dict(raw: Any) -> Instance:
    """Read an instance from parsed JSON; as `instance_from_json`."""
    if not isinstance(raw, dict):
        raise InstanceFaultsError([Fault("the file", "expected an object with format, children and homes")])
    faults: list[Fault] = []
    known = {
        "$schema",
        "format",
        "version",
        "name",
        "date",
        "children",
        "sibling_groups",
        "homes",
        "travel_times",
    }
    for name in sorted(set(raw) - known):
        near = get_close_matches(name, known, n=1)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        faults.append(Fault(name, f"there is no such field{hint}"))
    if raw.get("format") != FORMAT:
        faults.append(Fault("format", f"expected '{FORMAT}', found {raw.get('format')!r}"))
    if raw.get("version") != VERSION:
        faults.append(Fault("version", f"this Kith reads version {VERSION}, found {raw.get('version')!r}"))
    on: date | None = None
    try:
        on = _day(raw.get("date"), "date", faults)
    except _Wrong as wrong:
        faults.append(Fault("date", str(wrong)))
    # A child may leave out the day: then the home is needed on the instance's own.
    children_raw = raw.get("children")
    if on is not None and isinstance(children_raw, list):
        children_raw = [
            {**child, "date_needed": child.get("date_needed") or raw["date"]}
            if isinstance(child, dict)
            else child
            for child in children_raw
        ]
    parts: dict[str, tuple[Any, ...]] = {}
    for name, shape, value in (
        ("children", _child, children_raw),
        ("sibling_groups", _group, raw.get("sibling_groups", [])),
        ("homes", _home, raw.get("homes")),
    ):
        try:
            parts[name] = _several(shape)(value, name, faults)
        except _Wrong as wrong:
            faults.append(Fault(name, str(wrong)))
            parts[name] = ()
    travel = _travel(raw.get("travel_times", []), faults)
    name = raw.get("name", "")
    if not isinstance(name, str):
        faults.append(Fault("name", f"expected text, found {name!r}"))
    if faults or on is None:
        # What fits together is still checked, so that a second run does not find more.
        faults += _faults_between_what_was_read(raw, _groups_with_their_numbers(raw))
        raise InstanceFaultsError(faults)
    return Instance(
        date=on,
        children=parts["children"],
        homes=parts["homes"],
        sibling_groups=parts["sibling_groups"],
        travel_minutes=travel,
        name=name,
    )


def _groups_with_their_numbers(raw: dict[str, Any]) -> list[tuple[int, SiblingGroup]]:
    """Return the sibling groups that can be read, each with its number in the file."""
    rows = raw.get("sibling_groups")
    found = []
    for number, row in enumerate(rows if isinstance(rows, list) else []):
        try:
            group = _group(row, "", [])
        except _Wrong:
            continue
        if group is not None:
            found.append((number, group))
    return found


def _travel(raw: Any, faults: list[Fault]) -> dict[tuple[str, str, str], float]:
    found: dict[tuple[str, str, str], float] = {}
    if not isinstance(raw, list):
        faults.append(Fault("travel_times", f"expected a list, found {raw!r}"))
        return found
    for number, one in enumerate(raw):
        where = f"travel_times[{number}]"
        if not isinstance(one, dict) or set(one) != {"child", "home", "to", "minutes"}:
            faults.append(Fault(where, "expected an object with child, home, to and minutes"))
            continue
        if one["to"] not in TRAVEL_TO:
            faults.append(Fault(f"{where}.to", f"'{one['to']}' is not one of {', '.join(TRAVEL_TO)}"))
            continue
        key = (one["child"], one["home"], one["to"])
        if not all(isinstance(part, str) for part in key):
            faults.append(Fault(where, "child and home are ids, as text"))
            continue
        try:
            found[key] = _number(one["minutes"], where, faults)
        except _Wrong as wrong:
            faults.append(Fault(f"{where}.minutes", str(wrong)))
    return found


def _faults_between_what_was_read(raw: dict[str, Any], groups: list[tuple[int, SiblingGroup]]) -> list[Fault]:
    """Return faults between the parts of a file some of whose parts could not be read.

    Ids are taken from the file itself, so that a child who could not be read still counts: only what
    does not follow from another fault is said.
    """

    def ids(name: str) -> list[str]:
        value = raw.get(name)
        rows = value if isinstance(value, list) else []
        return [row["id"] for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)]

    found: list[Fault] = []
    for name in ("children", "homes", "sibling_groups"):
        found += duplicates(name, ids(name))
    found += group_faults(groups, set(ids("children")))
    return found


def homes_from_list(raw: Any) -> tuple[Home, ...]:
    """Read a list of homes, as an instance holds them. Raises InstanceFaultsError with every fault."""
    faults: list[Fault] = []
    try:
        homes: tuple[Home, ...] = _several(_home)(raw, "homes", faults)
    except _Wrong as wrong:
        raise InstanceFaultsError([Fault("homes", str(wrong))]) from wrong
    if faults:
        raise InstanceFaultsError(faults)
    return homes
