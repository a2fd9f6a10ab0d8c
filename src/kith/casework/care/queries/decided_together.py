"""The moves that were decided together with one: brothers and sisters who go to the same place on the same day."""

from __future__ import annotations

from typing import Any

from kith.casework.access.rights import Right
from kith.casework.care.models import Move, MoveOutcome
from kith.casework.care.queries.who_may import those_with
from kith.casework.workforce.models import Worker


def decided_together(move: Move, worker: Worker, right: Right) -> list[Move]:
    """Return the moves that wait to be made of other children, decided by the same worker on the same day for the same day.

    Only of children over whose record the reader has the right. Two queries.
    """
    alike = ("kind", "home_id", "school_id", "worker_id", "planned_date", "decided_date", "decided_by_id")
    same: dict[str, Any] = {name: getattr(move, name) for name in alike}
    others = list(
        Move.objects.filter(outcome=MoveOutcome.DECIDED, **same)
        .exclude(pk=move.pk)
        .select_related("child")
        .order_by("child__birth_date", "pk")
    )
    siblings = set(move.shown.get("about", {}).get("with", []))
    may = those_with(worker, [one.child_id for one in others if one.child_id in siblings], right)
    return [one for one in others if one.child_id in may]
