"""What if: the same children with homes added or taken away, and what changes for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kith.engines.matching.homes import Home
from kith.engines.matching.instance import Instance
from kith.engines.matching.measures import Measures, measures_of
from kith.engines.matching.solving import Solution, solve


@dataclass(frozen=True)
class Change:
    """Two arrangements compared: `before` and `after`, and the children whose home differs."""

    before: Solution
    after: Solution
    moved: tuple[str, ...]
    measures_before: Measures
    measures_after: Measures

    @property
    def points(self) -> float:
        """How many points fewer the arrangement costs; negative when it costs more."""
        return self.before.objective - self.after.objective


def with_homes(instance: Instance, add: Sequence[Home] = (), remove: Sequence[str] = ()) -> Instance:
    """Return the instance with homes added and taken away.

    A child who lives in a home taken away has no present home any more. Raises LookupError naming
    homes to be removed that are not there.
    """
    unknown = sorted(set(remove) - set(instance.home_position))
    if unknown:
        raise LookupError(f"There is no home with the id {', '.join(unknown)} to take away.")
    gone = set(remove)
    return replace(
        instance,
        homes=(*[home for home in instance.homes if home.id not in gone], *add),
        children=tuple(
            replace(child, current_home=None, months_settled=0.0) if child.current_home in gone else child
            for child in instance.children
        ),
        travel_minutes={key: value for key, value in instance.travel_minutes.items() if key[1] not in gone},
    )


def what_if(
    before: Solution, add: Sequence[Home] = (), remove: Sequence[str] = (), *, limit: float = 10.0
) -> Change:
    """Return what adding and taking away homes changes, with the same profile and seed."""
    changed = with_homes(before.instance, add, remove)
    after = solve(changed, before.profile, limit=limit, seed=before.seed)
    moved = tuple(
        child.id for child in before.instance.children if before.placing[child.id] != after.placing[child.id]
    )
    return Change(before, after, moved, measures_of(before), measures_of(after))
