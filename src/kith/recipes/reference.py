"""`manage.py reference`: England's published figures: list, show, build from the publishers' files, update."""

from __future__ import annotations

import argparse
from pathlib import Path

GROUP = "data"
SUMMARY = "England's published figures: list, show NAME, build --from FOLDER, update FILE…"


def run(arguments: list[str]) -> int:
    """Do what the first word says and return 0, or 1 when something was refused."""
    parser = argparse.ArgumentParser(prog="manage.py reference", description=SUMMARY)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("list", help="every table, with its rows and size")
    show = verbs.add_parser("show", help="what a table is, column by column, and its first rows")
    show.add_argument("name")
    show.add_argument("--rows", type=int, default=10)
    build = verbs.add_parser(
        "build", help="make the shipped tables again from a folder of the publishers' files"
    )
    build.add_argument("--from", dest="source", type=Path, required=True, metavar="FOLDER")
    build.add_argument("tables", nargs="*", metavar="TABLE", help="only these (default: all)")
    update = verbs.add_parser("update", help="read newer files of the publishers (CSV) into the tables")
    update.add_argument("files", nargs="+", type=Path, metavar="FILE", help="CSV, or a ZIP archive of them")
    update.add_argument(
        "--into", type=Path, metavar="FOLDER", help="write here (default: KITH_REFERENCE, or the shipped)"
    )
    update.add_argument("--dry-run", action="store_true", help="say what would change and write nothing")
    update.add_argument(
        "--accept-new-categories", action="store_true", help="take categories not seen before"
    )
    chosen = parser.parse_args(arguments)
    return {"list": _list, "show": _show, "build": _build, "update": _update}[chosen.verb](chosen)


def _list(chosen: argparse.Namespace) -> int:
    from kith.reference import describe, read_table, table_names
    from kith.reference.store import table_path

    for name in table_names():
        size = table_path(name).stat().st_size / 1000
        print(f"{name:<28} {read_table(name).height:>9,} rows {size:>8,.0f} kB  {describe(name).title}")
    return 0


def _show(chosen: argparse.Namespace) -> int:
    import polars as pl

    from kith.reference import UnknownTableError, describe, read_table

    try:
        told = describe(chosen.name)
    except UnknownTableError as error:
        print(error)
        return 1
    print(f"{told.name}: {told.title}\n\n{told.definition}\n")
    for heading, entries in (("Columns", told.columns), ("Measures", told.measures)):
        if entries:
            print(f"{heading}:")
            for name, entry in entries.items():
                print(f"  {name} ({entry['unit']}): {entry['definition']}")
            print()
    print("Sources:")
    for key, entry in told.sources.items():
        print(f"  {key}: {entry['title']}. {entry['publisher']}, {entry['vintage']}. {entry['licence']}.")
    with pl.Config(tbl_rows=chosen.rows, tbl_cols=-1, tbl_width_chars=160, tbl_hide_dataframe_shape=True):
        print(read_table(chosen.name).head(chosen.rows))
    return 0


def _build(chosen: argparse.Namespace) -> int:
    from kith.reference.build import builders
    from kith.reference.build._files import MissingSourceError
    from kith.reference.store import write_table

    modules = builders()
    unknown = [name for name in chosen.tables if name not in modules]
    if unknown:
        print(f"No table is called {', '.join(unknown)}. The tables are: {', '.join(modules)}.")
        return 1
    refused = 0
    for name, module in modules.items():
        if chosen.tables and name not in chosen.tables:
            continue
        try:
            frame = module.build(chosen.source)
        except MissingSourceError as error:
            print(f"{name}: not built. {error}")
            refused = 1
            continue
        path = write_table(name, frame)
        print(f"{name}: {frame.height:,} rows, {path.stat().st_size / 1000:,.0f} kB")
    return refused


def _update(chosen: argparse.Namespace) -> int:
    import os
    import tempfile
    from datetime import UTC, datetime

    from kith.reference.publishers_files import UnreadableFileError, unpacked
    from kith.reference.store import OVERLAY_VARIABLE, SHIPPED, write_table
    from kith.reference.updating import apply, changes_from

    own = os.environ.get(OVERLAY_VARIABLE)
    folder = chosen.into or (Path(own) if own else SHIPPED)
    if chosen.into:
        # What an earlier file of the same command wrote there is what the next one adds to.
        os.environ[OVERLAY_VARIABLE] = str(chosen.into)
    refused = 0
    with tempfile.TemporaryDirectory() as unpacked_into:
        for file in chosen.files:
            try:
                found = unpacked(file, Path(unpacked_into))
            except UnreadableFileError as error:
                print(f"{file.name}:\n  not read. {error}")
                refused = 1
                continue
            read = 0
            for part in found:
                print(f"{part.name}:")
                try:
                    changes = changes_from(part, chosen.accept_new_categories)
                except UnreadableFileError as error:
                    print(f"  not read. {error}")
                    continue
                read += 1
                for change in changes:
                    print("  " + change.in_words().replace("\n", "\n  "))
                if not chosen.dry_run:
                    apply(changes, folder, datetime.now(UTC).date(), part.name)
            # A publication's archive holds many files that no table needs; a file of one's own should be read.
            refused = refused if read else 1
    if not chosen.dry_run:
        from kith.reference.build import headline_by_authority

        write_table("headline_by_authority", headline_by_authority.build(Path()), folder)
        print(f"Written to {folder}, with the headlines made again from it.")
    return refused
