"""Harm outside the home for tests: one of everything about a person, and a young person with months of work on it."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.casework.people.actions import person, relations
from kith.casework.people.models import Person
from kith.casework.protection.actions import (
    exploitation,
    missing,
    national_referral,
    outside_map,
    risk_marker,
)
from kith.casework.protection.actions.deciding import Reasons
from kith.casework.protection.models import (
    ChildAtRiskFrom,
    ExploitationAssessment,
    ExploitationPlanStep,
    MissingEpisode,
    NationalReferral,
    PersonWhoPosesRisk,
    ReturnInterview,
)
from kith.casework.workforce.models import Allocation, Worker
from tests.furnishing.cast import Cast


def furnish_outside_home(child: Person, writer: Worker) -> dict[str, int]:
    """Give a child one of each, and return the numbers. Whoever is marked is on a record that is open to nobody."""
    today, now = timezone.localdate(), timezone.now()
    before = now - datetime.timedelta(hours=5)
    episode = MissingEpisode.objects.create(child=child, kind="M", missing_since=before, found_at=now)
    ReturnInterview.objects.create(episode=episode, offered_at=now, offered_by=writer)
    assessment = ExploitationAssessment.objects.create(
        child=child, assessed_date=today, assessed_by=writer, strengths="S", signs="S", analysis="A", level="emerging",
        review_date=today + datetime.timedelta(days=40),
    )  # fmt: skip
    step = ExploitationPlanStep.objects.create(assessment=assessment, aim="peers", what="W", who="W")
    referral = NationalReferral.objects.create(
        child=child, referred_date=today, referred_by=writer, why="W", reasonable_grounds="positive",
        reasonable_grounds_date=today,
    )  # fmt: skip
    marked = Person.objects.create(display_name="Somebody Marked", restriction="sealed")
    marker = PersonWhoPosesRisk.objects.create(
        person=marked, basis="information", what_is_known="K", what_to_do="D", marked_by=writer, start_date=today,
        review_date=today + datetime.timedelta(days=40),
    )  # fmt: skip
    link = ChildAtRiskFrom.objects.create(marker=marker, child=child, how="H", start_date=today)
    return {
        "missing_id": episode.pk, "exploitation_id": assessment.pk, "step_id": step.pk,
        "national_referral_id": referral.pk, "marker_id": marker.pk, "link_id": link.pk,
    }  # fmt: skip


def enliven_outside_home(cast: Cast) -> dict[str, int]:
    """Put a young person on the record with some months of work on harm outside the home, and return what there is."""
    by, manager, now = cast.social_worker, cast.team_manager, timezone.now()
    today = timezone.localdate()

    def ago(days: float) -> datetime.datetime:
        return now - datetime.timedelta(days=days)

    teenager = person.add_person(
        given_names="Tobi",
        family_name="Adeola",
        birth_date=today.replace(day=1, year=today.year - 15),
        sex="M",
        by=by,
    )
    friend = person.add_person(
        given_names="Kieran",
        family_name="Moss",
        birth_date=today.replace(day=1, year=today.year - 16),
        sex="M",
        by=by,
    )
    sister = person.add_person(
        given_names="Sade",
        family_name="Adeola",
        birth_date=today.replace(day=1, year=today.year - 7),
        sex="F",
        by=by,
    )
    adult = person.add_person(
        given_names="Wayne", family_name="Stroud", birth_date=datetime.date(1991, 3, 9), sex="M", by=by
    )
    relations.make_family(
        name="Adeola", members=[(teenager, "child"), (sister, "child"), (adult, "adult")],
        start_date=ago(200).date(), by=by,
    )  # fmt: skip
    Allocation.objects.create(
        child=teenager, worker=by, role="lead", reason="first", start_date=ago(200).date()
    )
    for days, hours in ((80, 9), (41, 30), (12, 50)):
        one = missing.report_missing(
            child=teenager, kind="M", missing_since=ago(days), missing_from="Home", risk="high",
            what_is_known="Seen with older boys by the arcade.", police_told_at=ago(days - 0.1),
            police_reference="CAD 4471", told_us_at=ago(days - 0.1), who_told_us="His mother", by=by,
        )  # fmt: skip
        missing.record_found(
            episode=one,
            found_at=ago(days) + datetime.timedelta(hours=hours),
            found_where="At a friend’s",
            by=by,
        )
        back = ago(days) + datetime.timedelta(hours=hours + 5)
        missing.offer_interview(episode=one, offered_at=back, by=by)
        missing.answer_interview(
            episode=one,
            answer="accepted",
            answered_at=back,
            answer_words="If it is Jo, not at school.",
            by=by,
        )
        missing.hold_interview(
            episode=one, held_at=back + datetime.timedelta(hours=20), held_by="Jo Hart, Safe Return",
            why_they_left="Nobody at home listens when I say I need money for college.",
            where_they_were="At Kieran’s, and by the arcade.", what_would_help="A job that pays. Boxing on Tuesdays.",
            by=by,
        )  # fmt: skip
    waiting = missing.report_missing(
        child=teenager, kind="M", missing_since=ago(2), missing_from="College", risk="medium", by=by
    )
    missing.record_found(episode=waiting, found_at=ago(1.3), found_where="Came home by himself", by=by)
    missing.offer_interview(episode=waiting, offered_at=ago(1.2), by=by)
    missing.answer_interview(
        episode=waiting, answer="accepted", answered_at=ago(1.1), answer_words="OK. With Jo.", by=by
    )
    assessment = exploitation.assess_exploitation(
        child=teenager,
        found=exploitation.Found(
            strengths="Boxing, his sister, and a place at college in autumn.",
            signs="A second telephone (school, Monday). New trainers (his mother).",
            analysis="Somebody older gives him errands and calls it friendship.",
            level="significant", kinds=["criminal"],
            child_words="They look after me more than anybody. But I cannot say no to them any more.",
            parents_view="I fetch him from college now, and his aunt has him at weekends.",
        ),
        reasons=Reasons(
            "He owes money to adults.", "College on Monday, his mother on Tuesday.", "A job; the debt gone."
        ),
        assessed_date=ago(30).date(), review_date=today + datetime.timedelta(days=6),
        steps=[
            exploitation.Step("young_person", "Boxing on Tuesdays", "Jo Hart", today + datetime.timedelta(days=3)),
            exploitation.Step("people", "Disrupt whoever sends him", "Police", today + datetime.timedelta(days=9)),
            exploitation.Step("places", "Staff of the arcade know whom to ring", "Community safety"),
        ],
        by=by,
    )  # fmt: skip
    step = assessment.steps.order_by("pk").first()
    assert step is not None
    referral = national_referral.make_national_referral(
        child=teenager, referred_date=ago(40).date(), why="Moved between towns, found in a flat 80 miles away.",
        child_told="Told what it is. He says: will it stop them?", support="A guardian has been asked for.", by=by,
    )  # fmt: skip
    national_referral.decide_reasonable_grounds(
        referral=referral, decision="positive", decided_date=ago(34).date(), by=by
    )
    marker = risk_marker.mark_person(
        person=adult, basis="information", what_is_known="Police: drives young people between towns.",
        what_to_do="Do not tell him where Tobi is. Ring the police if he comes to the house.",
        children=[risk_marker.AtRisk(teenager, "Waits outside college")], start_date=ago(20).date(),
        review_date=today + datetime.timedelta(days=90), by=by,
    )  # fmt: skip
    opened = outside_map.open_outside_map(
        title="The pier", purpose="To keep young people safe there. Public task; agreed with police on 4 March.",
        review_date=today + datetime.timedelta(days=40), by=manager,
    )  # fmt: skip
    outside_map.name_reader(
        outside_map=opened, worker=by, why="Holds a young person on it.", may_write=True, by=manager
    )
    nodes = [
        outside_map.add_node(outside_map=opened, kind=kind, person=who, label=label, words=words, by=manager)
        for kind, who, label, words in (
            ("young_person", teenager, "", "Is there most evenings."),
            ("young_person", friend, "", "Has been asked to bring others."),
            ("young_person", cast.restricted_child, "", ""),
            ("adult", adult, "", "Known to police."),
            ("adult", None, "The man with the blue van", "Seen twice in May."),
            ("place", None, "Arcade on the pier", "Open until eleven."),
            ("place", None, "Flat above the launderette", ""),
            ("group", None, "The older boys", "Four or five of them."),
        )
    ]
    for first, second, what, sure in (
        (0, 1, "are friends", "known"), (0, 5, "is often at", "known"), (1, 7, "is one of", "thought"),
        (3, 7, "gives orders to", "thought"), (3, 6, "has the keys of", "rumour"), (2, 5, "is often at", "known"),
        (4, 5, "was seen at", "known"), (0, 3, "owes money to", "thought"), (7, 5, "meet at", "known"),
    ):  # fmt: skip
        outside_map.link_nodes(
            outside_map=opened, from_node=nodes[first], to_node=nodes[second], what=what, source="Police", how_sure=sure,
            by=manager,
        )  # fmt: skip
    return {
        "teenager": teenager.pk, "missing_id": waiting.pk, "talk_held": one.pk, "exploitation_id": assessment.pk,
        "step_id": step.pk, "national_referral_id": referral.pk, "marker_id": marker.pk, "marked_id": adult.pk,
        "risk_link": marker.children.get().pk, "link_id": opened.links.order_by("pk")[0].pk, "map_id": opened.pk,
        "node_id": nodes[0].pk, "reader_id": opened.readers.get(worker=by).pk,
    }  # fmt: skip
