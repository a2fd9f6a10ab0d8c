"""A family whose children are on protection plans, made by actions alone, for looking at its pages.

The Marlows: an initial conference was held, a review is booked with people asked, another initial one is asked for about
a baby who is not born, and one child moves to another authority while a cousin came from one.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from kith.casework.people.actions import person, relations
from kith.casework.people.models import Family, Person
from kith.casework.protection.actions import conferences, transfers
from kith.casework.protection.actions.agreeing import Agreed
from kith.casework.protection.actions.conferences import Asked
from kith.casework.protection.actions.holding_conference import Came, ConferenceWords
from kith.casework.protection.actions.requesting import request_conference
from kith.casework.protection.models import ChildProtectionConference, ConferencePlace, ProtectionTransfer
from kith.casework.workforce.models import Allocation, AllocationReason
from tests.furnishing import conferences as made
from tests.furnishing.cast import Cast

Ago = Callable[[int], datetime.date]


@dataclass(frozen=True)
class LivelyConferences:
    """What the addresses of conferences may name."""

    family: Family
    child: Person  # on a plan, and moving away
    newcomer: Person  # on no plan here
    held: ChildProtectionConference
    booked: ChildProtectionConference  # the review, to come
    to_write_up: ChildProtectionConference  # of the baby who is not born, yesterday
    place: ConferencePlace  # at the review
    transfer: ProtectionTransfer  # out
    transfer_in: ProtectionTransfer


def confer(cast: Cast, ago: Ago) -> LivelyConferences:
    """Do it all."""
    people = {
        name: person.add_person(given_names=given, family_name="Marlow", by=cast.contact_officer, **about)
        for name, given, about in (
            ("mother", "Leanne", {"birth_date": ago(11_000), "sex": "F"}),
            ("child", "Tyler", {"birth_date": ago(4_000), "sex": "M"}),
            ("sister", "Poppy", {"birth_date": ago(2_500), "sex": "F"}),
            ("newcomer", "Jude", {"birth_date": ago(3_000), "sex": "M"}),
            ("baby", "Baby", {"expected_birth_date": ago(-70)}),
        )
    }
    young = ("child", "sister", "newcomer", "baby")
    family = relations.make_family(
        name="Marlow",
        members=[(people["mother"], "adult"), *((people[name], "child") for name in young)],
        start_date=ago(60),
        by=cast.contact_officer,
    )
    for name in ("child", "sister", "baby"):
        relations.relate(
            person=people["mother"],
            relative=people[name],
            kind="parent",
            parental_responsibility=name != "baby",
            start_date=ago(60),
            by=cast.contact_officer,
        )
    for name in young:
        Allocation.objects.create(
            child=people[name], worker=cast.social_worker, reason=AllocationReason.FIRST, start_date=ago(60)
        )
    held = _the_initial_conference(cast, family, people, ago)
    booked, place = _the_review(cast, family, people, ago)
    moves = [
        transfers.tell_of_transfer(
            child=people[name],
            family=family,
            direction=direction,
            other_authority="Northshire",
            moved_date=ago(-5 if direction == "out" else 8),
            told_date=ago(3),
            told_by="The duty team",
            category="" if direction == "out" else "EMO",
            by=cast.social_worker,
        )
        for name, direction in (("child", "out"), ("newcomer", "in"))
    ]
    return LivelyConferences(
        family=family,
        child=people["child"],
        newcomer=people["newcomer"],
        held=held,
        booked=booked,
        to_write_up=_the_babys(cast, family, people, ago),
        place=place,
        transfer=moves[0],
        transfer_in=moves[1],
    )


def _the_initial_conference(
    cast: Cast, family: Family, people: dict[str, Person], ago: Ago
) -> ChildProtectionConference:
    children = [people["child"], people["sister"]]
    enquiry = made.enquiry_about(family, children, start_date=ago(48), by=cast.social_worker)
    conference = request_conference(
        family=family,
        children=children,
        kind="initial",
        requested_date=ago(40),
        by=cast.social_worker,
        enquiry=enquiry,
    )
    made.book(cast, conference, day=ago(30))
    places = conferences.ask_to_conference(
        conference=conference,
        people=[
            Asked(part="parent", person=people["mother"], post="Mother"),
            Asked(part="child", person=people["child"]),
            Asked(part="professional", agency="social_care", worker=cast.social_worker, post="Social worker"),
            Asked(part="professional", agency="education", name="Sam Whitlock", post="Head teacher"),
            Asked(part="professional", agency="health", name="Una Doyle", post="School nurse"),
            Asked(part="professional", agency="police", name="PC Adil Rahman", post="Police"),
        ],
        by=cast.social_worker,
    )
    conferences.record_report(
        place=places[3], received_date=ago(36), shared_date=ago(35), by=cast.social_worker
    )
    conferences.record_report(place=places[4], received_date=ago(31), shared_date=None, by=cast.social_worker)
    came = {place.pk: Came("came") for place in places}
    came[places[0].pk] = Came("came", sees_it_otherwise="I do not think it is neglect. I was at work.")
    came[places[1].pk] = Came("sent_words")
    came[places[5].pk] = Came("by_video")
    made.hold(
        cast,
        conference,
        {
            people["child"].pk: made.on_a_plan(
                child_words="I do the tea. I like it when Mum is back before it gets dark.",
                child_words_date=ago(33),
                participation="PN6",
                advocate="Rosa Lind",
            ),
            people["sister"].pk: made.on_a_plan("EMO", participation="PN7"),
        },
        held_date=ago(30),
        is_quorate=None,
        came=came,
        words=ConferenceWords(
            going_well="Tyler and Poppy are at school each day, fed and clean. Their nan rings each evening.",
            worries="They are alone from six until past midnight, three nights a week.",
            discussion="The head teacher said that Poppy falls asleep on Mondays. The nurse has no worry about health.",
            family_view="I know they should not be on their own. I cannot lose this job.",
            what_must_change="Somebody safe is with them each evening, for three months. Nan and Mum keep the diary.",
            if_it_does_not="We meet with a lawyer about how else to keep them safe.",
        ),
        agreed=[
            Agreed("Find evening care that Mum can pay for", "Priya Nair", ago(16), cast.social_worker),
            Agreed("Ring at seven each evening", "Nan", None),
        ],
    )
    return conference


def _the_review(
    cast: Cast, family: Family, people: dict[str, Person], ago: Ago
) -> tuple[ChildProtectionConference, ConferencePlace]:
    review = request_conference(
        family=family,
        children=[people["child"], people["sister"]],
        kind="review",
        requested_date=ago(4),
        by=cast.social_worker,
    )
    made.book(cast, review, day=timezone.localdate())
    places = conferences.ask_to_conference(
        conference=review,
        people=[
            Asked(part="parent", person=people["mother"], post="Mother"),
            Asked(part="professional", agency="education", name="Sam Whitlock", post="Head teacher"),
        ],
        by=cast.social_worker,
    )
    return review, places[1]


def _the_babys(cast: Cast, family: Family, people: dict[str, Person], ago: Ago) -> ChildProtectionConference:
    enquiry = made.SectionFortySevenEnquiry.objects.get(family=family)
    made.SectionFortySevenEnquiry.objects.filter(pk=enquiry.pk).update(
        status="ended", end_date=ago(40), decided_by=cast.team_manager
    )
    another = made.enquiry_about(
        family, [people["baby"], people["sister"]], start_date=ago(30), by=cast.social_worker
    )
    conference = request_conference(
        family=family,
        children=[people["baby"], people["sister"]],
        kind="initial",
        requested_date=ago(8),
        by=cast.social_worker,
        enquiry=another,
    )
    return made.book(cast, conference, day=ago(1))
