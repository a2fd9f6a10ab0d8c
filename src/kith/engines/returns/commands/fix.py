"""`kith-returns fix`: propose safe corrections as a diff; apply them to new files if asked."""

from __future__ import annotations

import sys
from pathlib import Path

from kith.engines.returns.commands.options import parser, year_and_authority


def run(arguments: list[str]) -> int:
    """Print what could be corrected; with --apply, write corrected copies into --out."""
    made = parser(
        "fix", "Propose safe corrections: spaces, capitals, forms of dates, replaced codes.", previous=False
    )
    made.add_argument("--apply", action="store_true", help="write corrected copies into --out")
    made.add_argument("--out", type=Path, help="an empty or new folder for the corrected copies")
    options = made.parse_args(arguments)
    year, _ = year_and_authority(options, made)
    if options.apply and options.out is None:
        made.error("--apply needs --out FOLDER: the files that were given are never changed.")
    if options.apply and options.out.exists() and any(options.out.iterdir()):
        made.error(f"{options.out} is not empty, and nothing is overwritten. Name another folder.")
    from kith.engines.returns.fixing import propose
    from kith.engines.returns.reading.notes import Note

    notes: list[Note] = []
    count = 0
    for fixed in propose(options.paths, options.return_name, year, notes):
        count += len(fixed.corrections)
        sys.stdout.writelines(correction.as_diff() for correction in fixed.corrections)
        if options.apply:
            options.out.mkdir(parents=True, exist_ok=True)
            path = options.out / Path(fixed.file.name).name
            if path.exists():
                sys.stderr.write(
                    f"! {path} is there already: two files have one name. Give them one at a time.\n"
                )
                return 2
            path.write_bytes(fixed.content())
            sys.stdout.write(f"Written: {path}\n")
    for note in notes:
        sys.stderr.write(f"! {note.sentence()}\n")
    done = "made in the copies" if options.apply else "proposed; --apply --out FOLDER makes them in copies"
    sys.stdout.write(f"{count} corrections {done}.\n")
    if any(note.spoils for note in notes):
        return 2
    return 1 if count else 0
