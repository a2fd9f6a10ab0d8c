"""The parts that rules stand on: years, codes, postcodes, working days."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from pathlib import Path

import holidays
import pytest

from kith.engines.returns.checking import rulebook
from kith.engines.returns.codes import codes_of, find_authority, label_of
from kith.engines.returns.postcodes import find_postcodes, key_of
from kith.engines.returns.rulebook import as_markdown, changes
from kith.engines.returns.working_days import bank_holidays, working_days_before
from kith.engines.returns.years import CensusYear, CollectionYear, UnknownYear, read_year, supported_year


@pytest.mark.parametrize("words", ["2025-26", "2025/26", "2025-2026", "2026"])
def test_a_year_is_read_however_it_is_written(words: str) -> None:
    """All four ways mean 1 April 2025 to 31 March 2026."""
    year = read_year(words)
    assert (year.start, year.end) == (datetime.date(2025, 4, 1), datetime.date(2026, 3, 31))
    assert year.name == "2025/26"


@pytest.mark.parametrize("words", ["2025-27", "25-26", "soon", ""])
def test_nonsense_is_no_year(words: str) -> None:
    """A year that skips one, or is none, is refused."""
    with pytest.raises(UnknownYear):
        read_year(words)


def test_a_year_without_rules_is_refused_with_those_that_have() -> None:
    """The sentence names the years that there are."""
    with pytest.raises(UnknownYear, match="2022/23 to 2025/26"):
        supported_year("cin", "2026-27")


def test_a_census_ends_on_its_reference_date() -> None:
    """Another reference date moves both ends of the year."""
    year = CensusYear(2026, reference_date=datetime.date(2026, 2, 28))
    assert (year.start, year.end) == (datetime.date(2025, 3, 1), datetime.date(2026, 2, 28))


def test_born_on_29_february_has_a_birthday_on_28() -> None:
    """The day so many years before 29 February is 28 February."""
    assert CollectionYear(2024).years_before(datetime.date(2024, 2, 29), 1) == datetime.date(2023, 2, 28)


def test_codes_follow_the_year() -> None:
    """SEX changed in 2024/25 and the scheduled placements in 2025/26."""
    assert codes_of("ssda903", "SEX", CollectionYear(2024)) == ("1", "2")
    assert codes_of("ssda903", "SEX", CollectionYear(2025)) == ("M", "F", "U")
    assert "Z1" in codes_of("ssda903", "PLACE", CollectionYear(2025))
    assert "Z1" not in codes_of("ssda903", "PLACE", CollectionYear(2026))
    assert len(codes_of("cin", "Ethnicity", CollectionYear(2026))) == 20
    assert label_of("ssda903", "LS", "C2") == "Full care order"


@pytest.mark.parametrize("words", ["202", "E09000007", "camden"])
def test_an_authority_is_found_by_code_or_name(words: str) -> None:
    """Three-digit code, ONS code and name lead to the same authority."""
    assert find_authority(words).name == "Camden"


def test_an_unknown_authority_is_refused() -> None:
    """The sentence gives an example."""
    with pytest.raises(LookupError, match="Camden, for example"):
        find_authority("Atlantis")


def test_postcodes_are_found_with_place_and_authority() -> None:
    """A London postcode is in its borough, a county's in the county, Scotland outside England; others do not exist."""
    found = find_postcodes([key_of(words) for words in ("E8 1EA", "sg13 8dq", "EH1 1YZ", "ZZ1 1ZZ", "", "X")])
    assert found["E81EA"].authority == "E09000012"
    assert found["SG138DQ"].authority == "E10000015"
    assert found["EH11YZ"].authority == "SCO"
    assert set(found) == {"E81EA", "SG138DQ", "EH11YZ"}
    assert found["E81EA"].easting == pytest.approx(534900, abs=1500)


def test_bank_holidays_are_those_of_the_package() -> None:
    """The list kept as data is what the package says of England's weekdays."""
    england = holidays.country_holidays("GB", subdiv="ENG", years=range(2018, 2036))
    assert bank_holidays() == {day for day in england if day.weekday() < 5}


def test_working_days_skip_weekends_and_bank_holidays() -> None:
    """One working day before 1 April 2025, a Tuesday, is Monday; five before 22 April 2025 skip Easter."""
    assert working_days_before(datetime.date(2025, 4, 1), 1) == datetime.date(2025, 3, 31)
    assert working_days_before(datetime.date(2025, 4, 22), 2) == datetime.date(2025, 4, 16)


def test_each_year_inherits_from_the_one_before_and_lists_its_changes() -> None:
    """The numbers of rules in force, and what 2024/25 changed."""
    counts = {year: len(rulebook("ssda903").in_force(CollectionYear(year))) for year in range(2023, 2028)}
    assert counts == {2023: 293, 2024: 306, 2025: 305, 2026: 311, 2027: 322}
    assert [len(rulebook("cin").in_force(CollectionYear(year))) for year in range(2023, 2027)] == [
        105,
        105,
        109,
        109,
    ]
    listed = changes("ssda903", CollectionYear(2025))
    assert listed["added"] == ["231", "232", "SW01aSTG1", "SW01bSTG1"]
    assert listed["removed"] == ["370", "445", "451", "555", "556"]
    assert set(listed["changed"]) >= {"101", "146", "174", "221", "371", "393", "557", "607", "612"}
    assert changes("ssda903", CollectionYear(2027))["changed"] == ["503D"]


@pytest.mark.parametrize("name", ["ssda903", "cin"])
def test_every_rule_says_what_to_do_and_carries_its_facts(name: str) -> None:
    """A message of two sentences or more in our own words, a docstring, fields and a source; one form a year."""
    for rule in rulebook(name).rules:
        assert rule.says.count(". ") >= 1, rule.code
        assert rule.says.endswith("."), rule.code
        assert rule.docstring.endswith("."), rule.code
        assert rule.field_names, rule.code
        assert rule.source, rule.code
    for ends in range(2023, 2027):
        codes = [rule.code for rule in rulebook(name).in_force(CollectionYear(ends))]
        assert len(codes) == len(set(codes))


def test_the_rulebook_prints_each_rule_with_its_tables() -> None:
    """The Markdown has the rule's words and the marked rows."""
    printed = as_markdown("ssda903", CollectionYear(2026), ["301"])
    assert "## 301 (error)" in printed
    assert "| ✗ | b | 01/04/2026 |" in printed


def test_the_command_imports_nothing_heavy_to_start() -> None:
    """Help and the reading of options need neither polars nor narwhals, which take most of a start."""
    program = (
        "import sys, json; from kith.engines.returns.command import main; main([]);"
        "import kith.engines.returns.commands.check;"
        "print(json.dumps([name for name in ('polars', 'narwhals', 'django', 'lxml') if name in sys.modules]))"
    )
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path))
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    assert json.loads(done.stdout.splitlines()[-1]) == []


@pytest.mark.parametrize(("name", "year"), [("ssda903", 2027), ("cin", 2026)])
def test_the_printed_rulebook_is_the_present_one(name: str, year: int) -> None:
    """docs/rulebook-*.md is what `kith-returns rules` prints; print it again after changing a rule."""
    printed = Path(__file__).parents[3] / "docs" / f"rulebook-{name}.md"
    assert printed.read_text(encoding="utf-8") == as_markdown(name, CollectionYear(year))
