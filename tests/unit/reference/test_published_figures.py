"""The tables hold the figures that anyone can look up, and hold together."""

from pathlib import Path

import polars as pl
import pytest

from kith.reference import describe, read_table, table_names
from kith.reference.build import headline_by_authority
from kith.reference.symbols import MEANINGS, PUBLISHED

TIDY = [name for name in table_names() if "measure" in read_table(name).columns]
ENGLAND = "E92000001"
HACKNEY = "E09000012"


def figure(table: str, area: str, year: int, measure: str, **where: str) -> float | None:
    """Return one figure of a tidy table."""
    rows = read_table(table).filter(
        pl.col("area_code") == area,
        pl.col("year") == year,
        pl.col("measure") == measure,
        *[pl.col(name) == word for name, word in where.items()],
    )
    assert rows.height == 1
    return rows["value"].item()


@pytest.mark.parametrize(
    ("table", "area", "year", "measure", "value"),
    [
        ("looked_after", ENGLAND, 2025, "looked_after_at_31_march", 81770),
        ("looked_after", ENGLAND, 2016, "looked_after_at_31_march", 70410),
        ("looked_after", HACKNEY, 2025, "looked_after_at_31_march", 352),
        ("protection_plans", ENGLAND, 2025, "on_plan_at_31_march", 49420),
        ("children_in_need", ENGLAND, 2025, "in_need_at_31_march", 402400),
        ("workforce", ENGLAND, 2025, "social_workers_in_post_fte", 36186.3),
        ("population_0_17", ENGLAND, 2024, "population_0_17", 12183016),
        ("population_0_17", HACKNEY, 2024, "population_0_17", 54191),
        ("section_47_and_conferences", ENGLAND, 2025, "rate_section_47_enquiries", 189.3),
        ("referrals", ENGLAND, 2025, "percent_rereferrals", 22.6),
    ],
)
def test_known_figures_are_the_published_ones(
    table: str, area: str, year: int, measure: str, value: float
) -> None:
    """Figures from the department's own headlines."""
    assert figure(table, area, year, measure) == value


def test_hackneys_gap_after_its_cyber_attack_is_a_gap_and_not_a_nought() -> None:
    """Hackney made no return of children in need for 2021 and 2022."""
    rows = read_table("children_in_need").filter(
        pl.col("area_code") == HACKNEY,
        pl.col("measure") == "in_need_at_31_march",
        pl.col("year").is_in([2021, 2022]),
    )
    assert rows["status"].to_list() == ["not available", "not available"]
    assert rows["value"].null_count() == 2


@pytest.mark.parametrize("name", TIDY)
def test_a_value_is_there_exactly_where_it_was_published(name: str) -> None:
    """Every row has a status that is explained, and no row is both withheld and given."""
    table = read_table(name)
    assert set(table["status"].unique()) <= set(MEANINGS)
    assert table.filter((pl.col("status") == PUBLISHED) != pl.col("value").is_not_null()).is_empty()


@pytest.mark.parametrize("name", TIDY)
def test_each_figure_is_given_once_for_an_area_that_is_known(name: str) -> None:
    """One row per area, year, breakdown and measure; every area is in the table of areas."""
    table = read_table(name)
    key = [column for column in table.columns if column not in ("value", "status", "source")]
    assert table.filter(pl.struct(key).is_duplicated()).is_empty()
    assert set(table["area_code"].unique()) <= set(read_table("area")["area_code"])
    assert table["year"].null_count() == 0


@pytest.mark.parametrize("name", TIDY)
def test_nearly_every_authority_is_in_every_table_of_figures(name: str) -> None:
    """All 153, apart from the pairs that report their workforce together."""
    codes = set(read_table("authority")["authority_code"])
    together = {"E09000021", "E09000027", "E06000061", "E06000062"} if name == "workforce" else set()
    assert codes - together <= set(read_table(name)["area_code"])


@pytest.mark.parametrize("name", TIDY)
def test_counts_are_not_negative_and_shares_are_within_a_hundred(name: str) -> None:
    """A sentinel such as -300 that slipped through as a number would be caught here."""
    units = {measure: entry["unit"] for measure, entry in describe(name).measures.items()}
    counted = read_table(name).filter(
        ~pl.col("measure").is_in([m for m, unit in units.items() if "pounds" in unit])
    )
    assert counted.filter(pl.col("value") < 0).is_empty()
    percent = [measure for measure, unit in units.items() if unit == "percent"]
    assert counted.filter(pl.col("measure").is_in(percent) & (pl.col("value") > 100)).is_empty()


def test_the_authorities_of_england_add_up_to_england() -> None:
    """Published England is rounded to ten, so the sum of the authorities is within five of it where none is withheld."""
    for table, measure, years in (
        ("children_in_need", "in_need_at_31_march", [2016, 2018, 2020, 2025]),
        ("looked_after", "looked_after_at_31_march", [2016, 2018, 2024]),
    ):
        held = read_table(table).filter(pl.col("measure") == measure)
        levels = held.join(read_table("area").select("area_code", "level"), on="area_code")
        for year in years:
            parts = levels.filter(
                pl.col("year") == year, pl.col("level").is_in(["authority", "former authority"])
            )
            assert parts["value"].sum() == pytest.approx(figure(table, ENGLAND, year, measure) or 0, abs=5), (
                table,
                year,
            )


def test_looked_after_ages_add_up_to_all_looked_after() -> None:
    """For an authority with nothing withheld, the ages make the total."""
    profile = read_table("looked_after_profile").filter(
        pl.col("moment") == "at 31 March",
        pl.col("characteristic") == "Age group",
        pl.col("measure") == "children",
    )
    whole = profile.group_by("area_code", "year").agg(
        (pl.col("status") == PUBLISHED).all().alias("whole"),
        pl.col("value").filter(pl.col("category") != "Total").sum().alias("parts"),
        pl.col("value").filter(pl.col("category") == "Total").sum().alias("total"),
    )
    own = whole.filter(pl.col("whole") & ~pl.col("area_code").str.contains("^E1[23]|^E92"))
    assert own.height > 400
    assert own.filter(pl.col("parts") != pl.col("total")).is_empty()


def test_early_and_late_spending_make_the_total() -> None:
    """The headings that are early, late and apart add up to all spending; a part is not counted twice."""
    gross = read_table("spending").filter(pl.col("measure") == "gross_expenditure", pl.col("year") == 2024)
    parts = (
        gross.filter(pl.col("class").is_in(["early", "late", "apart"]))
        .group_by("area_code")
        .agg(pl.col("value").sum())
    )
    total = gross.filter(pl.col("class") == "total").select("area_code", pl.col("value").alias("total"))
    both = parts.join(total, on="area_code").filter(pl.col("total").is_not_null())
    assert both.height > 150
    apart = both.filter((pl.col("value") / pl.col("total") - 1).abs() > 0.001)
    assert apart.is_empty(), apart


def test_a_former_authoritys_successors_are_present_authorities() -> None:
    """Shares of children, where known, add up to one for each former authority."""
    changes = read_table("authority_change")
    assert set(changes["successor_code"]) <= set(read_table("authority")["authority_code"])
    sums = changes.drop_nulls("child_share").group_by("former_code").agg(pl.col("child_share").sum())
    assert all(total == pytest.approx(1, abs=1e-4) for total in sums["child_share"])


def test_each_authority_has_one_row_of_headlines_that_agree_with_the_tables() -> None:
    """Hackney's row is its latest published figures; conferences worked out from the rate agree with those counted."""
    headlines = read_table("headline_by_authority")
    assert headlines.height == headlines["authority_code"].n_unique() == 153
    hackney = headlines.filter(pl.col("authority_code") == HACKNEY).row(0, named=True)
    assert hackney["looked_after"] == figure("looked_after", HACKNEY, 2025, "looked_after_at_31_march")
    assert hackney["older_figures"] is None
    by_time = ["within_10_days", "11_to_15_days", "16_to_20_days", "21_days_or_more"]
    counted = sum(
        figure("section_47_and_conferences", HACKNEY, 2025, f"conferences_{days}") or 0 for days in by_time
    )
    assert hackney["conferences"] == pytest.approx(counted, abs=1)


def test_the_headlines_are_what_the_tables_make_them() -> None:
    """Made again from the tables as they are, the shipped headlines do not change."""
    assert headline_by_authority.build(Path()).equals(read_table("headline_by_authority"))


def test_authorities_that_report_their_workforce_together_share_it_by_children() -> None:
    """Kingston and Richmond add up to their joint figure, and have the same caseload."""
    headlines = read_table("headline_by_authority")
    pair = headlines.filter(pl.col("authority_code").is_in(["E09000021", "E09000027"]))
    joint = figure("workforce", "E09000021 / E09000027", 2025, "social_workers_in_post_fte")
    assert pair["social_workers_fte"].sum() == pytest.approx(joint, abs=0.2)
    assert pair["caseload"].n_unique() == 1
