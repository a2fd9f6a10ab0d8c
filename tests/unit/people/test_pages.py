"""The people room's pages ask the database few questions, however much there is to tell."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.casework.people.actions import details, relations
from kith.casework.timeline.actions.notes import WrittenPassage, write_note
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient, acting_as

TODAY = timezone.localdate()


@pytest.fixture
def lively(cast: Cast) -> Cast:
    """The cast, with plenty on the child's record."""
    worker = cast.social_worker
    for number in range(6):
        with acting_as(worker):
            details.move_home(people=[cast.child, cast.mother], lines=f"{number} Elm Row", town="London", postcode="E8 1EA",
                              start_date=TODAY - datetime.timedelta(days=600 - number * 50), by=worker)  # fmt: skip
            relations.add_to_network(
                child=cast.child, kind="friend", member_name=f"Friend {number}", offers="Tea", by=worker
            )
            write_note(kind="visit", title=f"Visit {number}", day=TODAY, people=[cast.child.pk, cast.mother.pk],
                       passages=[WrittenPassage("To all."), WrittenPassage("To one.", about=(cast.child.pk,))], by=worker)  # fmt: skip
    with acting_as(worker):
        details.describe(
            person=cast.child, kind="language", code="yor", own_words="", start_date=TODAY, by=worker
        )
        details.add_identifier(
            person=cast.child, kind="nhs", value="9434765919", source="", verified=True, by=worker
        )
    return cast


@pytest.mark.parametrize(
    "page",
    [
        "/people/{child}/",
        "/families/{family}/",
        "/people/{child}/chronology/",
        "/people/{child}/notes/",
        "/",
        "/search/?q=okafor",
        "/contacts/add/",
    ],
)
def test_a_page_asks_at_most_twenty_five_questions(
    lively: Cast, client_for: Callable[[Worker | None], WorkersClient], page: str
) -> None:
    """The design's number, session and log included."""
    client = client_for(lively.social_worker)
    path = page.format(child=lively.child.pk, family=lively.family.pk)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200
    questions = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert len(questions) <= 25, "\n".join(question[:150] for question in questions)


def test_the_story_is_told(lively: Cast, client_for: Callable[[Worker | None], WorkersClient]) -> None:
    """What was recorded is on the page, as a person would look for it."""
    page = client_for(lively.social_worker).get(f"/people/{lively.child.pk}/").content.decode()
    for words in (
        "5 Elm Row",
        "Earlier addresses",
        "Friend 3",
        "Yoruba",
        "9434765919",
        "Visit 5",
        "To one.",
        lively.mother.display_name,
    ):
        assert words in page
