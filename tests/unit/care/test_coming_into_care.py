"""The page on which children come into care: what it does is shown, and brothers and sisters are written once."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

from django.utils import timezone

from kith.casework.care.models import Move, PeriodOfCare, Placement
from kith.casework.people.actions.details import move_home
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient
from tests.furnishing.in_care import a_home, come_into_care

ClientFor = Callable[[Worker | None], WorkersClient]
TODAY = timezone.localdate()
THREE = f"day_0={TODAY.day}&day_1={TODAY.month}&day_2={TODAY.year}&legal_status=V2&placement_type=U6"


def said_of(cast: Cast, page: str) -> dict[str, str]:
    """Return what is entered on the second page, with what was shown."""
    read = re.search(r'name="read" value="([^"]+)"', page)
    assert read is not None
    return {
        "read": read[1], "category_of_need": "N1", "why": "Their mother went into hospital.", "reasons": "It is near.",
        "alternatives": "Their grandmother: she is ill.", "what_is_done": "Nan visits on Sundays.",
        f"child_words_{cast.child.pk}": "I want to be with Esther.", f"child_words_{cast.sibling.pk}": "Where is Mum?",
    }  # fmt: skip


def test_brothers_and_sisters_come_into_care_on_one_page(cast: Cast, client_for: ClientFor) -> None:
    """The home is looked up, what it does to each is shown, and both are in care: their words and the panel are kept."""
    day = TODAY - datetime.timedelta(days=300)
    move_home(people=[cast.child, cast.sibling], lines="4 Mill Lane", town="", postcode="E8 1EA", start_date=day, by=cast.social_worker)  # fmt: skip
    home = a_home(urn="SC1", postcode="E8 3PH")
    client = client_for(cast.social_worker)
    address = f"/people/{cast.child.pk}/care/begin/"
    assert "Add a home" in client.get(f"{address}?q=clarke").content.decode()
    first = client.get(f"{address}?home={home.pk}").content.decode()
    assert "Show what it does" in first
    assert "Record that they came into care" not in first
    asked = f"{address}?home={home.pk}&{THREE}&also={cast.sibling.pk}"
    page = client.get(asked).content.decode()
    assert page.count('class="kith-card kith-move"') == 2
    assert client.post(asked, {**said_of(cast, page), "read": "otherwise"}).status_code == 422
    assert not PeriodOfCare.objects.exists()
    answer = client.post(asked, said_of(cast, page))
    assert answer.status_code == 303, answer.content.decode()
    assert {row.child_id: row.child_words for row in PeriodOfCare.objects.all()} == {
        cast.child.pk: "I want to be with Esther.",
        cast.sibling.pk: "Where is Mum?",
    }
    assert Placement.objects.filter(home=home, move__outcome="made").count() == 2
    assert all(move.shown["lines"] for move in Move.objects.all())
    after = client.get(answer["Location"]).content.decode()
    assert "Where Daniel Okafor lives" in after
    assert "Accommodated by agreement" in after


def test_something_unusual_is_asked_about(cast: Cast, client_for: ClientFor) -> None:
    """A home of another kind, and nothing known of where he lived: the page says so, and asks why before it is recorded."""
    home = a_home(urn="SC1", postcode="E8 3PH")
    client = client_for(cast.social_worker)
    asked = f"/people/{cast.child.pk}/care/begin/?home={home.pk}&{THREE.replace('U6', 'K2')}"
    page = client.get(asked).content.decode()
    assert "Unusual for Daniel Okafor" in page
    refused = client.post(asked, said_of(cast, page))
    assert refused.status_code == 422
    assert "If it is so, say why" in refused.content.decode()
    assert client.post(asked, {**said_of(cast, page), "despite": "Elm is both."}).status_code == 303
    assert "Elm is both." in client.get(f"/people/{cast.child.pk}/care/").content.decode()


def test_a_partner_does_not_bring_a_child_into_care(cast: Cast, client_for: ClientFor) -> None:
    """What care decides is the service's own."""
    assert client_for(cast.partner).get(f"/people/{cast.child.pk}/care/begin/").status_code == 403


def test_whoever_comes_second_is_told(cast: Cast, client_for: ClientFor) -> None:
    """Somebody else brought the child into care while the page was open: it says so, and nothing is recorded twice."""
    home = a_home(urn="SC1", postcode="E8 3PH")
    client = client_for(cast.social_worker)
    asked = f"/people/{cast.child.pk}/care/begin/?home={home.pk}&{THREE}"
    page = client.get(asked).content.decode()
    come_into_care(cast.child, by=cast.team_manager)
    assert (
        "has been in care since 2 March 2026"
        in client.get(f"/people/{cast.child.pk}/care/begin/").content.decode()
    )
    told = client.post(asked, {**said_of(cast, page), "despite": "So."})
    assert told.status_code == 422
    again = said_of(cast, told.content.decode())
    told = client.post(asked, {**again, "despite": "So."})
    assert told.status_code == 422
    assert "2 March 2026" in told.content.decode()
    assert PeriodOfCare.objects.count() == 1


def test_the_page_of_care_as_it_was_known(cast: Cast, client_for: ClientFor) -> None:
    """The page as known at an instant before a move shows the home before it, and offers nothing to change."""
    period = come_into_care(cast.child, by=cast.team_manager, day=TODAY - datetime.timedelta(days=40))
    client = client_for(cast.team_manager)
    page = client.get(f"/people/{cast.child.pk}/care/").content.decode()
    assert "Put right" in page
    assert "Ann and Joseph Clarke" in page
    known = client.get(
        f"/people/{cast.child.pk}/care/known-at/?day_0={TODAY.day}&day_1={TODAY.month}&day_2={TODAY.year}"
    ).content.decode()
    assert "Ann and Joseph Clarke" in known
    assert "Put right" not in known
    assert period.pk


def test_who_is_in_care_is_on_the_pages_of_a_person_and_a_family(cast: Cast, client_for: ClientFor) -> None:
    """A person's page leads to their care; the family's says who is in care, and that they live apart."""
    come_into_care(cast.child, by=cast.team_manager)
    come_into_care(cast.sibling, by=cast.team_manager, home=a_home("Rosa Diaz"))
    client = client_for(cast.social_worker)
    assert "In care since 2 March 2026" in client.get(f"/people/{cast.child.pk}/").content.decode()
    family = client.get(f"/families/{cast.family.pk}/").content.decode()
    assert family.count("with no brother or sister") == 2
