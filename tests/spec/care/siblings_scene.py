"""A scene to try what cannot be true on: three children in care together, their brother elsewhere, and their grandmother."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils import timezone

from kith.casework.care.actions import family_time, in_touch, siblings
from kith.casework.care.actions.arranged import Arranged, Somebody
from kith.casework.care.actions.siblings import PairDecided
from kith.casework.care.models import FamilyTimePlan, PeriodOfCare
from kith.casework.people.models import NetworkMember, Relationship
from tests.furnishing.care.siblings import a_brother_elsewhere
from tests.furnishing.cast import Cast
from tests.furnishing.form_days import ago
from tests.furnishing.in_care import a_person, come_into_care, three_in_care

WEEKLY = Arranged(kind="in_person", every_days=7)


class Scene:
    """Three children in care together, their brother in another home, and their grandmother; Nan is seen weekly."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.family = cast, three_in_care(cast)
        self.brother = a_brother_elsewhere(cast, self.family)
        self.plan = self.planned(kind="telephone")

    @property
    def kezia(self) -> Any:
        """The eldest."""
        return self.family.children[0]

    @property
    def micah(self) -> Any:
        """The middle one."""
        return self.family.children[1]

    def decide(self, one: Any = None, other: Any = None, **said: Any) -> None:
        """Decide for the eldest two, unless told otherwise."""
        one, other = one or self.kezia, other or self.micah
        pair = {"decision": "together", "reasons": "They need each other.", "words": {}, "was": None}
        days = {"decided_date": ago(5), "review_due_date": ago(-90)}
        pairs = [PairDecided(one, other, **(pair | {k: v for k, v in said.items() if k in pair}))]
        siblings.decide(
            pairs=pairs, by=self.cast.team_manager, **(days | {k: v for k, v in said.items() if k in days})
        )

    def planned(
        self, *, children: Any = None, people: Any = None, day: datetime.date | None = None, **said: Any
    ) -> FamilyTimePlan:
        """Plan time with Nan for all three, unless told otherwise."""
        return family_time.plan_family_time(
            children=self.family.children if children is None else children,
            people=[Somebody(self.family.grandmother)] if people is None else people,
            arranged=replace(WEEKLY, **said),
            start_date=day or ago(30),
            by=self.cast.social_worker,
        )

    def between(self, one: Any = None, other: Any = None, **said: Any) -> None:
        """Plan how two brothers or sisters see each other."""
        family_time.plan_sibling_time(
            one=one or self.micah, other=other or self.brother, arranged=replace(WEEKLY, **said), start_date=ago(3),
            by=self.cast.social_worker,
        )  # fmt: skip

    def record(self, day: datetime.date | None = None, happened: bool = True, **said: Any) -> None:
        """Write a time down."""
        family_time.record_time(
            plan=self.plan, day=day or ago(2), happened=happened, by=self.cast.social_worker, **said
        )

    def change(self, day: datetime.date | None = None, why: str = "Nan asked.") -> None:
        """Change the plan to every two weeks."""
        family_time.change_plan(
            plan=self.plan, arranged=replace(WEEKLY, every_days=14), start_date=day or timezone.localdate(),
            end_words=why, by=self.cast.social_worker,
        )  # fmt: skip

    def end(self, day: datetime.date | None = None, why: str = "Nan has moved in with them.") -> None:
        """End the plan."""
        family_time.end_plan(
            plan=self.plan, end_date=day or timezone.localdate(), end_words=why, by=self.cast.social_worker
        )

    def touch(self, day: datetime.date | None = None) -> None:
        """Nan and the eldest were in touch."""
        in_touch.record_in_touch(
            members=self.family.network[:1], day=day or ago(1), how="telephone", by=self.cast.social_worker
        )

    def keep(self, **said: Any) -> None:
        """The social worker sees to it that Nan and the eldest stay in touch."""
        worker = self.cast.social_worker
        in_touch.keep_in_touch(members=self.family.network[:1], **({"owner": worker, "by": worker} | said))

    def look_for(self, **said: Any) -> None:
        """Sam is to be found again."""
        asked = {"who": "Sam", "words": "", "worker": self.cast.social_worker, "due_date": ago(-14)}
        in_touch.look_for(child=self.kezia, by=self.cast.social_worker, **(asked | said))

    def birthday(self, whose: Any) -> None:
        """A birthday is to be spent together."""
        in_touch.spend_birthday(child=self.kezia, whose=whose, by=self.cast.social_worker)


def twice(act: Callable[[], None]) -> None:
    """Do it, and again."""
    act()
    act()


def ended_then(scene: Scene, act: Callable[[], None]) -> None:
    """End the plan, and then do it."""
    scene.end()
    scene.plan.refresh_from_db()
    act()


def left_care(scene: Scene) -> None:
    """Decide for one who left care yesterday."""
    PeriodOfCare.objects.filter(child=scene.micah).update(
        end_date=ago(1), ended_because="E4A", end_decided_by=scene.cast.team_manager
    )
    scene.decide()


def nan_is_gone(scene: Scene) -> None:
    """Nan was in touch, who is around the eldest no more."""
    NetworkMember.objects.filter(child=scene.kezia).update(end_date=ago(4))
    scene.touch()


def worker_left(scene: Scene) -> None:
    """Somebody who left yesterday sees to it."""
    outsider = scene.cast.outsider
    outsider.end_date = ago(1)
    scene.keep(owner=outsider)


def at_home(scene: Scene) -> Any:
    """Return a sister who lives at home."""
    child = a_person("Ada Ferris", 3, "F")
    Relationship.objects.create(
        person=scene.family.mother, relative=child, kind="parent", start_date=child.birth_date
    )
    return child


def stranger_in_care(scene: Scene) -> Any:
    """Return a child in care of another family."""
    come_into_care(scene.cast.child, by=scene.cast.team_manager, day=ago(20))
    return scene.cast.child


def a_nameless(scene: Scene) -> Any:
    """Return Nan, whose date of birth nobody knows."""
    scene.family.grandmother.birth_date = None
    return scene.family.grandmother
