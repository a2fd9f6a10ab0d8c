"""The conference chair's page: what is to come, to write up and to book, reviews due, and who is unheard."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.casework.access.models import AuditEntry
from kith.casework.access.roles import Role
from kith.casework.people.models import Restriction
from kith.casework.protection.models import (
    ChildProtectionConference,
    ConferenceChild,
    ConferencePlace,
    Paper,
    ProtectionVisit,
    ProtectionVisitChild,
)
from kith.casework.protection.queries.chair import conference_work
from kith.casework.timeline.models import Document
from tests.furnishing.cast import Cast
from tests.furnishing.clients import acting_as
from tests.furnishing.form_days import ago
from tests.furnishing.on_protection import another_family, enquire, protect

pytestmark = pytest.mark.django_db


def _booked(cast: Cast, protected, days: int = -7, **extra) -> ChildProtectionConference:
    conference = ChildProtectionConference.objects.create(
        family=protected.family, kind="review", status="booked", requested_date=ago(5), requested_by=cast.social_worker,
        chair=cast.conference_chair, plan=protected.plan,
        planned_at=timezone.now() + datetime.timedelta(days=-days), **extra,
    )  # fmt: skip
    for child in (cast.child, cast.sibling):
        ConferenceChild.objects.create(conference=conference, child=child)
    return conference


def _work(cast: Cast, own: bool = True):
    with acting_as(cast.conference_chair):
        return conference_work(cast.conference_chair if own else None, timezone.localdate())


def test_what_is_to_come_says_reports_days_left_and_who_was_heard(cast, client_for):
    """Two of three reports are in; one child of two said something; the clock of the review is the day by when."""
    protected = protect(cast)
    conference = _booked(cast, protected)
    for number in range(3):
        ConferencePlace.objects.create(
            conference=conference, part="professional", agency="health", name=f"Nurse {number}",
            report_received_date=ago(1) if number else None,
        )  # fmt: skip
    ConferencePlace.objects.create(conference=conference, part="parent", person=cast.mother)
    ConferenceChild.objects.filter(conference=conference, child=cast.child).update(
        child_words="I want Mum.", child_words_date=ago(2)
    )
    (row,) = _work(cast).to_come.rows
    assert (row.reports, row.reports_asked, row.heard, len(row.children)) == (2, 3, 1, 2)
    assert row.days_left is not None
    assert not row.everybody_heard
    page = client_for(cast.conference_chair).get("/conferences/").content.decode()
    assert "2 of 3" in page
    assert "1 of 2" in page
    assert f"/conferences/{conference.pk}/" in page
    assert 'href="/conferences/"' in page, "the menu leads here"


def test_one_whose_time_has_passed_is_to_be_recorded(cast):
    """It stays on the list until it is held or stood down."""
    _booked(cast, protect(cast), days=2)
    (row,) = _work(cast).to_come.rows
    assert row.has_passed


def test_held_and_not_written_up_until_the_minutes_have_gone(cast):
    """Minutes that were begun and have not gone do not count."""
    protected = protect(cast)
    assert [row.number for row in _work(cast).to_write_up.rows] == [protected.conference.pk]
    paper = Paper.objects.create(
        family=cast.family, kind="conference_minutes", thread=f"conference:{protected.conference.pk}", title="M",
        made_at=timezone.now(), made_by=cast.conference_chair,
    )  # fmt: skip
    assert len(_work(cast).to_write_up.rows) == 1
    document = Document.objects.create(
        title="D", day=ago(0), original_name="d.pdf", stored_name="s", content_type="application/pdf", size=1,
        sha256="0" * 64, added_by=cast.conference_chair, added_at=timezone.now(),
    )  # fmt: skip
    Paper.objects.filter(pk=paper.pk).update(
        sent_date=ago(0), sent_by=cast.conference_chair, document=document
    )
    assert _work(cast).to_write_up.rows == []


def test_a_review_that_comes_due_and_nobody_asked_for(cast):
    """Three months from the plan's start are up in less than six weeks; once it is asked for it is on the other list."""
    protected = protect(cast, days=60)
    (due,) = _work(cast).reviews_due.rows
    assert due.plan_id == protected.plan.pk
    assert len(due.children) == 2
    conference = _booked(cast, protected)
    assert _work(cast).reviews_due.rows == []
    ChildProtectionConference.objects.filter(pk=conference.pk).update(
        status="requested", chair=None, planned_at=None
    )
    work = _work(cast)
    assert [row.number for row in work.to_book.rows] == [conference.pk]
    assert work.to_come.rows == []


def test_a_review_far_ahead_is_not_listed(cast):
    """Thirty days after the start the first review is two months away."""
    protect(cast, days=30)
    assert _work(cast).reviews_due.rows == []


def test_a_child_who_said_something_anywhere_has_been_heard(cast):
    """At a conference, in an enquiry or at a visit: Daniel at a visit; Esther nowhere."""
    protected = protect(cast)
    assert len(_work(cast).never_heard.rows) == 2
    visit = ProtectionVisit.objects.create(
        plan=protected.plan, visited_date=ago(3), visited_by=cast.social_worker, what_was_seen="T"
    )
    ProtectionVisitChild.objects.create(visit=visit, child=cast.child, was_seen=True, child_words="Hello.")
    assert [one.name for one in _work(cast).never_heard.rows] == ["Esther Okafor"]


def test_who_sees_it_otherwise(cast):
    """What somebody at a conference does not agree with, with who they speak for."""
    protected = protect(cast)
    ConferencePlace.objects.create(
        conference=protected.conference, part="professional", agency="police", name="PC Lowe",
        sees_it_otherwise="I would have gone to court.",
    )  # fmt: skip
    (one,) = _work(cast).dissent.rows
    assert one.who == "PC Lowe, police"
    assert one.words == "I would have gone to court."


def test_another_chairs_conferences_are_on_everybodys_list(cast, client_for):
    """A chair comes in to their own, and may read everybody's."""
    protected = protect(cast)
    ChildProtectionConference.objects.update(chair=cast.independent_reviewing_officer)
    assert _work(cast).to_write_up.rows == []
    assert [row.number for row in _work(cast, own=False).to_write_up.rows] == [protected.conference.pk]
    page = client_for(cast.conference_chair).get("/conferences/?whose=everybody").content.decode()
    assert "Daniel Okafor" in page


def test_what_is_on_hidden_records_is_counted_and_not_named(cast, client_for):
    """A conference about children on restricted records is one more, without their names."""
    family, children = another_family("Hidden", 2)
    for child in children:
        child.restriction = Restriction.RESTRICTED
        child.save()
    enquire(family, children, ago(20), lead=cast.outsider)
    conference = ChildProtectionConference.objects.create(
        family=family, kind="review", status="booked", requested_date=ago(5), requested_by=cast.outsider,
        chair=cast.conference_chair, planned_at=timezone.now() + datetime.timedelta(days=3),
    )  # fmt: skip
    for child in children:
        ConferenceChild.objects.create(conference=conference, child=child)
    work = _work(cast)
    assert (work.to_come.rows, work.to_come.hidden) == ([], 1)
    assert (work.never_heard.rows, work.never_heard.hidden) == ([], 2)
    page = client_for(cast.conference_chair).get("/conferences/").content.decode()
    assert "1 on records that are not open to you" in page
    assert "Hidden" not in page


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_the_page(cast, client_for, role):
    """Chairs and reviewing officers their own; managers and the director the service's; nobody else."""
    expected = {
        Role.CONFERENCE_CHAIR, Role.INDEPENDENT_REVIEWING_OFFICER, Role.TEAM_MANAGER, Role.DIRECTOR,
    }  # fmt: skip
    answer = client_for(cast.by_role[role]).get("/conferences/")
    assert answer.status_code == (200 if role in expected else 403)
    has_entry = 'href="/conferences/"' in client_for(cast.by_role[role]).get("/").content.decode()
    assert has_entry is (role in (Role.CONFERENCE_CHAIR, Role.INDEPENDENT_REVIEWING_OFFICER))


def test_as_many_queries_for_many_as_for_few(cast, client_for):
    """Sorted, paged and counted in at most 25 queries, however many families there are."""
    client = client_for(cast.conference_chair)
    protected = protect(cast, days=60)
    ConferencePlace.objects.create(
        conference=protected.conference, part="parent", person=cast.mother, sees_it_otherwise="No."
    )

    def ask() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/conferences/?come_sort=-reports&write_page=2").status_code == 200
        return len(queries)

    _booked(cast, protected)
    ask()
    few = ask()
    for number in range(30):
        family, children = another_family(f"Other {number}", 1)
        conference = ChildProtectionConference.objects.create(
            family=family, kind="review", status="booked", requested_date=ago(5), requested_by=cast.outsider,
            chair=cast.conference_chair, planned_at=timezone.now() + datetime.timedelta(days=number),
        )  # fmt: skip
        ConferenceChild.objects.create(conference=conference, child=children[0])
    assert ask() == few <= 25
    page = client.get("/conferences/?come_page=2").content.decode()
    assert "come_page=1" in page, "the second page of one list leads back to its first"


def test_only_the_conferences_on_the_page_are_read_and_every_order_is_whole(cast, client_for):
    """Twenty-seven to come: the first twenty-five and the last two, each with its family; by family, all are in order."""
    protected = protect(cast)
    for number in range(27):
        family, children = another_family(f"Family {26 - number:02}", 1)
        conference = ChildProtectionConference.objects.create(
            family=family, kind="review", status="booked", requested_date=ago(5), requested_by=cast.social_worker,
            chair=cast.conference_chair, plan=protected.plan,
            planned_at=timezone.now() + datetime.timedelta(days=number + 1),
        )  # fmt: skip
        ConferenceChild.objects.create(
            conference=conference, child=children[0], child_words="Mum.", child_words_date=ago(1)
        )
    client = client_for(cast.conference_chair)

    def families(asked: str = "") -> list[str]:
        page = client.get(f"/conferences/{asked}").content.decode()
        assert "<strong>27</strong> to come" in page
        return re.findall(r"Family \d\d", page.partition('id="to-come"')[2].partition('id="to-book"')[0])

    by_day = [f"Family {26 - number:02}" for number in range(27)]
    assert list(dict.fromkeys(families())) == by_day[:25]
    assert list(dict.fromkeys(families("?come_page=2"))) == by_day[25:]
    assert list(dict.fromkeys(families("?come_page=9"))) == by_day[25:]
    assert list(dict.fromkeys(families("?come_sort=family"))) == sorted(by_day)[:25]
    assert list(dict.fromkeys(families("?come_sort=-when"))) == by_day[::-1][:25]
    assert list(dict.fromkeys(families("?come_sort=nothing"))) == by_day[:25]
    looked = AuditEntry.objects.filter(what="protection:conferences").order_by("pk").first()
    assert looked is not None
    assert len(looked.subject_ids) == 25 + 2, (
        "those on the page, and the two whose conference is to be written up"
    )
