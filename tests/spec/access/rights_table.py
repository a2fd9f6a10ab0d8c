"""What each role may do with each kind of record, drawn as an information-governance officer would read it.

Letters: b sees the basics; r reads the record; w writes on it; d decides and signs off; a allocates; x restricts;
m merges; g may open it by break-glass. A dot is nothing at all. Each column is a record as it stands to the worker:
held, in the team's hands, nobody of theirs; restricted and held, in the team's hands, or neither; sealed, without and
with being named; the worker's own family.
"""

from __future__ import annotations

from kith.casework.access.rights import Relation, Right, Standing
from kith.casework.access.roles import Role
from kith.casework.people.models import Restriction

LETTERS = {
    "b": Right.SEE_BASICS,
    "r": Right.READ_RECORD,
    "w": Right.WRITE_RECORD,
    "d": Right.DECIDE,
    "a": Right.ALLOCATE,
    "x": Right.RESTRICT,
    "m": Right.MERGE,
    "g": Right.BREAK_GLASS,
}

COLUMNS: list[tuple[str, Restriction, Standing]] = [
    ("held", Restriction.NORMAL, Standing(Relation.HOLDS, named=False, glass_open=False)),
    ("team's", Restriction.NORMAL, Standing(Relation.TEAM, named=False, glass_open=False)),
    ("other", Restriction.NORMAL, Standing(Relation.NONE, named=False, glass_open=False)),
    ("other, glass open", Restriction.NORMAL, Standing(Relation.NONE, named=False, glass_open=True)),
    ("restricted, held", Restriction.RESTRICTED, Standing(Relation.HOLDS, named=False, glass_open=False)),
    ("restricted, team's", Restriction.RESTRICTED, Standing(Relation.TEAM, named=False, glass_open=False)),
    ("restricted, other", Restriction.RESTRICTED, Standing(Relation.NONE, named=False, glass_open=False)),
    ("sealed", Restriction.SEALED, Standing(Relation.HOLDS, named=False, glass_open=False)),
    ("sealed, named", Restriction.SEALED, Standing(Relation.NONE, named=True, glass_open=False)),
    ("own family", Restriction.NORMAL, Standing(Relation.OWN_FAMILY, named=True, glass_open=True)),
]

#                                       held     team's   other  open   r.held   r.team   r.other  sealed named    own
TABLE = """
contact_officer                         brwm     brwm     brwm   brwm   brwm     brwm     g        .      brwm     .
family_help_practitioner                brw      brw      bg     br     brw      brw      g        .      brw      .
social_worker                           brw      brw      bg     br     brw      brw      g        .      brw      .
team_manager                            brwdaxm  brwdaxm  br     br     brwdaxm  brwdaxm  g        .      brwdaxm  .
conference_chair                        brw      brw      br     br     brw      brw      g        .      brw      .
independent_reviewing_officer           brw      brw      br     br     brw      brw      g        .      brw      .
personal_adviser                        brw      brw      bg     br     brw      brw      g        .      brw      .
adoption_worker                         brw      brw      bg     br     brw      brw      g        .      brw      .
placements_officer                      brw      br       bg     br     brw      br       g        .      brw      .
virtual_school                          brw      br       bg     br     brw      br       g        .      brw      .
director                                br       br       bg     br     br       br       g        g      br       .
auditor                                 b        b        b      b      b        b        .        .      .        .
partner                                 brw      .        .      br     brw      .        .        .      brw      .
fostering_recruiter                     .        .        .      .      .        .        .        .      .        .
performance_analyst                     .        .        .      .      .        .        .        .      .        .
administrator                           .        .        .      .      .        .        .        .      .        .
"""


def table() -> list[tuple[Role, str, Restriction, Standing, frozenset[Right]]]:
    """Return each cell: role, column's name, restriction, standing, and the rights that it says."""
    cells = []
    for line in TABLE.strip().splitlines():
        name, *letters = line.split()
        assert len(letters) == len(COLUMNS), line
        for (column, restriction, standing), said in zip(COLUMNS, letters, strict=True):
            rights = frozenset(LETTERS[letter] for letter in said if letter != ".")
            cells.append((Role(name), column, restriction, standing, rights))
    return cells


def rights_of(role: str, column: str) -> frozenset[Right]:
    """Return what the table says in one cell."""
    return next(rights for known, name, _, _, rights in table() if known == role and name == column)
