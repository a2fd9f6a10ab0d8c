"""The record of a strategy discussion: for the agencies that took part, and never for the family."""

from __future__ import annotations

from kith.casework.people.models import Person
from kith.casework.protection.models import StrategyDiscussion, StrategyStatus
from kith.casework.protection.paper_passages.writing import (
    About,
    Passage,
    labelled,
    on,
    reasons_of,
    table,
    who_does_what,
    written,
)


def not_yet(discussion: StrategyDiscussion) -> str:
    """Return why it cannot be written yet, or "" where it can."""
    if discussion.status != StrategyStatus.HELD:
        return "This discussion has not been held. Record that it was, and its record can be made from it."
    return ""


def children(discussion: StrategyDiscussion) -> list[Person]:
    """Return the children whom it is about and the maker may see."""
    return [
        part.child for part in discussion.children.select_related("child").order_by("child__birth_date", "pk")
    ]


def write(about: About) -> tuple[str, list[Passage]]:
    """Return its title and passages."""
    discussion: StrategyDiscussion = about.process
    parts = discussion.children.select_related("decision")
    return f"Record of the strategy discussion of {on(discussion.held_date)}", written(
        [
            Passage("The discussion", _held(discussion, about)),
            Passage("Who took part", _who_took_part(discussion)),
            Passage("Who was not there, and why", discussion.why_without),
            Passage("Why it was called", discussion.why_called),
            Passage("What each agency knows", discussion.information),
            Passage("What has been tried, and what has helped", discussion.what_has_helped),
            *(
                Passage(
                    f"What was decided for {child.display_name}",
                    labelled(("Decided", part.get_outcome_display())) + "\n\n" + reasons_of(part.decision),
                )
                for child, part in about.of(parts)
                if part.outcome
            ),
            Passage("What keeps the children safe today", discussion.safe_now),
            Passage("Who does what by when", who_does_what(discussion.actions.order_by("due_date", "pk"))),
        ]
    )


def _held(discussion: StrategyDiscussion, about: About) -> str:
    how = f" {discussion.get_held_how_display().lower()}" if discussion.held_how else ""
    led = f", and led by {discussion.led_by.name}" if discussion.led_by else ""
    return f"About {about.names}. It was called on {on(discussion.called_date)}, held on {on(discussion.held_date)}{how}{led}."


def _who_took_part(discussion: StrategyDiscussion) -> str:
    return table(
        ("Agency", "Who", "Took part"),
        (
            (
                one.get_agency_display(),
                ", ".join(part for part in (one.worker.name if one.worker else one.name, one.post) if part),
                one.get_took_part_display(),
            )
            for one in discussion.attendances.select_related("worker").order_by("pk")
        ),
    )
