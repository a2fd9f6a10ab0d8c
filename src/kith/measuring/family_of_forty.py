"""A made-up family of forty in four generations, to measure and to look at: half and step, parted, died, unborn, adopted."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction

from kith.casework.people.models import Address, Family, FamilyMembership, Person, Relationship, Residence
from kith.casework.people.models.family import FamilyRole

# Who: sex, year of birth, year of death.
PEOPLE: dict[str, tuple[str, int, int | None]] = {
    "Chukwuemeka Okafor": ("M", 1946, 2019), "Grace Okafor": ("F", 1950, None), "Alan Reid": ("M", 1948, None),
    "Margaret Featherstonehaugh-Reid": ("F", 1951, 2011), "Sheila Reid": ("F", 1955, None),
    "Ron Carter": ("M", 1955, None), "Pat Carter": ("F", 1958, 2020), "Edith Price": ("F", 1950, None),
    "Emeka Okafor": ("M", 1972, None), "Ngozi Okafor": ("F", 1986, None), "Ifeoma Bello": ("F", 1976, None),
    "Samuel Bello": ("M", 1974, None), "Darren Reid": ("M", 1974, None), "Craig Reid": ("M", 1980, None),
    "Kelly Reid": ("F", 1994, None), "Joanne Marsh": ("F", 1993, None), "Tunde Adewale": ("M", 1983, None),
    "Wayne Carter": ("M", 1985, None), "Zoe Lindqvist": ("F", 1990, None), "Lisa Dunn": ("F", 1987, None),
    "Tracey Holt": ("F", 1977, None), "Esther Adewale": ("F", 2006, None), "Leon Price": ("M", 2005, None),
    "Daniel Reid": ("M", 2014, None), "Hannah Reid": ("F", 2016, None), "Isaac Reid": ("M", 2016, None),
    "Poppy Lindqvist": ("F", 2022, None), "Tyler Carter": ("M", 2010, None), "Amber Carter": ("F", 2012, None),
    "Tobi Bello": ("M", 2002, None), "Funke Bello": ("F", 2005, None), "Kemi Bello": ("F", 2009, None),
    "Jade Reid": ("F", 1999, None), "Kyle Reid": ("M", 2003, 2021), "Mia Lindqvist": ("F", 2012, None),
    "Noah Marsh-Reid": ("M", 2019, None), "Aaliyah Price": ("F", 2025, None), "Ada Adewale": ("F", 2013, None),
    "Dean Dunn": ("M", 2019, None), "Baby Carter": ("U", 0, None),
}  # fmt: skip
# Parents, and their children.
PARENTS: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
    (("Chukwuemeka Okafor", "Grace Okafor"), ("Emeka Okafor", "Ngozi Okafor", "Ifeoma Bello")),
    (("Alan Reid", "Margaret Featherstonehaugh-Reid"), ("Darren Reid", "Craig Reid")),
    (("Alan Reid", "Sheila Reid"), ("Kelly Reid",)),
    (("Ron Carter", "Pat Carter"), ("Wayne Carter",)),
    (("Ngozi Okafor", "Tunde Adewale"), ("Esther Adewale",)),
    (("Ngozi Okafor", "Craig Reid"), ("Daniel Reid", "Hannah Reid", "Isaac Reid")),
    (("Ngozi Okafor", "Wayne Carter"), ("Baby Carter",)),
    (("Craig Reid", "Zoe Lindqvist"), ("Poppy Lindqvist",)),
    (("Wayne Carter", "Lisa Dunn"), ("Tyler Carter", "Amber Carter")),
    (("Lisa Dunn",), ("Dean Dunn",)),
    (("Samuel Bello", "Ifeoma Bello"), ("Tobi Bello", "Funke Bello", "Kemi Bello")),
    (("Darren Reid", "Tracey Holt"), ("Jade Reid", "Kyle Reid")),
    (("Zoe Lindqvist",), ("Mia Lindqvist",)),
    (("Esther Adewale", "Leon Price"), ("Aaliyah Price",)),
    (("Tunde Adewale",), ("Ada Adewale",)),
]
ADOPTED = [(("Kelly Reid", "Joanne Marsh"), ("Noah Marsh-Reid",))]
STEP = [("Wayne Carter", ("Daniel Reid", "Hannah Reid", "Isaac Reid")), ("Zoe Lindqvist", ("Daniel Reid",))]
GRANDPARENTS = [("Edith Price", "Leon Price")]
# Two partners, the year in which they came together and the one in which they parted.
COUPLES: list[tuple[str, str, int, int | None]] = [
    ("Chukwuemeka Okafor", "Grace Okafor", 1970, None),
    ("Alan Reid", "Margaret Featherstonehaugh-Reid", 1972, 1990),
    ("Alan Reid", "Sheila Reid", 1992, None),
    ("Ron Carter", "Pat Carter", 1980, None),
    ("Ifeoma Bello", "Samuel Bello", 2001, None),
    ("Ngozi Okafor", "Tunde Adewale", 2004, 2009),
    ("Ngozi Okafor", "Craig Reid", 2010, 2019),
    ("Ngozi Okafor", "Wayne Carter", 2021, None),
    ("Craig Reid", "Zoe Lindqvist", 2020, None),
    ("Wayne Carter", "Lisa Dunn", 2008, 2016),
    ("Darren Reid", "Tracey Holt", 1997, 2005),
    ("Kelly Reid", "Joanne Marsh", 2018, None),
    ("Esther Adewale", "Leon Price", 2025, None),
]
HOMES = [
    ("Ngozi Okafor", "Wayne Carter", "Daniel Reid", "Hannah Reid", "Isaac Reid", "Tyler Carter"),
    ("Craig Reid", "Zoe Lindqvist", "Poppy Lindqvist"),
    ("Esther Adewale", "Leon Price", "Aaliyah Price"),
    ("Samuel Bello", "Ifeoma Bello", "Kemi Bello"),
    ("Alan Reid", "Sheila Reid"),
]
MEMBERS = ("Ngozi Okafor", "Wayne Carter", "Daniel Reid", "Hannah Reid", "Isaac Reid")
SUBJECT = "Daniel Reid"


@dataclass(frozen=True)
class FamilyOfForty:
    """Everyone by name, and the family that the service thinks of together."""

    people: dict[str, Person]
    family: Family

    @property
    def subject(self) -> Person:
        """The child in the middle."""
        return self.people[SUBJECT]


@transaction.atomic
def make_family_of_forty(today: datetime.date) -> FamilyOfForty:
    """Save the family, as the database's owner."""
    saved = Person.objects.bulk_create(
        Person(
            display_name=name,
            sex=sex,
            birth_date=datetime.date(born, 5, 3) if born else None,
            death_date=datetime.date(died, 9, 1) if died else None,
            expected_birth_date=None if born else today + datetime.timedelta(days=100),
        )
        for name, (sex, born, died) in PEOPLE.items()
    )
    people = dict(zip(PEOPLE, saved, strict=True))

    def tie(kind: str, first: str, second: str, start: int, end: int | None = None) -> Relationship:
        return Relationship(
            person=people[first],
            relative=people[second],
            kind=kind,
            start_date=datetime.date(start, 1, 1),
            end_date=datetime.date(end, 1, 1) if end else None,
        )

    def since(name: str) -> int:
        return PEOPLE[name][1] or today.year

    ties = [
        tie("parent", one, child, since(child))
        for both, theirs in PARENTS
        for child in theirs
        for one in both
    ]
    ties += [
        tie("adoptive_parent", one, child, since(child) + 1)
        for both, theirs in ADOPTED
        for child in theirs
        for one in both
    ]
    ties += [tie("step_parent", one, child, 2021) for one, theirs in STEP for child in theirs]
    ties += [tie("grandparent", one, child, since(child)) for one, child in GRANDPARENTS]
    ties += [tie("partner", *couple) for couple in COUPLES]
    Relationship.objects.bulk_create(ties)
    addresses = Address.objects.bulk_create(
        Address(lines=f"{number} Mare Street", town="London", postcode="E8 3RH")
        for number in range(1, len(HOMES) + 1)
    )
    Residence.objects.bulk_create(
        Residence(person=people[name], address=address, start_date=datetime.date(2025, 6, 1))
        for address, household in zip(addresses, HOMES, strict=True)
        for name in household
    )
    family = Family.objects.create(name="Okafor and Reid")
    FamilyMembership.objects.bulk_create(
        FamilyMembership(
            family=family,
            person=people[name],
            role=FamilyRole.CHILD if PEOPLE[name][1] > 2008 else FamilyRole.ADULT,
            start_date=datetime.date(2025, 6, 1),
        )
        for name in MEMBERS
    )
    return FamilyOfForty(people, family)
