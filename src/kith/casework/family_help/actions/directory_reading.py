"""Reading somebody else's directory into ours: all of it or nothing, each bad service left out with its reason."""

from __future__ import annotations

import datetime
import json
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from kith.casework.family_help.models import DirectoryFeed, DirectoryReading, DirectoryTerm
from kith.casework.family_help.open_referral.checking import NotTaken, check_service
from kith.casework.family_help.open_referral.facts import Facts, facts_of, taxonomy_id_of, terms_of
from kith.casework.family_help.open_referral.streaming import FeedBroken, Found
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker

AT_ONCE = 400
MOST_KEPT = 500  # rejections and notes of which the words are kept; the rest are counted
# A feed that suddenly has fewer than half of its services has gone wrong more likely than the services have gone.
BELIEVED_SHARE = 0.5
FEW = 20


@dataclass
class Reading:
    """What a feed held and what became of it, as it is read; `keeps` is of how many the words are kept, None for all."""

    keeps: int | None = MOST_KEPT
    read: int = 0
    rejected: int = 0
    rejections: list[dict[str, Any]] = field(default_factory=list)
    noted: int = 0
    notes: list[dict[str, Any]] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    ended: int = 0
    seen: set[uuid.UUID] = field(default_factory=set)
    terms: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def unchanged(self) -> int:
        """How many were there before, word for word."""
        return self.read - self.rejected - self.added - self.changed

    def reject(self, found: Found, reasons: list[str]) -> None:
        """Count one that was not taken, and keep its reasons."""
        self.rejected += 1
        if self.keeps is None or len(self.rejections) < self.keeps:
            self.rejections.append({**_who(found), "reasons": reasons[:20]})

    def note(self, found: Found, notes: list[str]) -> None:
        """Count one of which a part was left out, and keep which."""
        self.noted += 1
        if self.keeps is None or len(self.notes) < self.keeps:
            self.notes.append({**_who(found), "reasons": notes[:20]})


def _who(found: Found) -> dict[str, Any]:
    said = found.said if isinstance(found.said, dict) else {}

    def plain(value: Any) -> str:
        return str(value or "").encode("utf-8", "replace").decode().replace("\x00", "")[:120]

    return {"number": found.number, "id": plain(said.get("id")), "name": plain(said.get("name"))}


def take(found_services: Iterable[Found], reading: Reading) -> Iterator[tuple[dict[str, Any], Facts]]:
    """Yield each service that is one, with its facts; the others are kept in `reading` with their reasons."""
    for found in found_services:
        reading.read += 1
        if found.fault:
            reading.reject(found, [found.fault])
            continue
        try:
            checked = check_service(found.said)
        except NotTaken as not_taken:
            reading.reject(found, not_taken.reasons)
            continue
        identifier = uuid.UUID(checked.document["id"])
        if identifier in reading.seen:
            reading.reject(found, ["Its id was used by an earlier service. Each needs its own."])
            continue
        reading.seen.add(identifier)
        if checked.notes:
            reading.note(found, checked.notes)
        for term in terms_of(checked.document):
            reading.terms.setdefault(term["id"], term)
        yield checked.document, facts_of(checked.document)


def read_feed(
    *,
    feed: DirectoryFeed,
    services: Iterable[Found],
    source: str,
    by: Worker | None,
    even_if_fewer: bool = False,
) -> DirectoryReading:
    """Put what a feed holds in the place of what it held, in one transaction, and return what was done.

    Services that it no longer has are ended. `by` is nobody where it is read in the background. Where the feed cannot be
    read as a whole, nothing is changed, that is kept as a reading, and CannotBeTrue is raised with what to do.
    """
    began, now = time.monotonic(), timezone.now()
    try:
        with transaction.atomic():
            reading = _read(feed, services, now, even_if_fewer)
            kept = _keep(feed, reading, source, now, began)
            record_event(
                "family_help.directory_feed_read",
                by=by,
                day=timezone.localdate(now),
                summary="The directory of services was read from a feed.",
                thread=f"directory_feed:{feed.pk}",
                details={
                    "added": kept.added,
                    "changed": kept.changed,
                    "ended": kept.ended,
                    "rejected": kept.rejected,
                },
            )
            return kept
    except (FeedBroken, CannotBeTrue) as wrong:
        DirectoryReading.objects.create(
            feed=feed, read_at=now, seconds=time.monotonic() - began, source=source[:500], fault=str(wrong)
        )
        raise CannotBeTrue(str(wrong)) from wrong


def _read(
    feed: DirectoryFeed, services: Iterable[Found], now: datetime.datetime, even_if_fewer: bool
) -> Reading:
    # One reading of a feed at a time: a second waits here and then finds nothing changed.
    DirectoryFeed.objects.select_for_update().get(pk=feed.pk)
    before = feed.services.filter(ended_date__isnull=True).count()
    reading = Reading()
    taking = take(services, reading)
    while batch := list(islice(taking, AT_ONCE)):
        _put(feed, batch, reading, now)
    taken = len(reading.seen)
    if not taken:
        reasons = f" The first reason: {reading.rejections[0]['reasons'][0]}" if reading.rejections else ""
        raise CannotBeTrue(f"The feed has no service that could be taken, so nothing was changed.{reasons}")
    if not even_if_fewer and before >= FEW and taken < before * BELIEVED_SHARE:
        raise CannotBeTrue(
            f"The feed has {taken:,} services where it had {before:,}, so nothing was changed. "
            "If that is right, read it again and say so (--even-if-fewer)."
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE family_help_directoryservice SET ended_date = %s, changed_at = %s, version = version + 1"
            " WHERE feed_id = %s AND ended_date IS NULL AND NOT identifier = ANY (%s)",
            [timezone.localdate(now), now, feed.pk, list(reading.seen)],
        )
        reading.ended = cursor.rowcount
    _put_terms(feed, reading)
    return reading


# One statement for hundreds of services: what has not changed is not written, and so leaves no history.
_PUT = """
INSERT INTO family_help_directoryservice AS s
  (feed_id, identifier, name, organisation_name, status, kinds_of_help, minimum_age, maximum_age, is_free, has_place, search_words,
   term_ids, taxonomy_ids, document, digest, added_date, changed_at, version)
SELECT %s, r.identifier, r.name, r.organisation_name, r.status, r.kinds_of_help, r.minimum_age, r.maximum_age, r.is_free, r.has_place,
  r.search_words, r.term_ids, r.taxonomy_ids, r.document, r.digest, %s, %s, 1
FROM jsonb_to_recordset(%s::jsonb) AS r(identifier uuid, name text, organisation_name text, status text,
  kinds_of_help text[], minimum_age numeric, maximum_age numeric, is_free boolean, has_place boolean, search_words text, term_ids uuid[],
  taxonomy_ids uuid[], document jsonb, digest text)
ON CONFLICT (feed_id, identifier) DO UPDATE SET
  name = excluded.name, organisation_name = excluded.organisation_name, status = excluded.status,
  kinds_of_help = excluded.kinds_of_help, minimum_age = excluded.minimum_age, maximum_age = excluded.maximum_age,
  is_free = excluded.is_free, has_place = excluded.has_place, search_words = excluded.search_words, term_ids = excluded.term_ids,
  taxonomy_ids = excluded.taxonomy_ids, document = excluded.document, digest = excluded.digest, ended_date = NULL,
  changed_at = excluded.changed_at, version = s.version + 1
WHERE s.digest <> excluded.digest OR s.ended_date IS NOT NULL
RETURNING s.id, s.identifier, s.version = 1
"""


def _put(
    feed: DirectoryFeed,
    batch: list[tuple[dict[str, Any], Facts]],
    reading: Reading,
    now: datetime.datetime,
) -> None:
    rows = json.dumps([_row(document, facts) for document, facts in batch], ensure_ascii=False)
    with connection.cursor() as cursor:
        cursor.execute(_PUT, [feed.pk, timezone.localdate(now), now, rows])
        written = {identifier: (number, is_new) for number, identifier, is_new in cursor.fetchall()}
    reading.added += sum(is_new for _, is_new in written.values())
    reading.changed += sum(not is_new for _, is_new in written.values())
    put_around(
        [
            (written[uuid.UUID(facts.identifier)][0], facts)
            for _, facts in batch
            if uuid.UUID(facts.identifier) in written
        ]
    )


def _row(document: dict[str, Any], facts: Facts) -> dict[str, Any]:
    return {
        "identifier": facts.identifier, "name": facts.name, "organisation_name": facts.organisation_name,
        "status": facts.status, "kinds_of_help": facts.kinds_of_help, "minimum_age": facts.minimum_age,
        "maximum_age": facts.maximum_age, "is_free": facts.is_free, "has_place": facts.has_place, "search_words": facts.search_words,
        "term_ids": facts.term_ids, "taxonomy_ids": facts.taxonomy_ids, "document": document, "digest": facts.digest,
    }  # fmt: skip


def put_around(services: list[tuple[int, Facts]]) -> None:
    """Put the places and opening times of services, given by their numbers, in the place of those that there were."""
    if not services:
        return
    numbers = [number for number, _ in services]
    places = [
        {"service": number, "identifier": place.identifier, "name": place.name, "postcode": place.postcode,
         "easting": place.easting, "northing": place.northing}
        for number, facts in services for place in facts.places
    ]  # fmt: skip
    openings = [
        {"service": number, "weekday": one.weekday, "opens": one.opens and one.opens.isoformat(),
         "closes": one.closes and one.closes.isoformat()}
        for number, facts in services for one in facts.openings
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM family_help_directoryplace WHERE service_id = ANY (%s)", [numbers])
        cursor.execute("DELETE FROM family_help_directoryopening WHERE service_id = ANY (%s)", [numbers])
        cursor.execute(
            "INSERT INTO family_help_directoryplace (service_id, identifier, name, postcode, easting, northing)"
            " SELECT * FROM jsonb_to_recordset(%s::jsonb) AS r(service bigint, identifier uuid, name text,"
            " postcode text, easting int, northing int)",
            [json.dumps(places)],
        )
        cursor.execute(
            "INSERT INTO family_help_directoryopening (service_id, weekday, opens, closes)"
            " SELECT * FROM jsonb_to_recordset(%s::jsonb) AS r(service bigint, weekday smallint, opens time,"
            " closes time)",
            [json.dumps(openings)],
        )


def _put_terms(feed: DirectoryFeed, reading: Reading) -> None:
    feed.terms.all().delete()
    DirectoryTerm.objects.bulk_create(
        [
            DirectoryTerm(
                feed=feed,
                identifier=uuid.UUID(identifier),
                taxonomy_identifier=uuid.UUID(taxonomy) if (taxonomy := taxonomy_id_of(term)) else None,
                document=term,
            )
            for identifier, term in reading.terms.items()
        ],
        batch_size=1000,
    )


def _keep(
    feed: DirectoryFeed, reading: Reading, source: str, now: datetime.datetime, began: float
) -> DirectoryReading:
    return DirectoryReading.objects.create(
        feed=feed,
        read_at=now,
        seconds=round(time.monotonic() - began, 2),
        source=source[:500],
        read=reading.read,
        added=reading.added,
        changed=reading.changed,
        unchanged=reading.unchanged,
        ended=reading.ended,
        rejected=reading.rejected,
        rejections=reading.rejections,
        noted=reading.noted,
        notes=reading.notes,
    )
