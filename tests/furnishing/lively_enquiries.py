"""Strategy discussions and enquiries as they are in the midst of work: one ended before, one under way, one to be decided."""

from __future__ import annotations

from dataclasses import dataclass

from kith.casework.people.models import Family
from kith.casework.protection.actions import enquiry as enquiries
from kith.casework.protection.actions.agreeing import Agreed
from kith.casework.protection.actions.helping import Offer
from kith.casework.protection.actions.strategy import Attendance
from kith.casework.protection.models import SectionFortySevenEnquiry, StrategyDiscussion
from tests.furnishing.cast import Cast
from tests.furnishing.enquiries import EVERYBODY, call, end, hold, write_child
from tests.furnishing.form_days import ago


@dataclass
class LivelyEnquiries:
    """What a page's address may name."""

    ended: SectionFortySevenEnquiry  # of the Okafors, in spring: help was declined
    held: StrategyDiscussion  # without health
    under_way: (
        SectionFortySevenEnquiry  # of the Okafors: Daniel's part is written, and no help is offered yet
    )
    called: StrategyDiscussion  # about Esther, to look again
    submitted: SectionFortySevenEnquiry  # of the own niece's family


def enquire(cast: Cast, nieces_family: Family) -> LivelyEnquiries:
    """Do it all by actions."""
    ended = _in_spring(cast)
    held = call(
        cast,
        called_date=ago(9),
        why_called="Daniel came to school with a mark above his left elbow. He told Mr Ahmed that he “fell off something”, "
        "and asked him not to ring home. Esther was quiet and well.",
    )
    hold(
        cast,
        held,
        held_date=ago(8),
        led_by=cast.team_manager,
        attendances=[*EVERYBODY[:2], Attendance("health", "did_not_come"), Attendance("education", name="Mr Ahmed", post="Class teacher")],
        why_without="The school nurse was away and nobody stood in. The doctor who saw Daniel that evening was rung after it.",
        information="School (Mr Ahmed): the mark, and what Daniel said. Tired on Thursdays, otherwise himself.\n"
        "Police (DC Okoro): nothing known of anybody in the home.\nSocial care (Grace Mensah): the plan, and the nights.",
        safe_now="Grandma Ada sleeps in until Sunday, at Ngozi’s own wish.",
        agreed=[
            Agreed("Ring the doctor, and write down what she found", "Priya Nair", ago(7)),
            Agreed("Tell Ngozi before the visit, with Grandma Ada there", "Priya Nair", ago(8)),
        ],
    )  # fmt: skip
    under_way = SectionFortySevenEnquiry.objects.get(discussion=held)
    write_child(cast, under_way, cast.child, seen_date=ago(6), child_words_date=ago(6))
    enquiries.write_enquiry(
        enquiry=under_way,
        how_it_begins="Priya rang Ngozi before she came, and said why. Grandma Ada sat with them.",
        parents_told_date=ago(7),
        why_parents_not_told="",
        what_was_found="The doctor measured the mark: a graze with grit in it, a day old, as from a fall.",
        strengths="Ngozi rang the doctor herself. Both children run to Grandma Ada.",
        analysis="",
        family_view="I was frightened when you rang. Then I was glad that somebody looks.",
        by=cast.social_worker,
    )
    held.refresh_from_db()
    called = call(
        cast, [cast.sibling], called_date=ago(1), follows=held,
        why_called="Esther told her teacher that she was on the wall too.",
    )  # fmt: skip
    return LivelyEnquiries(ended, held, under_way, called, _to_be_decided(cast, nieces_family))


def _in_spring(cast: Cast) -> SectionFortySevenEnquiry:
    enquiry = hold(cast, call(cast, called_date=ago(200)), held_date=ago(199))
    assert enquiry is not None
    for child in (cast.child, cast.sibling):
        write_child(cast, enquiry, child, seen_date=ago(196), child_words_date=ago(196))
    enquiries.offer(
        enquiry=enquiry,
        children=[cast.child, cast.sibling],
        offer=Offer("declined", what="A family worker on two evenings a week", family_words="Not another stranger in the house."),
        day=ago(190),
        by=cast.social_worker,
    )  # fmt: skip
    enquiries.submit(enquiry=enquiry, by=cast.social_worker)
    end(cast, enquiry, end_date=ago(188))
    enquiry.refresh_from_db()
    return enquiry


def _to_be_decided(cast: Cast, family: Family) -> SectionFortySevenEnquiry:
    by = cast.family_help_practitioner
    enquiry = hold(
        cast,
        call(cast, [cast.own_niece], family=family, called_date=ago(16), by=by),
        held_date=ago(15),
        lead=cast.outsider,
        by=by,
    )
    assert enquiry is not None
    write_child(
        cast, enquiry, cast.own_niece, finding="substantiated_at_risk", outcome="5", by=by,
        child_words="I put my music on.", outcome_reason="Her father has left, and has agreed not to come back.",
    )  # fmt: skip
    enquiries.submit(enquiry=enquiry, by=by)
    enquiry.refresh_from_db()
    return enquiry
