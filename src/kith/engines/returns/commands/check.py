"""`kith-returns check`: every rule over a return, in seconds."""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kith.engines.returns.commands.options import parser, year_and_authority

if TYPE_CHECKING:
    from kith.engines.returns.checking import Check


def run(arguments: list[str]) -> int:
    """Check a return and print findings; exit 0 without, 1 with, 2 if something could not be read, 3 on an error of ours."""
    began = time.perf_counter()
    made = parser("check", "Check a return by every rule in force.")
    made.add_argument("--out", type=Path, help="a folder to write the findings to, by rule, child and row")
    made.add_argument("--json", action="store_true", help="print the result as JSON")
    made.add_argument("--child", help="draw this child's year, with what fails (and as SVG into --out)")
    options = made.parse_args(arguments)
    year, authority = year_and_authority(options, made)
    # Short-lived and allocating much: collecting garbage would only cost time.
    gc.disable()
    if options.return_name == "ssda903":
        import threading

        from kith.engines.returns.postcodes import prepare_from

        threading.Thread(target=prepare_from, args=[[*options.paths, *options.previous]], daemon=True).start()
    from kith.engines.returns.checking import check_cin, check_ssda903

    if options.return_name == "ssda903":
        check = check_ssda903(
            options.paths, year, previous=options.previous, authority=authority, providers=options.providers
        )
    else:
        check = check_cin(options.paths, year)
    seconds = round(time.perf_counter() - began, 3)
    if options.json:
        json.dump(as_json(check, seconds), sys.stdout, separators=(",", ":"))
        sys.stdout.write("\n")
    else:
        sys.stdout.write(as_text(check, seconds))
    if options.child:
        from kith.engines.returns.timeline import as_svg, bars_of
        from kith.engines.returns.timeline import as_text as drawn

        bars = bars_of(check, options.child)
        if not options.json:
            sys.stdout.write(drawn(bars, check))
        if options.out:
            options.out.mkdir(parents=True, exist_ok=True)
            (options.out / "timeline.svg").write_text(as_svg(bars, check, options.child), encoding="utf-8")
    if options.out:
        from kith.engines.returns.writing.findings import write_findings

        written = write_findings(check, options.out)
        if not options.json:
            sys.stdout.write(f"Written: {', '.join(str(path) for path in written)}\n")
    return check.exit_code


def as_json(check: Check, seconds: float) -> dict[str, Any]:
    """The result for other programs: one item for each rule in force, with 0-based row numbers by table."""
    return {
        "return": check.return_name,
        "year": check.year.name,
        "seconds": seconds,
        "exit_code": check.exit_code,
        "findings": check.findings,
        "tables": {name: len(frame) for name, frame in sorted(check.read.frames.items())},
        "notes": [
            {key: value for key, value in vars(note).items() if value is not None} for note in check.notes
        ],
        "rules": [
            {
                "code": result.rule.code,
                "kind": result.rule.kind,
                "status": result.status,
                **({"reason": result.reason} if result.reason else {}),
                "count": result.count,
                "rows": result.rows,
            }
            for result in check.results
        ],
    }


def as_text(check: Check, seconds: float) -> str:
    """The result for people: what was read, what fails, what could not run."""
    lines = [f"! {note.sentence()}" for note in check.notes[:200]]
    if len(check.notes) > 200:
        lines.append(f"! and {len(check.notes) - 200} more like these (--json or --out lists all)")
    failing = [result for result in check.results if result.count]
    for result in failing:
        rows = ", ".join(f"{len(rows)} in {table}" for table, rows in result.rows.items())
        lines.append(f"{result.rule.code:<10} {result.rule.kind:<9} {rows}")
        lines.append(f"           {result.rule.says}")
    waiting: dict[tuple[str, str], list[str]] = {}
    for result in check.results:
        if result.reason:
            waiting.setdefault((result.status, result.reason), []).append(result.rule.code)
    for (status, reason), codes in waiting.items():
        lines.append(f"{status}, because {reason}: {', '.join(codes)}")
    ran = sum(result.status == "ran" for result in check.results)
    lines.append(
        f"{ran} of {len(check.results)} rules ran in {seconds} s; {len(failing)} of them found something, {check.findings} findings in all."
    )
    return "\n".join(lines) + "\n"
