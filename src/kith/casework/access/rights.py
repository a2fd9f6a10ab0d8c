"""What each role may do, by relation to the case and by the record's restriction: decided here and nowhere else.

`general_rights` answers for things that are about nobody in particular; `rights_over` answers for one person's
record. The database's row-level security (access.wall) stands behind it and is tested to agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kith.casework.access.roles import Role
from kith.casework.people.models import Restriction


class Right(StrEnum):
    """One thing that a worker may be allowed to do."""

    # Over a person's record.
    SEE_BASICS = "see basics"  # name, age, who holds them: enough to know that it is the right person
    READ_RECORD = "read the record"
    WRITE_RECORD = "write on the record"
    DECIDE = "decide and sign off"
    ALLOCATE = "allocate"
    RESTRICT = "restrict the record"
    MERGE = "merge records"
    BREAK_GLASS = "open by break-glass"
    # About nobody in particular.
    FIND_PEOPLE = "find people"
    TAKE_CONTACTS = "take contacts"
    DECIDE_CONTACTS = "decide contacts"
    SEE_TEAMS = "see teams"
    SUPERVISE = "supervise"
    REVIEW_OPENINGS = "review break-glass openings"
    READ_AUDIT = "read the audit"
    ADMINISTER = "administer"
    SEE_FIGURES = "see figures"
    KEEP_CATALOGUE = "keep the catalogue of help"
    KEEP_DIRECTORY = "keep the directory of services"
    CHECK_RETURNS = "check statutory returns"
    CHAIR_CONFERENCES = "chair conferences"
    REVIEW_CARE = "review care"
    APPROVE_AT_A_DISTANCE = "approve placements at a distance"
    OPEN_ADOPTION_LINKS = "open sealed adoption links"


class Relation(StrEnum):
    """What a worker is to a case, nearest first."""

    OWN_FAMILY = "own_family"  # declared as the worker's own relative, friend or neighbour
    HOLDS = (
        "holds"  # allocated to the child, a member of the child's family's team, or covering for one who is
    )
    TEAM = "team"  # held by the worker's team, or by a team below one that they manage
    NONE = "none"


@dataclass(frozen=True)
class Standing:
    """How one worker stands to one person's record at this moment."""

    relation: Relation
    named: bool  # named as one who may open this restricted record
    glass_open: bool  # has opened it by break-glass, and the time has not run out


BASICS = frozenset({Right.SEE_BASICS})
READ = BASICS | {Right.READ_RECORD}
WRITE = READ | {Right.WRITE_RECORD}
MANAGE = WRITE | {Right.DECIDE, Right.ALLOCATE, Right.RESTRICT, Right.MERGE}
NOTHING: frozenset[Right] = frozenset()

# Rights over a normal record: (to those who hold it, to their team, to anyone else in the role).
BY_RELATION: dict[Role, tuple[frozenset[Right], frozenset[Right], frozenset[Right]]] = {
    # The front door must know a family whoever holds it, and records what it hears.
    Role.CONTACT_OFFICER: (WRITE | {Right.MERGE}, WRITE | {Right.MERGE}, WRITE | {Right.MERGE}),
    Role.FAMILY_HELP_PRACTITIONER: (WRITE, WRITE, BASICS),
    Role.SOCIAL_WORKER: (WRITE, WRITE, BASICS),
    Role.TEAM_MANAGER: (MANAGE, MANAGE, READ),
    Role.CONFERENCE_CHAIR: (WRITE, WRITE, READ),
    Role.INDEPENDENT_REVIEWING_OFFICER: (WRITE, WRITE, READ),
    Role.PERSONAL_ADVISER: (WRITE, WRITE, BASICS),
    Role.ADOPTION_WORKER: (WRITE, WRITE, BASICS),
    Role.PLACEMENTS_OFFICER: (WRITE, READ, BASICS),
    Role.VIRTUAL_SCHOOL: (WRITE, READ, BASICS),
    Role.DIRECTOR: (READ, READ, BASICS),
    # The log names whom somebody looked at, and no more of them.
    Role.AUDITOR: (BASICS, BASICS, BASICS),
    # A school or health visitor sees their own families and nobody else.
    Role.PARTNER: (WRITE, NOTHING, NOTHING),
    Role.FOSTERING_RECRUITER: (NOTHING, NOTHING, NOTHING),
    Role.PERFORMANCE_ANALYST: (NOTHING, NOTHING, NOTHING),
    Role.ADMINISTRATOR: (NOTHING, NOTHING, NOTHING),
}

MAY_BREAK_GLASS = {
    Role.CONTACT_OFFICER,
    Role.FAMILY_HELP_PRACTITIONER,
    Role.SOCIAL_WORKER,
    Role.TEAM_MANAGER,
    Role.CONFERENCE_CHAIR,
    Role.INDEPENDENT_REVIEWING_OFFICER,
    Role.PERSONAL_ADVISER,
    Role.ADOPTION_WORKER,
    Role.PLACEMENTS_OFFICER,
    Role.VIRTUAL_SCHOOL,
    Role.DIRECTOR,
}
# A sealed record is opened by break-glass only at the top of the service.
MAY_BREAK_SEAL = {Role.DIRECTOR}

GENERAL: dict[Role, frozenset[Right]] = {
    Role.CONTACT_OFFICER: frozenset(
        {Right.FIND_PEOPLE, Right.TAKE_CONTACTS, Right.DECIDE_CONTACTS, Right.SEE_TEAMS}
    ),
    Role.FAMILY_HELP_PRACTITIONER: frozenset({Right.FIND_PEOPLE, Right.TAKE_CONTACTS, Right.SEE_TEAMS}),
    Role.SOCIAL_WORKER: frozenset({Right.FIND_PEOPLE, Right.TAKE_CONTACTS, Right.SEE_TEAMS}),
    Role.TEAM_MANAGER: frozenset(
        {
            Right.FIND_PEOPLE,
            Right.TAKE_CONTACTS,
            Right.DECIDE_CONTACTS,
            Right.SEE_TEAMS,
            Right.SUPERVISE,
            Right.REVIEW_OPENINGS,
            Right.SEE_FIGURES,
            Right.KEEP_CATALOGUE,
            Right.KEEP_DIRECTORY,
        }
    ),
    Role.CONFERENCE_CHAIR: frozenset({Right.FIND_PEOPLE, Right.SEE_TEAMS, Right.CHAIR_CONFERENCES}),
    Role.INDEPENDENT_REVIEWING_OFFICER: frozenset(
        {Right.FIND_PEOPLE, Right.SEE_TEAMS, Right.CHAIR_CONFERENCES, Right.REVIEW_CARE}
    ),
    Role.PERSONAL_ADVISER: frozenset({Right.FIND_PEOPLE, Right.TAKE_CONTACTS, Right.SEE_TEAMS}),
    Role.ADOPTION_WORKER: frozenset({Right.FIND_PEOPLE, Right.SEE_TEAMS, Right.OPEN_ADOPTION_LINKS}),
    Role.PLACEMENTS_OFFICER: frozenset({Right.FIND_PEOPLE, Right.SEE_TEAMS}),
    Role.VIRTUAL_SCHOOL: frozenset({Right.FIND_PEOPLE, Right.SEE_TEAMS}),
    Role.DIRECTOR: frozenset(
        {
            Right.FIND_PEOPLE,
            Right.SEE_TEAMS,
            Right.REVIEW_OPENINGS,
            Right.SEE_FIGURES,
            Right.KEEP_CATALOGUE,
            Right.APPROVE_AT_A_DISTANCE,
        }
    ),
    Role.AUDITOR: frozenset({Right.READ_AUDIT, Right.REVIEW_OPENINGS}),
    Role.ADMINISTRATOR: frozenset({Right.ADMINISTER, Right.SEE_TEAMS, Right.KEEP_DIRECTORY}),
    Role.PERFORMANCE_ANALYST: frozenset({Right.SEE_FIGURES, Right.SEE_TEAMS, Right.CHECK_RETURNS}),
    Role.FOSTERING_RECRUITER: frozenset({Right.SEE_TEAMS}),
    Role.PARTNER: frozenset({Right.TAKE_CONTACTS}),
}


def general_rights(role: str) -> frozenset[Right]:
    """Return what a role may do that is about nobody in particular."""
    return GENERAL[Role(role)]


def rights_over(role: str, standing: Standing, restriction: str) -> frozenset[Right]:
    """Return what a worker of this role, standing so to a person, may do with that person's record.

    A worker's own family is never open to them, by any road. A restricted record is open to those who hold it,
    to their team, and to workers named; a sealed one to workers named alone.
    """
    if standing.relation == Relation.OWN_FAMILY:
        return NOTHING
    known_role = Role(role)
    to_holder, to_team, to_anyone = BY_RELATION[known_role]
    by_relation = {Relation.HOLDS: to_holder, Relation.TEAM: to_team, Relation.NONE: to_anyone}[
        standing.relation
    ]
    works_with_families = known_role in MAY_BREAK_GLASS or known_role == Role.PARTNER

    if restriction == Restriction.NORMAL:
        rights = by_relation
        may_break = known_role in MAY_BREAK_GLASS
    elif restriction == Restriction.RESTRICTED:
        rights = NOTHING if standing.relation == Relation.NONE else by_relation
        may_break = known_role in MAY_BREAK_GLASS
    else:
        rights = NOTHING
        may_break = known_role in MAY_BREAK_SEAL
    if standing.named and works_with_families:
        # Being named opens the record as if it were the worker's own team's.
        rights = rights | to_holder
    if standing.glass_open and works_with_families:
        rights = rights | READ
    if may_break and Right.READ_RECORD not in rights:
        rights = rights | {Right.BREAK_GLASS}
    return rights


def reach(role: str) -> str:
    """Return how far into normal records the database lets a role see: 'record', 'basics' or 'none'.

    It is what the role may do with a record to which it stands in no relation; what it may see by relation,
    by name or by break-glass is granted person by person.
    """
    to_anyone = BY_RELATION[Role(role)][2]
    if Right.READ_RECORD in to_anyone:
        return "record"
    return "basics" if Right.SEE_BASICS in to_anyone else "none"
