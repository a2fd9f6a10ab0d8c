"""Unsent text is never lost: kept as it is typed, found after signing in again, and read by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from kith.casework.furniture.drafts import DraftKey
from kith.casework.furniture.models import Draft
from kith.casework.timeline.models import Note
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient

ClientFor = Callable[[Worker | None], WorkersClient]


def note_about(cast: Cast, **changes: Any) -> dict[str, Any]:
    """What the note form holds part of the way through writing."""
    today = timezone.localdate()
    path = f"/people/{cast.child.pk}/notes/add/"
    return {
        "draft_key": DraftKey(cast.social_worker.pk, "views.WriteNote", path).signed(),
        "people": [cast.child.pk], "kind": "visit", "title": "After school", "text": "We talked for an hour about",
        "day_0": today.day, "day_1": today.month, "day_2": today.year, **changes,
    }  # fmt: skip


def key_on_the_page(page: str) -> str:
    """Return the draft key that a form carries."""
    return page.split('name="draft_key" value="')[1].split('"')[0]


def test_what_is_typed_is_kept_and_found_again(cast: Cast, client_for: ClientFor) -> None:
    """The form comes back with the text in it and says since when."""
    client = client_for(cast.social_worker)
    path = f"/people/{cast.child.pk}/notes/add/"
    key = key_on_the_page(client.get(path).content.decode())
    answer = client.post("/drafts/", note_about(cast, draft_key=key))
    assert answer.json()["saved"] is True
    page = client_for(cast.social_worker).get(path).content.decode()
    assert "We talked for an hour about" in page
    assert "We kept what you had typed" in page
    client.get(f"{path}?draft=discard")
    assert not Draft.objects.exists()


def test_text_typed_after_the_session_ended_is_kept_too(cast: Cast, client_for: ClientFor) -> None:
    """The key may save for its owner, signed in or not; only its owner, signed in, reads it."""
    path = f"/people/{cast.child.pk}/notes/add/"
    key = key_on_the_page(client_for(cast.social_worker).get(path).content.decode())
    kept = client_for(None).post("/drafts/", note_about(cast, draft_key=key)).json()
    assert (kept["saved"], kept["signed_in"]) == (True, False)
    assert "We talked for an hour" not in client_for(cast.family_help_practitioner).get(path).content.decode()
    assert "We talked for an hour" in client_for(cast.social_worker).get(path).content.decode()


def test_a_form_sent_after_signing_out_is_kept_and_leads_to_sign_in(
    cast: Cast, client_for: ClientFor
) -> None:
    """Nothing is written to the record, and nothing is lost."""
    path = f"/people/{cast.child.pk}/notes/add/"
    key = key_on_the_page(client_for(cast.social_worker).get(path).content.decode())
    answer = client_for(None).post(path, note_about(cast, draft_key=key))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/?next=")
    assert not Note.objects.exists()
    assert "We talked for an hour" in client_for(cast.social_worker).get(path).content.decode()


def test_a_forged_key_keeps_nothing(cast: Cast, client_for: ClientFor) -> None:
    """A key that we did not sign is refused with a sentence."""
    answer = client_for(None).post("/drafts/", note_about(cast, draft_key="W10:forged"))
    assert answer.status_code == 400
    assert not Draft.objects.exists()


def test_a_form_that_was_sent_leaves_no_draft(cast: Cast, client_for: ClientFor) -> None:
    """Once it is on the record the draft is gone."""
    client = client_for(cast.social_worker)
    path = f"/people/{cast.child.pk}/notes/add/"
    key = key_on_the_page(client.get(path).content.decode())
    client.post("/drafts/", note_about(cast, draft_key=key))
    assert (
        client.post(
            path, note_about(cast, draft_key=key, text="We talked for an hour about school.")
        ).status_code
        == 303
    )
    assert not Draft.objects.exists()


def test_two_people_editing_one_thing_are_shown_both(cast: Cast, client_for: ClientFor) -> None:
    """The second to save sees what the first saved beside their own, and can save after that."""
    path = f"/people/{cast.child.pk}/own-words/"
    first, second = client_for(cast.social_worker), client_for(cast.family_help_practitioner)
    version = first.get(path).content.decode().split('name="version" value="')[1].split('"')[0]
    today = timezone.localdate()
    words = {
        "said_date_0": today.day,
        "said_date_1": today.month,
        "said_date_2": today.year,
        "version": version,
    }
    assert first.post(path, {**words, "words": "I like football."}).status_code == 303
    answer = second.post(path, {**words, "words": "I like drawing."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "I like football." in page
    assert "I like drawing." in page
    newer = page.split('name="version" value="')[1].split('"')[0]
    assert second.post(path, {**words, "words": "I like both.", "version": newer}).status_code == 303
    cast.child.refresh_from_db()
    assert cast.child.in_their_words == "I like both."
