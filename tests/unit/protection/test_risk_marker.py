"""A person who poses a risk: who sees the marker, who agrees to it, and what it refuses."""

from __future__ import annotations

import datetime

import pytest
from django.apps import apps
from django.utils import timezone

from kith.casework.people.actions import relations
from kith.casework.people.models import FamilyMembership, Person
from kith.casework.protection.actions import risk_marker
from kith.casework.protection.actions.risk_marker import AtRisk
from kith.casework.protection.models import ChildAtRiskFrom, PersonWhoPosesRisk
from kith.casework.timeline.models import Event, EventSubject, Task
from tests.furnishing.cast import Cast
from tests.furnishing.clients import acting_as
from tests.furnishing.form_days import ago, day_fields
from tests.unit.protection.outside_home import an_adult, in_days, mark, refused

pytestmark = pytest.mark.django_db

WHAT_TO_DO = "Do not let him collect a child."


def test_the_marker_is_at_the_top_of_every_linked_childs_page_and_of_nobody_elses(
    cast: Cast, client_for
) -> None:
    """The child who is linked; not their sister, who is not; first what to do."""
    with acting_as(cast.social_worker):
        marker = mark(cast)
    client = client_for(cast.social_worker)
    said = client.get(f"/people/{cast.child.pk}/").content.decode()
    assert said.index(WHAT_TO_DO) < said.index("Who I am, in my own words")
    assert "Not yet agreed" in said
    assert "Wayne Stroud poses a risk" in said
    assert WHAT_TO_DO not in client.get(f"/people/{cast.sibling.pk}/").content.decode()
    with acting_as(cast.social_worker):
        risk_marker.link_child(
            marker=marker, child=cast.sibling, how="The same school", by=cast.social_worker
        )
    assert WHAT_TO_DO in client.get(f"/people/{cast.sibling.pk}/").content.decode()


def test_the_marker_is_on_the_plan_of_a_linked_child(cast: Cast, client_for) -> None:
    """With whom it is about, since a plan is about several."""
    from kith.casework.plans.actions.plan import start_plan

    plan = start_plan(
        family=cast.family, children=[cast.child, cast.sibling], tier="family_help", lead=None, start_date=ago(5),
        by=cast.social_worker,
    )  # fmt: skip
    mark(cast)
    said = client_for(cast.social_worker).get(f"/plans/{plan.pk}/").content.decode()
    assert WHAT_TO_DO in said
    assert "How they could meet Daniel Okafor" in said


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ("social_worker", True), ("team_manager", True), ("family_help_practitioner", True), ("director", True),
        ("conference_chair", True), ("outside_manager", True), ("contact_officer", True), ("partner", True),
        ("outsider", False), ("placements_officer", False), ("performance_analyst", False), ("administrator", False),
        ("auditor", False), ("fostering_recruiter", False),
    ],
)  # fmt: skip
def test_whoever_reads_the_childs_record_reads_the_marker_and_nobody_else(
    cast: Cast, client_for, who: str, reads: bool
) -> None:
    """Through the child, since the marked person's own record is open to nobody here."""
    marker = mark(cast, person=Person.objects.create(display_name="Sealed Man", restriction="sealed"))
    client = client_for(getattr(cast, who))
    assert (WHAT_TO_DO in client.get(f"/people/{cast.child.pk}/").content.decode()) == reads
    answer = client.get(f"/risk-markers/{marker.pk}/")
    assert (answer.status_code == 200) == reads
    assert "Sealed Man" not in answer.content.decode()
    if reads:
        assert "Somebody whose record is not open to you" in answer.content.decode()
    with acting_as(getattr(cast, who)):
        assert PersonWhoPosesRisk.objects.exists() == reads


def test_what_happens_to_a_marker_is_on_the_childrens_chronology_and_not_on_the_persons(cast: Cast) -> None:
    """A copy of the marked person's chronology must not be what tells them."""
    marker = mark(cast)
    risk_marker.agree_to_marker(marker=marker, by=cast.team_manager)
    risk_marker.review_marker(
        marker=marker,
        reviewed_date=ago(0),
        words="Still right.",
        next_review_date=in_days(90),
        by=cast.social_worker,
    )
    risk_marker.take_marker_away(marker=marker, end_words="The conviction was quashed.", by=cast.team_manager)
    kinds = [event.kind for event in Event.objects.filter(thread=f"risk_marker:{marker.pk}").order_by("pk")]
    assert kinds == [
        "protection.risk_marked", "protection.risk_marker_agreed", "protection.risk_marker_reviewed",
        "protection.risk_marker_taken_away",
    ]  # fmt: skip
    about = EventSubject.objects.filter(event__thread=f"risk_marker:{marker.pk}")
    assert set(about.values_list("person_id", flat=True)) == {cast.child.pk}


def test_a_marker_is_taken_away_at_once_also_on_the_day_it_was_made(cast: Cast, client_for) -> None:
    """From every page, with the reason kept; and the person may be marked anew on a later day."""
    marker = mark(cast, start_date=ago(0))
    risk_marker.take_marker_away(marker=marker, end_words="The wrong man.", by=cast.team_manager)
    assert WHAT_TO_DO not in client_for(cast.social_worker).get(f"/people/{cast.child.pk}/").content.decode()
    said = client_for(cast.social_worker).get(f"/risk-markers/{marker.pk}/").content.decode()
    assert "The wrong man." in said
    assert not Task.objects.filter(link=f"/risk-markers/{marker.pk}/", done_at__isnull=True).exists()


def test_history_keeps_a_marker_that_was_taken_away(cast: Cast) -> None:
    """Both as it was and why it went, behind the same wall."""
    marker = mark(cast)
    risk_marker.take_marker_away(marker=marker, end_words="Moved abroad.", by=cast.team_manager)
    with acting_as(cast.social_worker):
        history = apps.get_model("protection", "PersonWhoPosesRiskEvent").objects.filter(pgh_obj_id=marker.pk)
        assert [row.end_words for row in history.order_by("pgh_id")] == ["", "Moved abroad."]


def test_a_new_child_of_the_household_or_family_is_suggested(cast: Cast, client_for) -> None:
    """On the marker's page alone; a child on a closed record as a number."""
    marker = mark(cast, person=cast.mother)
    client = client_for(cast.social_worker)
    said = client.get(f"/risk-markers/{marker.pk}/").content.decode()
    assert "share a home or a family" in said
    assert "Esther Okafor" in said
    FamilyMembership.objects.create(
        family=cast.family, person=cast.sealed_child, role="child", start_date=ago(1)
    )
    said = client.get(f"/risk-markers/{marker.pk}/").content.decode()
    assert "Noah" not in said
    assert "1 on a record that is not open to you" in said
    answer = client.post(
        f"/risk-markers/{marker.pk}/children/add/", {"child": cast.sibling.pk, "how": "Lives with her"}
    )
    assert answer.status_code == 303
    assert ChildAtRiskFrom.objects.filter(marker=marker, child=cast.sibling).exists()


def test_marking_begins_at_the_child_and_chooses_the_person(cast: Cast, client_for) -> None:
    """A social worker marks an adult of whom they see no more than the name; a second time leads to the one marker."""
    adult = an_adult()
    client = client_for(cast.social_worker)
    path = f"/people/{cast.child.pk}/risk/mark/"
    assert "Who poses a risk to Daniel Okafor?" in client.get(path).content.decode()
    sent = {
        "how": "Waits at school", "what_to_do": WHAT_TO_DO, "basis": "information", "what_is_known": "Police say so.",
        **day_fields("start_date", ago(0)), **day_fields("review_date", in_days(80)),
    }  # fmt: skip
    answer = client.post(f"{path}?with={adult.pk}", sent)
    assert answer.status_code == 303, answer.content.decode()
    marker = PersonWhoPosesRisk.objects.get()
    assert client.get(f"/risk-markers/{marker.pk}/").status_code == 200
    again = client.get(f"/people/{cast.sibling.pk}/risk/mark/?with={adult.pk}")
    assert again["Location"] == f"/people/{cast.sibling.pk}/risk/link/{adult.pk}/"
    assert client.post(again["Location"], {"how": "The same"}).status_code == 303
    assert marker.children.count() == 2


def test_a_number_alone_leads_to_no_marker(cast: Cast, client_for) -> None:
    """Linking needs the right to write on the child, and to see that the person is on the record."""
    marker = mark(cast, person=Person.objects.create(display_name="Closed", restriction="restricted"))
    path = f"/people/{cast.own_niece.pk}/risk/link/{marker.person_id}/"
    assert client_for(cast.family_help_practitioner).get(path).status_code == 403
    open_one = an_adult("Open Man")
    assert (
        client_for(cast.social_worker).get(f"/people/{cast.child.pk}/risk/link/{open_one.pk}/").status_code
        == 404
    )
    assert (
        client_for(cast.outsider).get(f"/people/{cast.child.pk}/risk/link/{open_one.pk}/").status_code == 403
    )


def test_a_manager_agrees_and_a_change_of_what_it_rests_on_is_agreed_anew(cast: Cast, client_for) -> None:
    """Other words are no new ground; another ground is."""
    marker = mark(cast)
    team_task = Task.objects.get(link=f"/risk-markers/{marker.pk}/", title__startswith="Agree")
    assert team_task.team == cast.riverside
    assert client_for(cast.team_manager).post(f"/risk-markers/{marker.pk}/agree/", {}).status_code == 303
    marker.refresh_from_db()
    assert marker.agreed_by == cast.team_manager
    told = {
        "marker": marker,
        "what_is_known": "K",
        "what_to_do": "D",
        "person_told": "",
        "by": cast.social_worker,
    }
    risk_marker.change_marker(basis="conviction", **told)
    marker.refresh_from_db()
    assert marker.agreed_by == cast.team_manager
    risk_marker.change_marker(basis="information", **told)
    marker.refresh_from_db()
    assert marker.agreed_by is None


CANNOT_BE_TRUE = """
nobody to be linked              | Link at least one child
how they could meet left out     | Say how they could meet
linked to themself               | Nobody is a risk to themself here
linked to an adult               | Ngozi Okafor is
what to do left out              | Say what to do
marked tomorrow                  | This day has not come yet
review not later                 | It is looked at again later
marked twice                     | This person is marked already
agreed by whoever made it        | Somebody else agrees to the marker
agreed by no manager             | A manager of one of these children agrees
agreed twice                     | Somebody has agreed to this marker already
next look not later              | The next look comes after this one
looked at before it was made     | The person was marked on
looked at without words          | Say what has changed
taken away without why           | Say why the marker is taken away
taken away by no manager         | A manager takes a marker away who decides for every child
taken away twice                 | This marker was taken away
linked twice                     | This child is linked already
the last child unlinked          | This is the last child linked
"""


def _attempts(cast: Cast) -> dict[str, object]:
    worker, manager = cast.social_worker, cast.team_manager

    def look(days: int = 0, words: str = "Right.", following: datetime.date | None = None) -> None:
        risk_marker.review_marker(
            marker=mark(cast), reviewed_date=ago(days), words=words, next_review_date=following or in_days(40), by=worker
        )  # fmt: skip

    def away(why: str = "Left.", by=manager) -> PersonWhoPosesRisk:
        marker = mark(cast)
        risk_marker.take_marker_away(marker=marker, end_words=why, by=by)
        return marker

    def agreed(by=manager, **changed: object) -> PersonWhoPosesRisk:
        marker = mark(cast, **changed)
        risk_marker.agree_to_marker(marker=marker, by=by)
        return marker

    return {
        "nobody to be linked": lambda: mark(cast, children=[]),
        "how they could meet left out": lambda: mark(cast, children=[AtRisk(cast.child, " ")]),
        "linked to themself": lambda: mark(cast, person=cast.child),
        "linked to an adult": lambda: mark(cast, children=[AtRisk(cast.mother, "At home")]),
        "what to do left out": lambda: mark(cast, what_to_do=" "),
        "marked tomorrow": lambda: mark(cast, start_date=in_days(1)),
        "review not later": lambda: mark(cast, review_date=ago(10)),
        "marked twice": lambda: mark(cast, person=mark(cast).person),
        "agreed by whoever made it": lambda: risk_marker.agree_to_marker(
            marker=mark(cast, by=manager), by=manager
        ),
        "agreed by no manager": lambda: agreed(by=cast.family_help_practitioner),
        "agreed twice": lambda: risk_marker.agree_to_marker(marker=agreed(), by=manager),
        "next look not later": lambda: look(following=ago(0)),
        "looked at before it was made": lambda: look(days=20),
        "looked at without words": lambda: look(words=" "),
        "taken away without why": lambda: away(" "),
        "taken away by no manager": lambda: away(by=worker),
        "taken away twice": lambda: risk_marker.take_marker_away(
            marker=away(), end_words="Again.", by=manager
        ),
        "linked twice": lambda: risk_marker.link_child(
            marker=mark(cast), child=cast.child, how="Again", by=worker
        ),
        "the last child unlinked": lambda: risk_marker.end_link(link=mark(cast).children.get(), by=worker),
    }


ROWS = [tuple(part.strip() for part in line.split("|")) for line in CANNOT_BE_TRUE.strip().splitlines()]


@pytest.mark.parametrize(("what", "sentence"), ROWS, ids=[row[0] for row in ROWS])
def test_what_cannot_be_true_gets_a_sentence(cast: Cast, what: str, sentence: str) -> None:
    """Each is refused with what cannot be true and what to do."""
    said = refused(_attempts(cast)[what]).sentence
    assert said.startswith(sentence), said


def test_the_service_list_names_those_who_are_open_and_counts_the_rest(cast: Cast, client_for) -> None:
    """A manager sees who is missing and whose marker is due; of a sealed record only that there is one."""
    from kith.casework.protection.models import MissingEpisode

    mark(cast, review_date=in_days(3))
    MissingEpisode.objects.create(
        child=cast.sealed_child, kind="M", missing_since=timezone.now() - datetime.timedelta(hours=4)
    )
    MissingEpisode.objects.create(
        child=cast.child, kind="M", missing_since=timezone.now() - datetime.timedelta(hours=30)
    )
    said = client_for(cast.team_manager).get("/harm-outside-home/").content.decode()
    assert "Missing for 30 hours" in said
    assert "Daniel Okafor" in said
    assert "Noah" not in said
    assert "1 more on a record that is not open to you." in said
    assert "Wayne Stroud" in said
    analyst = client_for(cast.performance_analyst).get("/harm-outside-home/").content.decode()
    assert "Daniel" not in analyst
    assert "2 on records that are not open to you." in analyst


def test_the_childs_page_stays_within_its_queries_with_all_of_it(
    cast: Cast, client_for, django_assert_max_num_queries
) -> None:
    """Marker, missing, assessment, referral and map on one page: at most 25, and the test's own three around them."""
    from tests.unit.protection.outside_home import a_map, assess, found

    found(cast)
    assess(cast)
    for name in ("A", "B", "C"):
        mark(cast, person=an_adult(name))
    a_map(cast)
    relations.relate(
        person=cast.mother, relative=cast.sibling, kind="friend", start_date=ago(9), by=cast.contact_officer
    )
    client = client_for(cast.team_manager)
    with django_assert_max_num_queries(25 + 3):
        assert client.get(f"/people/{cast.child.pk}/").status_code == 200
