"""`kith-returns summary`: the tables to look at before submission."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from kith.engines.returns.commands.options import parser, year_and_authority


def run(arguments: list[str]) -> int:
    """Print the tables; exit 2 if something could not be read."""
    made = parser("summary", "Counts by legal status, placement, reasons, enquiries, conferences and plans.")
    made.add_argument("--json", action="store_true")
    options = made.parse_args(arguments)
    year, authority = year_and_authority(options, made)
    from kith.engines.returns.reading.returns import read_cin, read_ssda903
    from kith.engines.returns.summary import as_text, summarise_cin, summarise_ssda903

    if options.return_name == "ssda903":
        read = read_ssda903(options.paths, year, previous=options.previous, authority=authority)
        tables = summarise_ssda903(read, year)
    else:
        read = read_cin(options.paths, year)
        last = read_cin(options.previous, year.before) if options.previous else None
        tables = summarise_cin(read, last, year)
    for note in read.notes:
        sys.stderr.write(f"! {note.sentence()}\n")
    if options.json:
        sys.stdout.write(json.dumps([asdict(table) for table in tables], indent=1) + "\n")
    else:
        sys.stdout.write(as_text(tables, year))
    return 2 if read.spoilt else 0
