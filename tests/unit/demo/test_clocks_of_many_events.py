"""The demo's single pass over all events gives the clocks that the calendar engine gives, slowly, one event at a time."""

from __future__ import annotations

import json

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.demo.clocks_run import run
from kith.demo.days import date_of, number_of
from kith.engines.calendar import Happening, run_clocks

KINDS = (
    ("front_door.contact_received", {"asks_for_help": True}),
    ("front_door.contact_received", {"asks_for_help": False}),
    ("front_door.contact_decided", {}),
    ("front_door.referral_received", {"to_be_assessed": True}),
    ("front_door.referral_decided", {}),
    ("front_door.referral_closed", {}),
    ("plans.help_given", {}),
    ("care.review_held", {}),
    ("care.started_to_be_looked_after", {}),
    ("people.person_added", {}),
)
HAPPENINGS = st.lists(
    st.tuples(
        st.integers(0, len(KINDS) - 1),
        st.integers(0, 200),
        st.sampled_from(["contact:1", "contact:2", "referral:1", ""]),
        st.sets(st.integers(1, 3), max_size=2),
    ),
    max_size=14,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(HAPPENINGS)
def test_one_pass_equals_the_engine(drawn: list[tuple[int, int, str, set[int]]]) -> None:
    """Whatever happens in whatever order, the same clocks start, and stop on the same days."""
    rows, subjects, happenings = [], [], []
    for number, (kind, day, thread, people) in enumerate(sorted(drawn, key=lambda each: each[1]), start=1):
        name, details = KINDS[kind]
        rows.append((number, name, 20_000 + day, thread, 0, json.dumps(details)))
        subjects += [(number, person) for person in sorted(people)]
        if people or thread:
            happenings += [
                Happening(name, date_of(20_000 + day), person, thread, details)
                for person in sorted(people) or [None]
            ]
    events = pl.DataFrame(rows, schema=["id", "kind", "day", "thread", "team", "details"], orient="row")
    about = pl.DataFrame(subjects, schema={"id": pl.Int64, "person": pl.Int64}, orient="row")
    if not rows:
        return
    made = sorted(
        (
            c.rule,
            c.person or 0,
            c.thread,
            c.start_day,
            c.due_day,
            -1 if c.stopped_day is None else c.stopped_day,
        )
        for c in run(events, about, json.loads)
    )
    expected = sorted(

            (c.rule.code, c.person or 0, c.thread, number_of(c.start_date), number_of(c.due_date),
             -1 if c.stopped_date is None else number_of(c.stopped_date))
            for c in run_clocks(happenings)

    )  # fmt: skip
    assert made == expected
