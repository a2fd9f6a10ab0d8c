"""The record of a review for one child as a PDF: first a page written to them, then the record."""

from __future__ import annotations

import datetime

from kith.casework.care.models import PermanenceRoute
from kith.casework.care.papers_of_child import Clean, made_clean
from kith.casework.care.queries.reviews import ReviewStory, ToldPart, is_undecided
from kith.casework.furniture import pdf
from kith.casework.furniture.templatetags.kith import day as day_in_words
from kith.casework.people.models import PersonName

# How a child is to have a home for good, as it is said to them.
TO_YOU = {
    PermanenceRoute.REUNIFICATION: "The plan is that you go home to your family.",
    PermanenceRoute.RELATIVES: "The plan is that you live with relatives or friends, for good.",
    PermanenceRoute.LONG_TERM_FOSTERING: "The plan is that you live with foster carers until you are grown up.",
    PermanenceRoute.ADOPTION: "The plan is that you have a new family by adoption.",
    PermanenceRoute.RESIDENTIAL: "The plan is that a children's home is your home.",
    PermanenceRoute.INDEPENDENCE: "The plan is that you get ready for a home of your own.",
    PermanenceRoute.NOT_YET: "It is not decided yet where your home for good is to be.",
}
TOOK_PART = {
    "PN1": "You were there and spoke for yourself.",
    "PN2": "You were there, and somebody spoke up for you.",
    "PN3": "You were there and showed us what you think.",
    "PN4": "You were there.",
    "PN5": "You were not there, and somebody spoke up for you.",
    "PN6": "You were not there, and sent us what you think.",
    "PN7": "You were not there, and we do not know yet what you think. Please tell us.",
}


def printed(story: ReviewStory, told: ToldPart, *, made_at: datetime.datetime) -> bytes:
    """Return the record of a held review for one child as PDF/UA."""
    review, name = story.review, _given_name(told)
    facts = [
        ("For", told.child.display_name),
        ("Held on", day_in_words(review.held_date)),
        ("Chaired by", story.chair.name if story.chair else ""),
    ]
    document = pdf.Document(
        title="Review of care",
        facts=tuple(fact for fact in facts if fact[1]),
        parts=made_clean(
            told.child.pk,
            lambda clean: (
                *_to_the_child(story, told, name, clean),
                pdf.NewPage(),
                *_record(story, told, clean),
            ),
        ),
        footer="Private.",
    )
    return pdf.make(document, made_at=made_at)


def to_the_child(story: ReviewStory, told: ToldPart, name: str, clean: Clean) -> list[tuple[str, str]]:
    """Return the page to the child: headings and words, in plain words and written to them."""
    part, review = told.part, story.review
    officer = story.chair.name if story.chair else "your reviewing officer"
    said = [f"Dear {name},", f"On {day_in_words(review.held_date)} we talked about how things are for you."]
    if part.participation in TOOK_PART:
        said.append(TOOK_PART[part.participation])
    pages = [("A page for you", "\n\n".join(said))]
    pages.append(
        ("What you said", clean(part.child_words) or "We did not write down what you said. We are sorry.")
    )
    if part.plan_is_right is not None:
        right = (
            "We think that the plan for your care is still right."
            if part.plan_is_right
            else "We think that the plan for your care has to change."
        )
        pages.append(
            ("Your care plan", "\n\n".join(words for words in (right, clean(part.plan_words)) if words))
        )
    home = TO_YOU[told.permanence.route] if told.permanence is not None else TO_YOU[PermanenceRoute.NOT_YET]
    pages.append(("Your home for good", home))
    if told.decisions:
        pages.append(
            (
                "What is going to happen",
                "\n".join(
                    f"{clean(one.what)}. {one.owner} does this by {day_in_words(one.due_date)}."
                    for one in told.decisions
                ),
            )
        )
    if part.next_due_date:
        pages.append(
            (
                "When we talk again",
                f"We meet again by {day_in_words(part.next_due_date)}. You can say when, where, and who is there. You can"
                " ask for it sooner.",
            )
        )
    pages.append(
        (
            "If something is wrong",
            f"Tell {officer}. It is {officer}'s job to see that you are looked after well, and to speak up if you are not."
            " You can ask for an advocate: somebody who helps you say what you want.",
        )
    )
    return pages


def _given_name(told: ToldPart) -> str:
    known = (
        PersonName.objects.filter(person=told.child, end_date__isnull=True)
        .order_by("-start_date", "-pk")
        .first()
    )
    return (known.given_names.split(" ")[0] if known and known.given_names else "") or told.child.display_name


def _to_the_child(story: ReviewStory, told: ToldPart, name: str, clean: Clean) -> list[pdf.Part]:
    parts: list[pdf.Part] = []
    for number, (heading, words) in enumerate(to_the_child(story, told, name, clean)):
        parts += [pdf.Heading(heading, level=1 if number == 0 else 2), pdf.Words(words)]
    return parts


def _record(story: ReviewStory, told: ToldPart, clean: Clean) -> list[pdf.Part]:
    part, review = told.part, story.review
    right = {True: "Yes", False: "No", None: "Not said"}[part.plan_is_right]
    facts = [
        ("Which review", f"Number {part.number} in this time in care"),
        ("Due by", f"{day_in_words(told.due_date)}{', held late' if told.is_late else ''}"),
        ("Why it was late", clean(review.late_reason)),
        ("Finished in a second part on", day_in_words(review.finished_later_date)),
        ("The child's part", told.participation),
        ("The care plan is still right", right),
        ("The next review is due by", day_in_words(part.next_due_date)),
    ]
    parts: list[pdf.Part] = [
        pdf.Heading("The record of the review"),
        pdf.Facts(tuple((name, said) for name, said in facts if said)),
    ]
    for heading, words in (
        ("What the child said", part.child_words),
        ("What parents said", part.parents_words),
        ("What carers said", part.carers_words),
        ("The people who matter", part.people),
        ("Health", part.health),
        ("Education", part.education),
        ("About the care plan", part.plan_words),
        ("What was talked about", review.what_was_said),
    ):
        if words:
            parts += [pdf.Heading(heading, level=2), pdf.Words(clean(words))]
    parts.append(pdf.Heading("A home for good", level=2))
    if told.permanence is None:
        parts.append(pdf.Words("No plan for a home for good has been decided."))
    else:
        plan = told.permanence
        said = [
            f"{PermanenceRoute(plan.route).label}.",
            clean(plan.reasons),
            f"If that does not come about: {clean(plan.otherwise)}" if plan.otherwise else "",
            f"To come about by {day_in_words(plan.target_date)}." if plan.target_date else "",
        ]
        parts.append(pdf.Words("\n\n".join(words for words in said if words)))
    if told.lacks_permanence and is_undecided(told.permanence):
        parts.append(pdf.Notice("There was to be a plan for a home for good by the second review."))
    parts.append(pdf.Heading("What was decided", level=2))
    if told.decisions:
        rows = tuple(
            (clean(one.what), one.owner, day_in_words(one.due_date), _came_of_it(one, clean))
            for one in told.decisions
        )
        parts.append(pdf.Table("", ("What", "Who", "By", "What came of it"), rows))
    else:
        parts.append(pdf.Words("Nothing was decided."))
    if story.people:
        parts.append(pdf.Heading("Who was asked", level=2))
        people = tuple((clean(one.name), one.row.part, clean(one.came)) for one in story.people)
        parts.append(pdf.Table("", ("Who", "Who they are", "Came"), people))
    return parts


def _came_of_it(decision: object, clean: Clean) -> str:
    done = getattr(decision, "done_date", None)
    if done:
        return f"Done on {day_in_words(done)}"
    reason = getattr(decision, "not_done_reason", "")
    return f"Not done: {clean(reason)}" if reason else "Not yet"
