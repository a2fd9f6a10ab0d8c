"""The pages of brothers and sisters: what each role is told and may decide, on the child's page, the plan, the family and my day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from kith.casework.care.actions import family_time
from kith.casework.care.actions.arranged import Arranged, Somebody
from kith.casework.care.models import FamilyTimePlan, TogetherOrApart
from kith.casework.people.models import Person, Restriction
from kith.casework.timeline.models import Task
from kith.casework.workforce.models import Allocation, Worker
from tests.furnishing.care.siblings import a_brother_elsewhere
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient
from tests.furnishing.form_days import ago, day_fields
from tests.furnishing.in_care import CareFamily, three_in_care
from tests.unit.care.test_siblings import decide

ClientFor = Callable[[Worker | None], WorkersClient]


@pytest.fixture
def family(cast: Cast) -> CareFamily:
    """Three children in care in one home."""
    return three_in_care(cast)


def answers(family: CareFamily, *decisions: str, **said: Any) -> dict[str, Any]:
    """Return the form about the three as it is sent: a decision for each pair, the eldest first."""
    kezia, micah, noor = (one.pk for one in family.children)
    pairs = [(kezia, micah), (kezia, noor), (micah, noor)]
    sent: dict[str, Any] = {
        "reasons": "They have never been apart.",
        f"words_{kezia}": "I look after them.",
        **day_fields("decided_date", timezone.localdate()),
        **day_fields("review_due_date", ago(-150)),
    }
    for (one, other), decision in zip(pairs, decisions, strict=True):
        sent[f"decision_{min(one, other)}_{max(one, other)}"] = decision
    return sent | said


def test_all_pairs_are_decided_on_one_form(cast: Cast, family: CareFamily, client_for: ClientFor) -> None:
    """What is shared is written once and stands with each pair; what is different for one pair stands with that pair."""
    kezia, _, noor = (one.pk for one in family.children)
    own = {f"reasons_{min(kezia, noor)}_{max(kezia, noor)}": "Noor sleeps beside her."}
    client = client_for(cast.social_worker)
    answer = client.post(
        f"/people/{kezia}/care/siblings/decide/", answers(family, "together", "together", "leave", **own)
    )
    assert answer.status_code == 303
    rows = TogetherOrApart.objects.order_by("pk")
    assert [row.reasons for row in rows] == [
        "They have never been apart.",
        "They have never been apart.\n\nNoor sleeps beside her.",
    ]
    page = client.get(f"/people/{kezia}/care/siblings/").content.decode()
    assert "Not decided" in page
    assert "I look after them." in page
    assert cast.social_worker.name in page


def test_only_a_manager_decides_that_they_live_apart(
    cast: Cast, family: CareFamily, client_for: ClientFor
) -> None:
    """The form does not offer it to the social worker, and does not take it from her."""
    address = f"/people/{family.eldest.pk}/care/siblings/decide/"
    sent = answers(family, "apart", "leave", "leave")
    worker = client_for(cast.social_worker)
    assert "Only a manager decides" in worker.get(address).content.decode()
    assert worker.post(address, sent).status_code == 422
    assert client_for(cast.team_manager).post(address, sent).status_code == 303
    assert TogetherOrApart.objects.get().decision == "apart"


def test_a_form_opened_before_somebody_else_decided_is_not_taken(
    cast: Cast, family: CareFamily, client_for: ClientFor
) -> None:
    """The second is told to read what the first decided."""
    kezia, micah, _ = family.children
    decide(cast, kezia, micah, day=ago(1))
    answer = client_for(cast.team_manager).post(
        f"/people/{kezia.pk}/care/siblings/decide/", answers(family, "apart", "leave", "leave")
    )
    assert answer.status_code == 422
    assert "Somebody else has just decided" in answer.content.decode()
    assert TogetherOrApart.objects.get().decision == "together"


def test_a_closed_brother_is_a_number_on_every_page(
    cast: Cast, family: CareFamily, client_for: ClientFor
) -> None:
    """His name is nowhere; how many there are is said with whom to contact."""
    brother = a_brother_elsewhere(cast, family)
    Person.objects.filter(pk=brother.pk).update(restriction=Restriction.RESTRICTED)
    Allocation.objects.filter(child=brother).update(worker=cast.outsider)
    decide(cast, family.eldest, brother, "apart")
    client = client_for(cast.social_worker)
    for address in ("", "siblings/", "siblings/decide/", "family-time/plan/", "lifelong-links/"):
        page = client.get(f"/people/{family.eldest.pk}/care/{address}").content.decode()
        assert "Jude" not in page, address
        if address in ("", "siblings/", "siblings/decide/"):
            assert "1 brother or sister is" in page, address
            assert "Contact the team manager" in page, address
    for address in (f"/families/{family.family.pk}/", f"/plans/{family.plan.pk}/", "/"):
        assert "Jude" not in client.get(address).content.decode(), address


def test_my_day_tells_what_is_due_again_not_happening_and_not_decided(
    cast: Cast, family: CareFamily, client_for: ClientFor
) -> None:
    """The holder and the reviewing officer read it; the manager of the team what has to be looked at again."""
    kezia, micah, _ = family.children
    decide(cast, kezia, micah, "together", day=ago(100))
    TogetherOrApart.objects.update(review_due_date=ago(2))
    family_time.plan_family_time(
        children=family.children,
        people=[Somebody(family.grandmother)],
        arranged=Arranged(kind="in_person", every_days=7),
        start_date=ago(30),
        by=cast.social_worker,
    )
    for worker in (cast.social_worker, cast.independent_reviewing_officer):
        page = client_for(worker).get("/").content.decode()
        assert "Family time that is not happening" in page, worker
        assert "To be looked at again" in page.replace("to be looked", "To be looked"), worker
        assert "not decided" in page, worker
        assert "Kezia Ferris and Noor Ferris" in page, worker
    manager = client_for(cast.team_manager).get("/").content.decode()
    assert "Kezia Ferris and Micah Ferris" in manager.replace(
        "Micah Ferris and Kezia Ferris", "Kezia Ferris and Micah Ferris"
    )
    assert "Their people" not in client_for(cast.outside_manager).get("/").content.decode()


def test_the_plan_and_the_family_say_who_lives_apart(
    cast: Cast, family: CareFamily, client_for: ClientFor
) -> None:
    """Together is said of the family; a pair for whom nothing is decided is named on the plan."""
    client = client_for(cast.social_worker)
    assert "They live together." in client.get(f"/families/{family.family.pk}/").content.decode()
    assert "Not decided" in client.get(f"/plans/{family.plan.pk}/").content.decode()
    brother = a_brother_elsewhere(cast, family)
    family.family.memberships.create(person=brother, role="child", start_date=ago(90))
    page = client.get(f"/families/{family.family.pk}/").content.decode()
    assert "They live apart" in page


def test_a_birthday_is_planned_by_one_click(cast: Cast, family: CareFamily, client_for: ClientFor) -> None:
    """It is the worker's task on the day itself, on every brother's and sister's page, and cannot be planned twice."""
    kezia, micah, _ = family.children
    soon = timezone.localdate().replace(day=1) + (ago(0) - ago(31))
    Person.objects.filter(pk=micah.pk).update(birth_date=soon.replace(year=soon.year - 10))
    client = client_for(cast.social_worker)
    page = client.get(f"/people/{kezia.pk}/care/siblings/").content.decode()
    assert "Plan to spend it together" in page
    assert "is 10 on" in page
    address = f"/people/{kezia.pk}/care/siblings/birthdays/{micah.pk}/"
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 303
    assert client.post(address).status_code == 303
    task = Task.objects.get()
    assert (task.title, task.worker, task.due_date) == (
        "Spend Micah Ferris’s birthday together",
        cast.social_worker,
        soon,
    )
    for child in family.children:
        page = client.get(f"/people/{child.pk}/care/siblings/").content.decode()
        assert "To be spent together" in page
    assert client_for(cast.outsider).post(address).status_code == 403
    assert client_for(cast.partner).post(address).status_code == 403


def test_family_time_is_planned_recorded_changed_and_ended_on_its_pages(
    cast: Cast, family: CareFamily, client_for: ClientFor
) -> None:
    """The grandmother is offered by what she is; the form is written once; each time is on every child's page."""
    client = client_for(cast.social_worker)
    child = family.eldest.pk
    arranged = {
        "kind": "in_person",
        "every_days": "7",
        "where": "Nan’s kitchen",
        "supervision": "none",
        "children_words": "Every week, please.",
    }
    form = client.get(f"/people/{child}/care/family-time/plan/").content.decode()
    assert "Iris Ferris, grandmother" in form
    sent = {
        **arranged,
        "children": [str(one.pk) for one in family.children],
        "with_people": [str(family.grandmother.pk)],
        **day_fields("start_date", ago(20)),
    }
    assert (
        client.post(f"/people/{child}/care/family-time/plan/", {**sent, "with_people": []}).status_code == 422
    )
    assert client.post(f"/people/{child}/care/family-time/plan/", sent).status_code == 303
    plan = FamilyTimePlan.objects.get()
    address = f"/family-time/{plan.pk}/"
    missed = {"happened": "no", **day_fields("day", ago(9))}
    assert client.post(f"{address}record/", missed).status_code == 422
    assert client.post(f"{address}record/", {**missed, "missed_because": "no_transport"}).status_code == 303
    for one in family.children:
        page = client.get(f"/people/{one.pk}/care/").content.decode()
        assert "Every week, please." in page
        assert "Not happening" in page
    changed = {
        **arranged,
        "every_days": "14",
        "end_words": "The taxi is dear.",
        **day_fields("start_date", ago(0)),
    }
    assert client.post(f"{address}change/", changed).status_code == 303
    new = FamilyTimePlan.objects.get(end_date__isnull=True)
    ended = {"end_words": "She moves in.", **day_fields("end_date", ago(0))}
    assert client.post(f"{address}end/", ended).status_code == 422
    FamilyTimePlan.objects.filter(pk=new.pk).update(start_date=ago(1))
    assert client.post(f"/family-time/{new.pk}/end/", ended).status_code == 303
    assert "She moves in." in client.get(f"/people/{child}/care/family-time/").content.decode()


def test_there_is_nothing_to_plan_for_a_child_at_home(
    cast: Cast, family: CareFamily, client_for: ClientFor
) -> None:
    """The page leads back and says why, for a child who is not in care and for one whose brothers are with them."""
    client = client_for(cast.social_worker)
    for child, address, words in (
        (cast.child, "family-time/plan/", "is not in care"),
        (cast.child, "siblings/decide/", "There is no pair to decide for"),
        (family.eldest, "siblings/family-time/", "There is no brother or sister in another home"),
    ):
        answer = client.get(f"/people/{child.pk}/care/{address}", follow=True)
        assert words in answer.content.decode(), address


def test_the_childs_page_asks_a_fixed_number_of_queries(
    cast: Cast, family: CareFamily, client_for: ClientFor, django_assert_max_num_queries: Any
) -> None:
    """However many brothers, plans and people: at most 25, the whole page over."""
    for number in range(3):
        a_brother_elsewhere(cast, family) if number == 0 else None
        family_time.plan_family_time(
            children=family.children,
            people=[Somebody(None, f"Friend {number}")],
            arranged=Arranged(kind="video", every_days=7),
            start_date=ago(30),
            by=cast.social_worker,
        )
    client = client_for(cast.social_worker)
    with django_assert_max_num_queries(25):
        client.get(f"/people/{family.eldest.pk}/care/")
    with django_assert_max_num_queries(25):
        client.get("/")
