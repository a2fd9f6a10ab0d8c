"""The invitation to a conference: when, where, why, and how to take part in it as oneself."""

from __future__ import annotations

from kith.casework.furniture.templatetags.kith import day_and_time
from kith.casework.people.models import Person
from kith.casework.protection.models import (
    ChildProtectionConference,
    ConferenceKind,
    ConferencePart,
    ConferenceStatus,
)
from kith.casework.protection.paper_passages.writing import About, Passage, complaint, labelled, written

WHY = {
    ConferenceKind.INITIAL: (
        "We have made enquiries about {names}, and are worried that they may be seriously harmed. At the conference those who "
        "know the children and the family put together what they know, and decide whether the children need a child "
        "protection plan to keep them safe."
    ),
    ConferenceKind.REVIEW: (
        "{names} have a child protection plan. At the conference we look together at what has got better and what has not, "
        "and decide whether the plan is still needed."
    ),
    ConferenceKind.TRANSFER_IN: (
        "{names} had a child protection plan where the family lived before. At the conference those who know them, there and "
        "here, decide whether they need one here."
    ),
}
YOUR_PART = {
    ConferencePart.PARENT: (
        "You know your children best, and we want you there for as much of it as can be. You may bring somebody for company, "
        "or a lawyer. You will have the reports before the conference, with time to read them with somebody. "
        "If you would rather not come, you can tell the chair what you think beforehand, or send it in your own words, and "
        "it will be said.\n\nTell us what would help you come: an interpreter, somebody to look after the children, the fare, "
        "another time of day. If it is not safe for you to be in a room with somebody, or for them to know where you are, tell "
        "the chair before: you can take part in another way."
    ),
    ConferencePart.FAMILY: (
        "You are part of these children's family or close to it. We would like to hear how the children are and what you can "
        "do for them. You can come, take part by telephone, or send what you want to say."
    ),
    ConferencePart.CHILD: (
        "This is about you, so what you think matters most. You can come for all of it or some of it, bring somebody you "
        "trust, write or draw what you want to say, or have an advocate say it for you. Nobody will make you speak."
    ),
    ConferencePart.ADVOCATE: (
        "Please speak with the child before the conference, in a place that they choose, and say there what they want said, "
        "in their words."
    ),
    ConferencePart.PROFESSIONAL: (
        "Please send a written report to the chair, share it with the parents before the conference, and come yourself or send "
        "somebody who knows the children. Begin with what goes well. Say what you have seen and heard, keep it apart from "
        "what you think of it, and say what you can do."
    ),
}


def not_yet(conference: ChildProtectionConference) -> str:
    """Return why it cannot be written, or "" where it can."""
    if conference.status == ConferenceStatus.HELD:
        return "This conference has been held. Make its minutes instead."
    if conference.status != ConferenceStatus.BOOKED or conference.planned_at is None:
        return "This conference has no day yet. Book it, and the invitation can be made from it."
    return ""


def children(conference: ChildProtectionConference) -> list[Person]:
    """Return the children whom it is about and the maker may see."""
    return [
        part.child for part in conference.children.select_related("child").order_by("child__birth_date", "pk")
    ]


def write(about: About) -> tuple[str, list[Passage]]:
    """Return its title and passages."""
    conference: ChildProtectionConference = about.process
    kind = ConferenceKind(conference.kind)
    return f"Invitation: {kind.label.lower()}", written(
        [
            Passage(
                f"Dear {about.for_whom}",
                f"You are asked to a conference about {about.names}.\n\n"
                + labelled(
                    ("When", day_and_time(conference.planned_at)),
                    ("Where", conference.where),
                    ("How", conference.get_held_how_display() if conference.held_how else ""),
                    ("Who chairs it", conference.chair.name if conference.chair else ""),
                ),
            ),
            Passage("Why there is a conference", _why(kind, about)),
            Passage("Your part in it", YOUR_PART[ConferencePart(about.for_part)]),
            Passage(
                "What happens on the day",
                "The chair does not work with the family, and sees to it that everybody is heard. The children's own words come "
                "first, then the family's, then those of each service: what goes well, and what they are worried about. "
                "Then it is decided for each child whether they need a child protection plan, why, and who does what.",
            ),
            complaint("how the conference is prepared") if about.is_for_the_family else None,
        ]
    )


def _why(kind: ConferenceKind, about: About) -> str:
    return WHY[kind].format(names=about.names)
