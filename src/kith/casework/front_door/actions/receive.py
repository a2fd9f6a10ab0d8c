"""Taking a contact: by telephone, from a professional, or through the public form."""

from __future__ import annotations

import datetime
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from kith.casework.front_door.models import Contact, ContactPerson
from kith.casework.front_door.models.contact import Channel
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Team, Worker
from kith.casework.workforce.models.team import TeamKind

# Letters and figures that cannot be taken for each other when read out over the telephone.
REFERENCE_CHARACTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class StatedPerson:
    """Somebody whom the contact is about, as whoever asked said it."""

    role: str
    given_names: str = ""
    family_name: str = ""
    birth_date: datetime.date | None = None
    age: int | None = None
    expected_birth_date: datetime.date | None = None
    address: str = ""
    postcode: str = ""
    is_asker: bool = False


@transaction.atomic
def receive_contact(
    *,
    channel: str,
    asked_by: str,
    source: str,
    in_their_words: str,
    people: Sequence[StatedPerson],
    by: Worker | None,
    received_at: datetime.datetime | None = None,
    asker_name: str = "",
    asker_organisation: str = "",
    asker_telephone: str = "",
    asker_email: str = "",
    safe_to_reply: str = "",
    asks_for_help: bool = True,
    worry_about_harm: bool = False,
    submission_token: uuid.UUID | None = None,
) -> Contact:
    """Record an approach and start its clocks: to a decision and, where help is asked for, to the first help.

    The same submission twice gives the same contact. `by` is None for the public form.
    Raises CannotBeTrue for an instant to come, or for nothing said.
    """
    now = timezone.now()
    received_at = received_at or now
    if received_at > now + datetime.timedelta(minutes=5):
        raise CannotBeTrue("The contact is dated in the future. Check the day and the time.", "received_date")
    if not in_their_words.strip():
        raise CannotBeTrue("Write what they asked for, in their words.", "in_their_words")
    if submission_token is not None:
        # A form pressed twice waits here for its first press, and then finds what that one made.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [str(submission_token)])
            cursor.execute("SELECT set_config('kith.submission', %s, true)", [str(submission_token)])
        already = Contact.objects.filter(submission_token=submission_token).first()
        if already is not None:
            return already
    contact = Contact.objects.create(
        reference=new_reference(),
        received_at=received_at,
        channel=channel,
        asked_by=asked_by,
        source=source,
        asker_name=asker_name,
        asker_organisation=asker_organisation,
        asker_telephone=asker_telephone,
        asker_email=asker_email,
        safe_to_reply=safe_to_reply,
        in_their_words=in_their_words,
        asks_for_help=asks_for_help,
        worry_about_harm=worry_about_harm,
        team=front_door_team(),
        taken_by=by,
        submission_token=submission_token,
    )
    for stated in people:
        ContactPerson.objects.create(
            contact=contact,
            role=stated.role,
            is_asker=stated.is_asker,
            stated_given_names=stated.given_names,
            stated_family_name=stated.family_name,
            stated_birth_date=stated.birth_date,
            stated_age=stated.age,
            stated_expected_birth_date=stated.expected_birth_date,
            stated_address=stated.address,
            stated_postcode=stated.postcode,
        )
    record_event(
        "front_door.contact_received",
        by=by,
        day=timezone.localdate(received_at),
        at=received_at,
        summary=f"A contact was received: {Channel(channel).label.lower()}.",
        thread=f"contact:{contact.pk}",
        details={"asks_for_help": asks_for_help},
        team_id=contact.team_id,
    )
    return contact


def new_reference() -> str:
    """Return a reference that somebody can read out over the telephone, such as KX7-4HM-2PQ."""
    letters = [secrets.choice(REFERENCE_CHARACTERS) for _ in range(9)]
    return "-".join("".join(letters[start : start + 3]) for start in (0, 3, 6))


def front_door_team() -> Team | None:
    """Return the team that contacts go to."""
    return Team.objects.filter(kind=TeamKind.FRONT_DOOR).order_by("pk").first()
