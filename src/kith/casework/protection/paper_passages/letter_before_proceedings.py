"""The letter to parents before an application to the court: what worries us, what must change, what help there is.

The words around what is on the record are Kith's own, plain ones. An authority's lawyers agree them before the first
letter goes (docs/protection.md); every passage can be changed. What lawyers advised is in none of it.
"""

from __future__ import annotations

from kith.casework.people.models import Person
from kith.casework.protection.models import PreProceedings, PreProceedingsStepKind
from kith.casework.protection.paper_passages.writing import (
    About,
    Passage,
    authority,
    complaint,
    labelled,
    on,
    written,
)


def not_yet(work: PreProceedings) -> str:
    """Return why it cannot be written, or "" where it can."""
    if work.end_date is not None:
        return "This work before proceedings has ended, so no letter begins it."
    if not work.what_we_worry_about.strip() or not work.what_must_change.strip():
        return "Say first what you are worried about and what must change. The letter is made from that."
    return ""


def children(work: PreProceedings) -> list[Person]:
    """Return the children whom it is about and the maker may see."""
    return [part.child for part in work.children.select_related("child").order_by("child__birth_date", "pk")]


def write(about: About) -> tuple[str, list[Passage]]:
    """Return its title and passages."""
    work: PreProceedings = about.process
    meeting = (
        work.steps.filter(
            kind=PreProceedingsStepKind.MEETING, done_date__isnull=True, planned_date__isnull=False
        )
        .order_by("planned_date", "pk")
        .first()
    )
    return "Letter before proceedings", written(
        [
            Passage(
                f"Dear {about.for_whom}",
                f"This letter is about {about.names}.\n\nWe are so worried about them that we are thinking of asking the family "
                "court to decide how to keep them safe. We have not done so. We want to work with you first, so that it does "
                "not have to come to that.\n\nPlease take this letter to a lawyer today. It is important, and their advice to "
                "you is free.",
            ),
            Passage("What we are worried about", work.what_we_worry_about),
            Passage("What must change", work.what_must_change),
            Passage("What help there is", _help(work)),
            Passage(
                "You can have a lawyer, free",
                "As a parent, or somebody else with parental responsibility, you can have a lawyer's advice free at this stage, "
                "whatever you earn (legal aid). Look for a solicitor who does children law: The Law Society has a list, and "
                f"{authority()} can give you the names of some who are near. They work for you and not for us. Show them "
                "this letter. They can come to the meeting with you.",
            ),
            Passage("The meeting", _meeting(meeting)),
            Passage(
                "What to bring",
                "This letter. The name of your lawyer, and your lawyer if you can. Anything that shows what has changed. The names "
                "of family and friends who could help you, or look after the children if you could not for a while. Tell us "
                "before if you need an interpreter, somebody to read with you, or help to get there.",
            ),
            Passage("What happens if things do not change", _if_not(about)),
            complaint("this letter"),
            Passage(
                "Who to talk to", f"{work.lead.name} is the person to ask about anything in this letter."
            ),
        ]
    )


def _help(work: PreProceedings) -> str:
    said = [work.help_offered.strip()]
    if (
        work.network_meeting is not None
        and work.network_meeting.offered_date
        and not work.network_meeting.why_not_offered
    ):
        said.append(
            f"We have offered your family a meeting of its own people, on {on(work.network_meeting.offered_date)}, so that you "
            "can make your own plan for the children. You may still have one."
        )
    return "\n\n".join(one for one in said if one)


def _meeting(meeting) -> str:  # type: ignore[no-untyped-def]
    if meeting is None:
        return (
            "We will ask you to a meeting, to agree with you and your lawyer what will change, who will help, and by when. We "
            "will tell you the day in time for you to find a lawyer."
        )
    return (
        labelled(("When", on(meeting.planned_date)), ("What", meeting.what))
        + "\n\nAt the meeting we agree with you and your lawyer what will change, who will help, and by when. If you cannot "
        "come that day, tell us, and we will find another."
    )


def _if_not(about: About) -> str:
    return (
        f"If {about.names} are still not safe, we may ask the court to make orders about them. You would be told first, "
        "you could have a lawyer free, and you would be heard by the judge. If the children could not live with you for a "
        "time, we would look first to your family and friends."
    )
