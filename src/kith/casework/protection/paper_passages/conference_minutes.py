"""The minutes of a conference: the children's words first, then the family's, then what was decided for whom and why."""

from __future__ import annotations

from kith.casework.people.models import Person
from kith.casework.protection.models import (
    ChildProtectionConference,
    ConferenceChild,
    ConferenceStatus,
    CoreGroupMember,
)
from kith.casework.protection.paper_passages.writing import (
    About,
    Passage,
    complaint,
    in_their_words,
    labelled,
    name_of,
    on,
    reasons_of,
    table,
    who_came,
    who_does_what,
    with_people,
    written,
)


def not_yet(conference: ChildProtectionConference) -> str:
    """Return why they cannot be written yet, or "" where they can."""
    if conference.status != ConferenceStatus.HELD:
        return "This conference has not been held. Record that it was, and its minutes can be made from it."
    return ""


def children(conference: ChildProtectionConference) -> list[Person]:
    """Return the children whom it is about and the maker may see."""
    return [
        part.child for part in conference.children.select_related("child").order_by("child__birth_date", "pk")
    ]


def write(about: About) -> tuple[str, list[Passage]]:
    """Return their title and passages."""
    conference: ChildProtectionConference = about.process
    of_each = about.of(conference.children.select_related("decision"))
    places = with_people(conference.places.select_related("worker").order_by("pk"))
    return f"Minutes of the conference of {on(conference.held_date)}", written(
        [
            Passage("The conference", _held(conference, about)),
            *(Passage(f"What {child.display_name} says", _childs_part(part)) for child, part in of_each),
            Passage("What the parents said", in_their_words(conference.family_view)),
            Passage(
                "Who came",
                who_came([(place, place.came) for place in places], for_the_family=about.is_for_the_family),
            ),
            None if about.is_for_the_family else Passage("Who was left out, and why", _left_out(places)),
            Passage("Who was missing", "" if conference.is_quorate else conference.why_not_quorate),
            Passage("What is going well", conference.going_well),
            Passage("What we are worried about", conference.worries),
            Passage("What was said, by whom", conference.discussion),
            *(
                Passage(f"What was decided for {child.display_name}", _decided(part))
                for child, part in of_each
                if part.outcome
            ),
            Passage("Who does not agree, and why", _dissent(places)),
            Passage("What must change, and how we will know", conference.what_must_change),
            Passage("What happens if it does not change", conference.if_it_does_not),
            Passage("Who does what by when", who_does_what(conference.actions.order_by("due_date", "pk"))),
            Passage("The core group", core_group(conference.plan_id, conference)),
            Passage("What happens next", _next(conference)),
            complaint("how the conference was held") if about.is_for_the_family else None,
        ]
    )


def _held(conference: ChildProtectionConference, about: About) -> str:
    how = f" {conference.get_held_how_display().lower()}" if conference.held_how else ""
    chair = f", chaired by {conference.chair.name}" if conference.chair else ""
    return f"{conference.get_kind_display()} about {about.names}, held on {on(conference.held_date)}{how}{chair}."


def _childs_part(part: ConferenceChild) -> str:
    return "\n\n".join(
        said
        for said in (
            in_their_words(part.child_words, part.child_words_date),
            labelled(
                ("How they took part", part.get_participation_display() if part.participation else ""),
                ("Who spoke up for them", part.advocate),
            ),
        )
        if said
    )


def _decided(part: ConferenceChild) -> str:
    return (
        labelled(
            ("Decided", part.get_outcome_display()),
            ("Category", part.get_category_display() if part.category else ""),
        )
        + "\n\n"
        + reasons_of(part.decision)
    )


def _left_out(places: list) -> str:  # type: ignore[type-arg]
    return "\n\n".join(
        f"{name_of(place)}: {place.left_out_reason}" for place in places if place.came == "left_out"
    )


def _dissent(places: list) -> str:  # type: ignore[type-arg]
    return "\n\n".join(
        f"{name_of(place)}: {place.sees_it_otherwise.strip()}"
        for place in places
        if place.sees_it_otherwise.strip()
    )


def core_group(plan_id: int | None, process: ChildProtectionConference | None = None) -> str:
    """Return who is in the core group as a table: now, or on the day of a conference."""
    if plan_id is None:
        return ""
    members = CoreGroupMember.objects.filter(plan_id=plan_id, end_date__isnull=True).select_related("worker")
    return table(
        ("Who", "For whom they speak"),
        (
            (
                name_of(member),
                member.post or (member.get_agency_display() if member.agency else member.get_part_display()),
            )
            for member in with_people(members.order_by("pk"))
        ),
    )


def _next(conference: ChildProtectionConference) -> str:
    said = []
    if conference.visit_every_days:
        said.append(
            f"The children are visited at home at least every {conference.visit_every_days} working days."
        )
    if conference.next_review_date:
        said.append(f"The next conference is held by {on(conference.next_review_date)}.")
    return " ".join(said)
