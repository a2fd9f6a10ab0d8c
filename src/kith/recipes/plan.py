"""`manage.py plan`: projections of numbers and cost, what a change would make of them, and how far to trust them."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

GROUP = "run"
SUMMARY = "project numbers and cost of care: plan project, compare, backtest, scenarios"

_MOST_YEARS = 10


def run(arguments: list[str]) -> int:
    """Run the subcommand that the first word names; 2 for a request that cannot be met, with a sentence."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    try:
        return int(chosen.do(chosen))
    except (LookupError, ValueError, OSError) as error:
        print(error.args[0] if isinstance(error, LookupError) else error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="manage.py plan", description=__doc__)
    words = parser.add_subparsers(required=True, metavar="WHAT")

    def common(name: str, text: str) -> argparse.ArgumentParser:
        each = words.add_parser(name, help=text, description=text)
        whose = each.add_mutually_exclusive_group(required=True)
        whose.add_argument("--authority", help="name or code of one of the 153 authorities")
        if name == "project":
            whose.add_argument(
                "--england", action="store_true", help="every authority, added up to regions and England"
            )
            each.add_argument(
                "--workers",
                type=int,
                help="processes for --england (one for each processor); the numbers stay",
            )
        each.add_argument("--years", type=int, default=5, help="years to project, 1 to 10 (5)")
        each.add_argument("--paths", type=int, default=1000, help="simulated paths (1000)")
        each.add_argument("--seed", type=int, default=1, help="the same seed gives the same numbers (1)")
        each.add_argument(
            "--returns",
            type=Path,
            nargs="+",
            help="folders or files of the authority's own SSDA903 returns and CIN censuses, CSV or XML",
        )
        each.add_argument("--scenario", help="a TOML file, or the name of a shipped scenario")
        shape = each.add_mutually_exclusive_group()
        shape.add_argument("--json", action="store_true", help="print JSON")
        shape.add_argument(
            "--out",
            type=Path,
            help="write a report (.pdf, or .typ and its charts as .svg; for --england .csv)",
        )
        return each

    common("project", "Project one authority, or all England.").set_defaults(do=_project)
    compare = common("compare", "Compare a scenario with carrying on.")
    compare.add_argument("--cost-a-year", type=float, help="what the scenario costs a year, in pounds")
    compare.add_argument(
        "--cost-per-family", type=float, help="what it costs for each family reached, in pounds"
    )
    compare.set_defaults(do=_compare)
    backtest = words.add_parser(
        "backtest", help="Judge forecasts on the past, every origin that the data allow."
    )
    backtest.add_argument("--json", action="store_true", help="print JSON")
    backtest.add_argument("--out", type=Path, help="write the evidence page (Markdown)")
    backtest.set_defaults(do=_backtest)
    scenarios = words.add_parser(
        "scenarios", help="List the scenarios that come with Kith and their evidence."
    )
    scenarios.add_argument("--json", action="store_true", help="print JSON")
    scenarios.set_defaults(do=_scenarios)
    return parser


def _scenario(chosen: argparse.Namespace) -> Any:
    from dataclasses import replace

    from kith.engines.projection import scenarios

    if chosen.scenario is None:
        return None
    shipped = scenarios.shipped()
    if chosen.scenario in shipped:
        scenario = shipped[chosen.scenario]
    else:
        path = Path(chosen.scenario)
        if not path.exists():
            raise ValueError(
                f"There is no file {path} and no shipped scenario of that name. Shipped: {', '.join(shipped)}."
            )
        scenario = scenarios.read(path.read_text("utf-8"), path.name)
    changed = {
        name: getattr(chosen, name)
        for name in ("cost_a_year", "cost_per_family")
        if getattr(chosen, name, None) is not None
    }
    return replace(scenario, **changed)


def _check_size(chosen: argparse.Namespace) -> None:
    if not 1 <= chosen.years <= _MOST_YEARS:
        raise ValueError(f"--years must be from 1 to {_MOST_YEARS}: nothing can be said beyond that.")
    if not 20 <= chosen.paths <= 100_000:
        raise ValueError("--paths must be from 20 to 100,000: fewer give no interval, more no better one.")


def _projected(chosen: argparse.Namespace) -> Any:
    from kith.engines.projection.project import project
    from kith.recipes._planning_setting import setting

    _check_size(chosen)
    scenario = _scenario(chosen)
    known = setting(chosen.authority, chosen.years)
    if chosen.returns:
        from kith.recipes._own_returns import with_returns

        known = with_returns(known, chosen.returns)
    return project(known, years=chosen.years, paths=chosen.paths, seed=chosen.seed, scenario=scenario)


def _history(by_measure: dict[str, list[tuple[int, float]]]) -> dict[str, list[dict[str, Any]]]:
    return {
        measure: [{"date": f"{year}-03-31", "value": count} for year, count in known]
        for measure, known in by_measure.items()
    }


def _answer(projection: Any) -> dict[str, Any]:
    from kith.engines.projection.project import series
    from kith.recipes._planning_setting import ASSUMPTIONS

    setting = projection.setting
    answer: dict[str, Any] = {
        "authority": setting.authority,
        "first_day": setting.first_day.isoformat(),
        "years": projection.years,
        "paths": projection.paths,
        "seed": projection.seed,
        "series": series(projection.baseline, setting.first_day),
        "history": _history(setting.history),
        "notes": [
            *setting.notes,
            "Intervals of children looked after, on plans and in need are as wide as backtests on about 150 "
            "authorities say they must be. Flows in a year are the chain's own and narrower than that.",
            "Money is in the prices of each year.",
        ],
        "assumptions": list(ASSUMPTIONS),
        "sources": list(setting.sources),
    }
    if projection.changed is not None:
        answer["scenario"] = {
            "name": projection.scenario.name,
            "note": projection.scenario.note,
            "series": series(projection.changed, setting.first_day),
        }
    return answer


def _comparison(projection: Any) -> dict[str, Any]:
    from dataclasses import asdict

    from kith.engines.projection.compare import compare

    found = compare(projection)
    scenario = projection.scenario
    return {
        "authority": projection.setting.authority,
        "scenario": scenario.name,
        "summary": scenario.summary,
        "note": scenario.note,
        "evidence": [
            {
                "lever": lever.name,
                "grade": lever.grade,
                "source": lever.source,
                "effect": asdict(lever.effect),
            }
            for lever in scenario.levers
        ],
        "dates": [
            projection.setting.first_day.replace(
                year=projection.setting.first_day.year + year + 1
            ).isoformat()
            for year in range(projection.years)
        ],
        "differences": found.differences,
        "families_reached": found.reached,
        "chance_paid_for_itself": found.paid,
        "break_even_per_family_reached": found.break_even,
        "cost_a_year": scenario.cost_a_year,
        "cost_per_family": scenario.cost_per_family,
    }


def _england(chosen: argparse.Namespace) -> int:
    """Project every authority and add them up: said, printed as JSON, or written as a table."""
    from kith.engines.projection.england import project_all
    from kith.engines.projection.project import rows
    from kith.engines.projection.together import ENGLAND, add_up, told
    from kith.recipes import _published_figures as figures
    from kith.recipes._planning_setting import ASSUMPTIONS, first_day, joint, setting, shares

    _check_size(chosen)
    if chosen.returns or chosen.scenario:
        raise ValueError(
            "--england is of carrying on, from published tables. Give --returns or --scenario with one --authority."
        )
    if chosen.workers is not None and chosen.workers < 1:
        raise ValueError("--workers must be at least 1.")
    if chosen.out is not None and chosen.out.suffix != ".csv":
        raise ValueError(f"All England is written as .csv, not '{chosen.out.suffix or chosen.out}'.")
    known = shares(chosen.years)
    settings = (setting(name, chosen.years) for name in figures.names())
    projected = project_all(
        settings,
        years=chosen.years,
        paths=chosen.paths,
        seed=chosen.seed,
        workers=chosen.workers,
        joint=joint(known),
    )
    sums = add_up(projected, figures.regions())
    first = first_day()
    series = {area: rows(measures, first) for area, measures in sums.items()}
    if chosen.out is not None:
        import polars as pl

        chosen.out.parent.mkdir(parents=True, exist_ok=True)
        pl.DataFrame([{"area": area, **row} for area, found in series.items() for row in found]).write_csv(
            chosen.out
        )
        print(f"Written: {chosen.out}")
        return 0
    if not chosen.json:
        print("\n".join(told(sums, first.year, chosen.years, chosen.paths)))
        return 0
    published = {measure: figures.sums_published(measure) for measure in figures.MEASURES}
    areas = [
        {
            "area": area,
            "series": found,
            "history": _history({measure: by_area[area] for measure, by_area in published.items()}),
        }
        for area, found in series.items()
    ]
    answer = {
        "authority": ENGLAND,
        "first_day": first.isoformat(),
        "years": chosen.years,
        "paths": chosen.paths,
        "seed": chosen.seed,
        "series": areas[0]["series"],
        "history": areas[0]["history"],
        "regions": areas[1:],
        "notes": [
            "Sums of 153 authorities' own projections, which start from each one's published figures; where one was "
            "suppressed or rounded they differ by a little from the published sum.",
            *(
                f"Children {measure.replace('_', ' ')}: of what took an authority by surprise in the past, "
                f"{share.country:.1%} was shared by England and {share.region:.1%} more by its region, in variance; "
                "paths are added so that they share as much."
                for measure, share in known.items()
            ),
            "How prices and pay grow is the same for every authority on a path. Ranges of flows, homes and money are the "
            "chain's and its assumptions' own: the past has not tested them.",
            "Money is in the prices of each year.",
        ],
        "assumptions": list(ASSUMPTIONS),
        "sources": list(figures.sources()),
    }
    print(json.dumps(_finite(answer), indent=1, allow_nan=False, default=str))
    return 0


def _project(chosen: argparse.Namespace) -> int:
    if chosen.england:
        return _england(chosen)
    projection = _projected(chosen)
    if chosen.json:
        answer = _answer(projection)
        if projection.changed is not None:
            answer["comparison"] = _comparison(projection)
        print(json.dumps(_finite(answer), indent=1, allow_nan=False, default=str))
        return 0
    return _shown(chosen, projection)


def _compare(chosen: argparse.Namespace) -> int:
    if chosen.scenario is None:
        raise ValueError(
            "Name a scenario to compare with carrying on: --scenario. `plan scenarios` lists them."
        )
    projection = _projected(chosen)
    if chosen.json:
        print(json.dumps(_finite(_comparison(projection)), indent=1, default=str))
        return 0
    return _shown(chosen, projection)


def _finite(value: Any) -> Any:
    """Replace what is not a number by null, so that the JSON is JSON."""
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and value != value else value


def _shown(chosen: argparse.Namespace, projection: Any) -> int:
    from kith.engines.projection.words import told

    if chosen.out is not None:
        from kith.engines.projection.report import write_report
        from kith.recipes._planning_setting import ASSUMPTIONS

        write_report(projection, chosen.out, assumptions=ASSUMPTIONS)
        print(f"Written: {chosen.out}")
        return 0
    print("\n".join(told(projection)))
    return 0


def _backtest(chosen: argparse.Namespace) -> int:
    from kith.engines.projection.backtest import backtest
    from kith.engines.projection.evidence import as_json, page
    from kith.recipes import _published_figures as figures

    results = {measure: backtest(figures.panel(measure)) for measure in figures.MEASURES}
    if chosen.out is not None:
        from kith.engines.projection import known_truth, together
        from kith.recipes._planning_setting import region_by_code, stack_of

        stacks = {measure: stack_of(measure, 5) for measure in figures.MEASURES}
        studies = [*together.study(stacks, region_by_code()), *known_truth.study()]
        chosen.out.parent.mkdir(parents=True, exist_ok=True)
        chosen.out.write_text(page(results, studies), "utf-8")
        print(f"Written: {chosen.out}")
        return 0
    if chosen.json:
        print(json.dumps(as_json(results), indent=1))
    else:
        print(page(results, None))
    return 0


def _scenarios(chosen: argparse.Namespace) -> int:
    from kith.engines.projection.levers import GRADES
    from kith.engines.projection.scenarios import shipped

    found = shipped()
    if chosen.json:
        print(
            json.dumps(
                [
                    {
                        "scenario": key,
                        "name": each.name,
                        "summary": each.summary,
                        "grades": sorted({lever.grade for lever in each.levers}),
                        "sources": sorted({lever.source for lever in each.levers}),
                        "note": each.note,
                    }
                    for key, each in found.items()
                ],
                indent=1,
            )
        )
        return 0
    for key, each in found.items():
        grades = sorted({lever.grade for lever in each.levers})
        print(f"{key}\n  {each.name}. {each.summary}")
        print(f"  Evidence: {'; '.join(f'{grade} ({GRADES[grade]})' for grade in grades)}")
        print(f"  {each.note}\n")
    return 0
