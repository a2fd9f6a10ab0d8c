"""A report that an elected member can read: a few numbers, charts with their ranges, what is known and what is not.

Charts are drawn by Altair to SVG and the page is set by Typst to PDF. Both are asked for only when a report is.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from kith.engines.projection.chain import CARE
from kith.engines.projection.panel import Floats
from kith.engines.projection.project import Projection
from kith.engines.projection.words import headlines, scenario_words

BLUE, GREY, ORANGE = "#1d70b8", "#505a5f", "#d4351c"


def fan(
    title: str,
    history: list[tuple[int, float]],
    values: Floats,
    first_year: int,
    other: Floats | None = None,
    divide: float = 1.0,
) -> str:
    """Return an SVG of a history and what may follow: a line, and bands for 50 and 95 in 100 paths.

    `values` is (paths, years + 1) at each 31 March from the first day, or (paths, years) from a year on for
    money; `other` is a scenario's, drawn as a second line; `divide` changes the unit.
    """
    import altair

    alt: Any = altair

    begin = first_year if values.shape[1] and history else first_year + 1
    quantiles = np.quantile(values / divide, [0.025, 0.25, 0.5, 0.75, 0.975], axis=0)
    rows = [
        dict(
            zip(("low", "lower", "middle", "upper", "high"), map(float, column), strict=True),
            year=begin + index,
        )
        for index, column in enumerate(quantiles.T)
    ]
    year = alt.X("year:Q", axis=alt.Axis(format="d", title=None, tickMinStep=1))
    base = alt.Chart(alt.Data(values=rows)).encode(x=year)
    layers: list[Any] = [
        base.mark_area(color=BLUE, opacity=0.18).encode(
            y=alt.Y("low:Q", title=None, scale=alt.Scale(zero=True)), y2="high:Q"
        ),
        base.mark_area(color=BLUE, opacity=0.35).encode(y=alt.Y("lower:Q", title=None), y2="upper:Q"),
        base.mark_line(color=BLUE, strokeWidth=2).encode(y=alt.Y("middle:Q", title=None)),
    ]
    if history:
        past = alt.Data(values=[{"year": each, "count": count / divide} for each, count in history])
        layers.append(
            alt.Chart(past)
            .mark_line(color=GREY, point=alt.OverlayMarkDef(color=GREY, size=18))
            .encode(x=year, y=alt.Y("count:Q", title=None))
        )
    if other is not None:
        middle = np.quantile(other / divide, 0.5, axis=0)
        second = alt.Data(
            values=[{"year": begin + index, "scenario": float(value)} for index, value in enumerate(middle)]
        )
        layers.append(
            alt.Chart(second)
            .mark_line(color=ORANGE, strokeWidth=2, strokeDash=[6, 3])
            .encode(x=year, y=alt.Y("scenario:Q", title=None))
        )
    chart = alt.layer(*layers).properties(width=300, height=170, title=title).configure_view(stroke=None)
    return _svg(chart)


def _svg(chart: Any) -> str:
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(chart.to_json())
    return svg


def charts(projection: Projection) -> dict[str, str]:
    """Return the report's charts as SVG, by name."""
    setting, outcome, other = projection.setting, projection.baseline, projection.changed
    first = setting.first_day.year
    drawn = {
        "looked-after": fan(
            "Children looked after", setting.history.get("looked_after", []), outcome.care[:, ::12], first,
            None if other is None else other.care[:, ::12],
        ),
        "on-plan": fan(
            "Children on protection plans", setting.history.get("on_plan", []), outcome.plan[:, ::12], first,
            None if other is None else other.plan[:, ::12],
        ),
        "in-need": fan(
            "Children in need", setting.history.get("in_need", []), outcome.in_need[:, ::12], first,
            None if other is None else other.in_need[:, ::12],
        ),
        "late-spending": fan(
            "Late spending, £ million, prices of each year", [], outcome.costs.late, first,
            None if other is None else other.costs.late, 1e6,
        ),
    }  # fmt: skip
    return drawn


def _escaped(text: str) -> str:
    for mark in "\\#$*_`<>@[]~":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("//", "\\/\\/")


def typst_source(projection: Projection, names: Sequence[str], assumptions: Sequence[str]) -> str:
    """Return the report as Typst text; charts are files of these names beside it."""
    setting, years = projection.setting, projection.years
    first = setting.first_day
    alt = {
        "looked-after": "Line of children looked after with widening bands",
        "on-plan": "Line of children on protection plans with widening bands",
        "in-need": "Line of children in need with widening bands",
        "late-spending": "Line of late spending with widening bands",
    }
    lines = [
        f'#set document(title: "{setting.authority}: children\'s social care, {years} years on")',
        '#set page(paper: "a4", margin: 2cm, numbering: "1")',
        '#set text(size: 10.5pt, lang: "en", region: "gb")',
        f"= {_escaped(setting.authority)}: children's social care, {years} years on",
        f"From {first.day} {first:%B %Y}. {projection.paths:,} simulated paths, seed {projection.seed}. "
        "This says what carrying on may mean. It predicts no child and no family.",
        "== What it comes to",
        *(f"- {_escaped(line)}" for line in headlines(projection)),
        "== In pictures",
        "Grey: published. Blue line: the middle path; dark band: 50 in 100 paths; light band: 95 in 100."
        + (" Dashed orange: the scenario's middle path." if projection.scenario is not None else ""),
        "#grid(columns: 2, gutter: 8pt,",
        *(f'  image("{name}.svg", width: 100%, alt: "{alt[name]}"),' for name in names),
        ")",
    ]
    if projection.scenario is not None:
        lines += ["== The scenario", *(f"- {_escaped(line)}" for line in scenario_words(projection))]
    lines += [
        "== Homes",
        "#table(columns: 4,",
        "  [*Kind of home*], [*Now*], [*Then, middle*], [*95 in 100 paths*],",
    ]
    for index, state in enumerate(CARE):
        homes = projection.baseline.placed.homes[:, :, index]
        low, middle, high = np.quantile(homes[:, 12 * years], [0.025, 0.5, 0.975])
        lines.append(
            f"  [{_escaped(state.words.capitalize())}], [{homes[:, 0].mean():,.0f}], [{middle:,.0f}], [{low:,.0f} to {high:,.0f}],"
        )
    lines += [
        ")",
        "== What is known, and what is not",
        "- Ranges of children looked after, on plans and in need are as wide as forecasts of about 150 authorities' past "
        "say they must be.",
        "- Ranges of homes and money follow the model and its assumptions; the past has not tested them.",
        "- Nothing that has not happened since 2013 is in them: a change of law, a new duty, a war.",
        *(f"- {_escaped(note)}" for note in setting.notes),
        "== What is assumed where nothing is published",
        *(f"- {_escaped(each)}" for each in assumptions),
        "== Sources",
        *(
            f"- {_escaped(', '.join(str(source[key]) for key in ('title', 'publisher', 'vintage', 'licence') if source.get(key)))}"
            for source in setting.sources
        ),
    ]
    return "\n".join(lines) + "\n"


def write_report(projection: Projection, out: Path, *, assumptions: Sequence[str]) -> None:
    """Write a report as .pdf, or as .typ with its charts beside it. Raises ValueError for another ending."""
    drawn = charts(projection)
    text = typst_source(projection, list(drawn), assumptions)
    if out.suffix not in (".pdf", ".typ"):
        raise ValueError(
            f"A report is written as .pdf or .typ, not '{out.suffix or out}'. Change the file's ending."
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.suffix == ".typ":
        for name, svg in drawn.items():
            (out.parent / f"{name}.svg").write_text(svg, "utf-8")
        out.write_text(text, "utf-8")
        return
    import typst

    with tempfile.TemporaryDirectory() as folder:
        for name, svg in drawn.items():
            (Path(folder) / f"{name}.svg").write_text(svg, "utf-8")
        source = Path(folder) / "report.typ"
        source.write_text(text, "utf-8")
        typst.compile(str(source), output=str(out), pdf_standards="ua-1")
