"""What cannot be true of a child's care, as a practitioner would tell it: what is tried, and the sentence that comes back.

The child was born on 10 May 2012 unless the line says otherwise. Care began on 2 March 2026 by agreement (V2) with foster
carers (U6), and she moved to other foster carers on 1 June 2026, unless the line says otherwise.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from kith.casework.care.actions.placing import begin_care, change_legal_status, end_care, place
from kith.casework.care.models import Home, LegalStatus, PeriodOfCare, Placement
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.timeline.models import Event
from tests.furnishing.cast import Cast
from tests.furnishing.in_care import a_home

MOVED = datetime.date(2026, 6, 1)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def d(written: str) -> datetime.date:
    """Return a day as the tables write it: 2 Mar 2026."""
    day, month, year = written.split()
    return datetime.date(int(year), MONTHS.index(month) + 1, int(day))


# What is tried as care begins, and what is said. Only what differs from the usual is told.
BEGINNING: list[tuple[str, dict[str, Any], str]] = [
    ("before she was born", {"day": "9 May 2012"}, "was born on 10 May 2012"),
    ("before the child is born", {"unborn": True}, "not born yet"),
    ("on a day to come", {"day": "1 Jan 2050"}, "has not come yet"),
    ("at 18", {"born": "1 Mar 2008"}, "turned 18 on 1 March 2026"),
    ("before the Children Act", {"born": "1 Jan 1985", "day": "13 Oct 1991"}, "began on 14 October 1991"),
    ("for no reason", {"why": " "}, "Say why"),
    ("with a category that there is not", {"category_of_need": "N9"}, "from the list"),
    ("under a status that there is not", {"legal_status": "X9"}, "from the list"),
    ("in a placement of earlier years", {"placement_type": "H5", "home": "other"}, "was used until March 2024"),
    ("in supported accommodation before there was any", {"day": "1 Mar 2024", "placement_type": "K3"}, "is used from April 2024"),
    ("in an old kind of other placement", {"placement_type": "Z1", "home": "other", "day": "1 May 2025"}, "was used until March 2025"),
    ("on a temporary stay", {"placement_type": "T0"}, "does not begin care"),
    ("in hospital for a while", {"placement_type": "T1"}, "does not begin care"),
    ("in supported accommodation at 13", {"placement_type": "K3", "home": "supported"}, "from the age of 16, and the child was 13"),
    ("in a young offender institution at 9", {"placement_type": "R5", "home": "other", "born": "1 Jan 2017"}, "from the age of 10"),
    ("on remand at 9", {"legal_status": "J1", "born": "3 Mar 2016"}, "nobody is charged with an offence before that"),
    ("with a parent by agreement", {"placement_type": "P1", "home": "parent"}, "cannot be placed with a parent"),
    ("on short breaks for the long term", {"legal_status": "V3", "placement_type": "U4"}, "not long-term fostering"),
    ("by an agreement to short breaks, for the long term", {"legal_status": "V4", "placement_type": "U1"}, "not long-term fostering"),
    ("under a placement order that is not there", {"placement_type": "A6"}, "Record the placement order"),
    ("under a placement order before there were any", {"legal_status": "E1", "day": "1 Nov 2005", "born": "1 Jan 2004"}, "since 1 December 2005"),
    ("with carers whom nobody provides", {"home": "nobody's"}, "Say who provides the home"),
    ("with a parent, provided by an agency", {"placement_type": "P1", "legal_status": "C2", "home": "foster"}, "does not provide P1"),
    ("with foster carers, provided by a parent", {"home": "parent's"}, "is not a placement with a parent"),
    ("in prison, provided by the authority itself", {"placement_type": "R5", "home": "foster"}, "does not provide R5"),
    ("in a children's home, provided by another public body", {"placement_type": "K2", "home": "public"}, "does not provide K2"),
]  # fmt: skip

HOMES: dict[str, dict[str, str]] = {
    "foster": {"provider": "PR1"},
    "parent": {"kind": "parent", "provider": ""},
    "parent's": {"provider": "PR0"},
    "nobody's": {"provider": ""},
    "supported": {"kind": "supported", "provider": "PR4"},
    "public": {"kind": "childrens_home", "provider": "PR3"},
    "other": {"kind": "other", "provider": "PR3"},
}


def a_child(born: str = "10 May 2012", **fields: Any) -> Person:
    """Return a child born on a day."""
    return Person.objects.create(display_name="Maya Bright", birth_date=d(born), **fields)


def beginning(cast: Cast, said: dict[str, Any]) -> PeriodOfCare:
    """Try to begin care so."""
    said = dict(said)
    born = said.pop("born", "10 May 2012")
    if said.pop("unborn", False):
        child = Person.objects.create(display_name="Baby", expected_birth_date=d("1 Aug 2026"))
    else:
        child = said.pop("child", None) or a_child(born)
    home: Home = a_home("Elm House", urn="SC1", **HOMES[said.pop("home", "foster")])
    day = d(said.pop("day", "2 Mar 2026"))
    return begin_care(
        **{
            "child": child, "day": day, "category_of_need": "N1", "legal_status": "V2", "why": "Nobody at home.",
            "home": home, "placement_type": "U6", "by": cast.team_manager, **said,
        }
    )  # fmt: skip


@pytest.mark.parametrize(("how", "said", "sentence"), BEGINNING, ids=[how for how, _, _ in BEGINNING])
def test_a_child_cannot_come_into_care(cast: Cast, how: str, said: dict[str, Any], sentence: str) -> None:
    """Each is refused in a sentence that ends with what to do, and nothing is left behind."""
    with pytest.raises(CannotBeTrue, match=sentence) as refused:
        beginning(cast, said)
    assert refused.value.sentence.endswith(".")
    assert not PeriodOfCare.objects.exists()
    assert not Event.objects.filter(kind__startswith="care.").exists()


# What is tried once care has begun.
Step = tuple[str, Callable[..., object], dict[str, Any], str]
AFTER: list[Step] = [
    ("two placements on one day", place, {"day": "1 Jun 2026"}, "two on one day cannot be"),
    ("a placement before the present one began", place, {"day": "15 May 2026"}, "since 1 June 2026"),
    ("a placement before care began", place, {"day": "1 Mar 2026"}, "Care began on 2 March 2026"),
    ("a move on a day to come", place, {"day": "1 Jan 2050"}, "has not come yet"),
    ("a move that does not say why", place, {"ended_because": ""}, "from the list"),
    ("a move to where she lives", place, {"home": "here"}, "nothing would change"),
    ("home to a parent by agreement", place, {"placement_type": "P1", "home": "parent"}, "cannot be placed with a parent"),
    ("a legal status that ends before it began", change_legal_status, {"day": "2 Mar 2026"}, "cannot end before it has held for a day"),
    ("a legal status before care began", change_legal_status, {"day": "1 Mar 2026"}, "Care began on 2 March 2026"),
    ("the legal status that she has", change_legal_status, {"code": "V2"}, "nothing would change"),
    ("short breaks in the middle of care", change_legal_status, {"code": "V3"}, "a period of care of their own"),
    ("an end without an end", end_care, {"ended_because": "X1"}, "X1 joins two episodes"),
    ("an end before the last move", end_care, {"day": "20 May 2026"}, "last changed on 1 June 2026"),
    ("an end on the day of the last move", end_care, {"day": "1 Jun 2026"}, "last changed on 1 June 2026"),
    ("adoption from foster carers", end_care, {"ended_because": "E11"}, "Record the placement for adoption first"),
    ("special guardianship by a code of earlier years", end_care, {"ended_because": "E43"}, "was used until March 2018"),
    ("staying with carers as an adult, at 14", end_care, {"ended_because": "E17"}, "from the 18th birthday"),
    ("adult care at 14", end_care, {"ended_because": "E7"}, "from the 16th birthday"),
    ("found to be an adult, though she never came alone", end_care, {"ended_because": "E15"}, "seeks asylum alone"),
    ("an end that says nothing of what follows", end_care, {"end_words": ""}, "Say where the child goes"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "act", "said", "sentence"), AFTER, ids=[what for what, *_ in AFTER])
def test_what_cannot_follow(
    cast: Cast, what: str, act: Callable[..., object], said: dict[str, Any], sentence: str
) -> None:
    """Each is refused in a sentence, and her care stays as it was."""
    period, here = moved(cast)
    before = _as_it_is()
    with pytest.raises(CannotBeTrue, match=sentence):
        _try(cast, act, period, here, said)
    assert _as_it_is() == before


def moved(cast: Cast) -> tuple[PeriodOfCare, Home]:
    """Return a period of care with one move in it, and the home that she lives in."""
    period, here = beginning(cast, {}), a_home("Rosa Diaz", urn="SC2", postcode="E8 4RP")
    place(
        period=period, home=here, placement_type="U6", day=MOVED, by=cast.team_manager, ended_because="CARPL"
    )
    return period, here


def _try(
    cast: Cast, act: Callable[..., object], period: PeriodOfCare, here: Home, said: dict[str, Any]
) -> None:
    usual: dict[Any, dict[str, Any]] = {
        place: {"day": "1 Jul 2026", "placement_type": "U6", "ended_because": "CARPL", "home": "foster"},
        change_legal_status: {"day": "1 Jul 2026", "code": "C1"},
        end_care: {"day": "1 Jul 2026", "ended_because": "E4A", "end_words": "Home."},
    }
    asked = {**usual[act], **said}
    if "home" in asked:
        asked["home"] = here if asked["home"] == "here" else a_home("Elm", urn="SC3", **HOMES[asked["home"]])
    act(**{**asked, "day": d(asked["day"]), "period": period, "by": cast.team_manager})


def _as_it_is() -> list[Any]:
    return [list(rows.objects.order_by("pk").values()) for rows in (PeriodOfCare, LegalStatus, Placement)]


ONCE_ENDED: list[tuple[str, str, str, str]] = [
    # how care ended, on which day, when it is to begin again, what is said
    ("E4A", "1 Jul 2026", "1 Jul 2026", "If care went on, correct its end"),
    ("E4A", "1 Jul 2026", "1 Jun 2026", "If care went on, correct its end"),
    ("E4A", "1 Jul 2026", "1 Jan 2026", "would run into that"),
    ("E2", "1 Jul 2026", "1 Aug 2026", "because the child died"),
]


@pytest.mark.parametrize(("reason", "ended", "again", "sentence"), ONCE_ENDED)
def test_care_cannot_begin_again(cast: Cast, reason: str, ended: str, again: str, sentence: str) -> None:
    """Over a period that ended, on the day on which it ended, before it, or after the child died."""
    period, _ = moved(cast)
    end_care(period=period, day=d(ended), ended_because=reason, end_words="So.", by=cast.team_manager)
    with pytest.raises(CannotBeTrue, match=sentence):
        beginning(cast, {"child": period.child, "day": again})
    with pytest.raises(CannotBeTrue, match="care ended on 1 July 2026"):
        change_legal_status(period=period, code="C1", day=d("1 Aug 2026"), by=cast.team_manager)


def test_a_temporary_stay_does_not_end_care(cast: Cast) -> None:
    """She comes back first, or it is recorded that she stayed for good."""
    period, _ = moved(cast)
    hospital = a_home("Hospital", kind="health")
    place(
        period=period,
        home=hospital,
        placement_type="T1",
        day=d("1 Jul 2026"),
        by=cast.team_manager,
        ended_because="",
    )
    with pytest.raises(CannotBeTrue, match="which does not end care"):
        end_care(
            period=period, day=d("9 Jul 2026"), ended_because="E4A", end_words="Home.", by=cast.team_manager
        )


# What is unusual and not refused: it is recorded, with why it is so.
UNUSUAL: list[tuple[str, dict[str, Any], str]] = [
    ("a home of another kind", {"placement_type": "K2"}, "is on the record as: foster carers"),
    ("a secure home without a word of the court", {"placement_type": "K1"}, "only by a court's order"),
    ("a place that is not registered", {"placement_type": "Z11", "home": "other"}, "not registered"),
    ("a care order at 17", {"legal_status": "C2", "born": "1 Mar 2009"}, "No care order can be made for a child who is 17"),
    ("a criminal status on the 10th birthday", {"legal_status": "J2", "born": "2 Mar 2016"}, "10th birthday"),
    ("a freeing order", {"legal_status": "D1"}, "ended in 2005"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "said", "sentence"), UNUSUAL, ids=[what for what, _, _ in UNUSUAL])
def test_what_is_unusual_is_recorded_and_not_refused(
    cast: Cast, what: str, said: dict[str, Any], sentence: str
) -> None:
    """The record keeps the sentence beside the reason that was given."""
    beginning(cast, {**said, "despite": "It was so."})
    kept = Event.objects.get(kind="care.care_started").details
    assert sentence in " ".join(kept["unusual"])
    assert kept["why_unusual"] == "It was so."


LONG: list[tuple[str, str, int, bool]] = [
    # temporary placement, how long, whether that is unusual
    ("T3", "21 days", 21, False),
    ("T3", "22 days", 22, True),
    ("T4", "7 days", 7, False),
    ("T4", "8 days", 8, True),
    ("T1", "42 days", 42, False),
    ("T1", "43 days", 43, True),
    ("T2", "60 days", 60, False),
]


@pytest.mark.parametrize(("kind", "how_long", "days", "is_unusual"), LONG)
def test_how_long_a_temporary_stay_lasts(
    cast: Cast, kind: str, how_long: str, days: int, is_unusual: bool
) -> None:
    """Longer than the return takes is warned of as she comes back, and never refused."""
    period, here = moved(cast)
    out = d("1 Jul 2026")
    away = a_home("Ida Long", urn="SC9", postcode="E8 3PH")
    place(period=period, home=away, placement_type=kind, day=out, by=cast.team_manager, ended_because="")
    place(
        period=period, home=here, placement_type="U6", day=out + datetime.timedelta(days=days), by=cast.team_manager,
        ended_because="",
    )  # fmt: skip
    kept = Event.objects.filter(kind="care.placement_started").latest("pk").details
    assert ("unusual" in kept) is is_unusual
