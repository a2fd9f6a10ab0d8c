"""`manage.py match …`: homes for children, from the command line. A person decides."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

GROUP = "run"
SUMMARY = "homes for children: solve, explain, emergency, what-if, sufficiency, fairness, replay, instance"


def run(arguments: list[str]) -> int:
    """Read the words and do what they ask; faults in the input are printed and return 2."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    # Imported here, so that --help and a wrong word answer at once.
    from kith.engines.matching import command
    from kith.engines.matching.instance import InstanceFaultsError

    try:
        return int(getattr(command, chosen.does)(chosen))
    except InstanceFaultsError as faults:
        return _refuse(
            chosen,
            str(faults),
            [{"where": fault.where, "what": fault.what} for fault in faults.faults],
        )
    except (LookupError, ValueError, OSError) as error:
        said = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
        return _refuse(chosen, said, [{"where": "", "what": said}])


def _refuse(chosen: argparse.Namespace, said: str, faults: list[dict[str, Any]]) -> int:
    if getattr(chosen, "json", False):
        print(json.dumps({"format": "kith-matching-faults", "version": 1, "faults": faults}, indent=1))
    print(said, file=sys.stderr)
    return 2


def _seconds(text: str) -> float:
    value = float(text.removesuffix("s"))
    if not value > 0:
        raise argparse.ArgumentTypeError(f"'{text}' is not a time; write 10s, or 10")
    return value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="manage.py match", description=__doc__)
    words = parser.add_subparsers(required=True, metavar="WORD")

    def word(name: str, does: str, says: str, instance: bool = True) -> argparse.ArgumentParser:
        one = words.add_parser(name, help=says, description=says)
        one.set_defaults(does=does)
        if instance:
            one.add_argument("instance", type=Path, metavar="INSTANCE.json")
            one.add_argument("--profile", type=Path, metavar="P.toml", help="weights; else Kith's own")
            one.add_argument(
                "--limit", type=_seconds, metavar="10s", help="seconds at most; else 10s, more for thousands"
            )
            one.add_argument("--seed", type=int, default=0)
            one.add_argument("--json", action="store_true", help="print JSON")
        return one

    word("solve", "solve_command", "the best arrangement for all who wait, with its bound and reasons")
    explain = word(
        "explain", "explain_command", "one child's place: terms, two best alternatives, whom they cost"
    )
    explain.add_argument("--child", action="append", default=[], metavar="ID", help="may be given again")
    tonight = word(
        "emergency", "emergency_command", "homes for one child, or a family, tonight: a ranked list"
    )
    tonight.add_argument("--child", action="append", required=True, metavar="ID")
    tonight.add_argument("--most", type=int, default=10)
    changed = word("what-if", "what_if_command", "the same with homes added or taken away")
    changed.add_argument(
        "--add", type=Path, metavar="HOMES.json", help="a JSON list of homes, as in an instance"
    )
    changed.add_argument("--remove", action="append", default=[], metavar="HOME", help="may be given again")
    lacking = word("sufficiency", "sufficiency_command", "what homes the area lacks, and what each is worth")
    lacking.add_argument("--areas", type=int, default=3, help="how many areas each kind of home is tried in")
    lacking.add_argument("--most", type=int, default=12, help="how many new homes are matched again")
    fair = word("fairness", "fairness_command", "outcomes by group, with intervals")
    fair.add_argument("--against", type=Path, metavar="P.toml", help="a second profile to compare")
    year = word("replay", "replay_command", "a made-up year under five habits", instance=False)
    year.add_argument("--authority", default="Hackney")
    year.add_argument("--homes", type=int, default=100)
    year.add_argument("--seeds", type=int, default=5)
    year.add_argument("--profile", type=Path, metavar="P.toml")
    year.add_argument("--json", action="store_true")
    year.add_argument("--evidence", type=Path, metavar="FILE.md", help="write what was found as a page")
    made = word(
        "instance", "instance_command", "a made-up instance, shaped by published figures", instance=False
    )
    where = made.add_mutually_exclusive_group(required=True)
    where.add_argument("--authority", metavar="NAME")
    where.add_argument("--region", metavar="NAME")
    where.add_argument("--england", action="store_true")
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--children", type=int)
    made.add_argument("--homes", type=int)
    made.add_argument("--out", type=Path, metavar="FILE.json", help="else it is printed")
    schema = words.add_parser("schema", help="print the JSON Schema of instances or results")
    schema.add_argument("which", choices=["instance", "result"])
    schema.set_defaults(does="schema_command")
    return parser
