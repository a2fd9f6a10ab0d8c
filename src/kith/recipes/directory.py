"""`manage.py directory …`: read a feed or file of Open Referral UK into the directory of services, or only check it."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

GROUP = "data"
SUMMARY = "directory read FILE-or-ADDRESS: take in a feed of Open Referral UK; directory check writes nothing"

SHOWN = 20


def run(arguments: list[str]) -> int:
    """Do what is asked; return 0, or 1 where the feed could not be read."""
    parser = argparse.ArgumentParser(prog="manage.py directory", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    reading = verbs.add_parser("read", help="put what a feed holds in the place of what it held before")
    checking = verbs.add_parser("check", help="read and judge a feed, and write nothing")
    for each in (reading, checking):
        each.add_argument(
            "source", metavar="FILE-or-ADDRESS", help="JSON, JSON lines, or a feed's base address"
        )
        each.add_argument("--report", metavar="CSV", help="write every reason into a file")
    reading.add_argument(
        "--feed", metavar="NAME", help="whose directory it is (default: the file's or machine's name)"
    )
    reading.add_argument(
        "--licence", default="", help="its licence, where its services may be published with ours"
    )
    reading.add_argument(
        "--even-if-fewer", action="store_true", help="believe a feed that lost most of its services"
    )
    standard = verbs.add_parser("standard", help="gather the standard's shapes from its publisher's schemas")
    standard.add_argument("--from", dest="folder", required=True, metavar="FOLDER")
    chosen = parser.parse_args(arguments)
    if chosen.verb == "standard":
        return _gather(Path(chosen.folder))
    return _check(chosen) if chosen.verb == "check" else _read(chosen)


def _gather(folder: Path) -> int:
    from kith.casework.family_help.open_referral import standard

    place = Path(standard.__file__).with_name(standard.FILE)
    place.write_text(
        json.dumps(standard.gather(folder), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    print(f"The shapes of the standard are in {place}.")
    return 0


@contextmanager
def _services(source: str) -> Iterator[Iterable[Any]]:
    """Give the services of a file or of an address that somebody typed."""
    from kith.casework.family_help.open_referral.fetching import Asking, services_at
    from kith.casework.family_help.open_referral.streaming import services_in

    if source.startswith(("http://", "https://")):
        yield services_at(source, Asking(may_be_here=True))
        return
    with open(source, "rb") as opened:
        yield services_in(opened)


def _check(chosen: argparse.Namespace) -> int:
    """Judge a feed without a database."""
    _set_up()
    from kith.casework.family_help.actions.directory_reading import Reading, take
    from kith.casework.family_help.open_referral.streaming import FeedBroken

    reading = Reading(keeps=None)
    try:
        with _services(chosen.source) as services:
            for _ in take(services, reading):
                pass
    except (FeedBroken, OSError) as wrong:
        return _broken(wrong)
    print(f"{reading.read:,} services: {len(reading.seen):,} would be taken, {reading.rejected:,} not.")
    _show(reading.rejections, reading.rejected, "Not taken")
    _show(reading.notes, reading.noted, "Taken, with a part left out")
    _report(chosen.report, reading.rejections, reading.notes)
    return 0


def _read(chosen: argparse.Namespace) -> int:
    from kith.config.postgres import running_database

    with running_database():
        _set_up()
        from kith.casework.family_help.actions import directory
        from kith.casework.family_help.actions.directory_reading import read_feed
        from kith.casework.family_help.models import DirectoryFeed
        from kith.casework.furniture.sentences import CannotBeTrue

        is_address = chosen.source.startswith(("http://", "https://"))
        name = chosen.feed or _name_of(chosen.source)
        try:
            with _services(chosen.source) as services:
                feed = DirectoryFeed.objects.filter(name=name).first() or directory.add_feed(
                    name=name,
                    address=chosen.source if is_address else "",
                    licence=chosen.licence,
                    may_republish=bool(chosen.licence),
                    is_read_daily=False,
                    by=None,
                )
                done = read_feed(
                    feed=feed,
                    services=services,
                    source=chosen.source if is_address else Path(chosen.source).name,
                    by=None,
                    even_if_fewer=chosen.even_if_fewer,
                )
        except (CannotBeTrue, OSError) as wrong:
            return _broken(wrong)
    print(
        f"{feed.name}: {done.read:,} services read in {done.seconds:.1f} s. {done.added:,} are new, {done.changed:,} changed,"
        f" {done.unchanged:,} as before, {done.ended:,} no longer there, {done.rejected:,} not taken."
    )
    _show(done.rejections, done.rejected, "Not taken")
    _show(done.notes, done.noted, "Taken, with a part left out")
    _report(chosen.report, done.rejections, done.notes)
    if chosen.report and (done.rejected > len(done.rejections) or done.noted > len(done.notes)):
        print(f"It has the first {len(done.rejections):,} of each: 'directory check --report' writes all.")
    return 0


def _set_up() -> None:
    import django

    django.setup()


def _name_of(source: str) -> str:
    from urllib.parse import urlsplit

    return (urlsplit(source).hostname or Path(source).stem)[:120]


def _broken(wrong: Exception) -> int:
    words = f"{wrong.filename}: {wrong.strerror}." if isinstance(wrong, OSError) else str(wrong)
    print(f"Nothing was changed. {words}", file=sys.stderr)
    return 1


def _show(entries: list[dict[str, Any]], many: int, heading: str) -> None:
    if not many:
        return
    print(f"{heading}: {many:,}.")
    for one in entries[:SHOWN]:
        print(
            f"  Service {one['number']:,}, {one['name'] or one['id'] or 'without a name'}: {' '.join(one['reasons'])}"
        )
    if many > SHOWN:
        print("  … and more: --report writes them into a file.")


def _report(place: str | None, rejections: list[dict[str, Any]], notes: list[dict[str, Any]]) -> None:
    if place is None:
        return
    with open(place, "w", encoding="utf-8", newline="") as opened:
        out = csv.writer(opened)
        out.writerow(["service", "id", "name", "taken", "reason"])
        for taken, entries in (("no", rejections), ("in part", notes)):
            for one in entries:
                out.writerows(
                    [one["number"], _cell(one["id"]), _cell(one["name"]), taken, _cell(reason)]
                    for reason in one["reasons"]
                )
    print(f"The reasons are in {place}.")


def _cell(words: str) -> str:
    """Return words that a spreadsheet takes for words, never for a formula."""
    return f"'{words}" if words[:1] in {"=", "+", "-", "@", "\t"} else words
