"""Options that several commands share, read before anything heavy is imported."""

from __future__ import annotations

import argparse
from pathlib import Path

from kith.engines.returns.codes import Authority, find_authority
from kith.engines.returns.years import CollectionYear, UnknownYear, supported_year


def parser(command: str, description: str, *, previous: bool = True) -> argparse.ArgumentParser:
    """Return a parser with the options of reading a return."""
    made = argparse.ArgumentParser(prog=f"kith-returns {command}", description=description)
    made.add_argument("return_name", choices=["ssda903", "cin"], metavar="ssda903|cin", help="which return")
    made.add_argument("paths", nargs="+", type=Path, help="files, folders or zips")
    made.add_argument("--year", required=True, help="collection year, such as 2025-26")
    made.add_argument("--authority", help="whose return: three-digit code, ONS code or name")
    if previous:
        made.add_argument(
            "--previous", nargs="+", type=Path, default=[], help="last year's files, folder or zip"
        )
        made.add_argument("--providers", type=Path, help="Ofsted's workbook of providers")
    return made


def year_and_authority(
    options: argparse.Namespace, made: argparse.ArgumentParser
) -> tuple[CollectionYear, Authority | None]:
    """Read the year and the authority, or stop with what is wrong and exit code 2."""
    try:
        year = supported_year(options.return_name, options.year)
        authority = find_authority(options.authority) if options.authority else None
    except (UnknownYear, LookupError) as problem:
        made.error(str(problem.args[0]))
    return year, authority
