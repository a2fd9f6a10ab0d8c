"""The forty indicators are whole, and those with published figures name figures that are there."""

import pytest

from kith.engines.indicators import INDICATORS, Indicator, indicator
from kith.reference import describe


def test_there_are_forty_numbered_in_order_with_codes_of_their_own() -> None:
    """One to forty, each with its own code and name."""
    assert [entry.number for entry in INDICATORS] == list(range(1, 41))
    assert len({entry.code for entry in INDICATORS}) == len({entry.name for entry in INDICATORS}) == 40


def test_an_indicator_is_found_by_its_code_or_number() -> None:
    """Pages use the code, people the number."""
    assert indicator("looked_after_rate") is indicator(19)
    with pytest.raises(LookupError, match="codes are"):
        indicator("looked_after")


def test_published_figures_are_in_the_reference_tables() -> None:
    """Every table and measure that an indicator is compared with is one of Kith's tables and measures."""
    for entry in INDICATORS:
        if entry.published_table is not None:
            assert entry.published_measure in describe(entry.published_table).measures, entry.code


def test_a_rates_denominator_is_children_of_the_mid_year_before() -> None:
    """All rates have one denominator, so that they can be compared with the department's."""
    rates = [entry for entry in INDICATORS if entry.kind == "rate"]
    assert {entry.denominator for entry in rates} == {
        "children aged 0 to 17 living in the area, mid-year of the calendar year before"
    }
    assert all(entry.unit == "per 10,000 children" for entry in rates)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kind": "number"}, "use rate, share"),
        ({"better": "up"}, "higher, lower or neither"),
        ({"numerator": " "}, "lacks its numerator"),
        ({"published_table": "referrals"}, "or neither"),
    ],
)
def test_nonsense_is_refused_when_it_is_made(changed: dict[str, str], words: str) -> None:
    """A definition that could mislead cannot be built."""
    whole = {
        "number": 41,
        "code": "c",
        "name": "n",
        "numerator": "n",
        "denominator": "d",
        "kind": "share",
        "better": "lower",
        "theme": False,
        "source": "s",
    }
    with pytest.raises(ValueError, match=words):
        Indicator(**(whole | changed))
