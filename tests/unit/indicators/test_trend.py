"""Trends: a real change is found, chance is not taken for one, and a missing year is named."""

import numpy as np
import pytest

from kith.engines.indicators import trend


def test_a_steady_rise_is_found_with_its_size() -> None:
    """Three per cent more each year, exactly on the line."""
    years = list(range(2016, 2026))
    found = trend(years, [1000 * 1.03**i for i in range(10)], [100_000] * 10)
    assert found is not None
    assert found.yearly_change == pytest.approx(0.03)
    assert found.direction == "rising"
    assert found.dispersion == 1


def test_more_children_is_not_a_rise_in_the_rate() -> None:
    """Counts that only follow the population do not change."""
    found = trend([2020, 2021, 2022, 2023], [100, 110, 120, 130], [10_000, 11_000, 12_000, 13_000])
    assert found is not None
    assert found.yearly_change == pytest.approx(0, abs=1e-9)
    assert found.direction == "no clear change"


def test_years_that_jump_about_make_the_trend_less_sure() -> None:
    """The same rise with scatter that counts alone would not have: a wider interval."""
    years, people = list(range(2016, 2026)), [100_000] * 10
    smooth = trend(years, [1000 * 1.03**i for i in range(10)], people)
    rough = trend(years, [1000 * 1.03**i * (1.2 if i % 2 else 0.8) for i in range(10)], people)
    assert smooth is not None
    assert rough is not None
    assert rough.dispersion > 10
    assert rough.upper - rough.lower > 3 * (smooth.upper - smooth.lower)


def test_a_missing_year_is_left_out_and_named() -> None:
    """Hackney's two years after its cyber attack are a gap in the line, not two noughts."""
    found = trend(
        [2019, 2020, 2021, 2022, 2023], [2904, 3094, float("nan"), float("nan"), 2550], [58_000] * 5
    )
    assert found is not None
    assert found.years_used == (2019, 2020, 2023)
    assert found.years_missing == (2021, 2022)
    assert -0.1 < found.yearly_change < 0


def test_two_years_or_no_events_make_no_trend() -> None:
    """Two points always lie on a line."""
    assert trend([2024, 2025], [10, 20], [100, 100]) is None
    assert trend([2023, 2024, 2025], [0, 0, 0], [100, 100, 100]) is None


def test_all_events_in_the_last_year_still_gives_an_answer() -> None:
    """The best line has no end to its slope; the answer stops at one and says that it is unsure."""
    found = trend([2023, 2024, 2025], [0, 0, 4], [100, 100, 100])
    assert found is not None
    assert np.isfinite(found.yearly_change)
    assert found.direction == "no clear change"


def test_a_year_given_twice_is_refused() -> None:
    """Nothing tells which of the two is right."""
    with pytest.raises(ValueError, match="given twice"):
        trend([2024, 2024, 2025], [1, 2, 3], [10, 10, 10])
    with pytest.raises(ValueError, match="nought or more"):
        trend([2023, 2024, 2025], [1, -2, 3], [10, 10, 10])
