"""Assessments as they are in the midst of work: one being written, one that waits for sign-off, one signed off."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from kith.casework.family_help.actions import assessing, signing_off
from kith.casework.family_help.models import FamilyAssessment, StaysInTouch
from kith.casework.people.actions import relations
from kith.casework.people.models import Person
from kith.casework.plans.models import Plan
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast


@dataclass
class LivelyAssessments:
    """What a page's address may name."""

    being_written: FamilyAssessment  # of the Okafors
    submitted: FamilyAssessment  # of the own niece's family, by the Family Help practitioner
    authorised: FamilyAssessment  # of the restricted child's family, with its plan, by the outsider
    in_touch: StaysInTouch  # on the Okafors' plan


def assess(cast: Cast, plan: Plan) -> LivelyAssessments:
    """Do it all by actions."""
    ago = timezone.localdate() - datetime.timedelta(days=21)
    return LivelyAssessments(
        being_written=_of_the_okafors(cast, ago),
        submitted=_submitted(cast.own_niece, cast.family_help_practitioner, "Pillai", ago),
        authorised=_authorised(cast, ago),
        in_touch=StaysInTouch.objects.filter(plan=plan).order_by("pk")[0],
    )


def _of_the_okafors(cast: Cast, day: datetime.date) -> FamilyAssessment:
    by = cast.social_worker
    assessment = assessing.start_assessment(
        family=cast.family, children=[cast.child, cast.sibling], kind="section_17", start_date=day, by=by
    )
    assessing.write_family_part(
        assessment=assessment,
        in_their_words=assessment.in_their_words,
        strengths="Daniel and Esther look after each other. Grandma Ada is twenty minutes away and comes when she is rung. "
        "Ngozi has kept the same job for six years and is proud of it.",
        parenting="Ngozi cooks for the week on Sundays and knows both children's teachers. Since her hours changed she "
        "sleeps in the mornings, and the children get themselves up.",
        around_the_family="A dry flat on the second floor, with Mrs Petrou upstairs. Money is short at the end of the month.",
        analysis="The children are loved and mostly well. What has changed is the nights: two hours without an adult, "
        "three times a week. If the rota changes, or somebody sleeps in, the worry goes.",
        family_view="",
        by=by,
    )
    part = assessment.children.get(child=cast.child)
    assessing.write_child_part(
        part=part,
        strengths="Draws every evening; his teacher says he explains things kindly to others.",
        seen_date=timezone.localdate() - datetime.timedelta(days=9),
        seen_alone=True,
        why_not_seen="",
        child_words="I listen for the door. When Grandma sleeps here I do not need to.",
        child_words_date=timezone.localdate() - datetime.timedelta(days=9),
        development="Well grown, tired on Thursdays. Reads above his age. Two good friends.",
        needs="A grown-up in the home at night, and to be told the plan for each week.",
        factors=["16A", "20"],
        outcome="child_in_need",
        outcome_reason="Nights alone at nine are not safe, and the family wants help to change them.",
        by=by,
    )
    return assessment


def _submitted(child: Person, by: Worker, name: str, day: datetime.date) -> FamilyAssessment:
    family = relations.make_family(name=name, members=[(child, "child")], start_date=day, by=by)
    assessment = assessing.start_assessment(
        family=family, children=[child], kind="family_help", start_date=day, by=by
    )
    assessing.write_family_part(
        assessment=assessment, in_their_words="We argue about everything since I lost my job.",
        strengths="Both parents come to every meeting.", parenting="", around_the_family="",
        analysis="The arguments are what worries the child most.", family_view="It is fair, and hard to read.", by=by,
    )  # fmt: skip
    assessing.write_child_part(
        part=assessment.children.get(), strengths="Sings in the choir.", seen_date=day, seen_alone=True, why_not_seen="",
        child_words="I turn the radio up.", child_words_date=day, development="Well.", needs="Quiet evenings.",
        factors=["17A"], outcome="family_help", outcome_reason="Help with the parents' relationship is what they ask for.",
        by=by,
    )  # fmt: skip
    signing_off.submit(assessment=assessment, by=by)
    assessment.refresh_from_db()
    return assessment


def _authorised(cast: Cast, day: datetime.date) -> FamilyAssessment:
    assessment = _submitted(cast.restricted_child, cast.outsider, "Lindqvist", day)
    signing_off.authorise(
        assessment=assessment, words="Her own words lead to what is offered.", by=cast.outside_manager
    )
    assessment.refresh_from_db()
    return assessment
