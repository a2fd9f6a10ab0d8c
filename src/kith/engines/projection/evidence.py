"""The evidence page: what the backtests and the made-up truths show, whichever way it points."""

from __future__ import annotations

from typing import Any

import numpy as np

from kith.engines.projection.backtest import BASELINES, HORIZONS, SIZES, Judged

METHODS = ("stack", *BASELINES)


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return [*lines, *("| " + " | ".join(row) + " |" for row in rows), ""]


def as_json(results: dict[str, Judged]) -> dict[str, Any]:
    """Return the backtest's summary for a program: by measure and horizon, everything that the page shows."""
    answer: dict[str, Any] = {}
    for measure, judged in results.items():
        answer[measure] = []
        for horizon in HORIZONS:
            at = judged.horizon == horizon
            answer[measure].append(
                {
                    "horizon": horizon,
                    "forecasts": int(at.sum()),
                    "origins": sorted({int(each) for each in judged.origin[at]}),
                    "crps": {name: judged.where(at, values) for name, values in judged.crps.items()},
                    "mae": {name: judged.where(at, values) for name, values in judged.error.items()},
                    "coverage_95": judged.where(at, judged.inside_95),
                    "coverage_50": judged.where(at, judged.inside_50),
                    "by_size": {
                        name: {
                            "crps": judged.where(at & (judged.size == third), judged.crps["stack"]),
                            "crps_last_value": judged.where(
                                at & (judged.size == third), judged.crps["last value"]
                            ),
                            "mae": judged.where(at & (judged.size == third), judged.error["stack"]),
                            "mae_last_value": judged.where(
                                at & (judged.size == third), judged.error["last value"]
                            ),
                            "coverage_95": judged.where(at & (judged.size == third), judged.inside_95),
                        }
                        for third, name in enumerate(SIZES)
                    },
                    "covid_years": {
                        "forecasts": int((at & judged.covid).sum()),
                        "crps": judged.where(at & judged.covid, judged.crps["stack"]),
                        "crps_last_value": judged.where(at & judged.covid, judged.crps["last value"]),
                        "coverage_95": judged.where(at & judged.covid, judged.inside_95),
                    },
                    "other_years": {
                        "forecasts": int((at & ~judged.covid).sum()),
                        "crps": judged.where(at & ~judged.covid, judged.crps["stack"]),
                        "crps_last_value": judged.where(at & ~judged.covid, judged.crps["last value"]),
                        "coverage_95": judged.where(at & ~judged.covid, judged.inside_95),
                    },
                }
            )
    return answer


def goals(results: dict[str, Judged]) -> list[tuple[str, bool, str]]:
    """Return each goal, whether it is met everywhere, and where it is not."""
    summary = as_json(results)
    below: list[str] = []
    wide: list[str] = []
    half: list[str] = []
    thirds: list[str] = []
    for measure, rows in summary.items():
        words = measure.replace("_", " ")
        for row in rows:
            place = f"{words}, {row['horizon']} years ahead"
            for name, value in row["crps"].items():
                if name != "stack" and row["crps"]["stack"] >= value:
                    below.append(f"{place}: {row['crps']['stack']:.1f} against {value:.1f} of {name}")
            if not 0.92 <= row["coverage_95"] <= 0.98:
                wide.append(f"{place}: {row['coverage_95']:.1%}")
            if not 0.45 <= row["coverage_50"] <= 0.55:
                half.append(f"{place}: {row['coverage_50']:.1%}")
            for name, third in row["by_size"].items():
                if third["crps"] > third["crps_last_value"]:
                    thirds.append(
                        f"{place}, {name}: {third['crps']:.1f} against {third['crps_last_value']:.1f}"
                    )
    return [
        ("Mean CRPS below every baseline at every horizon", not below, "; ".join(below)),
        ("95% intervals cover 92 to 98%", not wide, "; ".join(wide)),
        ("50% intervals cover 45 to 55%", not half, "; ".join(half)),
        ("Never worse than last value (with its spread) in any size third", not thirds, "; ".join(thirds)),
    ]


def page(results: dict[str, Judged], studies: list[str] | None) -> str:
    """Return the evidence page in Markdown."""
    lines = [
        "# How far to trust a projection",
        "",
        "Made by `manage.py plan backtest --out docs/evidence/projection.md`; do not edit it by hand.",
        "",
        "Every 31 March that has three years of figures before it is taken as the day of a forecast. The forecast "
        "uses nothing published later: parameters, weights and widths are learned anew from what was known. It is "
        "the same code that `plan project` runs for the numbers looked after, on plans and in need. Authorities that "
        "ended are judged as they were; counts under 20 are left out.",
        "",
        "A baseline is judged twice: as one number, whose CRPS is its absolute error, and (stiffer) with the spread of "
        "its own past errors. CRPS and mean absolute error (MAE) are in children per authority; lower is better.",
        "",
        "## Goals",
        "",
    ]
    for goal, met, where in goals(results):
        lines.append(f"- {'Met' if met else '**Not met**'}: {goal}.{'' if met else f' Where not: {where}.'}")
    lines += [
        "",
        "Few settings were chosen with these same backtests in sight: the degrees of freedom (6), the prior weights of "
        "the views, how many years widths are learned from (3), and that widths may go with size (how much, each "
        "forecast learns from outcomes known on its day). They are the same for all measures and horizons, and "
        "neighbouring values change CRPS by less than 1%; but a reader may discount that much. Forecasts of one year "
        "share England's shock, so seven or ten origins are not seven times 150 independent trials.",
        "",
    ]
    for measure, judged in results.items():
        years = sorted({int(each) for each in judged.origin})
        lines += [
            f"## Children {measure.replace('_', ' ')}",
            "",
            f"Origins {years[0]} to {years[-1]}; {len(set(judged.authority.tolist()))} authorities.",
            "",
        ]
        rows = []
        for horizon in HORIZONS:
            at = judged.horizon == horizon
            rows.append(
                [
                    str(horizon),
                    str(int(at.sum())),
                    *(f"{judged.where(at, judged.crps[name]):.1f}" for name in METHODS),
                    *(f"{judged.where(at, judged.error[name]):.1f}" for name in METHODS),
                    f"{judged.where(at, judged.inside_95):.1%}",
                    f"{judged.where(at, judged.inside_50):.1%}",
                ]
            )
        lines += _table(
            [
                "years ahead",
                "forecasts",
                *(f"CRPS, {name}" for name in METHODS),
                *(f"MAE, {name}" for name in METHODS),
                "95% covers",
                "50% covers",
            ],
            rows,
        )
        lines += ["By size of authority, and COVID years (origin or outcome in 2021 or 2022) apart:", ""]
        rows = []
        for horizon in HORIZONS:
            at = judged.horizon == horizon
            groups = [(name, at & (judged.size == third)) for third, name in enumerate(SIZES)]
            groups += [("COVID years", at & judged.covid), ("other years", at & ~judged.covid)]
            for name, chosen in groups:
                if not chosen.any():
                    continue
                rows.append(
                    [
                        str(horizon),
                        name,
                        str(int(chosen.sum())),
                        f"{judged.where(chosen, judged.crps['stack']):.1f}",
                        f"{judged.where(chosen, judged.crps['last value']):.1f}",
                        f"{judged.where(chosen, judged.error['stack']):.1f}",
                        f"{judged.where(chosen, judged.error['last value']):.1f}",
                        f"{judged.where(chosen, judged.inside_95):.1%}",
                        f"{judged.where(chosen, judged.inside_50):.1%}",
                    ]
                )
        lines += _table(
            [
                "years ahead", "which", "forecasts", "CRPS, stack", "CRPS, last value", "MAE, stack", "MAE, last value",
                "95% covers", "50% covers",
            ],
            rows,
        )  # fmt: skip
        lines += ["Where outcomes fell in their forecasts, by tenths (10% in each if calibrated):", ""]
        rows = []
        for horizon in HORIZONS:
            at = judged.horizon == horizon
            shares = np.histogram(judged.place[at], bins=10, range=(0, 1))[0] / max(at.sum(), 1)
            rows.append([str(horizon), *(f"{share:.0%}" for share in shares)])
        lines += _table(
            ["years ahead", *(f"{10 * tenth} to {10 * tenth + 10}%" for tenth in range(10))], rows
        )
    if studies:
        lines += studies
    lines += [
        "## What this does not show",
        "",
        "- The published series says nothing of which homes children will need, of flows, or of cost: those parts of a "
        "projection follow the chain and its assumptions, and their intervals have not been tested on the past.",
        "- A scenario's effect has not been tested on the past either: it is as good as its evidence grade.",
        "- Nothing that has not happened since 2013 is in the widths: a change of law, a pandemic of another kind.",
        "",
    ]
    return "\n".join(lines)
