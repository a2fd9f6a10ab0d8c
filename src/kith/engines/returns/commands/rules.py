"""`kith-returns rules`: the rulebook of a return and year."""

from __future__ import annotations

import argparse
import json
import sys

from kith.engines.returns.years import UnknownYear, supported_year


def run(arguments: list[str]) -> int:
    """Print the rulebook as Markdown or JSON, whole or for named rules."""
    made = argparse.ArgumentParser(
        prog="kith-returns rules", description="The rulebook of a return and year."
    )
    made.add_argument(
        "return_name", nargs="?", choices=["ssda903", "cin"], default="ssda903", metavar="ssda903|cin"
    )
    made.add_argument("--year", required=True, help="collection year, such as 2025-26")
    made.add_argument("--rule", nargs="+", default=[], help="only these rules")
    made.add_argument("--json", action="store_true")
    options = made.parse_args(arguments)
    try:
        year = supported_year(options.return_name, options.year)
    except UnknownYear as problem:
        made.error(str(problem))
    from kith.engines.returns.rulebook import as_markdown, facts

    if options.json:
        sys.stdout.write(json.dumps(facts(options.return_name, year, options.rule), indent=1) + "\n")
    else:
        sys.stdout.write(as_markdown(options.return_name, year, options.rule))
    return 0
