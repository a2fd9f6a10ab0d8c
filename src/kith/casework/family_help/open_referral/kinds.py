"""The kinds of help that a service gives, from what its publisher calls it; and our own kinds as terms of a taxonomy.

Publishers sort services by taxonomies of their own. A service read from a feed gets a kind of help where a term, or its
name, says so in plain words. It is a help to find it by, not a judgement: words find it as well.
"""

from __future__ import annotations

import re
import uuid
from typing import Any

from kith import codes

_OURS = uuid.UUID("3f0f7f0e-2d43-5a39-9a0c-5c7b6a2f1d60")
TAXONOMY_ID = str(uuid.uuid5(_OURS, "kinds of help"))
TAXONOMY_NAME = "Kinds of help"

# What families read; the record's own labels are for workers.
IN_PLAIN_WORDS = {
    "parenting": "Being a parent",
    "behaviour": "My child's behaviour or feelings",
    "relationship": "Getting on with my partner or the other parent",
    "outside_harm": "Worries about my child outside home: gangs, exploitation, going missing",
    "short_breaks": "A break, when my child is disabled",
    "substance_misuse": "Alcohol or drugs",
    "mental_health": "My mental health or someone's at home",
    "disability": "My own disability or illness",
    "domestic_abuse": "Someone at home frightens or hurts me",
    "housing": "Housing",
    "debt": "Money and debt",
}

_SAID = {
    "parenting": r"parent(ing|s)?\b(?!al).*\b(course|class|group|skill|support|programme|advice)|parenting|stay and play"
    r"|baby|babies|toddler|early years|breastfeed|family hub|children'?s centre|health visit|home.?start",
    "behaviour": r"behaviour|adhd|autis|emotional wellbeing|young people'?s (mental|counselling)|camhs|self.?esteem",
    "relationship": r"relationship|couple|mediation|separat(ed|ing|ion)|co-?parent|parental conflict",
    "outside_harm": r"exploitation|gang|county lines|knife|missing from home|runaway|youth (crime|violence|justice)"
    r"|detached youth",
    "short_breaks": r"short.?break|respite|send\b|special educational|disabled child|holiday scheme.*disab",
    "substance_misuse": r"alcohol|drug|substance|addiction|recovery service",
    "mental_health": r"mental health|counselling|depress|anxiety|perinatal|talking therap|bereave",
    "disability": r"disab|long.?term (condition|illness)|carers?\b(?!.*child.?minder)|sensory impair|learning difficult",
    "domestic_abuse": r"domestic (abuse|violence)|idva|refuge|women'?s aid|coercive|perpetrator",
    "housing": r"hous(ing|ed)|homeless|tenan(t|cy)|rent arrears|eviction",
    "debt": r"debt|money|benefit|financ|food ?bank|fuel|welfare rights|credit union|budget",
}
_PATTERNS = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _SAID.items()}

# Which kinds of help meet a need, by the children in need census's assessment factor.
FOR_FACTOR: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("1A", "1B", "1C", "2A", "2B", "2C"), ("substance_misuse",)),
    **dict.fromkeys(("3A", "3B", "3C"), ("domestic_abuse",)),
    "4A": ("behaviour", "mental_health"),
    **dict.fromkeys(("4B", "4C"), ("mental_health",)),
    **dict.fromkeys(("5A", "6A"), ("short_breaks", "disability")),
    **dict.fromkeys(("5B", "5C", "6B", "6C", "7A"), ("disability",)),
    **dict.fromkeys(("10A", "11A", "12A", "13A", "24A"), ("outside_harm",)),
    "14A": ("behaviour", "outside_harm"),
    "15A": ("behaviour", "mental_health"),
    **dict.fromkeys(("16A", "18B", "18C", "19B", "19C"), ("parenting",)),
    "17A": ("parenting", "relationship"),
    "20": ("housing", "debt"),
}


def term_id(kind: str) -> str:
    """Return the number of a kind of help as a term of our taxonomy: the same in every Kith."""
    return str(uuid.uuid5(_OURS, kind))


def taxonomy() -> dict[str, Any]:
    """Return our taxonomy as the standard writes one."""
    return {
        "id": TAXONOMY_ID,
        "name": TAXONOMY_NAME,
        "description": "The kinds of help that a family may need, as the independent review of children's social care "
        "named them.",
    }


def term(kind: str) -> dict[str, Any]:
    """Return a kind of help as the standard writes a term."""
    return {
        "id": term_id(kind),
        "name": codes.labels("kind_of_help")[kind],
        "description": IN_PLAIN_WORDS[kind],
        "taxonomy": TAXONOMY_NAME,
        "taxonomy_id": TAXONOMY_ID,
    }


_BY_TERM = {term_id(kind): kind for kind in IN_PLAIN_WORDS}


def kinds_of(document: dict[str, Any], terms: list[dict[str, Any]]) -> list[str]:
    """Return the kinds of help that a service's terms and name tell of, in the order of the list of codes.

    Where it carries terms of our own taxonomy, they alone decide.
    """
    ours = {_BY_TERM[one["id"]] for one in terms if one["id"] in _BY_TERM}
    if not ours:
        heard = [document["name"], *(one["name"] for one in terms)]
        ours = {kind for kind, pattern in _PATTERNS.items() if any(pattern.search(words) for words in heard)}
    return [kind for kind in IN_PLAIN_WORDS if kind in ours]
