"""The rights that the program gives are those of the drawn table, cell by cell."""

from __future__ import annotations

import pytest

from kith.casework.access.rights import Right, Standing, rights_over
from kith.casework.access.roles import Role
from kith.casework.people.models import Restriction
from tests.spec.access.rights_table import table


@pytest.mark.parametrize(
    ("role", "restriction", "standing", "rights"),
    [
        pytest.param(role, how, standing, rights, id=f"{role}: {column}")
        for role, column, how, standing, rights in table()
    ],
)
def test_rights_are_those_of_the_table(
    role: Role, restriction: Restriction, standing: Standing, rights: frozenset[Right]
) -> None:
    """Each role, each kind of record."""
    assert rights_over(role, standing, restriction) == rights


def test_every_role_has_a_row() -> None:
    """A new role without a row would have rights that nobody has looked at."""
    assert {role for role, *_ in table()} == set(Role)
