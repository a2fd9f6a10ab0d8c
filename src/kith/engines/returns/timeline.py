"""A child's year drawn as a timeline, in which what fails a rule can be seen."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from xml.sax.saxutils import escape

import polars as pl

from kith.engines.returns.checking import Check

PERIODS = {
    "Episodes": ("DECOM", "DEC", ("LS", "PLACE")),
    "Missing": ("MIS_START", "MIS_END", ("MISSING",)),
    "SWEpisodes": ("SW_DECOM", "SW_DEC", ("SW_ID",)),
    "DoLo": ("DOLO_START", "DOLO_END", ()),
    "Reviews": ("REVIEW", "REVIEW", ("REVIEW_CODE",)),
    "PlacedAdoption": ("DATE_PLACED", "DATE_PLACED_CEASED", ()),
    "CINdetails": ("CINreferralDate", "CINclosureDate", ("PrimaryNeedCode",)),
    "Assessments": ("AssessmentActualStartDate", "AssessmentAuthorisationDate", ()),
    "Section47": ("S47ActualStartDate", "DateOfInitialCPC", ()),
    "CINplanDates": ("CINPlanStartDate", "CINPlanEndDate", ()),
    "ChildProtectionPlans": ("CPPstartDate", "CPPendDate", ("LatestCategoryOfAbuse",)),
}
CENSUS_REVIEWS = ("CPPreviewDate", "CPPreviewDate", ())


@dataclass(frozen=True)
class Bar:
    """One period of one table: its days (end None while open), what it is, and the rules that it fails."""

    table: str
    row: int
    start: datetime.date
    end: datetime.date | None
    label: str
    rules: tuple[str, ...]


def bars_of(check: Check, child: str) -> list[Bar]:
    """Return a child's periods in the order of tables and then of days; rows without a start are left out."""
    failing: dict[tuple[str, int], list[str]] = {}
    for result in check.results:
        for table, rows in result.rows.items():
            for row in rows:
                failing.setdefault((table, row), []).append(result.rule.code)
    bars = []
    for table, (start, end, labels) in PERIODS.items():
        frame = check.read.frames.get(table)
        if frame is None:
            continue
        if table == "Reviews" and check.return_name == "cin":
            start, end, labels = CENSUS_REVIEWS
        name = "CHILD" if "CHILD" in frame.columns else "LAchildID"
        mine = frame.filter(pl.col(name) == child, pl.col(start).is_not_null()).sort(start)
        for cells in mine.iter_rows(named=True):
            row = cells[f"row_{table}"]
            label = " ".join(str(cells[column]) for column in labels if cells[column])
            bars.append(
                Bar(table, row, cells[start], cells[end], label, tuple(failing.get((table, row), ())))
            )
    return bars


def as_text(bars: list[Bar], check: Check) -> str:
    """Draw the year in a terminal, a character for each week; '!' fills what fails a rule."""
    first = check.year.start
    weeks = 53
    lines = [f"{check.year.name}: each character is a week from {first:%d/%m/%Y}; ! fails a rule"]
    for bar in bars:
        begin = max((bar.start - first).days // 7, 0)
        finish = min(((bar.end or check.year.end) - first).days // 7, weeks - 1)
        mark = "!" if bar.rules else "="
        drawn = "".join(mark if begin <= week <= finish else "." for week in range(weeks))
        lines.append(
            f"{bar.table[:16]:<16} {drawn} {bar.start:%d/%m/%Y}-{bar.end.strftime('%d/%m/%Y') if bar.end else '':<10} {bar.label} {' '.join(bar.rules)}".rstrip()
        )
    return "\n".join(lines) + "\n"


def as_svg(bars: list[Bar], check: Check, child: str) -> str:
    """Draw the year as SVG with a title and a text for every bar, so that it can be read aloud too."""
    left, width, height = 170, 800, 26
    first, last = check.year.start, check.year.end
    days = (last - first).days or 1

    def across(day: datetime.date) -> float:
        return left + width * min(max((day - first).days / days, 0), 1)

    total = 60 + height * max(len(bars), 1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {left + width + 20} {total}" font-family="sans-serif" font-size="12">',
        f"<title>Timeline of child {escape(child)} in {check.year.name}</title>",
    ]
    for month in range(13):
        number = (3 + month) % 12 + 1
        day = datetime.date(first.year + (3 + month) // 12, number, 1)
        parts.append(
            f'<line x1="{across(day):.1f}" x2="{across(day):.1f}" y1="24" y2="{total}" stroke="#b1b4b6"/>'
        )
        if month < 12:
            parts.append(f'<text x="{across(day):.1f}" y="18">{day:%b}</text>')
    for at, bar in enumerate(bars):
        top = 34 + at * height
        x = across(bar.start)
        wide = max(across(bar.end or last) - x, 3)
        fails = f" fails {', '.join(bar.rules)}" if bar.rules else ""
        period = f"{bar.start:%d/%m/%Y} to {bar.end.strftime('%d/%m/%Y') if bar.end else 'now'}"
        colour, edge = (
            ("#d4351c", ' stroke="#0b0c0c" stroke-width="2" stroke-dasharray="4 2"')
            if bar.rules
            else ("#1d70b8", "")
        )
        parts.append(f'<text x="4" y="{top + 14}">{escape(bar.table)}</text>')
        parts.append(
            f'<rect x="{x:.1f}" y="{top}" width="{wide:.1f}" height="{height - 8}" fill="{colour}"{edge}>'
            f"<title>{escape(f'{bar.table} {bar.label}, {period}{fails}')}</title></rect>"
        )
        parts.append(
            f'<text x="{min(x + 4, left + width - 120):.1f}" y="{top + 14}" fill="#ffffff">{escape(" ".join([bar.label, *bar.rules]))}</text>'
        )
    parts.append("</svg>")
    return "\n".join(parts)
