"""The clocks kept in the database are those that the slow and obvious reckoning gives for the same events."""

from __future__ import annotations

import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.models import Clock
from kith.engines.calendar import Happening, run_clocks
from tests.furnishing.cast import Cast
from tests.furnishing.clients import acting_as

FIRST = datetime.date(2024, 1, 1)
KINDS = [
    ("front_door.contact_received", {"asks_for_help": True}),
    ("front_door.contact_received", {"asks_for_help": False}),
    ("front_door.contact_decided", {}),
    ("plans.help_given", {}),
    ("front_door.referral_received", {"to_be_assessed": True}),
    ("front_door.referral_decided", {}),
    ("family_help.assessment_authorised", {}),
    ("protection.section_47_started", {}),
    ("protection.initial_conference_held", {}),
    ("protection.protection_plan_started", {"on_protection_plan": True}),
    ("protection.review_conference_held", {"plan_continues": True}),
    ("protection.protection_plan_ended", {}),
    ("care.child_visited", {"visit_rule": "six_weeks"}),
]
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.integers(0, 400),  # days after the first
        st.sets(st.sampled_from(["child", "sibling"])),
        st.sampled_from(["", "contact:1", "contact:2"]),
    ),
    max_size=9,
)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(EVENTS)
def test_clocks_of_any_events_equal_the_reference(
    cast: Cast, drawn: list[tuple[tuple[str, dict[str, object]], int, set[str], str]]
) -> None:
    """Whatever is recorded, in whatever order, about one child, two or nobody yet."""
    happenings: list[Happening] = []
    already = set(Clock.objects.values_list("pk", flat=True))
    # Each example has threads of its own, since the database goes on from one to the next.
    Clock.objects.filter(person__in=[cast.child, cast.sibling]).delete()
    prefix = f"x{len(already)}-"
    with acting_as(cast.social_worker):
        for (kind, details), after, whose, thread in drawn:
            day = FIRST + datetime.timedelta(days=after)
            people = sorted({"child": cast.child.pk, "sibling": cast.sibling.pk}[name] for name in whose)
            named = prefix + thread if thread else ""
            record_event(
                kind, by=cast.social_worker, day=day, summary="S", about=people, thread=named, details=details
            )
            whom = people or ([None] if named else [])
            happenings += [Happening(kind, day, person, named, details) for person in whom]
    expected = sorted(
        (c.rule.code, c.person or 0, c.thread, c.start_date, c.due_date, c.stopped_date or datetime.date.max)
        for c in run_clocks(happenings)
        if c.rule.unit != "hours"
    )
    found = sorted(
        (c.rule, c.person_id or 0, c.thread, c.start_date, c.due_date, c.stopped_date or datetime.date.max)
        for c in Clock.objects.exclude(pk__in=already)
    )
    assert found == expected
