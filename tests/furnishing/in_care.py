"""Children in care for tests: rows as they would stand, without the steps that lead there."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from kith.casework.care.models import Home, HomeAddress, HomeKind, LegalStatus, PeriodOfCare, Placement
from kith.casework.care.places import place_of_home
from kith.casework.people.models import (
    Family,
    FamilyMembership,
    NetworkMember,
    Person,
    PersonName,
    Relationship,
    School,
    SchoolPlace,
)
from kith.casework.plans.models import Plan, PlanChild, PlanLead, PlanTier
from kith.casework.workforce.models import Allocation, Worker

if TYPE_CHECKING:
    from tests.furnishing.cast import Cast

A_DAY = datetime.date(2026, 3, 2)


def a_home(
    name: str = "Ann and Joseph Clarke",
    *,
    kind: str = HomeKind.FOSTER,
    postcode: str = "E8 1EA",
    since: datetime.date = datetime.date(2015, 1, 1),
    **fields: Any,
) -> Home:
    """Return a home at a postcode, known since long ago."""
    home = Home.objects.create(name=name, kind=kind, **{"provider": "PR1", **fields})
    HomeAddress.objects.create(
        home=home, lines="12 Cedar Walk", town="London", start_date=since, **place_of_home(postcode)
    )
    return home


def come_into_care(
    child: Person,
    *,
    by: Worker,
    day: datetime.date = A_DAY,
    legal_status: str = "V2",
    home: Home | None = None,
    placement_type: str = "U6",
    home_postcode: str = "E8 1EA",
    **fields: Any,
) -> PeriodOfCare:
    """Return a period of care that began on a day, with a legal status and a placement from that day on."""
    place = place_of_home(home_postcode)
    period = PeriodOfCare.objects.create(
        child=child,
        start_date=day,
        category_of_need="N1",
        why="Nobody at home could look after the child.",
        decided_by=by,
        home_postcode=home_postcode,
        home_easting=place.get("easting"),
        home_northing=place.get("northing"),
        **fields,
    )
    LegalStatus.objects.create(period_of_care=period, child=child, code=legal_status, start_date=day)
    place_with(period, home or a_home(), day=day, placement_type=placement_type)
    return period


def place_with(
    period: PeriodOfCare, home: Home, *, day: datetime.date, placement_type: str = "U6", **fields: Any
) -> Placement:
    """Return a placement of the child of a period of care in a home from a day on."""
    return Placement.objects.create(
        period_of_care=period,
        child=period.child,
        home=home,
        home_address=home.addresses.filter(end_date__isnull=True).first(),
        placement_type=placement_type,
        provider=home.provider,
        urn=home.urn,
        start_date=day,
        **fields,
    )


@dataclass
class CareFamily:
    """A mother's three children in care together, their grandmother, and who works for them."""

    family: Family
    plan: Plan
    mother: Person
    grandmother: Person
    children: list[Person]  # the eldest first: 14, 9 and 5
    periods: list[PeriodOfCare]
    placements: list[Placement]  # all in one home
    home: Home
    schools: list[School]
    network: list[NetworkMember]  # the grandmother in each child's network

    @property
    def eldest(self) -> Person:
        """The eldest child."""
        return self.children[0]


def three_in_care(cast: Cast, *, days_ago: int = 120) -> CareFamily:
    """Return a family whose children came into care together, held by the social worker, with a reviewing officer."""
    today = timezone.localdate()
    day = today - datetime.timedelta(days=days_ago)
    long_ago = datetime.date(2012, 1, 1)
    mother, grandmother = a_person("Dawn Ferris", 36, "F"), a_person("Iris Ferris", 62, "F")
    children = [
        a_person("Kezia Ferris", 14, "F"),
        a_person("Micah Ferris", 9, "M"),
        a_person("Noor Ferris", 5, "F"),
    ]
    family = Family.objects.create(name="Ferris")
    for person, role in [(mother, "adult"), *((child, "child") for child in children)]:
        FamilyMembership.objects.create(family=family, person=person, role=role, start_date=day)
    Relationship.objects.create(person=grandmother, relative=mother, kind="parent", start_date=long_ago)
    for child in children:
        born = child.birth_date or long_ago
        Relationship.objects.create(
            person=mother, relative=child, kind="parent", parental_responsibility=True, start_date=born
        )
        Relationship.objects.create(person=grandmother, relative=child, kind="grandparent", start_date=born)
    plan = Plan.objects.create(family=family, start_date=day, what_we_want="To be together again, and safe.")
    PlanTier.objects.create(
        plan=plan, tier="looked_after", reason="The children came into care.", start_date=day
    )
    PlanLead.objects.create(plan=plan, worker=cast.social_worker, start_date=day)
    home = a_home(address_withheld=True)
    schools = [
        School.objects.create(name=name, phase=phase, **place_of_home(postcode))
        for name, phase, postcode in (
            ("Canal Side School", "secondary", "E8 4RP"),
            ("Orchard Primary School", "primary", "E8 3PH"),
        )
    ]
    periods, placements, network = [], [], []
    for child, school in zip(children, (schools[0], schools[1], schools[1]), strict=True):
        PlanChild.objects.create(plan=plan, child=child, start_date=day)
        Allocation.objects.create(child=child, worker=cast.social_worker, start_date=day, reason="first")
        Allocation.objects.create(
            child=child,
            worker=cast.independent_reviewing_officer,
            role="reviewing_officer",
            start_date=day,
            reason="first",
        )
        SchoolPlace.objects.create(
            person=child, school=school, start_date=datetime.date(today.year - 2, 9, 1)
        )
        period = come_into_care(child, by=cast.team_manager, day=day, home=home, plan=plan)
        periods.append(period)
        placements.append(period.placements.get())
        network.append(
            NetworkMember.objects.create(
                child=child,
                member=grandmother,
                kind="relative",
                description="Grandmother",
                important_words="Nan makes everything all right.",
                important_words_date=day,
                start_date=day,
            )
        )
    return CareFamily(
        family, plan, mother, grandmother, children, periods, placements, home, schools, network
    )


def a_person(name: str, age: int, sex: str) -> Person:
    """Return somebody of an age in years, who had a birthday some weeks ago."""
    today = timezone.localdate()
    born = (today - datetime.timedelta(days=50)).replace(year=today.year - age) - datetime.timedelta(days=1)
    given, family_name = name.split(" ", 1)
    person = Person.objects.create(display_name=name, birth_date=born, sex=sex)
    PersonName.objects.create(person=person, given_names=given, family_name=family_name, start_date=born)
    return person
