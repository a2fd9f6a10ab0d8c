"""A child's care in everyday words: kinds of placement and legal statuses, with the return's code beside them."""

from __future__ import annotations

import datetime

from kith import codes

# As somebody would say it of a child; the code stands beside it.
PLACEMENTS = {
    "U1": "Living with relatives or friends for the long term",
    "U2": "Living with relatives or friends who may adopt",
    "U3": "Living with relatives or friends who foster",
    "U4": "Long-term fostering",
    "U5": "Fostering by carers who may adopt",
    "U6": "Fostering",
    "P1": "Living with a parent",
    "A3": "Placed for adoption with their foster carers",
    "A4": "Placed for adoption",
    "A5": "Placed for adoption with their foster carers",
    "A6": "Placed for adoption",
    "K1": "Secure children’s home",
    "K2": "Children’s home",
    "K3": "Supported accommodation",
    "H5": "Semi-independent living",
    "P2": "Independent living",
    "P3": "Residential employment",
    "R1": "Residential care home",
    "R2": "Hospital or other health setting",
    "R3": "Family centre or mother and baby unit",
    "R5": "Young offender institution",
    "S1": "Residential school",
    "T0": "Staying there for a while",
    "T1": "In hospital for a while",
    "T2": "On holiday",
    "T3": "Staying there while their carer is on holiday",
    "T4": "Staying there for up to a week",
}
STATUSES = {
    "C1": "Interim care order",
    "C2": "Care order",
    "D1": "Freeing order",
    "E1": "Placement order",
    "V2": "Accommodated by agreement (section 20)",
    "V3": "Short breaks by agreement",
    "V4": "Short breaks by agreement",
    "L1": "Police protection",
    "L2": "Emergency protection order",
    "L3": "Child assessment order",
    "J1": "On remand",
    "J2": "Held under the Police and Criminal Evidence Act 1984",
    "J3": "Youth rehabilitation order",
}


def placement_in_words(code: str) -> str:
    """Return a kind of placement in everyday words, or as the list words it where an authority worded it itself."""
    own = codes.own_labels().get("placement_type", {})
    return own.get(code) or PLACEMENTS.get(code) or codes.labels("placement_type").get(code, code)


def status_in_words(code: str) -> str:
    """Return a legal status in everyday words, or as the list words it where an authority worded it itself."""
    own = codes.own_labels().get("legal_status", {})
    return own.get(code) or STATUSES.get(code) or codes.labels("legal_status").get(code, code)


def with_codes(of_list: str, day: datetime.date | None = None) -> list[tuple[str, str]]:
    """Return a list's choices for a form, the words first and the code after; of a day, only those valid then."""
    pairs = codes.choices(of_list) if day is None else codes.choices_on(of_list, day)
    say = {"placement_type": placement_in_words, "legal_status": status_in_words}.get(of_list)
    return [(code, f"{say(code) if say else label} ({code})") for code, label in pairs]
