"""What authorities spend on children's services, early and late, and what a week of care costs them."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.areas import AreaCodes
from kith.reference.build._files import read_source
from kith.reference.build._tables import assemble, rows_of
from kith.reference.lait import ToolFigure, fill_from
from kith.reference.tidy import Figure, Layout

# Early: children's centres, family support, services for young people. Late: safeguarding, care, youth justice.
# Source: Pro Bono Economics and National Children's Bureau, from the section 251 outturn's headings.
TOOL_FIGURES = (
    ToolFigure(
        "SureStartFinance",
        "gross_expenditure",
        "Sure Start Children's Centres and Early Years (finance) - Gross",
        sets={"heading": "children's centres and early years", "class": "early"},
    ),
    ToolFigure(
        "FamilySupportFinance",
        "gross_expenditure",
        "Total Family Support Services (finance) - Gross",
        sets={"heading": "family support", "class": "early"},
    ),
    ToolFigure(
        "YoungPeopleFinance",
        "gross_expenditure",
        "Total Services for Young People (finance) - Gross",
        sets={"heading": "services for young people", "class": "early"},
    ),
    ToolFigure(
        "SafeguardingFinance",
        "gross_expenditure",
        "Total Safeguarding Children and Young Peoples Services (finance) - Gross",
        sets={"heading": "safeguarding", "class": "late"},
    ),
    ToolFigure(
        "TotalLACFinance",
        "gross_expenditure",
        "Total Children Looked After (finance) - Gross",
        sets={"heading": "looked after", "class": "late"},
    ),
    ToolFigure(
        "YouthJusticeFinance",
        "gross_expenditure",
        "Youth Justice (finance) - Gross",
        sets={"heading": "youth justice", "class": "late"},
    ),
    ToolFigure(
        "OtherChildren&FamilyFinance",
        "gross_expenditure",
        "Other children's and families services (finance) - Gross",
        sets={"heading": "other", "class": "apart"},
    ),
    ToolFigure(
        "C&YPExpenditure",
        "gross_expenditure",
        "Children and Young People Budget (excluding CERA) - Gross",
        sets={"heading": "total", "class": "total"},
    ),
    ToolFigure(
        "LeaveCareSupServTotExp",
        "gross_expenditure",
        "Leaving Care Support (finance) - Gross",
        sets={"heading": "leaving care (part of looked after)", "class": "part"},
    ),
    ToolFigure(
        "LACFinance",
        "weekly_unit_cost",
        "Looked after children - S251/Outturn weekly unit costs",
        sets={"heading": "looked after", "class": "late"},
    ),
    ToolFigure(
        "FosteringFinance",
        "weekly_unit_cost",
        "Fostering - S251/Outturn weekly unit costs",
        sets={"heading": "fostering", "class": "late"},
    ),
    ToolFigure(
        "RescareFinance",
        "weekly_unit_cost",
        "Residential Care - S251/Outturn weekly unit costs",
        sets={"heading": "residential care", "class": "late"},
    ),
    ToolFigure(
        "AdoptionFinance",
        "weekly_unit_cost",
        "Adoption - S251/Outturn weekly unit costs",
        sets={"heading": "adoption", "class": "late"},
    ),
    ToolFigure(
        "SWFinance",
        "weekly_unit_cost",
        "Social Work - S251/Outturn weekly unit costs",
        sets={"heading": "social work and commissioning", "class": "late"},
    ),
)

BREAKDOWNS = {"heading": None, "class": None}
OUTTURN = Layout(
    table="spending",
    stem="mhclg_spending_data_2024_25",
    source="revenue-outturn-2025",
    figures=(
        Figure(
            "CS Expenditure", "revenue_outturn", sets={"heading": "children's social care", "class": "total"}
        ),
        Figure("Total Expenditure", "revenue_outturn", sets={"heading": "all services", "class": "total"}),
    ),
    breakdowns=BREAKDOWNS,
)

POUNDS = 1000


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, year, heading and measure, every sum in pounds."""
    outturn = read_source(source, OUTTURN.stem)
    names = AreaCodes.read().by_name
    # The file names regions but has no codes for them.
    region = (
        pl.col("geo_breakdown").str.to_lowercase().replace_strict(names, default=None, return_dtype=pl.String)
    )
    coded = outturn.with_columns(
        region_code=region,
        time_period=pl.col("time_period").str.replace("/", "-"),
        old_la_code=pl.col("old_la_code").str.replace(r"\.0$", ""),
    )
    rows = rows_of(coded, OUTTURN).with_columns(pl.col("value") * POUNDS)
    return fill_from(assemble(source, (), TOOL_FIGURES), rows)
