"""`kith-returns convert`: a return written anew as CSV or XML; Annex A's lists as CSV."""

from __future__ import annotations

import sys
from pathlib import Path

from kith.engines.returns.commands.options import parser, year_and_authority


def run(arguments: list[str]) -> int:
    """Read a return and write it to a folder; exit 2 if something could not be read."""
    made = parser(
        "convert", "Write a return as CSV or XML that the department's layout accepts.", previous=False
    )
    made._actions[1].choices = ["ssda903", "cin", "annexa"]
    made.add_argument("--to", choices=["csv", "xml"], default="csv")
    made.add_argument(
        "--out", type=Path, required=True, help="the folder to write to; what is there is never overwritten"
    )
    if arguments[:1] == ["annexa"]:
        return _annex_a(arguments[1:])
    options = made.parse_args(arguments)
    year, _ = year_and_authority(options, made)
    from kith.engines.returns.reading.returns import read_cin, read_ssda903
    from kith.engines.returns.writing.returns import write_census, write_csv, write_ssda903_xml

    reading = read_ssda903 if options.return_name == "ssda903" else read_cin
    read = reading(options.paths, year)
    for note in read.notes:
        sys.stderr.write(f"! {note.sentence()}\n")
    if not read.frames:
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    if any(options.out.iterdir()):
        sys.stderr.write(f"{options.out} is not empty, and nothing is overwritten. Name another folder.\n")
        return 2
    if options.to == "csv":
        written = write_csv(options.return_name, read.frames, options.out)
    elif options.return_name == "cin":
        written = [write_census(read.frames, options.out / "census.xml")]
    else:
        written = [write_ssda903_xml(read.frames, options.out / "ssda903.xml", year)]
    sys.stdout.write("".join(f"{path}\n" for path in written))
    return 2 if read.spoilt else 0


def _annex_a(arguments: list[str]) -> int:
    import argparse

    made = argparse.ArgumentParser(prog="kith-returns convert annexa")
    made.add_argument("path", type=Path, help="the Annex A workbook")
    made.add_argument("--out", type=Path, required=True)
    options = made.parse_args(arguments)
    from kith.engines.returns.reading.annex_a import read_annex_a
    from kith.engines.returns.reading.notes import Note

    notes: list[Note] = []
    lists = read_annex_a(options.path, notes)
    for note in notes:
        sys.stderr.write(f"! {note.sentence()}\n")
    options.out.mkdir(parents=True, exist_ok=True)
    for name, frame in lists.items():
        path = options.out / f"{name}.csv"
        if path.exists():
            sys.stderr.write(f"{path} is there already, and nothing is overwritten. Name another folder.\n")
            return 2
        frame.write_csv(path)
        sys.stdout.write(f"{path}: {len(frame)} rows\n")
    return 0 if lists else 2
