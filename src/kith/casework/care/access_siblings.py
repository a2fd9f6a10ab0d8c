"""A child with those of their brothers and sisters whose records are open to the reader; the rest are a number."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from kith.casework.access import audit
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right
from kith.casework.care.access import open_child
from kith.casework.care.queries.pairs import Pair, pairs_of
from kith.casework.care.queries.siblings import (
    Group,
    Sibling,
    group_from,
    readable,
    sibling_rights,
    siblings_from,
    siblings_wanted,
)
from kith.casework.furniture.known_at import NOW
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker


@dataclass(frozen=True)
class WithSiblings:
    """A child, their brothers and sisters whom the reader may read of, and what the reader may do on each record."""

    child: Person
    group: Group
    siblings: list[Sibling]
    rights: dict[int, frozenset[Right]]  # over the child and each brother and sister, hidden ones among them
    hidden: int
    today: datetime.date

    @property
    def pairs(self) -> list[Pair]:
        """Every pair of those in care."""
        return pairs_of(self.group, today=self.today)

    def may(self, right: Right, *people: int) -> bool:
        """Whether the reader has a right over each of these."""
        return all(right in self.rights.get(number, frozenset()) for number in people)

    def in_care(self, right: Right) -> list[Any]:
        """Return those in care on whose record the reader has a right, the child first."""
        held = [one for one in self.group.in_care() if self.may(right, one.id)]
        return sorted(held, key=lambda one: one.id != self.child.pk)


def open_with_siblings(
    worker: Worker, number: int, right: Right, *, page: str, today: datetime.date, **rows: Any
) -> tuple[WithSiblings, dict[str, list[Any]]]:
    """Return a child with their brothers and sisters to whoever has the right over the child, and further rows asked together.

    Raises AccessRefused, or Http404 for nobody.
    """
    child = open_child(worker, number, right, page=page).child
    rights = sibling_rights(worker, child.pk)
    held = NOW.together(**siblings_wanted(NOW, child.pk, list(rights), today), **rows)
    open_ones = readable(rights)
    group = group_from(held, {child.pk, *open_ones})
    if open_ones:
        audit.record(worker_id=worker.pk, verb=AuditVerb.VIEW, what=page, subjects=open_ones)
    opened = WithSiblings(
        child,
        group,
        siblings_from(child.pk, held, group, today=today),
        {**rights, child.pk: child.rights},  # type: ignore[attr-defined]
        len(rights) - len(open_ones),
        today,
    )
    return opened, held
