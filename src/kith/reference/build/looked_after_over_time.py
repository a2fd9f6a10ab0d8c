"""Series about looked after children that begin before the department's present releases do."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._tables import assemble
from kith.reference.lait import ToolFigure

TOOL_FIGURES = (
    ToolFigure(
        "LACDistance",
        "percent_over_20_miles_outside_authority",
        "Children looked after placed more than 20 miles from home, outside LA Boundary (%)",
    ),
    ToolFigure("Children_missing", "percent_missing", "% Children looked after who were missing"),
    ToolFigure(
        "Children_Away",
        "percent_away_without_authorisation",
        "% Children looked after who were away from placement without authorisation",
    ),
    ToolFigure(
        "Emotional_LAC", "mean_strengths_and_difficulties_score", "Emotional Health of Looked after Children"
    ),
    ToolFigure(
        "LAC_Convictions",
        "percent_convicted_or_cautioned",
        "Children looked after who are convicted or subject to a youth caution (%)",
    ),
    ToolFigure("LACSubstance", "percent_misusing_substances", "% of CLA Substance misuse"),
    ToolFigure("LACDental%", "percent_teeth_checked", "Percentage of CLA having Dental Checks"),
    ToolFigure("LACHealth%", "percent_health_assessed", "Percentage of CLA having Health Checks"),
    ToolFigure(
        "LACVaccinations%", "percent_immunised", "Percentage of CLA Had their immunisations up to date"
    ),
    ToolFigure("LAC_Foster_Placements", "percent_in_foster_care", "% of CLA in foster care"),
    ToolFigure(
        "LAC_SecHome_And_ChildHome", "percent_in_homes", "% of CLA in secure homes and children's homes"
    ),
    ToolFigure(
        "LAC_Ind_SInd_Liv_Arr",
        "percent_in_supported_accommodation",
        "% of CLA in independent and semi-independent living arrangements/supported accommodation",
    ),
    ToolFigure(
        "LAC_Parents_OR_Others",
        "percent_with_parents",
        "% of CLA placed with parents or other person with parental responsibility",
    ),
    ToolFigure(
        "Unacc_Asylmn_Seek_Childn%",
        "percent_unaccompanied",
        "% Children looked after who are unaccompanied Asylum Seeking Children",
    ),
    ToolFigure(
        "UASC_%_Starting",
        "percent_of_starters_unaccompanied",
        "% CLA starting to be looked after during the year who are unaccompanied Asylum Seeking Children",
    ),
    ToolFigure("%_of LAC Adopted", "percent_ceased_by_adoption", "Percentage of CLA adopted in year"),
    ToolFigure(
        "LAC_ceased_SGO%",
        "percent_ceased_to_special_guardianship",
        "CLA ceased because of a Special Guardianship Order - Total (%)",
    ),
    ToolFigure(
        "LAC_ceased_CAO%",
        "percent_ceased_to_child_arrangements",
        "CLA ceased because of a residence order or child arrangement order - Total (%)",
    ),
    ToolFigure(
        "LAC_RetHome_CarePlan_%",
        "percent_returned_home_by_plan",
        "Percent CLA Returned home to live with parents or other person with parental responsibility part of the care plan",
    ),
    ToolFigure(
        "LAC_RetHome_Not_CarePlan_%",
        "percent_returned_home_outside_plan",
        "Percent CLA Returned home to live with parents or other person with parental responsibility NOT part of the care plan",
    ),
    ToolFigure(
        "LAC_Pers_Abs",
        "percent_persistently_absent",
        "Percentage of CLA who are classed as persistent absentees",
    ),
    ToolFigure("LAC_Over_Abs", "percent_sessions_missed", "CLA Overall Absence"),
)


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, year and measure."""
    return assemble(source, (), TOOL_FIGURES)
