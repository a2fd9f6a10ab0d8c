"""The pages on which a move is decided: nothing is decided unread, and brothers and sisters are decided for once."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.casework.care.models import Move, Placement
from kith.casework.people.models import SchoolPlace
from kith.casework.workforce.models import Allocation, Worker
from tests.furnishing.care.moves import enliven, lives_at
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient
from tests.furnishing.form_days import day_fields
from tests.furnishing.in_care import a_home, three_in_care

Clients = Callable[[Worker | None], WorkersClient]
TODAY = timezone.localdate()
SOON = TODAY + datetime.timedelta(days=14)


def kept(page: str, name: str) -> str:
    """Return a hidden value of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


def words_of(*children: Any) -> dict[str, str]:
    """Return what a form about these children needs to be sent."""
    said = {f"child_words_{child.pk}": f"{child.display_name} said yes." for child in children}
    return {**said, "reasons": "Near school.", "alternatives": "Staying.", "what_is_done": "Nan on Sundays."}


def test_nothing_is_decided_unread_and_siblings_are_decided_for_once(cast: Cast, client_for: Clients) -> None:
    """Without what was shown it is refused; with it, each child has a move of their own, made together on one page."""
    family = three_in_care(cast)
    home = a_home("Rosa and Ben Achterberg", postcode="E8 3PH")
    client = client_for(cast.social_worker)
    page = f"/people/{family.eldest.pk}/care/decide-home/?home={home.pk}"
    shown = client.get(page).content.decode()
    for child in family.children:
        assert f"{child.display_name}: Living with Rosa and Ben Achterberg" in shown
    unread = client.post(page, words_of(*family.children))
    assert unread.status_code == 422
    assert "is not as it was when you opened this page" in unread.content.decode()
    assert not Move.objects.exists()
    read = kept(shown, "read")
    lives_at(family.grandmother, "4 Pear Close", "E8 4RP")  # what it does is another now
    assert client.post(page, {**words_of(*family.children), "read": read}).status_code == 422
    read = kept(client.get(page).content.decode(), "read")
    unheard = words_of(*family.children[:2])
    assert "Enter what Noor Ferris said" in client.post(page, {**unheard, "read": read}).content.decode()
    decided = client.post(page, {**words_of(*family.children), "read": read})
    assert decided.status_code == 303
    assert Move.objects.count() == 3
    make = decided.headers["Location"]  # the planned day is today: it is made next
    made = client.get(make).content.decode()
    assert all(child.display_name in made for child in family.children)
    answer = client.post(
        make,
        {
            "children": [child.pk for child in family.children],
            **day_fields("day", TODAY),
            "placement_type": "U6",
            "ended_because": "CARPL",
            "ended_as_planned": "yes",
        },
    )
    assert answer.status_code == 303, answer.content.decode()
    assert Placement.objects.filter(home=home, end_date__isnull=True).count() == 3
    assert set(Move.objects.values_list("outcome", flat=True)) == {"made"}


def test_what_is_thought_of_stands_in_the_address(cast: Cast, client_for: Clients) -> None:
    """Another day, another school, without the others: the page says what that would do."""
    family = three_in_care(cast)
    home = a_home("Elm House", postcode="CT10 1AA")
    client = client_for(cast.social_worker)
    asked = {
        "home": home.pk,
        **day_fields("day", SOON),
        f"stays_{family.eldest.pk}": "no",
        "placement_type": "K2",
    }
    page = client.get(f"/people/{family.eldest.pk}/care/decide-home/", asked).content.decode()
    assert "Micah Ferris: Living" not in page
    assert "They would leave" in page
    assert "Apart, 65.8 miles" in page
    wrong = {**asked, "day_0": "31", "day_1": "2"}
    assert (
        "not a day in the calendar"
        in client.get(f"/people/{family.eldest.pk}/care/decide-home/", wrong).content.decode()
    )


def test_homes_are_looked_up_and_compared(cast: Cast, client_for: Clients) -> None:
    """By name; with those first where a brother or sister lives or the child lived before; three at once at most."""
    family = three_in_care(cast)
    numbers = enliven(cast, family)
    client = client_for(cast.social_worker)
    page = f"/people/{family.eldest.pk}/care/decide-home/"
    assert "Elm House" in client.get(page, {"q": "elm"}).content.decode()
    assert "No other home on the record is like" in client.get(page, {"q": "nowhere"}).content.decode()
    earlier = family.placements[0]
    earlier.end_date, earlier.ended_because = TODAY - datetime.timedelta(days=5), "CARPL"
    earlier.save()
    first = client.get(page).content.decode()
    assert "Homes that would keep something" in first
    assert "lives here" in first
    homes = [numbers["near_home_id"], numbers["far_home_id"], family.home.pk, a_home("Ash House").pk]
    answer = client.get(page, {"home": homes}).content.decode()
    assert "Elm House" in answer
    assert "Rosa and Ben Achterberg" in answer
    assert "Ash House" not in answer
    assert client.get(page, {"home": 999_999}).status_code == 404


def test_a_move_is_read_as_it_was_shown_and_as_it_was_known(cast: Cast, client_for: Clients) -> None:
    """The grandmother moves away afterwards: the page still says how far she lived then; a home whose mark is hidden text."""
    family = three_in_care(cast)
    numbers = enliven(cast, family)
    client = client_for(cast.social_worker)
    page = client.get(f"/moves/{numbers['move_id']}/").content.decode()
    assert "65.7 miles, 65.0 miles further" in page
    family.grandmother.residences.all().delete()
    assert "65.7 miles, 65.0 miles further" in client.get(f"/moves/{numbers['move_id']}/").content.decode()
    assert "I want to stay with Micah and Noor. I will run back." in page
    Move.objects.filter(pk=numbers["move_id"]).update(outcome="stood_down", stood_down_reason="She stays.")
    early = {**day_fields("day", TODAY - datetime.timedelta(days=1))}
    assert client.get(f"/moves/{numbers['move_id']}/known-at/", early).status_code == 422
    late = client.get(f"/moves/{numbers['move_id']}/known-at/", day_fields("day", TODAY)).content.decode()
    assert "She stays." in late
    assert client_for(cast.outsider).get(f"/moves/{numbers['move_id']}/").status_code == 403
    assert client.get("/moves/999999/").status_code == 404
    assert client.get(f"/moves/{numbers['move_id']}/make/").status_code == 404


def test_a_change_of_school_is_decided_and_made(cast: Cast, client_for: Clients) -> None:
    """Looked up, read, decided for today, and made."""
    family = three_in_care(cast)
    client, child = client_for(cast.social_worker), family.children[1]
    page = f"/people/{child.pk}/care/decide-school/"
    assert "Canal Side School" in client.get(page, {"q": "canal"}).content.decode()
    page = f"{page}?school={family.schools[0].pk}"
    read = kept(client.get(page).content.decode(), "read")
    decided = client.post(page, {**words_of(child), "read": read})
    assert decided.status_code == 303
    made = client.post(
        decided.headers["Location"],
        {"children": [child.pk], **day_fields("day", TODAY), "ended_because": "better_fit"},
    )
    assert made.status_code == 303, made.content.decode()
    assert SchoolPlace.objects.get(person=child, end_date__isnull=True).school == family.schools[0]


def test_a_change_of_worker_is_decided_before_the_day_by_who_may_allocate(
    cast: Cast, client_for: Clients
) -> None:
    """The manager decides for all three, there is time to hand over, and the child's worker cannot make it alone."""
    family = three_in_care(cast)
    page = f"/people/{family.eldest.pk}/care/decide-worker/"
    assert client_for(cast.social_worker).get(page).status_code == 403
    client = client_for(cast.team_manager)
    assert "Tom Whitfield" in client.get(page).content.decode()
    others = {"also": [child.pk for child in family.children[1:]]}
    asked = {"worker": cast.family_help_practitioner.pk, **day_fields("day", SOON), **others}
    shown = client.get(page, asked)
    address = shown.wsgi_request.get_full_path()
    decided = client.post(
        address, {**words_of(*family.children), "read": kept(shown.content.decode(), "read")}
    )
    assert decided.status_code == 303
    assert "To hand over" in client.get(decided.headers["Location"]).content.decode()
    make = f"{decided.headers['Location']}make/"
    assert client_for(cast.social_worker).get(make).status_code == 403
    children = {"children": [child.pk for child in family.children]}
    assert (
        client.post(make, {**children, **day_fields("day", TODAY), "reason": "worker_left"}).status_code
        == 303
    )
    leads = Allocation.objects.filter(child__in=family.children, role="lead", end_date__isnull=True)
    assert {one.worker for one in leads} == {cast.family_help_practitioner}


def test_where_workers_are_chosen_a_child_in_care_asks_more(cast: Cast, client_for: Clients) -> None:
    """What it does is shown for the worker chosen before it is taken; a child who is not in care is asked nothing more."""
    family = three_in_care(cast)
    client = client_for(cast.team_manager)
    page = f"/people/{family.eldest.pk}/allocate/"
    children = [child.pk for child in family.children]
    said = {
        "children": children,
        "worker": cast.family_help_practitioner.pk,
        "role": "lead",
        "reason": "worker_left",
        **day_fields("start_date", TODAY),
        "care_reasons": "She has left.",
        "care_alternatives": "Nobody else knows them.",
        **{f"care_words_{number}": "Who is he?" for number in children},
    }
    assert "Kezia Ferris: Somebody new as their worker" in client.get(page).content.decode()
    first = client.post(page, said)
    assert first.status_code == 422
    shown = first.content.decode()
    assert "read what this change does before you decide" in shown
    assert "Kezia Ferris: Tom Whitfield as their worker" in shown
    assert not Move.objects.exists()
    read = kept(shown, "care_read")
    unsaid = client.post(page, {**said, "care_read": read, f"care_words_{children[0]}": ""})
    assert "Enter what Kezia Ferris said, or why they were not asked." in unsaid.content.decode()
    assert client.post(page, {**said, "care_read": read}).status_code == 303
    moves = Move.objects.filter(kind="worker", outcome="made")
    assert {move.child_id for move in moves} == set(children)
    assert all(move.shown["title"] == "Tom Whitfield as their worker" for move in moves)
    co_worker = {**said, "worker": cast.social_worker.pk, "role": "co_worker"}
    assert client.post(page, co_worker).status_code == 303
    assert moves.count() == 3
    assert "care_reasons" not in client.get(f"/people/{cast.child.pk}/allocate/").content.decode()


def test_pages_ask_little_of_the_database(cast: Cast, client_for: Clients) -> None:
    """At most 25 queries each, with three children and three homes."""
    family = three_in_care(cast)
    numbers = enliven(cast, family)
    worker, manager = client_for(cast.social_worker), client_for(cast.team_manager)
    child = f"/people/{family.eldest.pk}"
    homes = f"home={numbers['near_home_id']}&home={numbers['far_home_id']}&home={family.home.pk}"
    for client, page in [
        (worker, f"{child}/care/"),
        (worker, f"{child}/care/decide-home/?q=elm"),
        (worker, f"{child}/care/decide-home/?home={numbers['near_home_id']}"),
        (worker, f"{child}/care/decide-home/?{homes}"),
        (worker, f"{child}/care/decide-school/?school={family.schools[1].pk}"),
        (manager, f"{child}/care/decide-worker/?worker={cast.outsider.pk}"),
        (manager, f"{child}/allocate/"),
        (worker, f"/moves/{numbers['move_id']}/"),
        (worker, f"/moves/{numbers['move_id']}/make/"),
        (manager, f"/teams/{cast.riverside.pk}/"),
    ]:
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200, page
        assert len(asked) <= 25, (page, len(asked))
