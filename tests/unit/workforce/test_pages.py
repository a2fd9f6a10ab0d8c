"""The workforce room's pages, each through a signed-in client behind the wall."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.casework.workforce.models import Allocation, Cover, Supervision
from tests.furnishing.form_days import day_fields

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def test_everyone_who_may_see_teams_reads_the_tree(cast, client_for):
    """Figures are whole for every reader, an administrator who may open no record among them."""
    for worker in (cast.social_worker, cast.administrator, cast.performance_analyst):
        page = client_for(worker).get("/teams/")
        assert page.status_code == 200
        assert "Riverside" in page.content.decode()
    assert client_for(cast.partner).get("/teams/").status_code == 403


def test_team_page_shows_caseloads(cast, client_for):
    """A team's page names its workers with what each holds."""
    page = client_for(cast.team_manager).get(f"/teams/{cast.riverside.pk}/").content.decode()
    assert "Priya Nair" in page
    assert page.count("<h1") == 1


def test_worker_page_counts_children_whose_records_are_closed_to_the_reader(cast, client_for):
    """A restricted child is counted and not named."""
    page = client_for(cast.social_worker).get(f"/workers/{cast.outsider.pk}/").content.decode()
    assert "Freya" not in page
    assert "1 child whose record is not open to you" in page


def test_manager_allocates_brother_and_sister_once(cast, client_for):
    """One form moves both children, and their former lead ends on the same day."""
    client = client_for(cast.team_manager)
    address = f"/people/{cast.child.pk}/allocate/"
    page = client.get(address).content.decode()
    assert "Somebody new would be the second" in page
    answer = client.post(
        address,
        {
            "children": [cast.child.pk, cast.sibling.pk],
            "worker": cast.family_help_practitioner.pk,
            "role": "lead",
            "reason": "handover",
            "reason_words": "",
            **day_fields("start_date", TODAY()),
        },
    )
    assert answer.status_code == 303, answer.content.decode()
    for child in (cast.child, cast.sibling):
        leads = Allocation.objects.filter(child=child, role="lead").order_by("start_date")
        assert [(one.worker_id, one.end_date) for one in leads] == [
            (cast.social_worker.pk, TODAY()),
            (cast.family_help_practitioner.pk, None),
        ]


def test_manager_takes_up_a_child_whom_nobody_holds(cast, client_for):
    """A child without a lead can be allocated by a manager, for else nobody ever could."""
    answer = client_for(cast.team_manager).post(
        f"/people/{cast.unheld_child.pk}/allocate/",
        {
            "children": [cast.unheld_child.pk],
            "worker": cast.social_worker.pk,
            "role": "lead",
            "reason": "first",
            **day_fields("start_date", TODAY()),
        },
    )
    assert answer.status_code == 303
    assert Allocation.objects.get(child=cast.unheld_child).worker == cast.social_worker


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("social_worker", 403),
        ("outside_manager", 403),
        ("administrator", 403),
        ("director", 403),
        ("team_manager", 200),
    ],
)
def test_who_may_allocate(cast, client_for, who, status):
    """The team's own manager alone says who holds its children."""
    assert client_for(getattr(cast, who)).get(f"/people/{cast.child.pk}/allocate/").status_code == status


def test_manager_ends_an_allocation(cast, client_for):
    """An ended allocation keeps its reason."""
    held = Allocation.objects.get(child=cast.child, role="lead")
    client = client_for(cast.team_manager)
    assert client.get(f"/allocations/{held.pk}/end/").status_code == 200
    answer = client.post(
        f"/allocations/{held.pk}/end/", {**day_fields("end_date", TODAY()), "reason": "The work is done"}
    )
    assert answer.status_code == 303
    held.refresh_from_db()
    assert (held.end_date, held.end_reason) == (TODAY(), "The work is done")


def test_cover_is_arranged_and_ended(cast, client_for):
    """A manager arranges cover from today, and ends it when the worker is back."""
    client = client_for(cast.team_manager)
    address = f"/workers/{cast.social_worker.pk}/cover/"
    assert client.get(address).status_code == 200
    answer = client.post(
        address,
        {
            "covered_by": cast.family_help_practitioner.pk,
            **day_fields("start_date", TODAY()),
            "reason": "leave",
        },
    )
    assert answer.status_code == 303, answer.content.decode()
    cover = Cover.objects.get()
    assert "Tom Whitfield" in client.get(f"/workers/{cast.social_worker.pk}/").content.decode()
    assert client.post(f"/cover/{cover.pk}/end/").status_code == 303
    assert not Cover.objects.exists()


def test_nobody_covers_by_their_own_choice_for_another_team(cast, client_for):
    """An outsider may neither arrange cover nor hold supervision."""
    client = client_for(cast.outsider)
    assert client.get(f"/workers/{cast.social_worker.pk}/cover/").status_code == 403
    assert client.get(f"/workers/{cast.social_worker.pk}/supervision/add/").status_code == 403


def supervise(cast, client):
    """Hold a supervision with the social worker about one of two children."""
    answer = client.post(
        f"/workers/{cast.social_worker.pk}/supervision/add/",
        {
            **day_fields("held_date", TODAY()),
            "wellbeing": "Tired.",
            f"discussion_{cast.child.pk}": "School is going better.",
            f"decision_{cast.child.pk}": "Visit at home.",
            f"discussion_{cast.sibling.pk}": "",
            f"decision_{cast.sibling.pk}": "",
            "next_date_0": "", "next_date_1": "", "next_date_2": "",
        },
    )  # fmt: skip
    assert answer.status_code == 303, answer.content.decode()
    return Supervision.objects.get()


def test_supervision_is_held_with_an_entry_for_a_child(cast, client_for):
    """Both read it; nobody else does; what is said of a child is on the child's record."""
    client = client_for(cast.team_manager)
    page = client.get(f"/workers/{cast.social_worker.pk}/supervision/add/")
    assert page.status_code == 200
    assert "Daniel Okafor" in page.content.decode()
    held = supervise(cast, client)
    assert [entry.child for entry in held.entries.all()] == [cast.child]
    for worker, status in [
        (cast.social_worker, 200),
        (cast.team_manager, 200),
        (cast.family_help_practitioner, 404),
    ]:
        assert client_for(worker).get(f"/supervision/{held.pk}/").status_code == status
    assert "Priya Nair" in client.get("/supervision/").content.decode()
    assert client_for(cast.social_worker).get("/supervision/").status_code == 200


def test_supervision_is_corrected_and_the_second_editor_sees_both(cast, client_for):
    """The supervisor alone corrects; a form opened before the last save shows both versions."""
    client = client_for(cast.team_manager)
    held = supervise(cast, client)
    address = f"/supervision/{held.pk}/correct/"
    assert client_for(cast.social_worker).get(address).status_code == 403
    assert client.get(address).status_code == 200
    sent = {
        "version": "1",
        **day_fields("held_date", TODAY()),
        "wellbeing": "Rested.",
        f"discussion_{cast.child.pk}": "School is going well.",
        f"decision_{cast.child.pk}": "Visit at home.",
    }
    assert client.post(address, sent).status_code == 303
    held.refresh_from_db()
    assert (held.wellbeing, held.version) == ("Rested.", 2)
    assert held.entries.get().discussion == "School is going well."
    again = client.post(address, {**sent, "wellbeing": "Worn out."})
    assert again.status_code == 409
    held.refresh_from_db()
    assert held.wellbeing == "Rested."


def test_pages_ask_few_questions_whatever_the_caseload(cast, client_for):
    """The team page and the worker page stay within 25 queries."""
    client = client_for(cast.team_manager)
    for address in (
        f"/teams/{cast.riverside.pk}/",
        f"/workers/{cast.social_worker.pk}/",
        "/teams/",
        "/supervision/",
    ):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        assert len(asked) <= 25, f"{address}: {len(asked)}"
