"""Protecting a child at once: its hours, the enquiry that runs beside it, an extension, its end, and what partners see."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from kith.casework.protection.actions import immediate
from kith.casework.protection.models import ImmediateProtection, ThresholdDecision
from kith.casework.protection.queries.immediate import PowerRead, in_words
from kith.casework.timeline.models import Clock, Event, Task
from tests.furnishing.clients import acting_as
from tests.furnishing.form_days import day_fields
from tests.unit.protection.legal_steps import WHY, end_power, hours_ago, make_order, use_power

pytestmark = pytest.mark.django_db


def running(power: ImmediateProtection) -> dict[str, Clock]:
    """Return the clocks that run in a power's thread, by rule."""
    clocks = Clock.objects.filter(thread=f"power:{power.pk}", stopped_date__isnull=True)
    return {clock.rule: clock for clock in clocks}


def test_police_protection_runs_seventy_two_hours_from_its_instant(cast):
    """The clock runs from when it began, not from when it was written down; why is kept beside it."""
    began = hours_ago(30)
    with acting_as(cast.social_worker):
        power = use_power(cast, started_at=began)
    assert power.must_end_at - began == datetime.timedelta(hours=72)
    clock = running(power)["police_protection"]
    assert clock.due_at == power.must_end_at
    assert clock.due_date == timezone.localdate(power.must_end_at)
    decision = ThresholdDecision.objects.get(child=cast.child)
    assert decision == power.decision
    assert (decision.kind, decision.reasons) == ("immediate", WHY.reasons)
    assert decision.address == f"/immediate-protection/{power.pk}/"


def test_using_a_power_asks_for_a_strategy_discussion_today(cast):
    """The team has it to do at once; a second power for the same child asks again only while none is called."""
    with acting_as(cast.social_worker):
        use_power(cast)
    task = Task.objects.get()
    assert task.link == f"/families/{cast.family.pk}/strategy-discussion/call/"
    assert (task.due_date, task.team) == (timezone.localdate(), cast.riverside)


def test_no_second_discussion_is_asked_for_while_one_is_called(cast):
    """It runs already."""
    from kith.casework.protection.models import StrategyChild, StrategyDiscussion

    called = StrategyDiscussion.objects.create(
        family=cast.family,
        called_date=timezone.localdate(),
        called_by=cast.social_worker,
        why_called="Bruises.",
    )
    StrategyChild.objects.create(discussion=called, child=cast.child)
    with acting_as(cast.social_worker):
        use_power(cast)
    assert not Task.objects.exists()


def test_an_order_lasts_eight_days_or_less_where_the_court_says_so(cast):
    """The clock follows the court."""
    began = hours_ago(48)
    with acting_as(cast.social_worker):
        whole = make_order(cast, started_at=began)
        shorter = make_order(
            cast, child=cast.sibling, started_at=began, court_said_until=began + datetime.timedelta(days=5)
        )
    local = timezone.localtime(began)
    assert timezone.localtime(whole.must_end_at).date() == local.date() + datetime.timedelta(days=8)
    assert running(whole)["emergency_protection_order"].due_date == local.date() + datetime.timedelta(days=8)
    assert running(shorter)["emergency_protection_order"].due_date == timezone.localdate(
        began + datetime.timedelta(days=5)
    )


def test_an_extension_takes_the_place_of_the_first_time(cast):
    """One clock stops, another runs until the day that the court said."""
    with acting_as(cast.social_worker):
        power = make_order(cast)
        until = power.must_end_at + datetime.timedelta(days=4)
        immediate.extend_order(
            power=power, extended_at=hours_ago(1), extended_until=until, by=cast.social_worker
        )
    clocks = running(power)
    assert set(clocks) == {"emergency_protection_order_extended"}
    assert clocks["emergency_protection_order_extended"].due_date == timezone.localdate(until)
    with acting_as(cast.social_worker):
        end_power(cast, power, ended_at=timezone.now(), ending="order")
    assert running(power) == {}


def test_it_ends_with_where_the_child_is_and_late_is_taken_all_the_same(cast):
    """Beyond its time it is shown as late, and how it ended is still taken."""
    with acting_as(cast.social_worker):
        power = use_power(cast, started_at=hours_ago(80))
        read = PowerRead(power, cast.child, timezone.now())
        assert read.is_late
        assert read.time_left == "8 hours beyond its time"
        end_power(cast, power)
    power.refresh_from_db()
    ended = PowerRead(power, cast.child, timezone.now())
    assert (ended.is_late, ended.is_in_force, ended.ending_shown) == (True, False, "The child went home")
    event = Event.objects.get(kind="protection.police_protection_ended")
    assert event.details["in_time"] is False
    assert Clock.objects.get(rule="police_protection").stopped_date == timezone.localdate(power.ended_at)


@pytest.mark.parametrize(
    ("hours", "colour", "words"),
    [(2, "blue", "70 hours left"), (61, "red", "11 hours left"), (71.5, "red", "30 minutes left")],
)
def test_few_hours_are_red(cast, hours, colour, words):
    """The last half day is seen at a glance, and told in words."""
    now = timezone.now()
    power = ImmediateProtection(
        kind="police_protection",
        started_at=now - datetime.timedelta(hours=hours),
        must_end_at=now + datetime.timedelta(hours=72 - hours),
    )
    read = PowerRead(power, None, now)
    assert (read.colour, read.time_left) == (colour, words)


@pytest.mark.parametrize(
    ("time", "words"),
    [
        ({"days": 5, "hours": 3, "minutes": 2}, "5 days and 3 hours"),
        ({"days": 2, "hours": 1}, "49 hours"),
        ({"hours": 1, "minutes": 1}, "1 hour and 1 minute"),
        ({"seconds": 20}, "less than a minute"),
        ({"days": 3}, "3 days"),
    ],
)
def test_time_is_told_in_words(time, words):
    """Days where there are many, hours and minutes where there are few."""
    assert in_words(datetime.timedelta(**time)) == words


def what_a_form_sends(cast, at, **changed):
    """Return the form of a power used for Daniel."""
    return {
        "child": str(cast.child.pk),
        "kind": "police_protection",
        **day_fields("started_date", at.date()),
        "started_time": f"{at:%H:%M}",
        "who_used_it": "PC Rowan Hale",
        "reasons": "He was alone.",
        "evidence": "The officer found him.",
        "what_would_change": "If his aunt comes.",
        **changed,
    }


def test_the_page_says_how_long_is_left_and_what_to_do(cast, client_for):
    """From the family's page to the power's, through the form; then its end."""
    client = client_for(cast.social_worker)
    at = timezone.localtime(hours_ago(3))
    family = client.get(f"/families/{cast.family.pk}/").content.decode()
    address = f"/families/{cast.family.pk}/immediate-protection/use/"
    assert address in family
    answer = client.post(address, what_a_form_sends(cast, at))
    assert answer.status_code == 303, answer.content.decode()
    power = ImmediateProtection.objects.get()
    assert power.started_at == at.replace(second=0, microsecond=0)
    page = client.get(answer["Location"]).content.decode()
    assert "68 hours and" in page or "69 hours" in page
    assert f"/families/{cast.family.pk}/strategy-discussion/call/" in page
    assert "extend/" not in page
    assert "Police protection" in client.get(f"/people/{cast.child.pk}/").content.decode()
    ended = client.post(
        f"/immediate-protection/{power.pk}/end/",
        {
            **day_fields("ended_date", timezone.localdate()),
            "ended_time": f"{timezone.localtime():%H:%M}",
            "ending": "relative",
            "end_words": "With his aunt, by agreement.",
            "version": "1",
        },
    )
    assert ended.status_code == 303, ended.content.decode()
    assert "With his aunt" in client.get(ended["Location"]).content.decode()


def test_what_cannot_be_true_comes_back_beside_its_field(cast, client_for):
    """A time to come, and half of when an order ends."""
    client = client_for(cast.social_worker)
    at = timezone.localtime()
    address = f"/families/{cast.family.pk}/immediate-protection/use/"
    later = timezone.localtime() + datetime.timedelta(minutes=2)
    if later.date() == at.date():
        page = client.post(address, what_a_form_sends(cast, later))
        assert page.status_code == 422
        assert "This has not happened yet" in page.content.decode()
    half = client.post(address, what_a_form_sends(cast, at, until_time="10:00"))
    assert half.status_code == 422
    assert "Enter the day." in half.content.decode()
    nonsense = client.post(address, what_a_form_sends(cast, at, started_time="half past"))
    assert "Enter a time such as 15:30." in nonsense.content.decode()


def test_a_partner_knows_that_a_child_is_protected_and_records_nothing(cast, client_for):
    """The child's school must know; it is not theirs to record."""
    power = use_power(cast)
    partner = client_for(cast.partner)
    assert partner.get(f"/immediate-protection/{power.pk}/").status_code == 200
    for address in (
        f"/families/{cast.family.pk}/immediate-protection/use/",
        f"/immediate-protection/{power.pk}/end/",
        f"/immediate-protection/{power.pk}/extend/",
    ):
        assert partner.get(address).status_code == 403, address
    assert "immediate-protection/use" not in partner.get(f"/families/{cast.family.pk}/").content.decode()
