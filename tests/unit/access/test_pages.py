"""The access room's pages, each through a signed-in client behind the wall."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.casework.access.models import AuditEntry, BreakGlass, OwnFamily, RestrictedAccess
from kith.casework.timeline.models import Event, Task
from kith.casework.workforce.models import Team, TeamMembership, Worker
from tests.furnishing.form_days import day_fields

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
REASON = "A neighbour rang: the children are alone tonight."


def open_glass(cast, client_for, person=None) -> BreakGlass:
    """Have the outsider open a child's record by break-glass."""
    person = person or cast.child
    answer = client_for(cast.outsider).post(f"/people/{person.pk}/open/", {"reason": REASON})
    assert answer.status_code == 303, answer.content.decode()
    return BreakGlass.objects.get()


def test_break_glass_opens_a_record_for_four_hours(cast, client_for):
    """The record is readable, the log says so, and the holding team's manager is asked to review it."""
    client = client_for(cast.outsider)
    assert "People who matter" not in client.get(f"/people/{cast.child.pk}/").content.decode()
    opening = open_glass(cast, client_for)
    assert opening.ends_at - opening.started_at == datetime.timedelta(hours=4)
    assert client.get(f"/people/{cast.child.pk}/chronology/").status_code == 200
    assert AuditEntry.objects.filter(verb="break_glass", worker_id=cast.outsider.pk).exists()
    assert Event.objects.filter(kind="access.glass_broken").exists()
    task = Task.objects.get()
    assert (task.worker, task.link) == (cast.team_manager, f"/openings/{opening.pk}/review/")
    BreakGlass.objects.update(
        started_at=timezone.now() - datetime.timedelta(hours=5),
        ends_at=timezone.now() - datetime.timedelta(hours=1),
    )
    assert client.get(f"/people/{cast.child.pk}/chronology/").status_code == 403


@pytest.mark.parametrize(
    ("who", "record", "status"),
    [
        ("outsider", "child", 200), ("social_worker", "restricted_child", 200), ("social_worker", "own_niece", 403),
        ("social_worker", "sealed_child", 403), ("director", "sealed_child", 200), ("administrator", "child", 403),
        ("auditor", "child", 403), ("partner", "sibling", 302), ("social_worker", "child", 302),
    ],
)  # fmt: skip
def test_whom_break_glass_lets_in(cast, client_for, who, record, status):
    """Never one's own family; a sealed record only at the top of the service; what is open already leads there."""
    address = f"/people/{getattr(cast, record).pk}/open/"
    answer = client_for(getattr(cast, who)).get(address)
    assert answer.status_code == status
    if status == 403:
        assert client_for(getattr(cast, who)).post(address, {"reason": REASON}).status_code == 403
        assert not BreakGlass.objects.exists()


def test_a_reason_that_says_too_little_is_refused(cast, client_for):
    """Twenty characters at least, and nothing is opened without them."""
    answer = client_for(cast.outsider).post(f"/people/{cast.child.pk}/open/", {"reason": "Need it"})
    assert answer.status_code == 422
    assert "at least 20 characters" in answer.content.decode()
    assert not BreakGlass.objects.exists()


def test_opening_of_a_restricted_record_does_not_name_it_before(cast, client_for):
    """The page that asks for a reason shows no name; afterwards the record can be read."""
    client = client_for(cast.social_worker)
    assert "Freya" not in client.get(f"/people/{cast.restricted_child.pk}/open/").content.decode()
    assert client.post(f"/people/{cast.restricted_child.pk}/open/", {"reason": REASON}).status_code == 303
    assert "Freya" in client.get(f"/people/{cast.restricted_child.pk}/").content.decode()


def test_manager_reviews_an_opening_and_nobody_their_own(cast, client_for):
    """A review closes its task; the opener cannot review it, nor a manager of another team."""
    opening = open_glass(cast, client_for)
    manager = client_for(cast.team_manager)
    assert "Luke Grant" in manager.get("/openings/").content.decode()
    address = f"/openings/{opening.pk}/review/"
    assert client_for(cast.outside_manager).get(address).status_code == 404
    assert client_for(cast.outsider).get(address).status_code == 403
    page = manager.get(address).content.decode()
    assert REASON in page
    assert "Daniel Okafor" in page
    bare = manager.post(address, {"outcome": "question", "note": ""})
    assert bare.status_code == 422
    assert manager.post(address, {"outcome": "right", "note": ""}).status_code == 303
    opening.refresh_from_db()
    assert (opening.outcome, opening.reviewed_by) == ("right", cast.team_manager)
    assert Task.objects.get().done_at is not None
    assert "nothing to review" in manager.get("/openings/").content.decode()
    assert "It was right" in manager.get("/openings/?show=all").content.decode()


def test_auditor_reviews_an_opening_of_a_sealed_record_by_name(cast, client_for):
    """The log names whom somebody looked at, sealed or not, to the auditor alone."""
    client_for(cast.director).post(f"/people/{cast.sealed_child.pk}/open/", {"reason": REASON})
    opening = BreakGlass.objects.get()
    auditor = client_for(cast.auditor)
    assert "Noah Ashdown" in auditor.get("/openings/").content.decode()
    assert (
        auditor.post(f"/openings/{opening.pk}/review/", {"outcome": "right", "note": ""}).status_code == 303
    )
    assert auditor.get(f"/people/{cast.sealed_child.pk}/").status_code == 403


@pytest.mark.parametrize("level", ["restricted", "sealed"])
def test_closing_a_record_names_those_who_hold_it_first(cast, client_for, level):
    """Somebody can always open it: whoever closed it and the child's workers are named."""
    client = client_for(cast.team_manager)
    address = f"/people/{cast.child.pk}/restriction/"
    assert client.get(address).status_code == 200
    answer = client.post(address, {"version": "1", "restriction": level, "reason": "Threats."})
    assert answer.status_code == 303, answer.content.decode()
    cast.child.refresh_from_db()
    assert (cast.child.restriction, cast.child.version) == (level, 2)
    named = set(RestrictedAccess.objects.filter(person=cast.child).values_list("worker__name", flat=True))
    assert named == {"Grace Mensah", "Priya Nair", "Beth Collins"}
    assert client_for(cast.social_worker).get(f"/people/{cast.child.pk}/chronology/").status_code == 200
    assert client_for(cast.outside_manager).get(f"/people/{cast.child.pk}/").status_code == 403
    assert client.get(address).status_code == 200


def test_a_worker_is_named_and_the_naming_ended(cast, client_for):
    """Naming opens a sealed record; the last who can manage it stays named."""
    client = client_for(cast.team_manager)
    place = f"/people/{cast.child.pk}/restriction/"
    client.post(place, {"version": "1", "restriction": "sealed", "reason": "Threats."})
    assert client.get(f"{place}name/").status_code == 200
    answer = client.post(f"{place}name/", {"worker": cast.conference_chair.pk, "reason": "Chairs."})
    assert answer.status_code == 303, answer.content.decode()
    assert client_for(cast.conference_chair).get(f"/people/{cast.child.pk}/chronology/").status_code == 200
    chair = RestrictedAccess.objects.get(person=cast.child, worker=cast.conference_chair)
    assert client.post(f"{place}{chair.pk}/end/").status_code == 303
    assert client_for(cast.conference_chair).get(f"/people/{cast.child.pk}/chronology/").status_code == 403
    own = RestrictedAccess.objects.get(person=cast.child, worker=cast.team_manager)
    client.post(f"{place}{own.pk}/end/")
    assert RestrictedAccess.objects.filter(pk=own.pk).exists()


def test_opening_a_record_again_ends_the_namings(cast, client_for):
    """A record that is open in the ordinary way names nobody."""
    client = client_for(cast.team_manager)
    place = f"/people/{cast.child.pk}/restriction/"
    client.post(place, {"version": "1", "restriction": "sealed", "reason": "Threats."})
    assert client.post(place, {"version": "2", "restriction": "normal", "reason": "Over."}).status_code == 303
    assert not RestrictedAccess.objects.filter(person=cast.child, end_date__isnull=True).exists()


def test_own_family_is_declared_by_name_and_closed(cast, client_for):
    """The record is found by name, closed, and the manager of a worker who holds the child is told."""
    client = client_for(cast.social_worker)
    assert client.get("/own-family/").status_code == 200
    found = client.get("/own-family/declare/", {"q": "Daniel Okafor"})
    assert "Daniel Okafor, 9 years" in found.content.decode()
    answer = client.post(
        "/own-family/declare/?q=Daniel+Okafor", {"person": cast.child.pk, "relation": "my godson"}
    )
    assert answer.status_code == 303, answer.content.decode()
    assert OwnFamily.objects.filter(person=cast.child, worker=cast.social_worker).exists()
    assert client.get(f"/people/{cast.child.pk}/").status_code == 403
    page = client.get("/own-family/").content.decode()
    assert "my godson" in page
    assert "Daniel" not in page
    task = Task.objects.get()
    assert (task.worker, task.link) == (cast.team_manager, f"/people/{cast.child.pk}/allocate/")


def test_administrator_declares_for_another_without_a_name(cast, client_for):
    """The administrator goes by the record's number and reads no name; others may not."""
    address = f"/people/{cast.child.pk}/own-family/"
    page = client_for(cast.administrator).get(address)
    assert page.status_code == 200
    assert "Daniel" not in page.content.decode()
    answer = client_for(cast.administrator).post(
        address, {"worker": cast.outsider.pk, "relation": "her neighbour"}
    )
    assert answer.status_code == 303
    assert client_for(cast.outsider).get(f"/people/{cast.child.pk}/").status_code == 403
    assert client_for(cast.social_worker).get(address).status_code == 403


def test_auditor_sees_who_looked_at_whom(cast, client_for):
    """By worker, by person found by name, by what was done; a sealed record is named too."""
    client_for(cast.social_worker).get(f"/people/{cast.child.pk}/")
    client_for(cast.conference_chair).get(f"/people/{cast.sealed_child.pk}/")
    client_for(cast.outsider).get(f"/people/{cast.sealed_child.pk}/")
    auditor = client_for(cast.auditor)

    def text(**asked: object) -> str:
        page = auditor.get("/audit/", asked)
        assert page.status_code == 200
        return re.sub(r"<[^>]+>|\s+", " ", page.content.decode())

    whole = re.sub(r" +", " ", text())
    assert "Priya Nair looked at Daniel Okafor" in whole
    assert "Helen Marsh looked at Noah Ashdown" in whole
    assert "Luke Grant was refused Noah Ashdown" in whole
    of_worker = text(worker=cast.social_worker.pk)
    assert "Daniel Okafor" in of_worker
    assert "Noah Ashdown" not in of_worker
    assert "Noah Ashdown" in text(q="Noah Ashdown")
    about = re.sub(r" +", " ", text(person=cast.sealed_child.pk))
    assert "About Noah Ashdown" in about
    assert "Luke Grant was refused" in about
    assert "Priya" not in about.split("When")[1]
    assert "Daniel" not in text(verb="refused").split("When")[1]
    assert client_for(cast.team_manager).get("/audit/").status_code == 403
    wrong = auditor.get(
        "/audit/", {**day_fields("since", TODAY()), **day_fields("until", TODAY() - datetime.timedelta(3))}
    )
    assert wrong.status_code == 422


def test_the_log_is_paged_from_an_entry_on(cast, client_for):
    """Each page goes on where the one before ended, both ways, and no entry is shown twice."""
    from kith.casework.access import audit
    from kith.casework.access.models import AuditVerb

    for number in range(120):
        audit.record(
            worker_id=cast.outsider.pk,
            verb=AuditVerb.VIEW,
            what=f"test:{number:03}",
            subjects=[cast.child.pk],
        )
    auditor = client_for(cast.auditor)
    for about in ({"worker": cast.outsider.pk}, {"worker": cast.outsider.pk, "person": cast.child.pk}):
        for order in ("newest", "oldest"):
            seen: list[str] = []
            address = "/audit/?" + "&".join(
                f"{key}={value}" for key, value in {**about, "order": order}.items()
            )
            for _ in range(5):
                page = auditor.get(address).content.decode()
                seen += re.findall(r"test: (\d{3})", page)
                following = re.search(r'href="([^"]+)" rel="next"', page)
                if following is None:
                    break
                address = "/audit/" + following[1].replace("&amp;", "&")
            wanted = [f"{number:03}" for number in range(120)]
            assert seen == (wanted if order == "oldest" else wanted[::-1])


def test_manager_sees_who_looked_at_their_teams_child(cast, client_for):
    """The manager of the child's team reads the log of that child; nobody else's manager does."""
    client_for(cast.social_worker).get(f"/people/{cast.child.pk}/")
    page = client_for(cast.team_manager).get(f"/people/{cast.child.pk}/who-looked/")
    assert page.status_code == 200
    assert "Priya Nair" in page.content.decode()
    for who in (cast.outside_manager, cast.social_worker, cast.administrator):
        assert client_for(who).get(f"/people/{cast.child.pk}/who-looked/").status_code == 403


ADMINISTRATION = [
    "/administration/", "/administration/workers/add/", "/administration/teams/", "/administration/teams/add/",
]  # fmt: skip


def test_administration_is_for_administrators_alone(cast, client_for):
    """Nobody else reads it, and it shows no child's name."""
    for address in [*ADMINISTRATION, f"/administration/workers/{cast.social_worker.pk}/"]:
        page = client_for(cast.administrator).get(address)
        assert page.status_code == 200, address
        assert "Okafor" not in page.content.decode()
        assert client_for(cast.team_manager).get(address).status_code == 403
    found = client_for(cast.administrator).get("/administration/", {"q": "priya"}).content.decode()
    assert "Priya Nair" in found
    assert "Luke Grant" not in found


def test_new_worker_sets_a_password_by_a_link_that_works_once(cast, client_for, client):
    """The administrator gets the link once; the worker sets a password with it, and then it is no longer good."""
    answer = client_for(cast.administrator).post(
        "/administration/workers/add/",
        {
            "name": "Ola Berg", "email": "Ola.Berg@kith.example", "role": "social_worker", "team": cast.riverside.pk,
            "full_time_equivalent": "0.6", "social_work_england_number": "sw12345", **day_fields("start_date", TODAY()),
        },
    )  # fmt: skip
    assert answer.status_code == 200, answer.content.decode()
    link = re.search(r"http://testserver(/account/password/reset/key/[^<\s]+)", answer.content.decode())
    assert link is not None
    worker = Worker.objects.get(name="Ola Berg")
    assert (worker.user.email, worker.social_work_england_number) == ("ola.berg@kith.example", "SW12345")
    assert worker.team_memberships.get().team == cast.riverside
    first = client.get(link[1])
    assert first.status_code == 302
    words = "four grey geese on a gate"
    assert client.get(first["Location"]).status_code == 200
    sent = client.post(first["Location"], {"password1": words, "password2": words})
    assert sent.status_code == 302
    worker.user.refresh_from_db()
    assert worker.user.check_password(words)
    client.session.flush()
    assert "no longer works" in client.get(link[1]).content.decode()


def test_administrator_changes_role_team_and_account_and_ends_a_worker(cast, client_for):
    """Each change is one form; a worker who has left signs in no more."""
    client = client_for(cast.administrator)
    place = f"/administration/workers/{cast.outsider.pk}"
    for path in ("change", "team", "account", "end"):
        assert client.get(f"{place}/{path}/").status_code == 200
    sent = {"name": "Luke Grant", "role": "team_manager", "full_time_equivalent": "0.8"}
    assert client.post(f"{place}/change/", sent).status_code == 303
    assert client.post(f"{place}/change/", {**sent, "full_time_equivalent": "2"}).status_code == 422
    moved = client.post(f"{place}/team/", {"team": cast.riverside.pk, **day_fields("start_date", TODAY())})
    assert moved.status_code == 303
    assert TeamMembership.objects.filter(worker=cast.outsider).count() == 2
    assert (
        "password/reset/key"
        in client.post(f"{place}/account/", {"email": "luke@kith.example"}).content.decode()
    )
    assert client.post(f"{place}/end/", day_fields("end_date", TODAY())).status_code == 303
    cast.outsider.refresh_from_db()
    assert (cast.outsider.role, cast.outsider.end_date) == ("team_manager", TODAY())
    assert not cast.outsider.user.is_active
    own = client.post(
        f"/administration/workers/{cast.administrator.pk}/end/", day_fields("end_date", TODAY())
    )
    assert own.status_code == 422


def test_teams_are_added_renamed_and_never_below_themselves(cast, client_for):
    """A name is used once, and a team is never moved below itself."""
    client = client_for(cast.administrator)
    sent = {"name": "Lakeside", "kind": "family_help", "parent": cast.service.pk}
    assert client.post("/administration/teams/add/", sent).status_code == 303
    assert client.post("/administration/teams/add/", sent).status_code == 422
    address = f"/administration/teams/{cast.service.pk}/change/"
    circle = client.post(address, {"name": "Children", "kind": "service", "parent": cast.riverside.pk})
    assert "below itself" in circle.content.decode()
    assert client.post(address, {"name": "Children", "kind": "service", "parent": ""}).status_code == 303
    assert Team.objects.get(pk=cast.service.pk).name == "Children"


def test_lists_ask_few_questions(cast, client_for):
    """The audit, the administration and the openings stay within 25 queries."""
    open_glass(cast, client_for)
    for who, address in [
        (cast.auditor, "/audit/"), (cast.auditor, f"/audit/?person={cast.child.pk}"), (cast.auditor, "/openings/"),
        (cast.administrator, "/administration/"), (cast.team_manager, f"/people/{cast.child.pk}/who-looked/"),
    ]:  # fmt: skip
        client = client_for(who)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        assert len(asked) <= 25, f"{address}: {len(asked)}"
