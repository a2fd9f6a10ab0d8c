"""What `match` does with each of its words: read, work, and say it as text or JSON."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from typing import Any

from kith.engines.matching.instance import Instance
from kith.engines.matching.measures import Measures, measures_of
from kith.engines.matching.pair import Reading
from kith.engines.matching.profile import Profile, profile_from_toml, starting_profile
from kith.engines.matching.reading import homes_from_list, instance_from_json
from kith.engines.matching.solving import Solution, solve
from kith.engines.matching.writing import instance_to_dict, result_to_dict


def say(text: str = "") -> None:
    """Write one line to standard output."""
    sys.stdout.write(text + "\n")


def say_json(value: Any) -> None:
    """Write a value as JSON, refusing what JSON cannot hold."""
    sys.stdout.write(json.dumps(value, allow_nan=False, ensure_ascii=False) + "\n")


def read_instance(path: Path) -> Instance:
    """Read an instance file."""
    return instance_from_json(path.read_bytes())


def read_profile(path: Path | None) -> Profile:
    """Read a profile file, or Kith's own when none is named."""
    return starting_profile() if path is None else profile_from_toml(path.read_text(encoding="utf-8"))


def solve_file(chosen: Namespace, profile: Profile | None = None) -> Solution:
    """Read the instance and the profile, and solve within the limit.

    Without a limit up to 1,000 children have 10 seconds, and go on until the best is proven; more have
    50, and stop at a gap of one part in 5,000.
    """
    instance = read_instance(chosen.instance)
    many = len(instance.children) > 1000
    limit = chosen.limit or (50.0 if many else 10.0)
    return solve(
        instance,
        profile or read_profile(chosen.profile),
        limit=limit,
        seed=chosen.seed,
        target_gap=2e-4 if many else 0.0,
    )


def solve_command(chosen: Namespace) -> int:
    """`match solve`."""
    solution = solve_file(chosen)
    result = result_to_dict(solution)
    result["measures"] = asdict(measures_of(solution))
    if chosen.json:
        say_json(result)
        return 0
    say(
        f"{result['objective']:.1f} points; no arrangement can have fewer than {result['bound']:.1f} "
        f"(gap {100 * solution.gap:.2f}%{', proven best' if solution.proven else ''}), in {solution.seconds:.1f} s."
    )
    _say_measures(measures_of(solution))
    for child in result["children"]:
        say()
        say(f"{child['id']}: {child['home'] or 'no home'} ({child['points']:.1f} points)")
        for reason in child["reasons"]:
            say(f"  {reason}")
    return 0


def _say_measures(measures: Measures) -> None:
    def share(value: float | None) -> str:
        return "nobody to count" if value is None else f"{100 * value:.1f}%"

    say(f"{measures.placed} of {measures.children} children have a home.")
    say(f"With all brothers and sisters who wait: {share(measures.siblings_together)}.")
    if measures.mean_miles is not None:
        say(
            f"Miles from home: {measures.mean_miles:.1f} on average; school kept: {share(measures.school_kept)}."
        )
    say(f"Weekly cost: £{measures.weekly_cost:,.0f}.")


def explain_command(chosen: Namespace) -> int:
    """`match explain`."""
    from kith.engines.matching.explaining import explain

    solution = solve_file(chosen)
    asked = chosen.child or [child.id for child in solution.instance.children[:20]]
    explained = [explain(solution, child) for child in asked]
    if chosen.json:
        say_json(
            {
                "format": "kith-matching-explanation",
                "version": 1,
                "children": [asdict(one) for one in explained],
            }
        )
        return 0
    if not chosen.child and len(solution.instance.children) > len(asked):
        say(f"The first {len(asked)} children; name others with --child.\n")
    for one in explained:
        say(f"{one.child}: {one.home or 'no home'}")
        for reason in one.reasons:
            say(f"  {reason}")
        for other in one.alternatives:
            say(f"  instead {other.home}: {other.points:+.1f} points in all")
            for effect in other.effects:
                say(
                    f"    {effect.child}: {effect.home_now or 'no home'} -> {effect.home_then or 'no home'}, "
                    f"{effect.points:+.1f}"
                )
        if one.family is not None:
            family = one.family
            if family.added_place:
                say(
                    f"  one more place in {family.added_place.home} ({family.added_place.miles:.1f} miles) would have "
                    f"kept {', '.join(family.children)} together, saving {family.added_place.points_saved:.1f} points"
                )
            else:
                say(
                    "  no single added place in these homes would have kept the family together at fewer points"
                )
            if family.could_join:
                say(
                    f"  {family.could_join[0]} has room for all of them, at {family.could_join[1]:.1f} points more"
                )
        say()
    return 0


def emergency_command(chosen: Namespace) -> int:
    """`match emergency`."""
    import time

    from kith.engines.matching.emergency import Standby

    instance = read_instance(chosen.instance)
    standby = Standby(Reading(instance, read_profile(chosen.profile)))
    unknown = [child for child in chosen.child if child not in instance.child_position]
    if unknown:
        raise LookupError(f"There is no child with the id {', '.join(unknown)} in this instance.")
    began = time.monotonic()
    ranked = standby.ranked(chosen.child, chosen.most)
    seconds = time.monotonic() - began
    if chosen.json:
        say_json({"children": chosen.child, "seconds": seconds, "homes": [asdict(one) for one in ranked]})
        return 0
    for place, one in enumerate(ranked, 1):
        terms = ", ".join(f"{name} {points:+.1f}" for name, points in one.terms.items())
        say(f"{place}. {one.home}: {one.points:.1f} points, {one.miles:.1f} miles ({terms})")
    if not ranked:
        say("No home in this instance may take them; 'match explain' says why.")
    return 0


def what_if_command(chosen: Namespace) -> int:
    """`match what-if`."""
    from kith.engines.matching.what_if import what_if

    before = solve_file(chosen)
    add = homes_from_list(json.loads(chosen.add.read_text(encoding="utf-8"))) if chosen.add else ()
    change = what_if(before, add, chosen.remove, limit=chosen.limit or 10.0)
    if chosen.json:
        say_json(
            {
                "points_saved": change.points,
                "before": asdict(change.measures_before),
                "after": asdict(change.measures_after),
                "moved": [
                    {"child": child, "before": before.placing[child], "after": change.after.placing[child]}
                    for child in change.moved
                ],
            }
        )
        return 0
    say(f"{change.points:+.1f} points saved; {len(change.moved)} children would live elsewhere.")
    say("Before:")
    _say_measures(change.measures_before)
    say("After:")
    _say_measures(change.measures_after)
    for child in change.moved:
        say(f"  {child}: {before.placing[child] or 'no home'} -> {change.after.placing[child] or 'no home'}")
    return 0


def sufficiency_command(chosen: Namespace) -> int:
    """`match sufficiency`."""
    from kith.engines.matching.sufficiency import sufficiency

    found = sufficiency(solve_file(chosen), places=chosen.areas, most=chosen.most, limit=chosen.limit or 5.0)
    if chosen.json:
        written = [
            {
                **{name: value for name, value in vars(one).items() if name != "home"},
                "easting": one.home.place.easting,
                "northing": one.home.place.northing,
                "places": one.home.approval.number,
                "approved_ages": one.home.approval.ages,
                "kind": one.home.kind,
            }
            for one in found.new_homes
        ]
        say_json(
            {"without": found.without, "prices": [asdict(one) for one in found.prices], "new_homes": written}
        )
        return 0
    say(f"{found.without} children have no home. What one more place would save where homes are now:")
    for price in found.prices[:15]:
        say(
            f"  near {price.easting},{price.northing}: {price.kind}, {price.homes} homes, {price.mean_points:.1f} points "
            f"on average, {price.most_points:.1f} at most"
        )
    say("New homes, each matched again with everybody:")
    for one in found.new_homes:
        ages = "nobody" if one.ages is None else f"ages {one.ages[0]} to {one.ages[1]}"
        say(
            f"  {one.label} at {one.home.place.easting:.0f},{one.home.place.northing:.0f}: {one.points:.1f} points, "
            f"{one.placed:+d} with a home, {one.siblings:+d} with all their siblings, {one.miles:.1f} miles fewer, "
            f"£{one.pounds_a_week:+,.0f} a week; {ages}"
            + (f", needs {', '.join(one.needs)}" if one.needs else "")
        )
    return 0


def fairness_command(chosen: Namespace) -> int:
    """`match fairness`."""
    from kith.engines.matching.fairness import fairness

    profiles = [read_profile(chosen.profile)]
    if chosen.against:
        profiles.append(read_profile(chosen.against))
    found = [(profile, fairness(solve_file(chosen, profile), chosen.seed)) for profile in profiles]
    if chosen.json:
        say_json(
            [{"profile": profile.name, "outcomes": [asdict(one) for one in rows]} for profile, rows in found]
        )
        return 0
    for profile, rows in found:
        say(f"{profile.name}, version {profile.version}")
        for one in rows:
            value = "nobody" if one.value is None else f"{one.value:.2f}"
            if one.low is not None:
                value += f" ({one.low:.2f} to {one.high:.2f})"
            say(f"  {one.by}: {one.group}: {one.outcome}: {value}, {one.children} children")
        say()
    return 0


def replay_command(chosen: Namespace) -> int:
    """`match replay`."""
    from kith.engines.matching.evidence import evidence_page, replays

    if chosen.seeds < 1 or chosen.homes < 1:
        raise ValueError("Give at least one seed and one home.")
    profile = read_profile(chosen.profile)
    runs = replays(chosen.authority, chosen.homes, chosen.seeds, profile)
    if chosen.evidence:
        chosen.evidence.write_text(
            evidence_page(chosen.authority, chosen.homes, runs, profile), encoding="utf-8"
        )
    if chosen.json:
        say_json([{"seed": seed, **asdict(outcome)} for seed, outcome in runs])
    elif not chosen.evidence:
        say(evidence_page(chosen.authority, chosen.homes, runs, profile))
    return 0


def instance_command(chosen: Namespace) -> int:
    """`match instance`."""
    from kith.engines.matching.made_up.authorities import (
        Authority,
        authorities,
        authorities_in,
        authority_named,
    )
    from kith.engines.matching.made_up.making import make_instance

    where: tuple[Authority, ...]
    if chosen.authority:
        where, children, homes = (authority_named(chosen.authority),), 200, 600
    elif chosen.region:
        where, children, homes = authorities_in(chosen.region), 1000, 5000
    else:
        where, children, homes = authorities(), 5000, 40000
    children = children if chosen.children is None else chosen.children
    homes = homes if chosen.homes is None else chosen.homes
    if children < 1 or homes < 1:
        raise ValueError("An instance needs at least one child and one home.")
    if where[0].starts == 0 and len(where) == 1:
        raise ValueError(f"No child started to be looked after by {where[0].name}; nothing gives a shape.")
    made = instance_to_dict(make_instance(where, children=children, homes=homes, seed=chosen.seed))
    if chosen.out:
        chosen.out.write_text(json.dumps(made, ensure_ascii=False) + "\n", encoding="utf-8")
    else:
        say_json(made)
    return 0


def schema_command(chosen: Namespace) -> int:
    """`match schema`."""
    say(schema_text(chosen.which).rstrip("\n"))
    return 0


def schema_text(which: str) -> str:
    """Return the text of the JSON Schema of instances or results."""
    folder = resources.files("kith.engines.matching") / "schemas"
    return (folder / f"{which}-1.json").read_text(encoding="utf-8")
