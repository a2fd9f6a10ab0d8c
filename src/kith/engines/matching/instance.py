"""An instance: the children who wait, their sibling groups, the homes, and what must hold across them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import combinations

from kith.engines.matching.children import Child, SiblingGroup
from kith.engines.matching.homes import Home


@dataclass(frozen=True)
class Fault:
    """One thing wrong in an instance: where (a path such as homes[3].approval) and what to do."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class InstanceFaultsError(ValueError):
    """The instance cannot be used; every fault found is listed at once."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__(f"{count} in the instance:\n" + "\n".join(f"  {fault}" for fault in faults))


@dataclass(frozen=True)
class Instance:
    """Everything one matching needs. Raises InstanceFaultsError listing all faults across its parts.

    Travel minutes are keyed (child, home, to) with `to` 'school' or 'family'; absent means unknown.
    """

    date: date
    children: tuple[Child, ...]
    homes: tuple[Home, ...]
    sibling_groups: tuple[SiblingGroup, ...] = ()
    travel_minutes: Mapping[tuple[str, str, str], float] = field(default_factory=dict)
    name: str = ""

    def __post_init__(self) -> None:
        faults = list(cross_faults(self))
        if faults:
            raise InstanceFaultsError(faults)

    @cached_property
    def families(self) -> tuple[SiblingGroup, ...]:
        """Every child in exactly one group: the sibling groups with members waiting, then lone children."""
        waiting = {child.id for child in self.children}
        families = [group for group in self.sibling_groups if waiting.intersection(group.children)]
        grouped = {child for group in families for child in group.children}
        lone = [
            SiblingGroup(f"only {child.id}", (child.id,))
            for child in self.children
            if child.id not in grouped
        ]
        return tuple(families + lone)

    @cached_property
    def child_position(self) -> dict[str, int]:
        """Where each child stands in `children`, by id."""
        return {child.id: position for position, child in enumerate(self.children)}

    @cached_property
    def home_position(self) -> dict[str, int]:
        """Where each home stands in `homes`, by id."""
        return {home.id: position for position, home in enumerate(self.homes)}


def cross_faults(instance: Instance) -> Iterator[Fault]:
    """Yield what is wrong between the parts: duplicated ids, unknown references, musts that contradict."""
    yield from duplicates("children", [child.id for child in instance.children])
    yield from duplicates("homes", [home.id for home in instance.homes])
    yield from duplicates("sibling_groups", [group.id for group in instance.sibling_groups])
    waiting = {child.id for child in instance.children}
    home_ids = {home.id for home in instance.homes}
    group_ids = {group.id for group in instance.sibling_groups}
    residents = {
        resident.id: (number, resident)
        for number, home in enumerate(instance.homes)
        for resident in home.residents
        if resident.kind != "adult"
    }
    for number, child in enumerate(instance.children):
        if child.current_home is not None and child.current_home not in home_ids:
            yield Fault(
                f"children[{number}].current_home",
                f"no home has the id '{child.current_home}'; add it or null",
            )
        if child.id in residents:
            yield Fault(
                f"homes[{residents[child.id][0]}].residents",
                f"child '{child.id}' waits for a home and cannot be listed as living here; "
                "say it by the child's current_home",
            )
        if child.date_needed < instance.date:
            yield Fault(
                f"children[{number}].date_needed",
                f"{child.date_needed.isoformat()} is before the instance's date {instance.date.isoformat()}; "
                "give the instance's date for a child who should have had a home already",
            )
    yield from group_faults(list(enumerate(instance.sibling_groups)), waiting)
    for number, home in enumerate(instance.homes):
        for place, resident in enumerate(home.residents):
            if resident.sibling_group is not None and resident.sibling_group not in group_ids:
                yield Fault(
                    f"homes[{number}].residents[{place}].sibling_group",
                    f"no sibling group has the id '{resident.sibling_group}'",
                )
    for child_id, home_id, to in instance.travel_minutes:
        if child_id not in waiting:
            yield Fault("travel_times", f"no child has the id '{child_id}'")
        if home_id not in home_ids:
            yield Fault("travel_times", f"no home has the id '{home_id}'")
        if not instance.travel_minutes[child_id, home_id, to] >= 0:
            yield Fault("travel_times", f"minutes from '{home_id}' for '{child_id}' are negative")


def duplicates(where: str, ids: list[str]) -> Iterator[Fault]:
    """Yield a fault for each id used more than once, with the places that use it."""
    for value, times in Counter(ids).items():
        if times > 1:
            numbers = ", ".join(str(number) for number, one in enumerate(ids) if one == value)
            yield Fault(where, f"id '{value}' is used {times} times (numbers {numbers}); each needs its own")


def group_faults(groups: list[tuple[int, SiblingGroup]], waiting: set[str]) -> Iterator[Fault]:
    """Yield what is wrong within sibling groups and between them: each with its number in the file."""
    seen: dict[str, str] = {}
    for number, group in groups:
        where = f"sibling_groups[{number}]"
        for child in group.children:
            if child not in waiting:
                yield Fault(
                    f"{where}.children",
                    f"no waiting child has the id '{child}'; a brother or sister who already lives in a home "
                    "is named there, by the resident's sibling_group",
                )
            elif child in seen:
                yield Fault(f"{where}.children", f"child '{child}' is in group '{seen[child]}' as well")
            seen.setdefault(child, group.id)
        pairs: dict[frozenset[str], str] = {}
        for place, made in enumerate(group.decisions):
            pair = frozenset(made.children)
            for child in made.children:
                if child not in group.children:
                    yield Fault(f"{where}.decisions[{place}]", f"child '{child}' is not in this group")
            if pair in pairs and pairs[pair] != made.decision:
                yield Fault(
                    f"{where}.decisions[{place}]",
                    f"'{made.children[0]}' and '{made.children[1]}' are both '{pairs[pair]}' and "
                    f"'{made.decision}'; keep the decision that stands",
                )
            pairs.setdefault(pair, made.decision)
        yield from _contradictions(where, group)


def _contradictions(where: str, group: SiblingGroup) -> Iterator[Fault]:
    """Yield pairs that must be apart although a chain of 'together' decisions binds them to one home."""
    bound = together_sets(group)
    for made in group.decisions:
        if made.decision != "apart":
            continue
        for members in bound:
            if set(made.children) <= members and len(members) > 2:
                yield Fault(
                    f"{where}.decisions",
                    f"'{made.children[0]}' and '{made.children[1]}' must be apart, but other decisions bind "
                    f"{', '.join(sorted(members))} to one home; change one of them",
                )


def together_sets(group: SiblingGroup) -> list[frozenset[str]]:
    """Return the children bound to one home by 'together' decisions, as disjoint sets (lone ones too)."""
    bound = {child: {child} for child in group.children}
    for made in group.decisions:
        one, other = made.children
        if made.decision == "together" and one in bound and other in bound and bound[one] is not bound[other]:
            merged = bound[one] | bound[other]
            for child in merged:
                bound[child] = merged
    return sorted({frozenset(members) for members in bound.values()}, key=sorted)


def pairs_of(group: SiblingGroup) -> list[tuple[str, str]]:
    """Return every pair of the group's children, in the group's own order."""
    return list(combinations(group.children, 2))
