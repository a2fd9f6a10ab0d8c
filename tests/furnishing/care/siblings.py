"""Brothers and sisters, family time and the people who matter, in the tables of every address and every page."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.care.actions import family_time, in_touch, siblings
from kith.casework.care.actions.arranged import Arranged, Somebody
from kith.casework.care.models import FamilyTimePlan, PeriodOfCare
from kith.casework.people.models import NetworkMember, Person, Relationship
from kith.casework.workforce.models import Allocation
from tests.furnishing.form_days import ago
from tests.furnishing.in_care import CareFamily, a_home, a_person, come_into_care
from tests.furnishing.looks import in_care

if TYPE_CHECKING:
    from tests.furnishing.cast import Cast

RECORD_RIGHT = {
    f"care:{name}": Right.READ_RECORD
    for name in (
        "siblings",
        "family_time",
        "family_time_plan",
        "people_who_matter",
        "lifelong_links",
        "lifelong_links_known_at",
    )
}
SERVICE_RIGHT = {
    f"care:{name}": Right.WRITE_RECORD
    for name in (
        "decide_together",
        "plan_sibling_time",
        "plan_family_time",
        "record_family_time",
        "change_family_time",
        "end_family_time",
        "record_in_touch",
        "keep_in_touch",
        "look_for",
    )
}
SPECIAL = {
    "care:spend_birthday": "only a POST: tests/unit/care/test_siblings_pages.py",
    "care:in_touch_today": "only a POST: tests/unit/care/test_people_who_matter.py",
}
PRESSED = {"care:spend_birthday", "care:in_touch_today"}
WEEKLY = Arranged(
    kind="in_person",
    every_days=7,
    where="Nan’s kitchen",
    children_words="I want to bake with Nan every week.",
)


def furnish(child: Person, period: PeriodOfCare, cast: Cast) -> dict[str, int]:
    """Plan that the child sees somebody, without a worker who would have to be let in."""
    plan = FamilyTimePlan.objects.create(
        kind="in_person", every_days=7, arranged_by=cast.director, start_date=period.start_date
    )
    plan.children.create(child=child)
    plan.people.create(name="Gran", relation="grandmother")
    return {"family_time_id": plan.pk, "birthday_person_id": child.pk}


def a_brother_elsewhere(cast: Cast, family: CareFamily, *, postcode: str = "SW1A 1AA") -> Person:
    """Return the children's brother, in care with other carers some miles away, held by the same worker."""
    brother = a_person("Jude Ferris", 12, "M")
    born = brother.birth_date or ago(4000)
    Relationship.objects.create(person=family.mother, relative=brother, kind="parent", start_date=born)
    Allocation.objects.create(
        child=brother, worker=cast.social_worker, start_date=family.periods[0].start_date, reason="first"
    )
    come_into_care(
        brother,
        by=cast.team_manager,
        day=family.periods[0].start_date,
        home=a_home("Rose and Peter Whyte", postcode=postcode),
    )
    return brother


def enliven(cast: Cast, family: CareFamily) -> dict[str, int]:
    """Decide that the three stay together and their brother apart, see Nan, miss their mother, and keep in touch."""
    today = timezone.localdate()
    brother = a_brother_elsewhere(cast, family)
    _birthday_soon(family.children[1], today)
    three, manager, worker = family.children, cast.team_manager, cast.social_worker
    siblings.decide(
        pairs=[
            siblings.PairDecided(
                three[0], three[1], "together", "They have shared a room since Micah was born.",
                {three[0].pk: "He needs me to read to him.", three[1].pk: "With Kezia. Always."},
            ),
            siblings.PairDecided(three[0], three[2], "together", "Noor sleeps when Kezia is near.", {}),
            siblings.PairDecided(three[0], brother, "apart", "Jude hurt Kezia, and wants help with that first.", {}),
        ],
        decided_date=ago(100),
        review_due_date=ago(3),
        by=manager,
    )  # fmt: skip
    nan = family_time.plan_family_time(
        children=three,
        people=[Somebody(family.grandmother, relation="grandmother")],
        arranged=WEEKLY,
        start_date=ago(90),
        by=worker,
    )
    for days in range(83, 0, -7):
        if days == 41:
            family_time.record_time(
                plan=nan,
                day=ago(days),
                happened=False,
                missed_because="illness",
                missed_words="Nan had flu.",
                by=worker,
            )
        else:
            family_time.record_time(
                plan=nan, day=ago(days), happened=True, by=worker,
                children_words="Nan let me crack the eggs." if days == 6 else "",
            )  # fmt: skip
    mother = family_time.plan_family_time(
        children=three,
        people=[Somebody(family.mother, relation="mother")],
        arranged=Arranged(
            kind="in_person", every_days=14, hours=None, where="Canal Side family centre",
            supervision="supervised", why_supervised="Mum has come drunk, and Noor was frightened.",
            children_words="I want to see Mum when she is well.",
        ),
        start_date=ago(80),
        by=worker,
    )  # fmt: skip
    family_time.record_time(plan=mother, day=ago(60), happened=True, by=worker)
    family_time.record_time(
        plan=mother, day=ago(40), happened=False, missed_because="adult_did_not_come", by=worker
    )
    family_time.plan_sibling_time(
        one=three[1],
        other=brother,
        arranged=Arranged(kind="video", every_days=28, children_words="I want to show Jude my goals."),
        start_date=ago(70),
        by=worker,
    )
    for days, name, description in ((500, "Sam Okoro", "football coach"), (20, "Mrs Bell", "neighbour")):
        NetworkMember.objects.create(
            child=three[0], member_name=name, kind="friend", description=description, start_date=ago(600),
            last_in_touch_date=ago(days),
        )  # fmt: skip
    in_touch.keep_in_touch(
        members=family.network,
        owner=worker,
        every_days=7,
        is_for_life=True,
        promise="My door is open until I am gone.",
        by=worker,
    )
    return {
        "family_time_id": nan.pk,
        "birthday_person_id": three[1].pk,
        "stopped_plan": mother.pk,
        "care_member": family.network[0].pk,
    }


def _birthday_soon(child: Person, today: datetime.date) -> None:
    soon = today + datetime.timedelta(days=20)
    assert child.birth_date is not None
    year = soon.year - 10
    Person.objects.filter(pk=child.pk).update(birth_date=datetime.date(year, soon.month, min(soon.day, 28)))


_MEMBER = {"network_member_id": "care_member"}
LOOKS = [
    in_care("social_worker", "care:siblings", picture="care-siblings", widths=(1280, 390)),
    in_care("independent_reviewing_officer", "care:siblings"),
    in_care("partner", "care:siblings", status=403),
    in_care("team_manager", "care:decide_together", picture="care-together-or-apart"),
    in_care("social_worker", "care:decide_together"),
    in_care("social_worker", "care:plan_sibling_time"),
    in_care("social_worker", "care:family_time", picture="care-family-time", widths=(1280, 390)),
    in_care("social_worker", "care:plan_family_time"),
    in_care("social_worker", "care:family_time_plan"),
    in_care("social_worker", "care:family_time_plan", {"family_time_id": "stopped_plan"}),
    in_care("social_worker", "care:record_family_time"),
    in_care("social_worker", "care:change_family_time"),
    in_care("social_worker", "care:end_family_time"),
    in_care("social_worker", "care:people_who_matter", picture="care-people", widths=(1280, 390)),
    in_care("social_worker", "care:record_in_touch", _MEMBER),
    in_care("social_worker", "care:keep_in_touch", _MEMBER),
    in_care("social_worker", "care:lifelong_links", picture="care-lifelong-links"),
    in_care("social_worker", "care:lifelong_links_known_at", asks="day_0={day}&day_1={month}&day_2={year}"),
    in_care("social_worker", "care:look_for"),
]
