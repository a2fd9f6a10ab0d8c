"""A care plan is written once for brothers and sisters, beside what the last said, and signed off by somebody else."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.utils import timezone

from kith.casework.care.actions import care_plans
from kith.casework.care.models import CarePlan
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Relationship
from kith.casework.plans.models import Goal, PlanAction
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.models import Clock, Event
from kith.casework.workforce.models import Worker
from kith.engines.calendar import add_working_days
from tests.furnishing.care.plans_and_approvals import SECTIONS
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient, acting_as
from tests.furnishing.form_days import ago, day_fields
from tests.furnishing.in_care import come_into_care, three_in_care

ClientFor = Callable[[Worker | None], WorkersClient]
WORDS = {"long_term": "Home by the summer.", "why_this_home": "They are together here."}


def test_it_is_written_once_for_three_and_says_what_differs_for_each(
    cast: Cast, client_for: ClientFor
) -> None:
    """Three plans from one form: each child's own words, one child's own school, and the rest as it was written once."""
    family = three_in_care(cast)
    eldest, middle, youngest = family.children
    client = client_for(cast.social_worker)
    address = f"/people/{eldest.pk}/care/plan/write/"
    page = client.get(address).content.decode()
    assert f"Write it for {middle.display_name} as well" in page
    for sibling in (middle, youngest):
        box = re.search(rf'<input[^>]*name="child_{sibling.pk}_chosen"[^>]*>', page)
        assert box is not None
        assert "checked" in box[0], "every brother and sister is ticked to begin with"
    answer = client.post(
        address,
        {
            **WORDS, "child_words": "I want my own room.", "education": "Canal Side.", **day_fields("start_date", ago(3)),
            f"child_{middle.pk}_chosen": "on", f"child_{middle.pk}_child_words": "I want to stay with Kezia.",
            f"child_{middle.pk}_education": "Orchard Primary.",
        },
    )  # fmt: skip
    assert answer.status_code == 303
    plans = {one.child_id: one for one in CarePlan.objects.all()}
    assert set(plans) == {eldest.pk, middle.pk}, "the youngest was not ticked"
    assert plans[eldest.pk].child_words == "I want my own room."
    assert plans[middle.pk].child_words == "I want to stay with Kezia."
    assert (plans[eldest.pk].education, plans[middle.pk].education) == ("Canal Side.", "Orchard Primary.")
    assert plans[middle.pk].long_term == plans[eldest.pk].long_term == "Home by the summer."
    assert youngest.display_name in client.get(f"/people/{middle.pk}/care/plan/write/").content.decode()


def test_a_new_plan_takes_the_place_of_the_last_and_is_read_beside_it(
    cast: Cast, client_for: ClientFor
) -> None:
    """The form starts with what the last said; the page marks what has changed, and keeps the last one to read."""
    family = three_in_care(cast)
    child = family.eldest
    first = care_plans.write_care_plans(plans={child: SECTIONS}, start_date=ago(90), by=cast.social_worker)[
        child.pk
    ]
    care_plans.sign_off_care_plan(plan=first, by=cast.team_manager)
    client = client_for(cast.social_worker)
    assert SECTIONS.health in client.get(f"/people/{child.pk}/care/plan/write/").content.decode()
    care_plans.write_care_plans(
        plans={child: replace(SECTIONS, health="The asthma is better.")},
        start_date=ago(2),
        by=cast.social_worker,
    )
    first.refresh_from_db()
    assert first.end_date == ago(2)
    page = client.get(f"/people/{child.pk}/care/plan/").content.decode()
    assert page.count("govuk-tag--blue") == 1, "one section has changed"
    assert "The asthma is better." in page
    assert SECTIONS.health in page
    assert page.index(SECTIONS.child_words) < page.index("Home to their mother by the summer"), (
        "the child’s words first"
    )
    assert SECTIONS.health in client.get(f"/people/{child.pk}/care/plan/{first.pk}/").content.decode()
    assert client.get(f"/people/{family.children[1].pk}/care/plan/{first.pk}/").status_code == 404


def test_what_the_familys_plan_says_is_shown_and_not_typed(cast: Cast, client_for: ClientFor) -> None:
    """Goals, who does what and the people who matter come from where they are written; another child's goal stays with them."""
    family = three_in_care(cast)
    Goal.objects.create(plan=family.plan, words="Sleep through the night", set_date=ago(20))
    Goal.objects.create(plan=family.plan, child=family.children[1], words="Learn to swim", set_date=ago(20))
    PlanAction.objects.create(
        plan=family.plan, what="Take Kezia to choir", owner_name="Iris Ferris", due_date=ago(-9)
    )
    client = client_for(cast.social_worker)
    for address in ("plan/", "plan/write/"):
        page = client.get(f"/people/{family.eldest.pk}/care/{address}").content.decode()
        assert "Sleep through the night" in page
        assert "Take Kezia to choir" in page
        assert "Iris Ferris" in page
        assert "Nan makes everything all right." in page
        assert "Learn to swim" not in page


def test_the_clock_stops_when_it_is_signed_off_by_somebody_else(cast: Cast) -> None:
    """Writing is not enough: a manager who did not write it signs it off, and then it stays as it is."""
    period = come_into_care(cast.child, by=cast.director, day=ago(5))
    record_event(
        "care.first_placement_started", by=cast.social_worker, day=ago(5), about=[cast.child.pk], summary="Placed.",
        thread=f"care:{period.pk}",
    )  # fmt: skip
    clock = Clock.objects.get(rule="care_plan")
    assert clock.due_date == add_working_days(ago(5), 10)
    plan = care_plans.write_care_plans(plans={cast.child: SECTIONS}, start_date=ago(1), by=cast.team_manager)[
        cast.child.pk
    ]
    clock.refresh_from_db()
    assert clock.stopped_date is None
    with pytest.raises(CannotBeTrue, match="You wrote this plan"):
        care_plans.sign_off_care_plan(plan=plan, by=cast.team_manager)
    care_plans.sign_off_care_plan(plan=plan, by=cast.director)
    clock.refresh_from_db()
    assert clock.stopped_date == timezone.localdate()
    assert clock.was_late is False
    assert Event.objects.get(kind="care.care_plan_prepared").thread == f"care:{period.pk}"
    with pytest.raises(CannotBeTrue, match="signed off and stays as it is"):
        care_plans.change_care_plan(plan=plan, sections=SECTIONS, by=cast.social_worker)


def test_late_is_said_with_a_reason_and_blocks_nothing(cast: Cast, client_for: ClientFor) -> None:
    """Signed off after it was due, the form asks why, and the reason stands on the clock."""
    period = come_into_care(cast.child, by=cast.director, day=ago(60))
    record_event(
        "care.first_placement_started", by=cast.social_worker, day=ago(60), about=[cast.child.pk], summary="Placed.",
        thread=f"care:{period.pk}",
    )  # fmt: skip
    care_plans.write_care_plans(plans={cast.child: SECTIONS}, start_date=ago(1), by=cast.social_worker)
    manager = client_for(cast.team_manager)
    address = f"/people/{cast.child.pk}/care/plan/sign-off/"
    assert "Why it is late" in manager.get(address).content.decode()
    answer = manager.post(address, {"version": 1})
    assert answer.status_code == 422
    assert "Say why it is late" in answer.content.decode()
    assert (
        manager.post(address, {"version": 1, "late_reason": "The court was waited for."}).status_code == 303
    )
    assert Clock.objects.get(rule="care_plan").late_reason == "The court was waited for."


def test_what_is_signed_off_is_what_was_read(cast: Cast, client_for: ClientFor) -> None:
    """Changed between the manager's reading and signing, it is shown again and not signed."""
    come_into_care(cast.child, by=cast.director, day=ago(9))
    care_plans.write_care_plans(plans={cast.child: SECTIONS}, start_date=ago(1), by=cast.social_worker)
    base = f"/people/{cast.child.pk}/care/plan/"
    changed = {**vars(replace(SECTIONS, health="Eczema.")), "version": 1}
    assert client_for(cast.social_worker).post(f"{base}change/", changed).status_code == 303
    assert client_for(cast.team_manager).post(f"{base}sign-off/", {"version": 1}).status_code == 409
    assert CarePlan.objects.get().signed_off_at is None
    assert client_for(cast.team_manager).post(f"{base}sign-off/", {"version": 2}).status_code == 303


def test_a_brother_or_sister_on_a_closed_record_is_a_number(cast: Cast, client_for: ClientFor) -> None:
    """Who they are is not said, and nothing is written of them; the wall keeps their plan from the worker."""
    Relationship.objects.create(
        person=cast.restricted_child,
        relative=cast.child,
        kind="sibling",
        start_date=datetime.date(2020, 1, 1),
    )
    for child in (cast.child, cast.restricted_child):
        come_into_care(child, by=cast.director, day=ago(9))
    hidden = care_plans.write_care_plans(
        plans={cast.restricted_child: SECTIONS}, start_date=ago(1), by=cast.outsider
    )
    page = client_for(cast.social_worker).get(f"/people/{cast.child.pk}/care/plan/write/").content.decode()
    assert "1 brother or sister is on a record that is not open to you" in page
    assert cast.restricted_child.display_name not in page
    with acting_as(cast.social_worker):
        assert not CarePlan.objects.filter(pk=hidden[cast.restricted_child.pk].pk).exists()


def test_the_page_can_be_read_as_known_before_the_plan_was_written(cast: Cast, client_for: ClientFor) -> None:
    """As known on a day before the period of care was recorded there is nothing, and the form says so."""
    come_into_care(cast.child, by=cast.director, day=ago(9))
    care_plans.write_care_plans(plans={cast.child: SECTIONS}, start_date=ago(1), by=cast.social_worker)
    client = client_for(cast.social_worker)
    base = f"/people/{cast.child.pk}/care/plan/known-at/"
    today, before = timezone.localdate(), ago(3)
    known = client.get(f"{base}?day_0={today.day}&day_1={today.month}&day_2={today.year}")
    assert known.status_code == 200
    assert SECTIONS.long_term in known.content.decode()
    asked = client.get(f"{base}?day_0={before.day}&day_1={before.month}&day_2={before.year}")
    assert asked.status_code == 422
    assert "not yet in care" in asked.content.decode()
