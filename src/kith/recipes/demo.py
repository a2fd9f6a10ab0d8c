"""`manage.py demo`: a whole made-up authority, shaped by a real one's published figures, ready to sign in to."""

from __future__ import annotations

import argparse
import datetime
import os
import re
import shutil
from pathlib import Path

GROUP = "run"
SUMMARY = "make a made-up authority, if there is none, and serve it: the way to see Kith"

DEFAULT_AUTHORITY = "Hackney"
DEFAULT_SEED = 1


def run(arguments: list[str]) -> int:
    """Serve the demonstration until Ctrl-C or SIGTERM, making it first where there is none."""
    parser = argparse.ArgumentParser(prog="manage.py demo", description=__doc__)
    parser.add_argument("--authority", default=DEFAULT_AUTHORITY, help="any of England's 153, such as 'Kent'")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="1.0 is the authority's own size; 0.1 a tenth"
    )
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="another seed makes other people")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--afresh", action="store_true", help="make it again, up to today")
    chosen = parser.parse_args(arguments)
    if not 0 < chosen.scale <= 10:
        parser.error("--scale is more than 0 and at most 10, such as 0.25")

    from kith.demo.which_authority import UnknownAuthority, code_of
    from kith.reference import read_table

    try:
        code = code_of(chosen.authority)
    except UnknownAuthority as unknown:
        parser.error(str(unknown))
    table = read_table("authority")
    name = str(table.filter(table["authority_code"] == code)["name"].item())
    own_database = "DATABASE_URL" not in os.environ
    _make_a_place_of_its_own(name, chosen.scale, chosen.seed, own_database=own_database, afresh=chosen.afresh)

    from kith.config.progress import say
    from kith.config.server import Serving, serve

    serving = Serving(chosen.host, chosen.port)
    return serve(
        serving,
        may_migrate=True,
        fill=lambda: _fill(name, chosen.scale, chosen.seed),
        announce=lambda: say(_welcome(serving.address, name)),
    )


def _make_a_place_of_its_own(name: str, scale: float, seed: int, *, own_database: bool, afresh: bool) -> None:
    """Point this process at the demonstration's own folder: its record is never mixed with a real one's."""
    from kith.config.server import CannotServe, the_only_server
    from kith.config.state import state_folder

    words = [re.sub(r"[^a-z]+", "-", name.lower()).strip("-")]
    words += [f"scale-{scale:g}"] if scale != 1.0 else []
    words += [f"seed-{seed}"] if seed != DEFAULT_SEED else []
    folder = state_folder() / "demo" / "-".join(words)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(KITH_STATE=str(folder), KITH_DEMO="yes", KITH_AUTHORITY=name)
    unfinished = not _told_it_is_made(folder).exists()  # killed while it was being made
    if own_database and (afresh or unfinished) and (folder / "postgres").exists():
        from kith.config.postgres import own_cluster

        with the_only_server():
            if own_cluster().is_running():
                own_cluster().stop()
            _told_it_is_made(folder).unlink(missing_ok=True)
            shutil.rmtree(folder / "postgres")
            shutil.rmtree(folder / "documents", ignore_errors=True)
            if (folder / "postgres").exists():
                raise CannotServe(f"{folder / 'postgres'} could not be removed. Remove it, then start again.")


def _told_it_is_made(folder: Path) -> Path:
    """Return the file that says that the authority in a folder was made to its end."""
    return folder / "made.txt"


def _fill(name: str, scale: float, seed: int) -> None:
    from django.utils import timezone

    from kith.casework.people.models import Person
    from kith.config.progress import say, step
    from kith.config.state import state_folder
    from kith.demo import authority

    if not authority.exists() and not Person.objects.exists():
        today: datetime.date = timezone.localdate()
        with step(f"Making {name}, with three years of history"):
            authority.make(
                authority=name, scale=scale, seed=seed, today=today, say=lambda words: say(f"    {words}")
            )
    _refuse_a_real_record(name)
    _told_it_is_made(state_folder()).write_text(f"{name}\n")


def _refuse_a_real_record(name: str) -> None:
    """Refuse to open a record to one-click sign-in unless every account in it is of nobody at example.org."""
    from kith.casework.access.models import User
    from kith.config.server import CannotServe
    from kith.demo import authority
    from kith.demo.cast import CAST

    nobodys = User.objects.filter(email__endswith="@example.org")
    if not nobodys.filter(email=CAST[0].email).exists() or User.objects.count() != nobodys.count():
        raise CannotServe(
            "The database at DATABASE_URL holds a record that is not the demonstration's, so it is left alone. "
            "Take DATABASE_URL away, and the demonstration keeps a database of its own; or name an empty one."
        )
    made = authority.describe()
    if made is not None and made.name != name:
        raise CannotServe(
            f"The database holds {made.name}, made up. Start with --authority '{made.name}', or name an empty one."
        )


def _welcome(address: str, name: str) -> str:
    from kith.demo import authority
    from kith.demo.cast import CAST

    made = authority.describe()
    lines = [
        "",
        f"  {name}, made up: nobody in it is real.",
        *([f"  Its history ends on {made.today - datetime.timedelta(days=1):%-d %B %Y}."] if made else []),
        "",
        f"  Open  {address}  and sign in, with one click, as any of these:",
        "",
    ]
    width = max(len(member.name) for member in CAST)
    lines += [f"    {member.name:<{width}}  {member.to_see}" for member in CAST]
    return "\n".join([*lines, "", "  Ctrl-C stops everything.", ""])
