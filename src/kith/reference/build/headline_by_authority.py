"""The latest published figure of each headline measure for each authority, one row each."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from kith.reference.store import read_table

PER = 10_000


@dataclass(frozen=True)
class Headline:
    """One column of the table, and where its figure is."""

    column: str
    table: str
    measure: str
    where: dict[str, str] = field(default_factory=dict)


THREE_OR_MORE = {"cohort": "CLA on 31 March", "outcome": "With 3 or more placements during the year"}
ANY_FACTOR = {"factor": "any"}

HEADLINES = (
    Headline("referrals", "referrals", "referrals"),
    Headline("children_referred", "referrals", "children_referred"),
    Headline("percent_rereferrals", "referrals", "percent_rereferrals"),
    Headline("percent_referrals_no_further_action", "referrals", "percent_with_no_further_action"),
    Headline("percent_referrals_from_police", "referrals", "percent_from_police"),
    Headline("percent_referrals_from_schools", "referrals", "percent_from_schools"),
    Headline("percent_referrals_from_health_services", "referrals", "percent_from_health_services"),
    Headline("assessments_with_factors", "assessment_factors", "assessments", ANY_FACTOR),
    Headline("percent_assessments_within_45_days", "assessments", "percent_within_45_working_days"),
    Headline("children_in_need", "children_in_need", "in_need_at_31_march"),
    Headline("episodes_of_need_started", "children_in_need", "episodes_started"),
    Headline("episodes_of_need_ended", "children_in_need", "episodes_ended"),
    Headline("rate_section_47_enquiries", "section_47_and_conferences", "rate_section_47_enquiries"),
    Headline("rate_conferences", "section_47_and_conferences", "rate_conferences"),
    Headline(
        "percent_conferences_within_15_days",
        "section_47_and_conferences",
        "percent_conferences_within_15_days",
    ),
    Headline("on_protection_plan", "protection_plans", "on_plan_at_31_march"),
    Headline("protection_plans_started", "protection_plans", "plans_started"),
    Headline("percent_plans_second_or_later", "protection_plans", "percent_started_second_or_later"),
    Headline("looked_after", "looked_after", "looked_after_at_31_march"),
    Headline("looked_after_started", "looked_after", "started_in_year"),
    Headline("looked_after_ceased", "looked_after", "ceased_in_year"),
    Headline("looked_after_unaccompanied", "looked_after", "unaccompanied_at_31_march"),
    Headline("percent_three_or_more_placements", "placement_stability", "percent", THREE_OR_MORE),
    Headline("percent_over_20_miles", "looked_after_over_time", "percent_over_20_miles_outside_authority"),
    Headline("approved_foster_places", "fostering_places", "approved_places"),
    Headline("social_workers_fte", "workforce", "social_workers_in_post_fte"),
    Headline("agency_social_workers_fte", "workforce", "agency_social_workers_fte"),
    Headline("percent_agency", "workforce", "percent_agency"),
    Headline("percent_vacancies", "workforce", "percent_vacancies"),
    Headline("percent_turnover", "workforce", "percent_turnover"),
    Headline("caseload", "workforce", "caseload"),
    Headline("spending_total", "spending", "gross_expenditure", {"heading": "total"}),
    Headline("spending_looked_after", "spending", "gross_expenditure", {"heading": "looked after"}),
    Headline("spending_safeguarding", "spending", "gross_expenditure", {"heading": "safeguarding"}),
    Headline("spending_family_support", "spending", "gross_expenditure", {"heading": "family support"}),
)

# Published as numbers in a release that may not have been read; until then worked out from the rates.
COUNTED = (
    Headline("section_47_enquiries", "section_47_and_conferences", "section_47_enquiries"),
    Headline("conferences", "section_47_and_conferences", "conferences"),
)

# These count people, so where two authorities report together each is given its share by children.
COUNTED_TOGETHER = ("social_workers_fte", "agency_social_workers_fte")


def build(source: Path) -> pl.DataFrame:
    """Return one row per authority, sorted by name, from the tables already built (the folder is not read)."""
    authorities = read_table("authority").select("authority_code", "name", "population_0_17")
    rows = pl.concat([_latest(headline, authorities) for headline in HEADLINES])
    newest = rows.group_by("column").agg(pl.col("year").max().alias("newest"))
    older = (
        rows.join(newest, on="column")
        .filter(pl.col("year") < pl.col("newest"))
        .sort("authority_code", "column")
        .group_by("authority_code")
        .agg((pl.col("column") + " " + pl.col("year").cast(pl.String)).str.join(", ").alias("older_figures"))
    )
    counted = pl.concat([_latest(headline, authorities) for headline in COUNTED]).select(
        "authority_code", "column", "value"
    )
    worked_out = _from_rates(rows).join(counted, on=["authority_code", "column"], how="anti")
    wide = pl.concat([rows.select("authority_code", "column", "value"), counted, worked_out]).pivot(
        on="column", index="authority_code", values="value"
    )
    columns = [headline.column for headline in HEADLINES]
    return (
        authorities.join(wide, on="authority_code", how="left")
        .join(older, on="authority_code", how="left")
        .select(
            "authority_code",
            "population_0_17",
            *columns,
            *[headline.column for headline in COUNTED],
            "older_figures",
            "name",
        )
        .sort("name")
        .drop("name")
    )


def _from_rates(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the numbers of enquiries and conferences that the published rates stand for."""
    # The department divides by the children of the mid-year before the year that ends in March.
    children = (
        read_table("population_0_17")
        .filter(pl.col("status") == "published")
        .select(
            pl.col("area_code").alias("authority_code"),
            (pl.col("year") + 1).alias("year"),
            pl.col("value").alias("children"),
        )
    )
    rates = {f"rate_{headline.column}": headline.column for headline in COUNTED}
    return (
        rows.filter(pl.col("column").is_in(list(rates)))
        .join(children, on=["authority_code", "year"])
        .select(
            "authority_code",
            pl.col("column").replace_strict(rates, return_dtype=pl.String),
            (pl.col("value") * pl.col("children") / PER).round(0).alias("value"),
        )
    )


def _latest(headline: Headline, authorities: pl.DataFrame) -> pl.DataFrame:
    """Return each authority's latest published figure of one measure, with its year."""
    own = _published(headline).join(
        authorities.select(pl.col("authority_code").alias("area_code")), on="area_code", how="semi"
    )
    together = _together(headline, authorities)
    shared = together.join(own, on=["area_code", "year"], how="anti")
    return (
        pl.concat([own, shared])
        .sort("year")
        .group_by(pl.col("area_code").alias("authority_code"), maintain_order=True)
        .last()
        .with_columns(column=pl.lit(headline.column))
        .sort("authority_code")
    )


def _published(headline: Headline) -> pl.DataFrame:
    table = read_table(headline.table).filter(
        pl.col("measure") == headline.measure,
        pl.col("status") == "published",
        *[pl.col(name) == word for name, word in headline.where.items()],
    )
    return table.select("area_code", "year", "value")


def _together(headline: Headline, authorities: pl.DataFrame) -> pl.DataFrame:
    """Return the figures that two authorities reported together, given to each of them."""
    figures = _published(headline).filter(pl.col("area_code").str.contains(" / "))
    people = authorities.select(pl.col("authority_code").alias("area_code"), "population_0_17")
    parts = (
        figures.with_columns(joint=pl.col("area_code"))
        .with_columns(pl.col("area_code").str.split(" / "))
        .explode("area_code")
        .join(people, on="area_code")
    )
    share = pl.col("population_0_17") / pl.col("population_0_17").sum().over("joint", "year")
    value = (pl.col("value") * share).round(1) if headline.column in COUNTED_TOGETHER else pl.col("value")
    return parts.select("area_code", "year", value.alias("value"))
