"""What the people around a child offer and have done, written once for brothers and sisters who share them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kith.casework.family_help.models import FamilyNetworkMeeting, NetworkHelp, NetworkOffer
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.actions.relations import add_to_network
from kith.casework.people.models import NetworkKind, NetworkMember, Person
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker


@transaction.atomic
def add_offer(
    *,
    members: Sequence[NetworkMember],
    what: str,
    start_date: datetime.date,
    by: Worker,
    meeting: FamilyNetworkMeeting | None = None,
) -> list[NetworkOffer]:
    """Record what somebody offers, for each child in whose network they are.

    `members` are the same person's places, one for each child. Raises CannotBeTrue for a day to come, for somebody
    who is no longer around the child, and for what they offer already.
    """
    what = " ".join(what.split())
    _check_around(members)
    if not what:
        raise CannotBeTrue("Say what they offer.", "what")
    if start_date > timezone.localdate():
        raise CannotBeTrue("This day has not come yet. Enter the day on which they offered it.", "start_date")
    same = NetworkOffer.objects.filter(member__in=members, what__iexact=what, end_date__isnull=True)
    already = set(same.values_list("member_id", flat=True))
    wanted = [member for member in members if member.pk not in already]
    if not wanted:
        raise CannotBeTrue("This is among what they offer already.", "what")
    offers = [
        NetworkOffer.objects.create(member=member, what=what, start_date=start_date, meeting=meeting)
        for member in wanted
    ]
    _record(
        "family_help.network_offered", wanted, by=by, day=start_date,
        summary="Somebody around them offered to help.",
        details={"offers": [offer.pk for offer in offers], **({"meeting": meeting.pk} if meeting else {})},
    )  # fmt: skip
    return offers


@transaction.atomic
def end_offer(*, offers: Sequence[NetworkOffer], end_date: datetime.date, by: Worker) -> None:
    """Record the first day on which what somebody offered no longer holds, for each child for whom it was offered."""
    locked = list(
        NetworkOffer.objects.select_for_update(of=("self",))
        .filter(pk__in=[offer.pk for offer in offers])
        .select_related("member")
    )
    if end_date > timezone.localdate():
        raise CannotBeTrue("This day has not come yet. Enter today or a day before.", "end_date")
    for offer in locked:
        if offer.end_date is not None:
            raise CannotBeTrue(f"This offer ended on {offer.end_date:%-d %B %Y} already.")
        if end_date <= offer.start_date:
            raise CannotBeTrue(
                f"They offered this on {offer.start_date:%-d %B %Y}. Enter a later day.", "end_date"
            )
    NetworkOffer.objects.filter(pk__in=[offer.pk for offer in locked]).update(end_date=end_date)
    _record(
        "family_help.network_offer_ended", [offer.member for offer in locked], by=by, day=end_date,
        summary="What somebody around them offered came to an end.",
        details={"offers": [offer.pk for offer in locked]},
    )  # fmt: skip


@transaction.atomic
def record_help(
    *,
    members: Sequence[NetworkMember],
    what: str,
    day: datetime.date,
    by: Worker,
    offers: Sequence[NetworkOffer] = (),
) -> list[NetworkHelp]:
    """Record what somebody did on a day, for each child for whom they did it, and that they were in touch then.

    `offers` are what they kept by it, at most one for each of `members`. Raises CannotBeTrue for a day to come, and
    for what is written down already.
    """
    what = " ".join(what.split())
    _check_around(members)
    if not what:
        raise CannotBeTrue("Say what they did.", "what")
    if day > timezone.localdate():
        raise CannotBeTrue("This day has not come yet. Record what they did once they have done it.", "day")
    kept = {offer.member_id: offer for offer in offers}
    for offer in kept.values():
        if day < offer.start_date:
            raise CannotBeTrue(
                f"They offered this on {offer.start_date:%-d %B %Y}. Enter that day or a later one, or choose no offer.",
                "day",
            )
    same = NetworkHelp.objects.filter(member__in=members, what__iexact=what, day=day)
    already = set(same.values_list("member_id", flat=True))
    members = [member for member in members if member.pk not in already]
    if not members:
        raise CannotBeTrue("This is on the record already for that day.", "what")
    rows = [
        NetworkHelp.objects.create(member=member, offer=kept.get(member.pk), what=what, day=day)
        for member in members
    ]
    NetworkMember.objects.filter(
        Q(last_in_touch_date__isnull=True) | Q(last_in_touch_date__lt=day), pk__in=[m.pk for m in members]
    ).update(last_in_touch_date=day)
    _record(
        "family_help.network_helped", members, by=by, day=day, summary="Somebody around them helped.",
        details={"help": [row.pk for row in rows]},
    )  # fmt: skip
    return rows


@transaction.atomic
def places_around(
    children: Sequence[Person], *, person: Person | None, name: str, relation: str, by: Worker
) -> list[NetworkMember]:
    """Return somebody's place in the network of each child, adding them where they are not in it yet.

    A child is not in their own network.
    """
    who = Q(member=person) if person is not None else Q(member__isnull=True, member_name__iexact=name.strip())
    known = {
        member.child_id: member
        for member in NetworkMember.objects.filter(who, child__in=children, end_date__isnull=True)
    }
    for child in children:
        if child.pk not in known and (person is None or child.pk != person.pk):
            known[child.pk] = add_to_network(
                child=child,
                kind=kind_from(relation),
                member=person,
                member_name=name,
                description=relation,
                by=by,
            )
    return list(known.values())


def kind_from(relation: str) -> NetworkKind:
    """Return what somebody is to a child's life, from how the family says who they are."""
    said = relation.lower()
    for word, kind in (
        ("neighbour", NetworkKind.NEIGHBOUR),
        ("friend", NetworkKind.FRIEND),
        ("teacher", NetworkKind.PROFESSIONAL),
        ("worker", NetworkKind.PROFESSIONAL),
        ("nurse", NetworkKind.PROFESSIONAL),
    ):
        if word in said:
            return kind
    return NetworkKind.RELATIVE


def _check_around(members: Sequence[NetworkMember]) -> None:
    if not members:
        raise CannotBeTrue("Choose at least one child whom this is about.", "children")
    # Locked, so that of two people writing the same down at once the second is told.
    numbers = [member.pk for member in members]
    for member in NetworkMember.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk"):
        if member.end_date is not None:
            raise CannotBeTrue(
                f"They have not been among the people around the child since {member.end_date:%-d %B %Y}."
                " Add them again first."
            )


def _record(
    kind: str,
    members: Sequence[NetworkMember],
    *,
    by: Worker,
    day: datetime.date,
    summary: str,
    details: dict[str, object],
) -> None:
    children = sorted({member.child_id for member in members})
    record_event(
        kind,
        by=by,
        day=day,
        about=children,
        summary=summary,
        thread=f"person:{children[0]}" if len(children) == 1 else "",
        details=details,
    )
