"""The people who matter: who sees to it, who was lost, and everybody who has ever mattered, now and as known before."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import timezone

from kith.casework.care.actions import family_time, in_touch
from kith.casework.care.actions.arranged import Arranged, Somebody
from kith.casework.care.models import HomeCarer, InTouch, KeepingInTouch, Placement
from kith.casework.care.queries.lifelong import lifelong_links
from kith.casework.care.queries.out_of_touch import is_out_of_touch
from kith.casework.care.queries.people_who_matter import people_from, people_wanted
from kith.casework.family_help.models import NetworkOffer
from kith.casework.furniture.known_at import NOW
from kith.casework.people.models import NetworkKind, NetworkMember
from kith.casework.timeline.models import Task
from kith.casework.workforce.models import Allocation, Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient
from tests.furnishing.form_days import ago, day_fields
from tests.furnishing.in_care import CareFamily, a_home, place_with, three_in_care

ClientFor = Callable[[Worker | None], WorkersClient]


@pytest.fixture
def family(cast: Cast) -> CareFamily:
    """Three children in care in one home."""
    return three_in_care(cast)


def friend(family: CareFamily, name: str, days: int | None, **fields: object) -> NetworkMember:
    """Put a friend around the eldest, last in touch so many days ago."""
    return NetworkMember.objects.create(
        child=family.eldest, member_name=name, kind="friend", start_date=ago(1000),
        last_in_touch_date=ago(days) if days is not None else None, **fields,
    )  # fmt: skip


def people(family: CareFamily) -> list[object]:
    """Return the people around the eldest as her page lists them."""
    today = timezone.localdate()
    held = NOW.together(**people_wanted(NOW, family.eldest.pk, today))
    return list(people_from(held, today=today))


def test_whoever_was_out_of_touch_longest_comes_first(cast: Cast, family: CareFamily) -> None:
    """Somebody never heard of counts from the day they were written down."""
    for name, days in (("Ray", 30), ("Sam", 400), ("Uncle Ed", None), ("Bea", 2)):
        friend(family, name, days)
    assert [one.name for one in people(family)][:2] == ["Uncle Ed", "Sam"]  # type: ignore[attr-defined]
    assert [one.is_overdue for one in people(family)][:2] == [True, True]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("days", "every_days", "out_of_touch"),
    [
        (None, None, True),  # never, as far as anybody knows
        (None, 7, True),
        (92, None, False),
        (93, None, True),
        (10, 7, False),  # a week was agreed: half as long again is let pass
        (11, 7, True),
        (200, 180, False),
        (271, 180, True),
    ],
)
def test_out_of_touch_is_one_rule(days: int | None, every_days: int | None, out_of_touch: bool) -> None:
    """The same on the page of a child's people and before their review."""
    assert is_out_of_touch(days, every_days) is out_of_touch


@pytest.mark.parametrize("kind", NetworkKind.values)
def test_whoever_it_is_a_long_silence_is_told(cast: Cast, family: CareFamily, kind: str) -> None:
    """A football coach who has not been seen for two years is missed like a friend."""
    NetworkMember.objects.create(
        child=family.eldest, member_name="Hana", kind=kind, start_date=ago(1000), last_in_touch_date=ago(700),
    )  # fmt: skip
    assert people(family)[0].is_overdue  # type: ignore[attr-defined]


def test_the_lead_worker_sees_to_it_until_somebody_is_chosen(cast: Cast, family: CareFamily) -> None:
    """And where there is no lead worker, or whoever was chosen has left, nobody does: the page says so."""
    nan = family.network[0]

    def owner() -> tuple[str | None, bool]:
        (one,) = people(family)
        who = one.owner.name if one.owner else None  # type: ignore[attr-defined]
        return who, one.is_chosen  # type: ignore[attr-defined]

    assert owner() == (cast.social_worker.name, False)
    in_touch.keep_in_touch(members=[nan], owner=cast.outsider, by=cast.social_worker)
    assert owner() == (cast.outsider.name, True)
    Worker.objects.filter(pk=cast.outsider.pk).update(end_date=ago(0))
    assert owner() == (cast.social_worker.name, False)
    Allocation.objects.filter(child=family.eldest, role="lead").update(end_date=ago(0))
    assert owner() == (None, False)


def test_whoever_sees_to_it_next_ends_the_last(cast: Cast, family: CareFamily) -> None:
    """One row for each time that somebody saw to it; two words of one day are one."""
    nan = family.network[0]
    (first,) = in_touch.keep_in_touch(members=[nan], owner=cast.outsider, by=cast.social_worker)
    in_touch.keep_in_touch(
        members=[nan], owner=cast.social_worker, every_days=7, is_for_life=True, promise="Always.",
        by=cast.social_worker,
    )  # fmt: skip
    assert KeepingInTouch.objects.get().owner == cast.social_worker
    KeepingInTouch.objects.filter(pk=first.pk).update(start_date=ago(9))
    in_touch.keep_in_touch(members=[nan], owner=cast.outsider, by=cast.social_worker)
    first.refresh_from_db()
    assert (first.end_date, KeepingInTouch.objects.count()) == (ago(0), 2)


def test_one_click_says_that_they_were_in_touch_today(
    cast: Cast, family: CareFamily, client_for: ClientFor
) -> None:
    """Only pressed, by whoever may write; the way has to be one there is; a second press of the day is told."""
    nan = family.network[0]
    address = f"/people/{family.eldest.pk}/care/people/{nan.pk}/today/"
    client = client_for(cast.social_worker)
    assert client.get(address).status_code == 405
    assert client.post(address, {"how": "pigeon"}, follow=True).content.decode().count("Choose how they were")
    assert not InTouch.objects.exists()
    assert client.post(address, {"how": "telephone"}).status_code == 303
    told = client.post(address, {"how": "telephone"}, follow=True).content.decode()
    assert "on the record already" in told
    nan.refresh_from_db()
    assert (nan.last_in_touch_date, InTouch.objects.count()) == (ago(0), 1)
    assert client_for(cast.partner).post(address, {"how": "video"}).status_code == 403
    assert client.post(f"/people/{cast.child.pk}/care/people/{nan.pk}/today/").status_code == 404


def test_a_time_in_touch_is_written_once_for_brothers_and_sisters(
    cast: Cast, family: CareFamily, client_for: ClientFor
) -> None:
    """They share their grandmother, so the form offers them; so does who sees to it, ticked."""
    client = client_for(cast.social_worker)
    nan, others = family.network[0], [str(one.pk) for one in family.network[1:]]
    start = f"/people/{family.eldest.pk}/care/people/{nan.pk}/"
    sent = {"how": "video", "words": "She sang to us.", "also": others, **day_fields("day", ago(2))}
    assert client.post(f"{start}in-touch/", sent).status_code == 303
    assert InTouch.objects.count() == 3
    assert set(NetworkMember.objects.values_list("last_in_touch_date", flat=True)) == {ago(2)}
    form = client.get(f"{start}keep/").content.decode()
    for other in others:
        assert re.search(rf'value="{other}"[^>]* checked', form)
    sent = {"owner": str(cast.social_worker.pk), "is_for_life": "on", "every_days": "7", "also": others}
    assert client.post(f"{start}keep/", sent).status_code == 422
    assert client.post(f"{start}keep/", {**sent, "promise": "My door is open."}).status_code == 303
    assert KeepingInTouch.objects.filter(is_for_life=True).count() == 3
    page = client.get(f"/people/{family.eldest.pk}/care/people/").content.decode()
    assert "My door is open." in page
    assert "For life" in page


def test_somebody_lost_is_looked_for(cast: Cast, family: CareFamily, client_for: ClientFor) -> None:
    """It becomes a worker's task, which leads back to everybody who has ever mattered."""
    friend(family, "Sam Okoro", 500, description="football coach")
    client = client_for(cast.social_worker)
    address = f"/people/{family.eldest.pk}/care/lifelong-links/look-for/"
    assert 'value="Sam Okoro" selected' in client.get(f"{address}?who=Sam+Okoro").content.decode()
    sent = {"who": "Sam Okoro", "words": "moved to Leeds", "worker": str(cast.social_worker.pk)}
    assert client.post(address, {**sent, **day_fields("due_date", ago(-14))}).status_code == 303
    task = Task.objects.get()
    assert task.title == "Find Sam Okoro again for Kezia Ferris: moved to Leeds"
    assert (task.person, task.link) == (family.eldest, f"/people/{family.eldest.pk}/care/lifelong-links/")


def lived_with(cast: Cast, family: CareFamily) -> None:
    """The eldest lived with the Hartleys before, and had a worker whom she names."""
    home = a_home("The Hartleys")
    HomeCarer.objects.create(home=home, name="Jean Hartley", start_date=ago(2000))
    Placement.objects.filter(child=family.eldest).update(start_date=ago(60))
    place_with(family.periods[0], home, day=ago(120), end_date=ago(60), ended_because="CARPL")
    Allocation.objects.create(
        child=family.eldest, worker=cast.outsider, start_date=ago(700), end_date=ago(300), reason="first"
    )
    NetworkMember.objects.create(
        child=family.eldest, member_name=cast.outsider.name, kind="professional", start_date=ago(600),
        end_date=ago(200), important_words="He never lied to me.", important_words_date=ago(600),
    )  # fmt: skip


def test_everybody_who_has_ever_mattered_is_there_once(cast: Cast, family: CareFamily) -> None:
    """Relatives, friends, carers, homes and the worker whom she named; each by how they stand to her now."""
    lived_with(cast, family)
    nan = family.network[0]
    friend(family, "Sam Okoro", 500)
    NetworkOffer.objects.create(member=nan, what="Sunday lunch", start_date=ago(50))
    in_touch.keep_in_touch(
        members=[nan], owner=cast.social_worker, is_for_life=True, promise="Always.", by=cast.social_worker
    )
    plan = family_time.plan_family_time(
        children=[family.eldest], people=[Somebody(None, "Auntie Bo", "mother’s friend")],
        arranged=Arranged(kind="video", every_days=14), start_date=ago(40), by=cast.social_worker,
    )  # fmt: skip
    family_time.record_time(plan=plan, day=ago(4), happened=True, by=cast.social_worker)
    found = lifelong_links(family.eldest.pk, closed=set(), record=NOW, today=timezone.localdate())
    (for_life,) = found.for_life
    assert (for_life.name, for_life.promises, for_life.offers) == (
        "Iris Ferris",
        ["Always."],
        ["Sunday lunch"],
    )
    assert for_life.who == ["grandmother"]
    around = {one.name: one for one in found.around}
    assert (around["Micah Ferris"].who, around["Micah Ferris"].last) == (["brother"], ago(0))
    assert {"Dawn Ferris", "Micah Ferris", "Noor Ferris", "Ann and Joseph Clarke"} <= set(around)
    lost = {one.name: one for one in found.lost}
    assert {"Sam Okoro", "The Hartleys", "Jean Hartley", cast.outsider.name, "Auntie Bo"} == set(lost)
    assert lost["Auntie Bo"].last == ago(4)
    assert lost["Jean Hartley"].who == ["former carer in that home: The Hartleys"]
    assert any(words.startswith("social worker from") for words in lost[cast.outsider.name].who)
    assert lost[cast.outsider.name].child_words == "He never lied to me."
    names = [one.name for one in found.everybody]
    assert len(names) == len(set(names))


def test_the_pages_can_be_read_as_known_on_another_day(
    cast: Cast, family: CareFamily, client_for: ClientFor
) -> None:
    """They say at which instant they stand, and ask again for a day on which nobody had written anything."""
    friend(family, "Sam Okoro", 5)
    client, today = client_for(cast.social_worker), timezone.localdate()
    asked = {"day_0": today.day, "day_1": today.month, "day_2": today.year}
    start = f"/people/{family.eldest.pk}/care"
    page = client.get(f"{start}/lifelong-links/known-at/", asked).content.decode()
    assert "as it was known on" in page
    assert "Sam Okoro" in page
    early = {"day_0": 1, "day_1": 1, "day_2": 2001}
    assert client.get(f"{start}/lifelong-links/known-at/", early).status_code == 422
    page = client.get(f"{start}/known-at/", asked).content.decode()
    assert "Together, in one home" in page
    assert "Iris Ferris" in page
    assert "In touch today" not in page
