"""Reading publishers' files: their areas, their years, their marks, and what is refused."""

import polars as pl
import pytest

from kith.reference.areas import AreaCodes
from kith.reference.lait import ToolFigure, fill_from, is_tool_page, long_from_page, tidy_tool, year_of_period
from kith.reference.symbols import value_and_status
from kith.reference.tidy import Figure, Layout, tidy, year_of


@pytest.mark.parametrize(
    ("cell", "value", "status"),
    [
        ("12", 12.0, "published"),
        ("0", 0.0, "published"),
        ("1,234", 1234.0, "published"),
        (" 7.5 ", 7.5, "published"),
        ("-3", -3.0, "published"),
        ("c", None, "suppressed"),
        ("C", None, "suppressed"),
        ("z", None, "not applicable"),
        ("x", None, "not available"),
        (":", None, "not available"),
        ("k", None, "low"),
        ("low", None, "low"),
        ("u", None, "unreliable"),
        ("-", None, "not given"),
        ("", None, "missing"),
        (None, None, "missing"),
        ("NaN", None, "unreadable"),
        ("inf", None, "unreadable"),
        ("about 12", None, "unreadable"),
    ],
)
def test_a_mark_is_never_a_number_and_never_merely_missing(
    cell: str | None, value: float | None, status: str
) -> None:
    """A suppressed figure, one never collected, an empty cell and a nought are four different things."""
    number, word = value_and_status(pl.col("cell"))
    row = pl.DataFrame({"cell": [cell]}, schema={"cell": pl.String}).select(value=number, status=word).row(0)
    assert row == (value, status)


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ("2025", 2025),
        ("202425", 2025),
        ("2024-25", 2025),
        ("2024/25", 2025),
        ("199900", 2000),
        ("2024-26", None),
        ("0", None),
        ("2014-16", None),
        ("week 12", None),
        (None, None),
    ],
)
def test_a_period_is_the_year_it_ends_in_or_refused(period: str | None, year: int | None) -> None:
    """Academic and financial years are written by both years; an average of three years is none."""
    frame = pl.DataFrame({"period": [period]}, schema={"period": pl.String})
    assert frame.select(year_of(pl.col("period"))).item() == year


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ("2025", 2025),
        ("2024-25 (OT)", 2025),
        ("2016-17", 2017),
        ("0", None),
        ("2014-16", None),
        ("2013/14-15/16", None),
    ],
)
def test_the_tools_periods_are_read_the_same_way(period: str, year: int | None) -> None:
    """Outturn years carry a mark of their own; the stray period "0" is refused."""
    assert year_of_period(period) == year


@pytest.mark.parametrize(
    ("dfe_code", "ons_code", "present"),
    [
        ("204", "E09000012", "E09000012"),
        ("370", "E08000016", "E08000038"),
        ("373", "E08000019", "E08000039"),
        ("825", "E10000002", "E06000060"),
        ("815", "E10000023", "E06000065"),
        ("933", "E10000027", "E06000066"),
        ("909", "E10000006", "E10000006"),
        ("928", "E10000021", "E10000021"),
        ("835", "E10000009", "E10000009"),
        ("838", "E06000059", "E06000059"),
        ("940 / 941", "E06000061 / E06000062", "E06000061 / E06000062"),
        (None, "E08000019", "E08000039"),
        ("999", "E06000999", None),
    ],
)
def test_a_recoded_authority_keeps_one_series_and_a_split_one_its_own(
    dfe_code: str | None, ons_code: str, present: str | None
) -> None:
    """Buckinghamshire only changed its code; Cumbria ended, so its figures are never Cumberland's."""
    assert AreaCodes.read().present(dfe_code, ons_code) == present


LAYOUT = Layout(
    table="made_up",
    stem="made_up",
    source="made-up-2025",
    figures=(
        Figure("children", "children", where={"about": "Children"}),
        Figure("share", "percent", where={"about": "Children"}),
    ),
    breakdowns={"age": "age_group"},
    words={"one to four": "1 to 4 years"},
)


def _published(*rows: tuple[str, str, str | None, str, str, str, str]) -> pl.DataFrame:
    columns = ["time_period", "geographic_level", "old_la_code", "about", "age_group", "children", "share"]
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


def test_a_published_row_becomes_one_row_for_each_figure() -> None:
    """England and an authority, numbered categories and another spelling, a suppressed share beside a count."""
    told = tidy(
        _published(
            ("2025", "National", None, "Children", "1. 1 to 4 years", "120", "12"),
            ("2025", "Local authority", "204", "Children", "one to four", "6", "c"),
            ("2025", "Local authority", "204", "Adults", "one to four", "999", "99"),
        ),
        LAYOUT,
        AreaCodes.read(),
    )
    assert told.refused == ()
    assert told.rows.select("area_code", "age", "measure", "value", "status").rows() == [
        ("E09000012", "1 to 4 years", "children", 6.0, "published"),
        ("E09000012", "1 to 4 years", "percent", None, "suppressed"),
        ("E92000001", "1 to 4 years", "children", 120.0, "published"),
        ("E92000001", "1 to 4 years", "percent", 12.0, "published"),
    ]


def test_what_cannot_be_read_is_refused_in_words_and_the_rest_is_kept() -> None:
    """An unknown authority, a period of three years, a word for a number, and one figure given twice."""
    told = tidy(
        _published(
            ("2025", "Local authority", "999", "Children", "a", "1", "1"),
            ("2014-16", "Local authority", "204", "Children", "a", "1", "1"),
            ("2025", "Local authority", "204", "Children", "a", "many", "1"),
            ("2025", "Local authority", "205", "Children", "a", "7", "1"),
            ("2025", "Local authority", "205", "Children", "a", "8", "1"),
        ),
        LAYOUT,
        AreaCodes.read(),
    )
    sentences = " ".join(told.refused)
    for words in (
        "areas that are not known: 999",
        "not one year: 2014-16",
        "neither a number",
        "given twice",
    ):
        assert words in sentences
    assert told.rows.select("area_code", "measure", "value").rows() == [
        ("E09000012", "percent", 1.0),
        ("E09000013", "percent", 1.0),
    ]


def test_a_file_without_a_needed_column_is_named_with_what_it_lacks() -> None:
    """The person who downloaded the wrong file learns which column would have been there."""
    with pytest.raises(ValueError, match="lacks age_group"):
        tidy(_published().drop("age_group"), LAYOUT, AreaCodes.read())


def test_a_layout_without_figures_is_refused_when_it_is_made() -> None:
    """A layout that reads nothing would make an empty table without a word."""
    with pytest.raises(ValueError, match="no figures"):
        Layout(table="t", stem="s", source="s-2025", figures=())
    with pytest.raises(ValueError, match="not its breakdowns"):
        Layout(table="t", stem="s", source="s-2025", figures=(Figure("c", "m", sets={"age": "all"}),))


TOOL_FIGURES = (ToolFigure("LACnum", "looked_after", "Number of Children looked after"),)


def test_the_tools_file_and_its_page_give_the_same_rows() -> None:
    """The file has codes and one row a period; the page has titles and one column a period."""
    file = pl.DataFrame(
        {
            "measure_short": ["LACnum"] * 4 + ["another"],
            "years": ["2024", "2025", "2024", "2025", "2025"],
            "dfe_la_code": ["204", "204", "970", "970", "204"],
            "la_name": ["Hackney", "Hackney", "England", "England", "Hackney"],
            "value": ["384", "-", "83530", "81770", "1"],
        }
    )
    page = pl.DataFrame(
        {
            "LA Number": ["204", "970"],
            "LA and Regions": ["Hackney", "England"],
            "Topic": ["Children Looked After"] * 2,
            "Measure": ["Number of Children looked after"] * 2,
            "2024": ["384", "83530"],
            "2025": ["-", "81770"],
        }
    )
    assert is_tool_page(page.columns)
    assert not is_tool_page(file.columns)
    areas = AreaCodes.read()
    from_file = tidy_tool(file, TOOL_FIGURES, (), areas, "tool-2025")
    from_page = tidy_tool(long_from_page(page), TOOL_FIGURES, (), areas, "tool-2025")
    assert from_file.rows.equals(from_page.rows)
    assert from_file.rows.select("area_code", "year", "value", "status").rows() == [
        ("E09000012", 2024, 384.0, "published"),
        ("E09000012", 2025, None, "not given"),
        ("E92000001", 2024, 83530.0, "published"),
        ("E92000001", 2025, 81770.0, "published"),
    ]


def test_the_tools_marks_for_years_when_an_authority_was_not_there_are_left_out() -> None:
    """Cumbria of 2025 was not withheld; there was no Cumbria. Cumbria of 2022 with a mark was."""
    file = pl.DataFrame(
        {
            "measure_short": ["LACnum"] * 6,
            "years": ["2022", "2023", "2025", "2022", "2023", "2025"],
            "dfe_la_code": ["909", "909", "909", "942", "942", "942"],
            "la_name": ["Cumbria", "Cumbria", "Cumbria", "Cumberland", "Cumberland", "Cumberland"],
            "value": ["-", "-", "-", "-", "-", "-"],
        }
    )
    told = tidy_tool(file, TOOL_FIGURES, (), AreaCodes.read(), "tool-2025")
    # Cumbria still was on 31 March 2023, and Cumberland not yet.
    assert told.rows.select("area_code", "year").rows() == [
        ("E06000063", 2025),
        ("E10000006", 2022),
        ("E10000006", 2023),
    ]


def test_a_second_source_fills_gaps_and_never_overrules() -> None:
    """A figure that the first source suppressed stays suppressed, whatever the second has."""
    columns = ["area_code", "year", "measure", "value", "status", "source"]
    first = pl.DataFrame([("A", 2025, "m", None, "suppressed", "first")], schema=columns, orient="row").cast(
        {"value": pl.Float64}
    )
    second = pl.DataFrame(
        [("A", 2025, "m", 3.0, "published", "second"), ("A", 2024, "m", 9.0, "published", "second")],
        schema=columns,
        orient="row",
    )
    assert fill_from(first, second).select("year", "value", "status").rows() == [
        (2024, 9.0, "published"),
        (2025, None, "suppressed"),
    ]
