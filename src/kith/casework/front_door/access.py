"""Opening a contact: hidden once it is about somebody whose record the worker may not open."""

from __future__ import annotations

from django.db import connection
from django.http import Http404

from kith.casework.access import audit
from kith.casework.access.loading import AccessRefused, require
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right
from kith.casework.front_door.models import Contact
from kith.casework.workforce.models import Worker


def open_contact(
    worker: Worker, contact_id: int, right: Right = Right.TAKE_CONTACTS, *, page: str
) -> Contact:
    """Return a contact that the worker's role may use so, and whose people they may open.

    Raises AccessRefused, or Http404 for no such contact.
    """
    require(worker, right)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_contact_standing(%s)", [contact_id])
        standing = cursor.fetchone()[0]
    if standing == "absent":
        raise Http404("There is no such contact.")
    if standing == "hidden":
        raise AccessRefused(right)
    contact = Contact.objects.select_related("team", "taken_by", "family").get(pk=contact_id)
    people = [number for number in contact.people.values_list("person_id", flat=True) if number]
    audit.record(worker_id=worker.pk, verb=AuditVerb.VIEW, what=page, subjects=people)
    return contact
