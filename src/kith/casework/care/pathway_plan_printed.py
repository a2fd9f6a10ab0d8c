"""A pathway plan as a PDF for the young person whose it is: what they want first, in their own words.

Whatever was typed is cleaned by the database, which sees every record (plans_and_approvals.sql): no withheld address, no
telephone number and no name of somebody on a closed record is ever in one.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import connection

from kith.casework.care.models import PathwayPlan
from kith.casework.care.queries.leaving_care import LeavingCareRead
from kith.casework.furniture import pdf
from kith.casework.furniture.templatetags.kith import day as day_in_words
from kith.casework.people.models import Person

# The young person's words first.
SECTIONS = (
    "own_words", "home", "learning_and_work", "money", "health", "people", "everyday", "if_it_goes_wrong",
)  # fmt: skip
AGREED = {
    True: "You told us that you agree with this plan.",
    False: "You told us that you do not agree with this plan. Tell us what has to change.",
    None: "We have not asked you yet whether you agree with this plan. Please tell us.",
}


def printed(person: Person, read: LeavingCareRead, *, made_at: datetime.datetime) -> bytes:
    """Return the pathway plan that holds, with what each review said, as PDF/UA."""
    assert read.plan is not None
    plan = read.plan
    said = [
        (str(PathwayPlan._meta.get_field(name).verbose_name), getattr(plan, name))  # type: ignore[union-attr]
        for name in SECTIONS
        if getattr(plan, name)
    ]
    reviews = [one for one in read.reviews if one.plan_id == plan.pk]
    typed = [words for _, words in said] + [words for one in reviews for words in (one.own_words, one.words)]
    clean = dict(zip(typed, _as_they_go(person, typed), strict=True))
    parts: list[pdf.Part] = []
    for heading, words in said:
        parts += [pdf.Heading(heading), pdf.Words(clean[words])]
    parts += [pdf.Heading("Do you agree?"), pdf.Words(AGREED[plan.agreed])]
    for one in reviews:
        parts.append(pdf.Heading(f"We looked at it again on {day_in_words(one.day)}"))
        if one.own_words:
            parts.append(pdf.Words(f"You said: {clean[one.own_words]}"))
        parts.append(pdf.Words(clean[one.words]))
    parts += [pdf.Heading("If something is wrong, or has changed"), pdf.Words(_whom_to_tell(read))]
    facts = [
        ("For", person.display_name),
        ("From", day_in_words(plan.start_date)),
        ("Your personal adviser", read.adviser.name if read.adviser else ""),
    ]
    facts += [
        ("We look at it again by", day_in_words(clock.due_date))
        for clock in read.clocks
        if clock.rule == "pathway_plan_review"
    ]
    document = pdf.Document(
        title="My pathway plan",
        facts=tuple(fact for fact in facts if fact[1]),
        parts=tuple(parts),
        footer=f"Private. For {person.display_name}.",
    )
    return pdf.make(document, made_at=made_at)


def _whom_to_tell(read: LeavingCareRead) -> str:
    who = read.adviser.name if read.adviser else "us"
    return (
        f"Tell {who}. You can ask at any time for the plan to be looked at again, and say who is there. You can ask for an"
        " advocate: somebody who helps you say what you want."
    )


def _as_they_go(person: Person, texts: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kith_as_papers_of_child_go(%s, %s::text[], %s, %s::bigint[])",
            [person.pk, texts, settings.AUTHORITY_NAME, []],
        )
        return list(cursor.fetchone()[0])
