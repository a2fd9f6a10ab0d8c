"""`kith-returns`: check, fix, summarise and convert statutory returns, from the engine alone."""

from __future__ import annotations

import sys

SUBCOMMANDS = {
    "check": "check a return: ssda903 FOLDER_OR_FILES or cin FILE",
    "fix": "propose safe corrections, and apply them to new files if asked",
    "summary": "the tables to look at before submission, with change from last year",
    "convert": "write a return as CSV or XML that the department's layout accepts",
    "rules": "the rulebook of a return and year",
}
USAGE = """Usage: kith-returns COMMAND [ssda903|cin] [FILES] --year 2025-26 [options]

Commands:
{commands}

'kith-returns COMMAND --help' says more."""


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code. Only what the command needs is imported."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] not in SUBCOMMANDS:
        text = USAGE.format(commands="\n".join(f"  {name:<9}{says}" for name, says in SUBCOMMANDS.items()))
        asked = not words or words[0] in ("help", "--help", "-h")
        print(
            text if asked else f"There is no command '{words[0]}'.\n\n{text}",
            file=sys.stdout if asked else sys.stderr,
        )
        return 0 if asked else 2
    import importlib

    return int(importlib.import_module(f"kith.engines.returns.commands.{words[0]}").run(words[1:]))


if __name__ == "__main__":
    sys.exit(main())
