"""What cannot be true of plans, notices and approvals, and what is said of it: a table that a practitioner can read."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from kith.casework.care.actions import approvals, care_plans, notices, placement_plans, temporary_approvals
from kith.casework.care.models import (
    Home,
    PeriodOfCare,
    Placement,
    PlacementNotice,
    PlacementPlan,
    TemporaryApproval,
)
from kith.casework.furniture.sentences import CannotBeTrue
from tests.furnishing.care.plans_and_approvals import SECTIONS, WORDS, everyday
from tests.furnishing.cast import Cast
from tests.furnishing.form_days import ago
from tests.furnishing.in_care import a_home, come_into_care


class Situation:
    """A child in care for a hundred days with a grandmother, approved for a while; by the table's own words."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.home = a_home("Iris Okafor", kind="connected", address_withheld=True)
        self.period: PeriodOfCare = come_into_care(
            cast.child, by=cast.director, day=ago(100), home=self.home, placement_type="U3"
        )
        self.placement: Placement = self.period.placements.get()

    def write(self, *, day: int = 5, child: Any = None, **said: str) -> Any:
        """A care plan is written that holds from so many days ago."""
        child = child or self.cast.child
        return care_plans.write_care_plans(
            plans={child: replace(SECTIONS, **said)}, start_date=ago(day), by=self.cast.social_worker
        )[child.pk]

    def signed(self, day: int = 5) -> Any:
        """A care plan is written and signed off."""
        plan = self.write(day=day)
        care_plans.sign_off_care_plan(plan=plan, by=self.cast.team_manager)
        return plan

    def plan(self, *, day: int = 5, without: str = "", **said: Any) -> PlacementPlan:
        """A placement plan is made."""
        decides = {matter: who for matter, who in everyday().items() if matter != without}
        return placement_plans.make_placement_plan(
            placement=self.placement, words=replace(WORDS, **said), decides=decides, made_date=ago(day),
            by=self.cast.social_worker,
        )  # fmt: skip

    def give(
        self,
        *,
        day: int = 20,
        assessed: int = 21,
        home: Home | None = None,
        child: Any = None,
        words: str = "His nan.",
    ) -> TemporaryApproval:
        """A connected person is approved for a while."""
        return temporary_approvals.give_temporary_approval(
            child=child or self.cast.child, home=home or self.home, start_date=ago(day), viability_date=ago(assessed),
            viability_words=words, by=self.cast.team_manager,
        )  # fmt: skip

    def extend(
        self, weeks: int = 8, *, panel: str = "Agreed.", told: int | None = 1, reason: str = "One check."
    ) -> None:
        """It is extended by weeks from its first end."""
        approval = (
            TemporaryApproval.objects.filter(child=self.cast.child, end_date=None).first() or self.give()
        )
        temporary_approvals.extend_temporary_approval(
            approval=approval, until=approval.due_date + datetime.timedelta(weeks=weeks), reason=reason,
            panel_views=panel, reviewing_officer_told_date=None if told is None else ago(told), by=self.cast.team_manager,
        )  # fmt: skip

    def end(self, *, day: int = 0, because: str = "moved", words: str = "") -> None:
        """It ends."""
        approval = self.give()
        for _ in range(2):
            temporary_approvals.end_temporary_approval(
                approval=approval, end_date=ago(day), because=because, words=words, by=self.cast.social_worker
            )

    def tell(self, *, day: int = 1, address: bool = False, name: str = "", twice: bool = False) -> None:
        """A school is told of the placement."""
        notice = PlacementNotice.objects.create(placement=self.placement, recipient="school")
        PlacementNotice.objects.create(placement=self.placement, recipient="doctor")
        for _ in range(2 if twice else 1):
            notices.tell(
                notice=notice,
                sent_date=ago(day),
                address_given=address,
                name=name,
                by=self.cast.social_worker,
            )

    def withhold(self, recipient: str, reason: str = "Harm.") -> None:
        """A recipient is not told."""
        notice = PlacementNotice.objects.create(
            placement=self.placement, recipient=recipient, name="Somebody"
        )
        notices.withhold(notice=notice, reason=reason, by=self.cast.team_manager)

    def ask(
        self, *, why: str = "Near.", satisfied: Any = (), missing: str = "", placement: Any = "this"
    ) -> Any:
        """A placement is put forward for approval."""
        return approvals.ask_for_approval(
            child=self.cast.child, kind="out_of_area", placement=self.placement if placement == "this" else placement,
            why=why, satisfied=satisfied, what_is_missing=missing, by=self.cast.social_worker,
        )  # fmt: skip

    def assess(self, home: Home | None = None, *, day: int = 3) -> Any:
        """A parent's home is assessed."""
        home = home or a_home("Ngozi Okafor", kind="parent")
        return approvals.begin_assessment_of_parents(
            child=self.cast.child, home=home, started_date=ago(day), household="", by=self.cast.social_worker
        )

    def finish(self, *, day: int = 1, words: str = "She is well.") -> None:
        """Its assessment is finished."""
        approvals.finish_assessment_of_parents(
            assessment=self.assess(), finished_date=ago(day), household="", words=words, is_suitable=True,
            by=self.cast.social_worker,
        )  # fmt: skip


def twice(act: Callable[[Situation], Any]) -> Callable[[Situation], Any]:
    """Do the same twice."""
    return lambda here: (act(here), act(here))


# What is done | what is said of it.
TABLE: list[tuple[str, Callable[[Situation], Any], str]] = [
    # The care plan.
    ("for a child who is not in care", lambda h: h.write(child=h.cast.sibling), "is not in care"),
    ("from a day to come", lambda h: h.write(day=-1), "has not come yet"),
    ("from before care began", lambda h: h.write(day=101), "came into care on"),
    ("without what is planned", lambda h: h.write(long_term=" "), "Say what is planned"),
    ("without why this home", lambda h: h.write(why_this_home=""), "Say why this home"),
    ("while another waits to be signed off", twice(lambda h: h.write()), "waits to be signed off"),
    ("from the day of the last", twice(lambda h: h.signed()), "Enter a later day for the new one"),
    ("from before the last", lambda h: (h.signed(5), h.write(day=6)), "Enter a later day for the new one"),
    ("signed off twice", lambda h: care_plans.sign_off_care_plan(plan=h.signed(), by=h.cast.director), "stays as it is"),
    # The placement plan.
    ("a plan without everyday life", lambda h: h.plan(day_to_day=""), "from day to day"),
    ("a matter that nobody decides", lambda h: h.plan(without="sleepover"), "Say who decides: sleepovers"),
    ("a plan made tomorrow", lambda h: h.plan(day=-1), "has not come yet"),
    ("two plans of one placement", twice(lambda h: h.plan()), "has a plan already"),
    (
        "given to the carers before it was made",
        lambda h: placement_plans.give_to_carers(plan=h.plan(day=2), given_date=ago(3), by=h.cast.social_worker),
        "The plan was made on",
    ),
    # Notices.
    ("told tomorrow", lambda h: h.tell(day=-1, name="Canal Side"), "has not come yet"),
    ("nobody in particular told", lambda h: h.tell(), "Say who was told"),
    ("told twice", lambda h: h.tell(name="Canal Side", twice=True), "They were told on"),
    ("a withheld address given", lambda h: h.tell(name="Canal Side", address=True), "kept from others"),
    ("a school left untold", lambda h: h.withhold("school"), "Only parents, people in contact and former carers"),
    ("a parent left untold without a reason", lambda h: h.withhold("parent", " "), "what harm telling them would risk"),
    # Approvals.
    ("nothing to approve", lambda h: h.ask(placement=None), "Choose the placement or the move"),
    ("without a reason", lambda h: h.ask(why="", missing="All."), "Say why this home"),
    ("something missing and unsaid", lambda h: h.ask(), "Something here has not been done"),
    ("asked twice", twice(lambda h: h.ask(missing="All.")), "waits for a decision already"),
    ("the home of foster carers as a parent’s", lambda h: h.assess(a_home()), "the home of a parent"),
    ("an assessment begun before care", lambda h: h.assess(day=101), "Care began on"),
    ("finished before it began", lambda h: h.finish(day=4), "The assessment began on"),
    ("finished without what was found", lambda h: h.finish(words=" "), "Say what was found"),
    # Temporary approval.
    ("a child who is not in care", lambda h: h.give(child=h.cast.sibling), "The child is not in care"),
    ("foster carers approved for a while", lambda h: h.give(home=a_home()), "a home of relatives or friends"),
    ("two open", twice(lambda h: h.give()), "is open for this child"),
    ("given before it was assessed", lambda h: h.give(assessed=19), "assessed before the approval is given"),
    ("given tomorrow", lambda h: h.give(day=-1), "has not come yet"),
    ("without why it is safe", lambda h: h.give(words=""), "why this is safe for now"),
    ("extended by nine weeks", lambda h: h.extend(9), "eight weeks"),
    ("extended by nothing", lambda h: h.extend(0), "Enter a later day"),
    ("extended twice", twice(lambda h: h.extend(2)), "is extended once"),
    ("extended without the panel", lambda h: h.extend(panel=""), "fostering panel"),
    ("extended without telling the reviewing officer", lambda h: h.extend(told=None), "independent reviewing officer"),
    ("extended without a reason", lambda h: h.extend(reason=""), "Say why it is extended"),
    ("ended on the day it began", lambda h: h.end(day=20), "Enter a later day for its end"),
    ("ended for no reason", lambda h: h.end(because=""), "Choose how it ended"),
    ("carers not approved, and nothing of the child", lambda h: h.end(because="not_approved"), "what happens for the child"),
    ("ended twice", lambda h: h.end(), "This approval ended on"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "act", "sentence"), TABLE, ids=[what for what, _, _ in TABLE])
def test_it_is_refused_with_a_sentence(
    cast: Cast, what: str, act: Callable[[Situation], Any], sentence: str
) -> None:
    """Each is refused in plain words that say what is wrong and what to do."""
    here = Situation(cast)
    with pytest.raises(CannotBeTrue) as refused:
        act(here)
    assert sentence in refused.value.sentence
    assert refused.value.sentence.endswith("."), "a whole sentence"


def test_nothing_of_the_table_is_refused_where_it_can_be_true(cast: Cast) -> None:
    """The same steps as they should be done: every one is let through, however late."""
    here = Situation(cast)
    here.signed(20)
    here.write(day=3)
    here.plan()
    here.tell(name="Canal Side")
    here.withhold("parent")
    here.ask(missing="Everything: it was an emergency.")
    here.finish()
    here.extend()
    assert TemporaryApproval.objects.get().extended_date == timezone.localdate()
