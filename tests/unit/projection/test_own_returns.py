"""An authority's own SSDA903 returns and CIN censuses, from files to spells, children and hazards."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from kith.engines.projection.chain import State
from kith.engines.projection.histories import fit_hazards
from kith.recipes import _returned_census as census
from kith.recipes._own_returns import _early_spells, _watched, with_returns
from kith.recipes._returned_files import ReturnsError, Years
from tests.unit.projection import made_up

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"


def write_care(folder: Path, episodes: str, children: str = "") -> Path:
    """Write a return of these episodes, of children A, B and C, born in 2012."""
    folder.mkdir(parents=True)
    heads = children or "".join(f"{child},M,01/05/2012,WBRI,,,\n" for child in "ABC")
    (folder / "header.csv").write_text(HEADER + heads, "utf-8")
    (folder / "episodes.csv").write_text(EPISODES + episodes, "utf-8")
    return folder


def episode(child: str, begin: str, end: str = "", reason: str = "") -> str:
    """One episode in the authority's own foster care."""
    return f"{child},{begin},S,V2,N1,U6,PR1,{end},{reason},,,,\n"


def child(number: str, *cases: str, born: str = "2012-05-01") -> str:
    """One child of a census with these cases."""
    return (
        f"<Child><ChildIdentifiers><LAchildID>{number}</LAchildID><PersonBirthDate>{born}</PersonBirthDate>"
        f"</ChildIdentifiers>{''.join(f'<CINdetails>{case}</CINdetails>' for case in cases)}</Child>"
    )


def write_census(path: Path, year: int, *children: str) -> Path:
    """Write a census of these children."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>{year}</Year><ReferenceDate>{year}-03-31"
        f"</ReferenceDate></CollectionDetails></Header><Children>{''.join(children)}</Children></Message>",
        "utf-8",
    )
    return path


REFERRED = "<CINreferralDate>{}</CINreferralDate><ReferralNFA>0</ReferralNFA>"
ASSESSED = (
    "<Assessments><AssessmentActualStartDate>{}</AssessmentActualStartDate>"
    "<AssessmentAuthorisationDate>{}</AssessmentAuthorisationDate></Assessments>"
)
OPEN = REFERRED.format("2024-05-01") + ASSESSED.format("2024-05-01", "2024-06-01")


def day(text: str) -> date:
    """A day of 2024, from month and day."""
    return date.fromisoformat(f"2024-{text}")


@pytest.mark.parametrize(
    ("case", "told"),
    [
        # Assessed in a month, helped, closed.
        (
            {"assessed": day("05-01"), "closed": day("08-01")},
            [("ASSESSMENT", "04-10", "FAMILY_HELP"), ("FAMILY_HELP", "05-01", "HELP_ENDED")],
        ),
        # An enquiry ends the assessment; its conference makes a plan; the plan ends and help goes on.
        (
            {"assessed": day("06-01"), "enquiries": {day("04-20"): None}, "plans": {day("05-05"): day("09-01")}},
            [
                ("ASSESSMENT", "04-10", "SECTION_47"), ("SECTION_47", "04-20", "PROTECTION_PLAN"),
                ("PROTECTION_PLAN", "05-05", "FAMILY_HELP"), ("FAMILY_HELP", "09-01", None),
            ],
        ),
        # An enquiry without a conference lasts 21 days.
        (
            {"assessed": day("05-01"), "enquiries": {day("06-01"): None}},
            [
                ("ASSESSMENT", "04-10", "FAMILY_HELP"), ("FAMILY_HELP", "05-01", "SECTION_47"),
                ("SECTION_47", "06-01", "FAMILY_HELP"), ("FAMILY_HELP", "06-22", None),
            ],
        ),
        # An enquiry during a plan changes nothing; a plan that is open stays open.
        (
            {"enquiries": {day("07-01"): None}, "plans": {day("04-10"): None}},
            [("PROTECTION_PLAN", "04-10", None)],
        ),
    ],
)  # fmt: skip
def test_a_case_becomes_stays(case: dict[str, object], told: list[tuple[str, str, str | None]]):
    """Each row is a case referred on 10 April and where the child was from when, and what came next."""
    made = census.Case("A", day("04-10"), seen=date(2025, 3, 31), **case)  # type: ignore[arg-type]
    stays = census.stays_of(made, day("04-01"), date(2025, 3, 31))
    assert [
        (stay.state.name, f"{stay.begin:%m-%d}", stay.after.name if stay.after else None) for stay in stays
    ] == told
    assert all(first.end == second.begin for first, second in pairwise(stays))


def test_a_case_from_before_the_first_census_has_been_assessed():
    """Its assessment is in a census that is not given: it is in Family Help, not waiting."""
    made = census.Case("A", date(2022, 1, 1), seen=date(2025, 3, 31))
    (stay,) = census.stays_of(made, day("04-01"), date(2025, 3, 31))
    assert stay.state == State.FAMILY_HELP


def test_plan_durations_are_recovered_from_cases():
    """Plans end at a rate of 2 a year; what is fitted is within 15% of it, half of them cut by the census day."""
    generator = np.random.default_rng(3)
    first, last = date(2022, 4, 1), date(2025, 3, 31)
    cases, born = [], {}
    for number in range(900):
        begin = first + timedelta(days=int(generator.integers(1000)))
        end = begin + timedelta(days=round(365.25 * generator.exponential(0.5)))
        name = str(number)
        born[name] = date(2014, 1, 1)
        cases.append(census.Case(name, begin, plans={begin: end if end <= last else None}, seen=last))
    known = census.Censuses(tuple(cases), born, Years(frozenset({2023, 2024, 2025})), ())
    spells, began, unborn = _early_spells(known, {})
    watched = _watched(spells, known.years.windows(last))
    plan = (State.PROTECTION_PLAN, State.FAMILY_HELP)
    assert watched.events[plan].sum() / watched.years[plan[0]].sum() == pytest.approx(2.0, rel=0.15)
    fitted = fit_hazards(watched, prior=made_up.model().hazards)
    assert fitted.rates[plan].mean() == pytest.approx(2.0, rel=0.2)
    assert (len(began), unborn) == (900, 0)


def test_a_census_starts_the_projection_from_its_own_children(tmp_path: Path):
    """Forty in need, ten of them on plans and one not yet born, from XML: they are the children of the first day."""
    plan = OPEN + "<ChildProtectionPlans><CPPstartDate>2024-09-01</CPPstartDate></ChildProtectionPlans>"
    away = "<CINreferralDate>2024-05-01</CINreferralDate><ReferralNFA>1</ReferralNFA>"
    children = [child(f"C{number}", plan if number < 10 else OPEN) for number in range(40)]
    write_census(
        tmp_path / "cin.xml", 2025, *children, child("U", OPEN, born="2025-06-01"), child("N", away),
        child("W", REFERRED.format("2024-05-01") + "<CINclosureDate>2024-01-01</CINclosureDate>"),
    )  # fmt: skip
    made = with_returns(made_up.setting(), [tmp_path])
    state = made.model.children.state
    assert (state == State.FAMILY_HELP).sum() == 30
    assert np.isin(state, (State.PROTECTION_PLAN, State.PROCEEDINGS)).sum() == 10
    notes = " ".join(made.notes)
    for told in (
        "40 children in need on 31 March 2025", "not yet born on its day: 1,",
        "led to no further action: 1,", "cases that close before they are referred: 1, left out",
    ):  # fmt: skip
        assert told in notes
    # Forty-one were newly in need in the year, the unborn child not among them yet.
    assert made.model.entries.families_a_month * 12 * made.model.entries.mean_family == pytest.approx(40)


def test_a_census_reads_the_same_from_xml_and_from_tables(tmp_path: Path):
    """Kith writes a made-up census as tables; the children of the first day and their hazards are the same."""
    from kith.engines.returns.making.cin import write_census as make
    from kith.engines.returns.reading.returns import read_cin
    from kith.engines.returns.writing.returns import write_csv
    from kith.engines.returns.years import CollectionYear

    (tmp_path / "xml").mkdir()
    path = make(tmp_path / "xml" / "cin.xml", 60, CollectionYear(2025), seed=4)
    (tmp_path / "csv").mkdir()
    write_csv("cin", read_cin([path], CollectionYear(2025)).frames, tmp_path / "csv")
    one, other = (with_returns(made_up.setting(), [tmp_path / kind]).model for kind in ("xml", "csv"))
    assert (one.hazards.rates == other.hazards.rates).all()
    assert sorted(one.children.state) == sorted(other.children.state)


def test_returns_that_number_children_alike_tell_who_comes_into_care(tmp_path: Path):
    """Children of both returns come into care from Family Help; they are no longer in need before care as well."""
    children = [f"C{number}" for number in range(30)]
    write_census(tmp_path / "cin.xml", 2025, *(child(name, OPEN) for name in children))
    write_care(
        tmp_path / "care",
        "".join(episode(name, "01/10/2024") for name in children[:10]),
        "".join(f"{name},M,01/05/2012,WBRI,,,\n" for name in children[:10]),
    )
    made = with_returns(made_up.setting(), [tmp_path])
    state = made.model.children.state
    assert (state == State.OWN_FOSTER).sum() == 10
    assert (state == State.FAMILY_HELP).sum() == 20
    assert "10 of 10 children who came into care did so from an open case" in " ".join(made.notes)
    into = made.model.hazards.rates[State.FAMILY_HELP, State.OWN_FOSTER]
    # Twenty-five years in Family Help or so, ten moves: some 0.4 a year at the ages that were seen.
    assert 0.2 < into[3].max() < 3.0


def test_care_is_read_from_xml_as_from_tables(tmp_path: Path):
    """The same return as CSV and as XML gives the same children in care."""
    rows = (
        episode("A", "01/06/2024")
        + episode("B", "01/07/2024", "01/12/2024", "E4A")
        + episode("C", "01/08/2024")
    )
    write_care(tmp_path / "csv", rows)
    element = "<EPISODE><DECOM>{}</DECOM><RNE>S</RNE><LS>V2</LS><CIN>N1</CIN><PL>U6</PL><PLACE_PROVIDER>PR1</PLACE_PROVIDER>{}</EPISODE>"
    (tmp_path / "xml").mkdir()
    (tmp_path / "xml" / "return.xml").write_text(
        "<SSDA903>" + "".join(
            f"<CHILD><HEADER><CHILDID>{name}</CHILDID><SEX>1</SEX><DOB>01/05/2012</DOB></HEADER>{element.format(*days)}</CHILD>"
            for name, days in {
                "A": ("01/06/2024", ""), "B": ("01/07/2024", "<DEC>01/12/2024</DEC><REC>E4A</REC>"),
                "C": ("01/08/2024", ""),
            }.items()
        ) + "</SSDA903>", "utf-8",
    )  # fmt: skip
    one, other = (with_returns(made_up.setting(), [tmp_path / kind]).model for kind in ("csv", "xml"))
    assert (one.children.state == other.children.state).all()
    assert (one.hazards.rates == other.hazards.rates).all()


def test_a_year_missing_is_said_and_whoever_was_open_before_it_is_not_there_still(tmp_path: Path):
    """Returns of 2022/23 and 2024/25: B was open in the first and is in none since, so only A and C are looked after."""
    write_care(tmp_path / "2023", episode("A", "01/06/2022") + episode("B", "01/07/2022"))
    write_care(
        tmp_path / "2025",
        episode("A", "01/06/2022") + episode("C", "01/05/2024") + episode("C", "01/04/2024"),
    )
    write_census(
        tmp_path / "cin2023.xml", 2023, *(child(name, REFERRED.format("2022-05-01")) for name in "XY")
    )
    write_census(tmp_path / "cin2025.xml", 2025, child("X", REFERRED.format("2022-05-01")))
    made = with_returns(made_up.setting(), [tmp_path])
    notes = " ".join(made.notes)
    assert "There is no SSDA903 return for 2023/24" in notes
    assert (
        "episodes that were open in a return and are in no later one, and so are watched only to its last day: 1"
        in notes
    )
    assert "There is no CIN census return for 2023/24" in notes
    assert "Cases that were open in a census and are in no later one: 1" in notes
    state = made.model.children.state
    assert ((state >= State.KINSHIP_FOSTER) & (state <= State.PLACED_FOR_ADOPTION)).sum() == 2
    assert (state == State.FAMILY_HELP).sum() == 1


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (episode("A", "01/06/2029"), "episodes that begin or end after the return's last day: 1, left out"),
        (episode("A", "31/02/2024"), "episodes whose start date is missing or cannot be read: 1, left out"),
        (episode("A", "01/06/2024", "soon", "E4A"), "episodes whose end date cannot be read: 1, left out"),
        (episode("A", "01/06/2024", "01/05/2024", "E4A"), "episodes that end before they begin: 1, left out"),
        (episode("A", "01/06/2011"), "episodes that begin before the child was born: 1, left out"),
        (episode("Z", "01/06/2024"), "episodes of a child with no date of birth: 1, left out"),
    ],
)
def test_an_impossible_episode_is_said_and_left_out(tmp_path: Path, row: str, told: str):
    """Each row is one impossible episode beside two good ones, and the sentence about it."""
    write_care(tmp_path / "care", row + episode("B", "01/07/2024") + episode("C", "01/08/2024"))
    made = with_returns(made_up.setting(), [tmp_path])
    assert told in " ".join(made.notes)
    assert made.first_day == date(2025, 3, 31)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "No SSDA903 return and no CIN census was found"),
        ({"header.csv": HEADER + "A,M,01/05/2012,WBRI,,,\n"}, "both its children and their episodes"),
        (
            {"header.csv": HEADER + "A,M,,WBRI,,,\n", "episodes.csv": "CHILD,DECOM,RNE,LS,CIN,DEC,REC\nA,01/06/2024,S,V2,N1,,\n"},
            "lacks PLACE",
        ),
        ({"cin.xml": "<Message><Children></Children></Message>"}, "No SSDA903 return and no CIN census was found"),
    ],
)  # fmt: skip
def test_files_that_are_no_return_are_refused_with_a_sentence(
    tmp_path: Path, files: dict[str, str], told: str
):
    """Each row is what the folder holds and part of the sentence."""
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(ReturnsError, match=told):
        with_returns(made_up.setting(), [tmp_path])
