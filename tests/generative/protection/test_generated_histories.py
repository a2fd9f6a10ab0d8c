"""Generated histories of one family: whatever is done, and in whatever order, nothing comes about that cannot be true.

A machine calls the room's own actions, sensible and senseless ones, on days that only go forward. What an action refuses,
it refuses with a sentence and leaves nothing behind. After every step the database is asked for what must never be; at
the end every clock is worked out again from the events alone, by a reference that knows nothing of the engine.
"""

from __future__ import annotations

import datetime
import os
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kith.casework.family_help.actions import ending
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Family, FamilyMembership, Person
from kith.casework.plans.models import Plan
from kith.casework.protection.actions import (
    conferences,
    enquiry,
    enquiry_ending,
    helping,
    holding_conference,
    strategy,
)
from kith.casework.protection.actions.deciding import Reasons
from kith.casework.protection.actions.holding_conference import ChildDecision, ConferenceWords
from kith.casework.protection.actions.requesting import request_conference
from kith.casework.protection.models import (
    ChildProtectionConference,
    ChildProtectionPlan,
    EnquiryChild,
    SectionFortySevenEnquiry,
    StrategyDiscussion,
)
from kith.casework.protection.workflows.conference import CONFERENCE
from kith.casework.protection.workflows.enquiry import ENQUIRY
from kith.casework.protection.workflows.strategy import STRATEGY
from kith.casework.timeline.models import Clock, Event
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.generative.protection.slow_clocks import clocks_of

TODAY = timezone.localdate()
REASONS = Reasons("What was seen.", "The health visitor, on the day.", "A quiet month.")
NEVER = {
    "two protection plans of one child on one day": """
        SELECT 1 FROM protection_childprotectionplan a JOIN protection_childprotectionplan b
        ON a.child_id = b.child_id AND a.id < b.id AND daterange(a.start_date, a.end_date) && daterange(b.start_date, b.end_date)""",
    "a protection plan that does not begin on the day of a held conference": """
        SELECT 1 FROM protection_childprotectionplan p LEFT JOIN protection_childprotectionconference c ON c.id = p.start_conference_id
        WHERE p.started_as = 'conference' AND (c.status IS DISTINCT FROM 'held' OR c.held_date <> p.start_date)""",
    "an initial conference held before its strategy discussion": """
        SELECT 1 FROM protection_childprotectionconference c JOIN protection_sectionfortysevenenquiry e ON e.id = c.enquiry_id
        JOIN protection_strategydiscussion d ON d.id = e.discussion_id
        WHERE c.kind = 'initial' AND c.held_date < d.held_date""",
    "an enquiry whose discussion was not held, or not on its first day": """
        SELECT 1 FROM protection_sectionfortysevenenquiry e JOIN protection_strategydiscussion d ON d.id = e.discussion_id
        WHERE d.status <> 'held' OR d.held_date <> e.start_date""",
    "an enquiry that ended in nothing": """
        SELECT 1 FROM protection_enquirychild c WHERE c.end_date IS NOT NULL AND c.outcome <> '1' AND c.help_offer_id IS NULL""",
    "an enquiry that asked for a conference that nobody asked for": """
        SELECT 1 FROM protection_enquirychild c WHERE c.end_date IS NOT NULL AND c.outcome = '1' AND NOT EXISTS (
          SELECT 1 FROM protection_conferencechild o JOIN protection_childprotectionconference k ON k.id = o.conference_id
          WHERE o.child_id = c.child_id AND k.enquiry_id = c.enquiry_id)""",
    "a conference that made no plan and no offer": """
        SELECT 1 FROM protection_conferencechild c WHERE c.outcome = 'no_plan' AND c.help_offer_id IS NULL""",
    "two enquiries at once about one family": """
        SELECT 1 FROM protection_sectionfortysevenenquiry WHERE status <> 'ended' GROUP BY family_id HAVING count(*) > 1""",
    "a child in two enquiries that have not ended": """
        SELECT 1 FROM protection_enquirychild WHERE end_date IS NULL GROUP BY child_id HAVING count(*) > 1""",
    "a decision without its reasons": """
        SELECT 1 FROM protection_thresholddecision WHERE reasons = '' OR evidence = '' OR what_would_change = ''""",
    "a closed family plan with protection still open": """
        SELECT 1 FROM plans_plan p JOIN protection_childprotectionplan c ON c.plan_id = p.id
        WHERE p.end_date IS NOT NULL AND (c.end_date IS NULL OR c.end_date > p.end_date)""",
    "a child on a protection plan whose family's plan is in a lighter tier": """
        SELECT 1 FROM protection_childprotectionplan c JOIN plans_plantier t ON t.plan_id = c.plan_id AND t.end_date IS NULL
        WHERE c.end_date IS NULL AND t.tier NOT IN ('child_protection', 'looked_after')""",
    "a child on a protection plan who is not on the family's plan": """
        SELECT 1 FROM protection_childprotectionplan c WHERE c.end_date IS NULL AND NOT EXISTS (
          SELECT 1 FROM plans_planchild p WHERE p.plan_id = c.plan_id AND p.child_id = c.child_id AND p.end_date IS NULL)""",
}
HISTORIES = {
    "protection_strategydiscussionevent": STRATEGY,
    "protection_sectionfortysevenenquiryevent": ENQUIRY,
    "protection_childprotectionconferenceevent": CONFERENCE,
}


class FamilysHistory(RuleBasedStateMachine):
    """One family with two children, whose days only go forward."""

    cast: Cast

    @initialize(
        back=st.integers(300, 700), so_far=st.sampled_from(["nothing", "an enquiry", "a plan", "a plan"])
    )
    def begin(self, back: int, so_far: str = "nothing") -> None:
        """Start some time ago, with a family that nothing has happened to yet, or that is on its way."""
        self.sandbox = transaction.atomic()
        self.sandbox.__enter__()
        self.day = TODAY - datetime.timedelta(days=back)
        self.family = Family.objects.create(name="Generated")
        self.children = [
            Person.objects.create(display_name=name, birth_date=datetime.date(2016, 3, 3))
            for name in ("A", "B")
        ]
        for child in self.children:
            FamilyMembership.objects.create(
                family=self.family,
                person=child,
                role="child",
                start_date=self.day - datetime.timedelta(days=900),
            )
        self.before = Event.objects.count()
        self.first_event = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self.worker: Worker = self.cast.social_worker
        self.manager: Worker = self.cast.team_manager
        self.chair: Worker = self.cast.conference_chair
        self._hold_the_case()
        self.refusals: list[str] = []
        if so_far != "nothing":
            self.call(which=0, earlier=0)
            self.hold(pick=0, first="enquiry_single", second="enquiry_joint", off=0)
        if so_far == "a plan":
            self.time_passes(days=10)
            self.write(outcome="1", finding="substantiated_at_risk", answer="", which=0)
            self.submit(pick=0)
            self.end(pick=0, own=False, off=0)
            self.book(pick=0)
            self.hold_conference(pick=0, outcomes=("plan", "no_plan"), offered=True, off=0)
            assert ChildProtectionPlan.objects.filter(child=self.children[0], end_date__isnull=True).exists()

    def teardown(self) -> None:
        """Leave the database as it was."""
        if hasattr(self, "sandbox"):
            try:
                assert all(said.strip().endswith((".", "?")) for said in self.refusals), self.refusals
                self._clocks_are_as_the_reference_says()
                self._moves_are_in_their_tables()
            finally:
                transaction.set_rollback(True)
                self.sandbox.__exit__(None, None, None)

    def _hold_the_case(self) -> None:
        from kith.casework.workforce.models import Allocation

        for child in self.children:
            Allocation.objects.create(
                child=child, worker=self.worker, role="lead", reason="first", start_date=self.day
            )

    def _some(self, which: int) -> list[Person]:
        return [self.children, self.children[:1], self.children[1:]][which]

    def _tried(self, act: Any) -> Any:
        """Do something; a refusal is a sentence that ends in a full stop."""
        try:
            with transaction.atomic():
                return act()
        except CannotBeTrue as refused:
            self.refusals.append(refused.sentence)
            return None

    @rule(days=st.sampled_from([0, 1, 3, 10, 25, 60, 100]))
    def time_passes(self, days: int) -> None:
        """Some days go by, up to today."""
        self.day = min(self.day + datetime.timedelta(days=days), TODAY)

    @rule(which=st.integers(0, 2), earlier=st.sampled_from([0, 0, 0, 30]))
    def call(self, which: int, earlier: int) -> None:
        """Call a strategy discussion."""
        self._tried(
            lambda: strategy.call_discussion(
                family=self.family, children=self._some(which), why_called="A bruise was seen at nursery.",
                called_date=self.day - datetime.timedelta(days=earlier), by=self.worker,
            )
        )  # fmt: skip

    @precondition(lambda self: self.discussions())
    @rule(
        pick=st.integers(0, 5),
        first=st.sampled_from(
            ["enquiry_single", "enquiry_joint", "help", "assess", "nothing_further", "enquiry_goes_on"]
        ),
        second=st.sampled_from(["enquiry_single", "enquiry_joint", "help", "nothing_further"]),
        off=st.sampled_from([0, 0, 0, 0, -40, 40]),
    )
    def hold(self, pick: int, first: str, second: str, off: int) -> None:
        """Hold a discussion, perhaps one that was held or stood down, perhaps on a day that cannot be."""
        found = self.discussions()
        discussion = found[pick % len(found)]
        said = dict(zip([child.pk for child in self.children], (first, second), strict=True))
        outcomes = {
            part.child_id: strategy.ChildOutcome(said[part.child_id], REASONS)
            for part in discussion.children.all()
        }
        self._tried(
            lambda: strategy.hold_discussion(
                discussion=discussion, held_date=self.day + datetime.timedelta(days=off), held_how="video",
                led_by=self.manager, information="Each said what they know.", what_has_helped="", safe_now="Gran.",
                attendances=[
                    strategy.Attendance(agency=agency, name="Somebody")
                    for agency in ("social_care", "police", "health")
                ],
                why_without="", outcomes=outcomes, agreed=[], by=self.worker, lead=self.worker,
            )
        )  # fmt: skip

    @precondition(lambda self: self.discussions())
    @rule(pick=st.integers(0, 5))
    def stand_down(self, pick: int) -> None:
        """Stand a discussion down."""
        found = self.discussions()
        self._tried(
            lambda: strategy.stand_down(
                discussion=found[pick % len(found)], reason="It was a shadow.", by=self.worker
            )
        )

    @precondition(lambda self: self.enquiries())
    @rule(
        outcome=st.sampled_from(["1", "1", "5", "7"]),
        finding=st.sampled_from(["unsubstantiated", "substantiated_safe", "substantiated_at_risk"]),
        answer=st.sampled_from(["taken_up", "declined", "not_offered", "", ""]),
        which=st.integers(0, 2),
    )
    def write(self, outcome: str, finding: str, answer: str, which: int) -> None:
        """Write what was found about some of the children, and perhaps the offer of help."""
        chosen = self._some(which)
        one = self.enquiries()[-1]
        parts = list(
            EnquiryChild.objects.filter(enquiry=one, child__in=chosen).select_related("child", "enquiry")
        )
        for part in parts:
            self._tried(
                lambda part=part: enquiry.write_child(
                    part=part, seen_date=max(one.start_date, self.day), seen_alone=True, why_not_seen="",
                    child_words="", child_words_date=None, what_was_found="", finding=finding, outcome=outcome,
                    outcome_reason="So it seems.", by=self.worker,
                )
            )  # fmt: skip
        if answer and parts:
            made = helping.Offer(
                answer=answer,
                what="" if answer == "not_offered" else "A parenting group.",
                not_offered_reason="They live elsewhere now." if answer == "not_offered" else "",
            )
            by = self.manager if answer == "not_offered" else self.worker
            self._tried(
                lambda: enquiry.offer(
                    enquiry=one, children=[part.child for part in parts], offer=made, day=self.day, by=by
                )
            )

    @precondition(lambda self: self.enquiries())
    @rule(pick=st.integers(0, 3))
    def submit(self, pick: int) -> None:
        """Send an enquiry to the manager."""
        found = self.enquiries()
        self._tried(lambda: enquiry.submit(enquiry=found[pick % len(found)], by=self.worker))

    @precondition(lambda self: self.enquiries())
    @rule()
    def send_back(self) -> None:
        """The manager asks for more."""
        self._tried(
            lambda: enquiry.send_back(enquiry=self.enquiries()[-1], words="See her alone.", by=self.manager)
        )

    @precondition(lambda self: self.enquiries())
    @rule(pick=st.integers(0, 3), own=st.booleans(), off=st.sampled_from([0, 0, 0, -400]))
    def end(self, pick: int, own: bool, off: int) -> None:
        """The manager ends an enquiry; the worker who led it may not."""
        found = self.enquiries()
        one = found[-1 - pick % len(found)]
        self._tried(
            lambda: enquiry_ending.end_enquiry(
                enquiry=one, decisions={part.child_id: REASONS for part in one.children.all()},
                end_date=self.day + datetime.timedelta(days=off), by=self.worker if own else self.manager,
            )
        )  # fmt: skip

    @rule(which=st.integers(0, 2), kind=st.sampled_from(["review", "initial"]))
    def ask_for_conference(self, which: int, kind: str) -> None:
        """Ask for a review, or for an initial conference that has no enquiry behind it."""
        self._tried(
            lambda: request_conference(
                family=self.family,
                children=self._some(which),
                kind=kind,
                requested_date=self.day,
                by=self.worker,
            )
        )

    @precondition(lambda self: self.conferences())
    @rule(pick=st.integers(0, 3))
    def book(self, pick: int) -> None:
        """Book a conference."""
        found = self.conferences()
        at = datetime.datetime.combine(self.day, datetime.time(10), timezone.get_default_timezone())
        self._tried(
            lambda: conferences.book_conference(
                conference=found[-1 - pick % len(found)],
                chair=self.chair,
                planned_at=at,
                where="Town hall",
                by=self.worker,
            )
        )

    @precondition(lambda self: self.conferences())
    @rule(
        pick=st.integers(0, 3),
        outcomes=st.tuples(
            *[st.sampled_from(["plan", "plan", "no_plan", "plan_continues", "plan_ends"])] * 2
        ),
        offered=st.booleans(),
        off=st.sampled_from([0, 0, 0, -500]),
    )
    def hold_conference(self, pick: int, outcomes: tuple[str, str], offered: bool, off: int) -> None:
        """Hold a conference, deciding what may or may not be decided of each child."""
        found = self.conferences()
        one = found[-1 - pick % len(found)]
        said = dict(zip([child.pk for child in self.children], outcomes, strict=True))
        offer = helping.Offer(answer="declined", what="A worker at home.") if offered else None
        self._tried(
            lambda: holding_conference.hold_conference(
                conference=one, held_date=self.day + datetime.timedelta(days=off), held_how="meeting", is_quorate=None,
                why_not_quorate="The school could not come.",
                words=ConferenceWords(going_well="Gran.", worries="Nights.", what_must_change="No more nights alone.", if_it_does_not="A lawyer is asked."),
                came={},
                children={
                    part.child_id: ChildDecision(
                        outcome=said[part.child_id], reasons=REASONS,
                        category="NEG" if said[part.child_id] in ("plan", "plan_continues") else "",
                        participation="PN7", offer=offer,
                        ended_because="no_longer_at_risk" if said[part.child_id] == "plan_ends" else "",
                    )
                    for part in one.children.all()
                },
                agreed=[], next_review_date=None, visit_every_days=10, by=self.chair, why_late="Nobody was free.",
            )
        )  # fmt: skip

    @rule()
    def close_the_familys_plan(self) -> None:
        """Close the family's plan, which is refused while protection has something open."""
        plan = Plan.objects.filter(family=self.family, end_date__isnull=True).first()
        if plan is None:
            return
        self._tried(
            lambda: ending.close(
                plan=plan, closing_reason="goals_met", closing_summary="Better.", family_view="Good.", in_touch=[],
                why_nobody="They want nobody.", end_date=self.day, by=self.worker, referral_closure_reason="RC8",
            )
        )  # fmt: skip

    @rule(tier=st.sampled_from(["family_help", "child_in_need", "child_protection"]))
    def step(self, tier: str) -> None:
        """Step the family's plan, up or down."""
        plan = Plan.objects.filter(family=self.family, end_date__isnull=True).first()
        if plan is None:
            return
        self._tried(
            lambda: ending.step(
                plan=plan, tier=tier, reason="So it is.", what_changed="Much.", family_view="Good.",
                in_touch=[ending.InTouch(how="Rings", name="Gran")], start_date=self.day, by=self.manager,
            )
        )  # fmt: skip

    @invariant()
    def nothing_is_that_cannot_be(self) -> None:
        """None of the forbidden states has come about."""
        if not hasattr(self, "family"):
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(f"EXISTS ({asked})" for asked in NEVER.values()))
            found = dict(zip(NEVER, cursor.fetchone(), strict=True))
        assert not [what for what, is_so in found.items() if is_so]

    def discussions(self) -> list[StrategyDiscussion]:
        """Every discussion so far."""
        return list(StrategyDiscussion.objects.filter(family=self.family).order_by("pk"))

    def enquiries(self) -> list[SectionFortySevenEnquiry]:
        """Every enquiry so far."""
        return list(SectionFortySevenEnquiry.objects.filter(family=self.family).order_by("pk"))

    def conferences(self) -> list[ChildProtectionConference]:
        """Every conference so far."""
        return list(ChildProtectionConference.objects.filter(family=self.family).order_by("pk"))

    def _clocks_are_as_the_reference_says(self) -> None:
        events = list(
            Event.objects.filter(pk__gt=self.first_event).prefetch_related("subjects").order_by("pk")
        )
        kept = {
            (clock.rule, clock.person_id, clock.thread, clock.start_date, clock.due_date, clock.stopped_date)
            for clock in Clock.objects.filter(started_by__in=events)
            if clock.started_by.kind.startswith("protection.")
        }
        assert kept == clocks_of(events)

    def _moves_are_in_their_tables(self) -> None:
        for table, workflow in HISTORIES.items():
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT pgh_obj_id, status FROM {table} ORDER BY pgh_obj_id, pgh_id")
                rows = cursor.fetchall()
            for (one, now), (other, then) in pairwise(rows):
                if one == other and now != then:
                    assert (now, then) in workflow.moves, f"{table}: {now} to {then}"


@pytest.mark.django_db
def test_no_history_reaches_what_cannot_be(cast: Cast) -> None:
    """Thirty families' stories of up to thirty steps each."""
    machine = type("FamilysHistoryWithTheCast", (FamilysHistory,), {"cast": cast})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=60 if os.environ.get("KITH_THOROUGH") else 15, stateful_step_count=30, deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        ),
    )  # fmt: skip


@pytest.mark.django_db
def test_the_machine_reaches_a_plan_and_its_end(cast: Cast) -> None:
    """The steps above are not all refused: told in order, they lead through every state of the table."""
    machine = type("Told", (FamilysHistory,), {"cast": cast})()
    machine.begin(back=400)
    machine.call(which=0, earlier=0)
    machine.hold(pick=0, first="enquiry_single", second="enquiry_joint", off=0)
    machine.time_passes(days=10)
    machine.write(outcome="1", finding="substantiated_at_risk", answer="", which=1)
    machine.write(outcome="5", finding="unsubstantiated", answer="taken_up", which=2)
    machine.submit(pick=0)
    machine.end(pick=0, own=False, off=0)
    machine.book(pick=0)
    machine.hold_conference(pick=0, outcomes=("plan", "no_plan"), offered=False, off=0)
    assert ChildProtectionPlan.objects.filter(child=machine.children[0], end_date__isnull=True).exists()
    machine.time_passes(days=60)
    machine.close_the_familys_plan()
    assert Plan.objects.filter(family=machine.family, end_date__isnull=True).exists(), (
        "refused while a child is on a plan"
    )
    machine.ask_for_conference(which=1, kind="review")
    machine.book(pick=0)
    machine.hold_conference(pick=0, outcomes=("plan_ends", "no_plan"), offered=False, off=0)
    assert not ChildProtectionPlan.objects.filter(child=machine.children[0], end_date__isnull=True).exists()
    machine.time_passes(days=1)
    machine.step(tier="child_in_need")
    machine.time_passes(days=10)
    machine.close_the_familys_plan()
    assert not Plan.objects.filter(family=machine.family, end_date__isnull=True).exists()
    machine.nothing_is_that_cannot_be()
    machine.teardown()
