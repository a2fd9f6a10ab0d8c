"""What care leavers do and how they are housed."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._tables import assemble
from kith.reference.lait import ToolFigure
from kith.reference.tidy import Figure, Layout

LAYOUTS = (
    Layout(
        table="care_leavers",
        stem="la_care_leavers_activity",
        source="children-looked-after-2025",
        figures=(
            Figure("care_leaver_count", "care_leavers", sets={"about": "activity"}),
            Figure("care_leaver_percent", "percent", sets={"about": "activity"}),
        ),
        breakdowns={"about": None, "age": "care_leaver_age", "category": "breakdown"},
    ),
    Layout(
        table="care_leavers",
        stem="la_care_leavers_accommodation_suitability",
        source="children-looked-after-2025",
        figures=(
            Figure("care_leaver_count", "care_leavers", sets={"about": "accommodation"}),
            Figure("care_leaver_percent", "percent", sets={"about": "accommodation"}),
        ),
        breakdowns={"about": None, "age": "care_leaver_age", "category": "breakdown"},
    ),
)

# The tool counts care leavers a little differently from the release, so its total is a category of its own.
TOOL_FIGURES = (
    ToolFigure(
        "NoCareLeavers",
        "care_leavers",
        "Leaving Care 2 & 4 - Number of former relevant young people (Care Leavers)",
        sets={
            "about": "activity",
            "age": "19 to 21 years",
            "category": "Total, as the interactive tool counts",
        },
    ),
    ToolFigure(
        "CareLeaverEETNum",
        "care_leavers",
        "Leaving Care 2 - Number of former relevant young people who were in education, employment or training",
        sets={
            "about": "activity",
            "age": "19 to 21 years",
            "category": "Total in education, employment or training",
        },
    ),
    ToolFigure(
        "CareLeaverEET",
        "percent",
        "Care Leavers - Education, Employment & Training (EET) (%)",
        sets={
            "about": "activity",
            "age": "19 to 21 years",
            "category": "Total in education, employment or training",
        },
    ),
    ToolFigure(
        "CareLeaversNEET",
        "percent",
        "Care Leavers - NEET (%)",
        sets={
            "about": "activity",
            "age": "19 to 21 years",
            "category": "Total not in education, employment or training",
        },
    ),
    ToolFigure(
        "LAC_19_HE_Num",
        "care_leavers",
        "Leaving Care 4 - Number of former relevant young people who were in higher education",
        sets={
            "about": "activity",
            "age": "19 to 21 years",
            "category": "Higher education i.e. studies beyond A level",
        },
    ),
    ToolFigure(
        "LAC_19_HE",
        "percent",
        "Care Leavers - Higher Education (%)",
        sets={
            "about": "activity",
            "age": "19 to 21 years",
            "category": "Higher education i.e. studies beyond A level",
        },
    ),
    ToolFigure(
        "NoCareLeaverAcc",
        "care_leavers",
        "Leaving Care 3 - Number of former relevant young people who were in suitable accommodation",
        sets={
            "about": "accommodation",
            "age": "19 to 21 years",
            "category": "Accommodation considered suitable",
        },
    ),
    ToolFigure(
        "CareLeaverAcc",
        "percent",
        "Care Leavers - Suitable accommodation (%)",
        sets={
            "about": "accommodation",
            "age": "19 to 21 years",
            "category": "Accommodation considered suitable",
        },
    ),
    ToolFigure(
        "CareLeavers_LA_NotInTouch",
        "percent",
        "Care Leavers - Local authority not in touch (%)",
        sets={"about": "contact", "age": "19 to 21 years", "category": "Local authority not in touch"},
    ),
    ToolFigure(
        "StayingPut",
        "percent",
        "Care Leavers - Staying with their former foster carers (%)",
        sets={
            "about": "accommodation",
            "age": "18 to 20 years",
            "category": "Staying with their former foster carers",
        },
    ),
)


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, year, subject, age and category."""
    return assemble(source, LAYOUTS, TOOL_FIGURES)
