"""The standing cast: workers of every role, a family and its worker, and records that not everyone may open.

The family is the Okafors. Their social worker is in the Riverside team with her manager and a Family Help
colleague; an outsider is in the Hillside team. Beside them stand a restricted record, a sealed one, one that is
the social worker's own niece, and one that nobody holds.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

import pytest
from django.db import connection

from kith.casework.access.models import OwnFamily, RestrictedAccess, User
from kith.casework.access.roles import Role
from kith.casework.people.models import (
    Family,
    FamilyMembership,
    Person,
    PersonName,
    Relationship,
    RelationshipKind,
    Restriction,
)
from kith.casework.people.models.family import FamilyRole
from kith.casework.workforce.models import (
    Allocation,
    AllocationReason,
    AllocationRole,
    Team,
    TeamMembership,
    Worker,
)
from kith.casework.workforce.models.team import TeamKind
from tests.furnishing.database import has_the_cast, kept_with


@dataclass
class Cast:
    """Who is who. Each worker's attribute is their part in the tests; every role has at least one worker."""

    service: Team
    front_door: Team
    riverside: Team
    hillside: Team

    contact_officer: Worker
    family_help_practitioner: Worker  # in Riverside, beside the social worker
    social_worker: Worker  # in Riverside; holds the Okafor children
    team_manager: Worker  # manages Riverside
    outsider: Worker  # a social worker in Hillside
    outside_manager: Worker  # manages Hillside
    conference_chair: Worker
    independent_reviewing_officer: Worker
    personal_adviser: Worker
    adoption_worker: Worker
    placements_officer: Worker
    fostering_recruiter: Worker
    virtual_school: Worker
    performance_analyst: Worker
    director: Worker  # manages the whole service
    administrator: Worker
    auditor: Worker
    partner: Worker  # a school's, on the child's case

    family: Family
    mother: Person
    child: Person  # held by the social worker
    sibling: Person  # held by the social worker
    restricted_child: Person  # held by the outsider, so closed to Riverside
    sealed_child: Person  # open to the conference chair alone, who is named
    own_niece: Person  # held by the Family Help practitioner; the social worker's own niece
    unheld_child: Person  # on the record, held by nobody

    by_role: dict[str, Worker] = field(default_factory=dict)

    @property
    def workers(self) -> list[Worker]:
        """Every worker, the outsider and the outside manager last."""
        first = list(self.by_role.values())
        return [*first, self.outsider, self.outside_manager]

    @property
    def records(self) -> dict[str, Person]:
        """One record of each kind that access tells apart."""
        return {
            "held by the social worker": self.child,
            "held by nobody": self.unheld_child,
            "restricted": self.restricted_child,
            "sealed": self.sealed_child,
            "the social worker's own family": self.own_niece,
        }


@pytest.fixture
def cast(db: None, database_server: str, template_with_cast: str) -> Cast:
    """The standing cast, which is in the test's own database already (`database.pytest_runtest_setup`)."""
    assert has_the_cast(str(connection.settings_dict["NAME"])), (
        "Ask for the cast by its name among the arguments."
    )
    found: Cast = kept_with(database_server, template_with_cast)
    return found


@pytest.fixture
def site_cast(site: object) -> Cast:
    """The standing cast as it is in the database of the live site."""
    return find_cast()


ONE_TO_EACH_ROLE = {
    Role.CONTACT_OFFICER: ("Amara Bello", "front_door"),
    Role.FAMILY_HELP_PRACTITIONER: ("Tom Whitfield", "riverside"),
    Role.SOCIAL_WORKER: ("Priya Nair", "riverside"),
    Role.TEAM_MANAGER: ("Grace Mensah", "riverside"),
    Role.CONFERENCE_CHAIR: ("Helen Marsh", "service"),
    Role.INDEPENDENT_REVIEWING_OFFICER: ("David Osei", "service"),
    Role.PERSONAL_ADVISER: ("Leila Haddad", "service"),
    Role.ADOPTION_WORKER: ("Martin Pryce", "service"),
    Role.PLACEMENTS_OFFICER: ("Sian Rees", "service"),
    Role.FOSTERING_RECRUITER: ("Jo Lambert", "service"),
    Role.VIRTUAL_SCHOOL: ("Nadia Rahman", "service"),
    Role.PERFORMANCE_ANALYST: ("Ewan Fraser", "service"),
    Role.DIRECTOR: ("Ruth Adeyemi", "service"),
    Role.ADMINISTRATOR: ("Karl Jensen", "service"),
    Role.AUDITOR: ("Mary Doyle", "service"),
    Role.PARTNER: ("Beth Collins", ""),
}
OTHERS = {
    "outsider": (Role.SOCIAL_WORKER, "Luke Grant", "hillside"),
    "outside_manager": (Role.TEAM_MANAGER, "Irene Katz", "hillside"),
}
MANAGERS = {Role.TEAM_MANAGER, Role.DIRECTOR}
TEAMS = {
    "service": ("Children's services", TeamKind.SERVICE),
    "front_door": ("Front door", TeamKind.FRONT_DOOR),
    "riverside": ("Riverside", TeamKind.FAMILY_HELP),
    "hillside": ("Hillside", TeamKind.FAMILY_HELP),
}
# Each person: given names, family name, age in years, sex.
PEOPLE = {
    "mother": ("Ngozi", "Okafor", 34, "F"),
    "child": ("Daniel", "Okafor", 9, "M"),
    "sibling": ("Esther", "Okafor", 6, "F"),
    "restricted_child": ("Freya", "Lindqvist", 12, "F"),
    "sealed_child": ("Noah", "Ashdown", 4, "M"),
    "own_niece": ("Meera", "Pillai", 10, "F"),
    "unheld_child": ("Callum", "Reid", 8, "M"),
}


def make_cast(today: datetime.date | None = None) -> Cast:
    """Save the cast and return it; every fact has held for a year on the day `today`."""
    day = today or _today()
    since = day - datetime.timedelta(days=365)
    service = Team.objects.create(name=TEAMS["service"][0], kind=TEAMS["service"][1])
    teams = {"service": service}
    for part in ("front_door", "riverside", "hillside"):
        teams[part] = Team.objects.create(name=TEAMS[part][0], kind=TEAMS[part][1], parent=service)
    parts = {str(role): (role, *who) for role, who in ONE_TO_EACH_ROLE.items()} | OTHERS
    users = User.objects.bulk_create([_user(name) for _, name, _ in parts.values()])
    workers = dict(
        zip(
            parts,
            Worker.objects.bulk_create(
                [
                    Worker(
                        user=user,
                        name=name,
                        role=role,
                        start_date=since,
                        organisation="Mossbrook Primary School" if role == Role.PARTNER else "",
                    )
                    for user, (role, name, _) in zip(users, parts.values(), strict=True)
                ]
            ),
            strict=True,
        )
    )
    TeamMembership.objects.bulk_create(
        TeamMembership(worker=workers[part], team=teams[team], is_manager=role in MANAGERS, start_date=since)
        for part, (role, _, team) in parts.items()
        if team
    )
    people = dict(
        zip(
            PEOPLE,
            Person.objects.bulk_create(
                Person(
                    display_name=f"{given} {family}",
                    sex=sex,
                    birth_date=day.replace(day=1) - datetime.timedelta(days=round(age * 365.25) + 100),
                    restriction={
                        "restricted_child": Restriction.RESTRICTED,
                        "sealed_child": Restriction.SEALED,
                    }.get(part, Restriction.NORMAL),
                )
                for part, (given, family, age, sex) in PEOPLE.items()
            ),
            strict=True,
        )
    )
    PersonName.objects.bulk_create(
        PersonName(person=people[part], given_names=given, family_name=family)
        for part, (given, family, _, _) in PEOPLE.items()
    )
    okafors = Family.objects.create(name="Okafor")
    FamilyMembership.objects.bulk_create(
        FamilyMembership(
            family=okafors,
            person=people[part],
            role=FamilyRole.ADULT if part == "mother" else FamilyRole.CHILD,
            start_date=since,
        )
        for part in ("mother", "child", "sibling")
    )
    Relationship.objects.bulk_create(
        Relationship(
            person=people["mother"],
            relative=people[part],
            kind=RelationshipKind.PARENT,
            parental_responsibility=True,
            start_date=people[part].birth_date,
        )
        for part in ("child", "sibling")
    )
    holding = {
        "child": "social_worker",
        "sibling": "social_worker",
        "restricted_child": "outsider",
        "own_niece": "family_help_practitioner",
    }
    Allocation.objects.bulk_create(
        [
            *(
                Allocation(
                    child=people[part],
                    worker=workers[holder],
                    reason=AllocationReason.FIRST,
                    start_date=since,
                )
                for part, holder in holding.items()
            ),
            Allocation(
                child=people["child"],
                worker=workers["partner"],
                role=AllocationRole.PARTNER,
                reason=AllocationReason.FIRST,
                start_date=since,
            ),
        ]
    )
    RestrictedAccess.objects.create(
        person=people["sealed_child"],
        worker=workers["conference_chair"],
        reason="Chairs the conference about him.",
        named_by=workers["director"],
        start_date=since,
    )
    OwnFamily.objects.create(
        person=people["own_niece"],
        worker=workers["social_worker"],
        relation="her brother's child",
        declared_by=workers["team_manager"],
    )
    by_role = {part: workers[part] for part in map(str, ONE_TO_EACH_ROLE)}
    return Cast(**teams, **workers, **people, family=okafors, by_role=by_role)


def find_cast() -> Cast:
    """Return the cast that was saved before, as the database's owner sees it."""
    named = {worker.name: worker for worker in Worker.objects.select_related("user")}
    parts = {str(role): name for role, (name, _) in ONE_TO_EACH_ROLE.items()}
    workers = {part: named[name] for part, name in parts.items()}
    others = {part: named[name] for part, (_, name, _) in OTHERS.items()}
    teams = {part: Team.objects.get(name=name) for part, (name, _) in TEAMS.items()}
    people = {
        part: Person.objects.get(display_name=f"{given} {family}")
        for part, (given, family, _, _) in PEOPLE.items()
    }
    family = Family.objects.get(name="Okafor")
    return Cast(**teams, **workers, **others, **people, family=family, by_role=workers)


def _user(name: str) -> User:
    user = User(email=f"{name.lower().replace(' ', '.')}@kith.example")
    user.set_password(PASSWORD)
    return user


PASSWORD = "seven quiet herons by the weir"  # everyone's in the cast


def _today() -> datetime.date:
    from django.utils import timezone

    return timezone.localdate()
