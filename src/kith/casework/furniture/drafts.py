"""Unsent text, kept within seconds of a pause and found again after the session has ended.

A form carries a signed key that says whose draft it is. The key may only save, never read, so that text typed as a
session runs out is kept although nobody is signed in any more; reading it takes the same person signing in again.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import QueryDict
from django.utils import timezone

from kith.casework.furniture.models import Draft

SALT = "kith.draft"
KEY_LASTS = datetime.timedelta(hours=12)
NEVER_KEPT = {"csrfmiddlewaretoken", "draft_key", "password", "version"}
LARGEST_DRAFT = 200_000  # characters


@dataclass(frozen=True)
class DraftKey:
    """Whose draft, of which form, about what."""

    worker_id: int
    form: str
    about: str

    def signed(self) -> str:
        """Return the key as it travels in a form."""
        return signing.dumps([self.worker_id, self.form, self.about], salt=SALT)


def read_key(signed: str) -> DraftKey | None:
    """Return the key that a form carried, or None for one that is not ours or too old."""
    try:
        worker_id, form, about = signing.loads(signed, salt=SALT, max_age=KEY_LASTS)
    except signing.BadSignature:
        return None
    return DraftKey(worker_id, form, about)


def save(key: DraftKey, posted: QueryDict) -> Draft | None:
    """Keep what was typed, in place of what was kept before; nothing for an empty form or one too large."""
    data: dict[str, list[str]] = {
        name: [str(value) for value in values] for name, values in posted.lists() if name not in NEVER_KEPT
    }
    size = sum(len(value) for values in data.values() for value in values)
    if not size or size > LARGEST_DRAFT:
        return None
    draft, _ = Draft.objects.update_or_create(
        worker_id=key.worker_id,
        form=key.form,
        about=key.about,
        defaults={"data": data, "saved_at": timezone.now()},
    )
    return draft


def find(key: DraftKey) -> Draft | None:
    """Return the draft of a form, if there is one."""
    return Draft.objects.filter(worker_id=key.worker_id, form=key.form, about=key.about).first()


def discard(key: DraftKey) -> None:
    """Remove a draft: its form was sent, or the person does not want it."""
    Draft.objects.filter(worker_id=key.worker_id, form=key.form, about=key.about).delete()


def as_posted(draft: Draft) -> QueryDict:
    """Return a draft as a form's data."""
    data = QueryDict(mutable=True)
    for name, values in draft.data.items():
        data.setlist(name, values)
    return data


def initial_of(form: Any, draft: Draft) -> None:
    """Put a draft's text into a fresh form without validating it."""
    posted = as_posted(draft)
    for name, field in form.fields.items():
        if name in NEVER_KEPT:
            continue
        value = field.widget.value_from_datadict(posted, {}, form.add_prefix(name))
        if value not in (None, "", []):
            form.initial[name] = value
