"""A pathway plan as a PDF for the young person whose it is: what they want first, in their own words."""

from __future__ import annotations

import datetime

from kith.casework.care.models import PathwayPlan
from kith.casework.care.papers_of_child import Clean, made_clean
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

    def parts(clean: Clean) -> list[pdf.Part]:
        made: list[pdf.Part] = []
        for heading, words in said:
            made += [pdf.Heading(heading), pdf.Words(clean(words))]
        made += [pdf.Heading("Do you agree?"), pdf.Words(AGREED[plan.agreed])]
        for one in reviews:
            made.append(pdf.Heading(f"We looked at it again on {day_in_words(one.day)}"))
            if one.own_words:
                made.append(pdf.Words(f"You said: {clean(one.own_words)}"))
            made.append(pdf.Words(clean(one.words)))
        return [*made, pdf.Heading("If something is wrong, or has changed"), pdf.Words(_whom_to_tell(read))]

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
        parts=tuple(made_clean(person.pk, parts)),
        footer=f"Private. For {person.display_name}.",
    )
    return pdf.make(document, made_at=made_at)


def _whom_to_tell(read: LeavingCareRead) -> str:
    who = read.adviser.name if read.adviser else "us"
    return (
        f"Tell {who}. You can ask at any time for the plan to be looked at again, and say who is there. You can ask for an"
        " advocate: somebody who helps you say what you want."
    )
