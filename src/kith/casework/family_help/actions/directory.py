"""Keeping our own part of the directory of services, and the list of feeds that we read."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from kith.casework.family_help.actions.directory_reading import put_around
from kith.casework.family_help.models import DirectoryFeed, DirectoryService
from kith.casework.family_help.open_referral.checking import NotTaken, check_service
from kith.casework.family_help.open_referral.facts import Facts, facts_of
from kith.casework.family_help.open_referral.making import ServiceDetails, document_of
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker


def _record(kind: str, summary: str, thread: str, by: Worker) -> None:
    record_event(f"family_help.{kind}", by=by, day=timezone.localdate(), summary=summary, thread=thread)


@transaction.atomic
def add_service(*, details: ServiceDetails, by: Worker) -> DirectoryService:
    """Put a service of ours into the directory. Raises CannotBeTrue for one that is there already, or cannot be."""
    same = DirectoryService.objects.filter(
        feed__isnull=True,
        ended_date__isnull=True,
        name__iexact=details.name,
        organisation_name__iexact=details.organisation,
    )
    if same.exists():
        raise CannotBeTrue(
            "A service of this name by the same organisation is in the directory already. Change that one.",
            "name",
        )
    service = DirectoryService(identifier=uuid.uuid4(), added_date=timezone.localdate())
    _write(service, details)
    _record(
        "directory_service_added",
        "A service was added to the directory.",
        f"directory_service:{service.pk}",
        by,
    )
    return service


@transaction.atomic
def change_service(*, service: DirectoryService, details: ServiceDetails, by: Worker) -> None:
    """Change what the directory says of a service of ours. Raises CannotBeTrue for one read from a feed, or ended."""
    _must_be_ours(service)
    _write(service, details)
    _record(
        "directory_service_changed",
        "A service in the directory was changed.",
        f"directory_service:{service.pk}",
        by,
    )


@transaction.atomic
def end_service(*, service: DirectoryService, by: Worker) -> None:
    """Take a service of ours out of the directory from today; what it said is kept."""
    _must_be_ours(service)
    DirectoryService.objects.filter(pk=service.pk).update(
        ended_date=timezone.localdate(), changed_at=timezone.now()
    )
    _record("directory_service_ended", "A service left the directory.", f"directory_service:{service.pk}", by)


def _must_be_ours(service: DirectoryService) -> None:
    held = DirectoryService.objects.select_for_update(of=("self",)).get(pk=service.pk)
    if held.feed_id is not None:
        raise CannotBeTrue("This service comes from a feed. Ask whoever publishes it to change it there.")
    if held.ended_date is not None:
        raise CannotBeTrue("This service has left the directory. Add it again if it is back.")


def _write(service: DirectoryService, details: ServiceDetails) -> None:
    now = timezone.now()
    document = document_of(details, service.identifier, now)
    try:
        checked = check_service(document)
    except NotTaken as wrong:
        raise CannotBeTrue(wrong.reasons[0]) from wrong
    if checked.notes:
        raise CannotBeTrue(checked.notes[0])
    facts = facts_of(document, list(details.kinds_of_help))
    set_facts(service, facts)
    service.document = document
    service.changed_at = now
    service.save()
    put_around([(service.pk, facts)])


def set_facts(service: DirectoryService, facts: Facts) -> None:
    """Set on a service what it is searched by."""
    for name in (
        "name", "organisation_name", "status", "kinds_of_help", "minimum_age", "maximum_age", "is_free", "has_place", "search_words",
        "term_ids", "taxonomy_ids", "digest",
    ):  # fmt: skip
        setattr(service, name, getattr(facts, name))


@transaction.atomic
def add_feed(
    *, name: str, address: str, licence: str, may_republish: bool, is_read_daily: bool, by: Worker | None
) -> DirectoryFeed:
    """Put another's directory on the list of those that we read. Nothing is read yet."""
    if DirectoryFeed.objects.filter(name__iexact=name).exists():
        raise CannotBeTrue("There is a feed of this name already. Change that one.", "name")
    feed = DirectoryFeed.objects.create(
        name=name, address=address, licence=licence, may_republish=may_republish, is_read_daily=is_read_daily
    )
    record_event(
        "family_help.directory_feed_added",
        by=by,
        day=timezone.localdate(),
        summary="A feed was added to those that the directory reads.",
        thread=f"directory_feed:{feed.pk}",
    )
    return feed


@transaction.atomic
def change_feed(
    *,
    feed: DirectoryFeed,
    name: str,
    address: str,
    licence: str,
    may_republish: bool,
    is_read_daily: bool,
    by: Worker,
) -> None:
    """Change where a feed is read from, whether daily, and whether its services are published with ours."""
    if DirectoryFeed.objects.filter(name__iexact=name).exclude(pk=feed.pk).exists():
        raise CannotBeTrue("There is a feed of this name already. Enter another.", "name")
    DirectoryFeed.objects.filter(pk=feed.pk).update(
        name=name, address=address, licence=licence, may_republish=may_republish, is_read_daily=is_read_daily
    )
    _record("directory_feed_changed", "A feed of the directory was changed.", f"directory_feed:{feed.pk}", by)
