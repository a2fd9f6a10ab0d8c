"""Factors identified at the end of assessment."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._tables import assemble
from kith.reference.tidy import Figure, Layout

LAYOUTS = (
    Layout(
        table="assessment_factors",
        stem="c3_factors_identified_at_end_of_assessment_2018_to_2025",
        source="children-in-need-2025",
        figures=(
            Figure(
                "Episodes_with_assessment_factor", "assessments", sets={"factor": "any", "about": "anyone"}
            ),
            Figure(
                "Alcohol_Misuse_child", "assessments", sets={"factor": "alcohol misuse", "about": "the child"}
            ),
            Figure(
                "Alcohol_Misuse_parent",
                "assessments",
                sets={"factor": "alcohol misuse", "about": "a parent or carer"},
            ),
            Figure(
                "Alcohol_Misuse_person",
                "assessments",
                sets={"factor": "alcohol misuse", "about": "another person in the household"},
            ),
            Figure("Drug_Misuse_child", "assessments", sets={"factor": "drug misuse", "about": "the child"}),
            Figure(
                "Drug_Misuse_parent",
                "assessments",
                sets={"factor": "drug misuse", "about": "a parent or carer"},
            ),
            Figure(
                "Drug_Misuse_person",
                "assessments",
                sets={"factor": "drug misuse", "about": "another person in the household"},
            ),
            Figure(
                "Domestic_Abuse_child", "assessments", sets={"factor": "domestic abuse", "about": "the child"}
            ),
            Figure(
                "Domestic_Abuse_parent",
                "assessments",
                sets={"factor": "domestic abuse", "about": "a parent or carer"},
            ),
            Figure(
                "Domestic_Abuse_person",
                "assessments",
                sets={"factor": "domestic abuse", "about": "another person in the household"},
            ),
            Figure(
                "Mental_Health_child", "assessments", sets={"factor": "mental health", "about": "the child"}
            ),
            Figure(
                "Mental_Health_parent",
                "assessments",
                sets={"factor": "mental health", "about": "a parent or carer"},
            ),
            Figure(
                "Mental_Health_person",
                "assessments",
                sets={"factor": "mental health", "about": "another person in the household"},
            ),
            Figure(
                "Learning_Disability_child",
                "assessments",
                sets={"factor": "learning disability", "about": "the child"},
            ),
            Figure(
                "Learning_Disability_parent",
                "assessments",
                sets={"factor": "learning disability", "about": "a parent or carer"},
            ),
            Figure(
                "Learning_Disability_person",
                "assessments",
                sets={"factor": "learning disability", "about": "another person in the household"},
            ),
            Figure(
                "Physical_Disability_child",
                "assessments",
                sets={"factor": "physical disability or illness", "about": "the child"},
            ),
            Figure(
                "Physical_Disability_parent",
                "assessments",
                sets={"factor": "physical disability or illness", "about": "a parent or carer"},
            ),
            Figure(
                "Physical_Disability_person",
                "assessments",
                sets={"factor": "physical disability or illness", "about": "another person in the household"},
            ),
            Figure("Young_Carer", "assessments", sets={"factor": "young carer", "about": "the child"}),
            Figure(
                "Privately_fostered",
                "assessments",
                sets={"factor": "privately fostered", "about": "the child"},
            ),
            Figure(
                "Unaccompanied_asylum_seeker",
                "assessments",
                sets={"factor": "unaccompanied and seeking asylum", "about": "the child"},
            ),
            Figure(
                "Going_missing",
                "assessments",
                sets={"factor": "going or being missing", "about": "the child"},
            ),
            Figure(
                "Child_sexual_exploitation",
                "assessments",
                sets={"factor": "child sexual exploitation", "about": "the child"},
            ),
            Figure("Trafficking", "assessments", sets={"factor": "trafficking", "about": "the child"}),
            Figure("Gangs", "assessments", sets={"factor": "gangs", "about": "the child"}),
            Figure(
                "Socially_unacceptable_behaviour",
                "assessments",
                sets={"factor": "socially unacceptable behaviour", "about": "the child"},
            ),
            Figure("Self_harm", "assessments", sets={"factor": "self-harm", "about": "the child"}),
            Figure("Neglect", "assessments", sets={"factor": "neglect", "about": "the child"}),
            Figure(
                "Emotional_Abuse", "assessments", sets={"factor": "emotional abuse", "about": "the child"}
            ),
            Figure(
                "Physical_Abuse_unknown",
                "assessments",
                sets={"factor": "physical abuse, by whom not recorded", "about": "the child"},
            ),
            Figure(
                "Physical_Abuse_child_on_child",
                "assessments",
                sets={"factor": "physical abuse, child on child", "about": "the child"},
            ),
            Figure(
                "Physical_Abuse_adult_on_child",
                "assessments",
                sets={"factor": "physical abuse, adult on child", "about": "the child"},
            ),
            Figure(
                "Sexual_Abuse_unknown",
                "assessments",
                sets={"factor": "sexual abuse, by whom not recorded", "about": "the child"},
            ),
            Figure(
                "Sexual_Abuse_child_on_child",
                "assessments",
                sets={"factor": "sexual abuse, child on child", "about": "the child"},
            ),
            Figure(
                "Sexual_Abuse_adult_on_child",
                "assessments",
                sets={"factor": "sexual abuse, adult on child", "about": "the child"},
            ),
            Figure(
                "Female_Genital_Mutilation",
                "assessments",
                sets={"factor": "female genital mutilation", "about": "the child"},
            ),
            Figure(
                "Faith_linked_abuse",
                "assessments",
                sets={"factor": "abuse linked to faith or belief", "about": "the child"},
            ),
            Figure(
                "Child_criminal_exploitation",
                "assessments",
                sets={"factor": "child criminal exploitation", "about": "the child"},
            ),
            Figure("Other", "assessments", sets={"factor": "other", "about": "the child"}),
        ),
        breakdowns={"factor": None, "about": None},
    ),
)


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, year, factor and whom it is about."""
    return assemble(source, LAYOUTS)
