"""Reviews of care over their pages: from planning to writing up, what came of decisions, the record, and as it was known."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.urls import reverse
from pypdf import PdfReader

from kith.casework.care.models import CareReview, CareReviewChild, ReviewDecision
from kith.casework.care.queries.reviews import review_story
from kith.casework.furniture.known_at import Record
from kith.casework.workforce.models import Worker
from tests.furnishing.care.reviews import ago, decided, found, hold, planned
from tests.furnishing.cast import Cast, find_cast
from tests.furnishing.clients import WorkersClient, acting_as
from tests.furnishing.form_days import day_fields
from tests.furnishing.in_care import CareFamily, three_in_care

ClientFor = Callable[[Worker | None], WorkersClient]


@pytest.fixture
def family(cast: Cast) -> CareFamily:
    """Three brothers and sisters, in care for 120 days."""
    return three_in_care(cast)


def test_what_the_social_worker_reports_is_where_the_chair_starts(
    cast: Cast, family: CareFamily, client_for: ClientFor
) -> None:
    """Written once: the report's words stand in the chair's form; the chair writes it up over the form, decisions and all."""
    eldest, others = family.eldest, family.children[1:]
    hold(planned(cast, family.children, day=ago(60)), cast, family.children, day=ago(60))
    worker = client_for(cast.social_worker)
    plan = reverse("care:plan_review", args=[eldest.pk])
    sent = {
        "children": [child.pk for child in family.children],
        "place": "The library",
        f"wishes_{eldest.pk}": "Not in school time.",
        **day_fields("planned_date", ago(0)),
    }
    answer = worker.post(plan, sent)
    review = CareReviewChild.objects.get(child=eldest, number__isnull=True).review
    assert answer["Location"] == reverse("care:ask_to_review", args=[review.pk])
    page = worker.get(answer["Location"]).content.decode()
    assert "Not in school time." in page
    assert "Iris Ferris" in page
    answer = worker.post(
        answer["Location"],
        {f"ask_p{family.grandmother.pk}": "asked", f"ask_p{family.mother.pk}": "not_asked"},
    )
    assert answer.status_code == 422, "why she is not asked is to be said"
    answer = worker.post(
        reverse("care:ask_to_review", args=[review.pk]), {f"ask_p{family.grandmother.pk}": "asked"}
    )
    assert answer.status_code == 303
    worker.post(
        reverse("care:report_to_review", args=[review.pk]),
        {f"child_{eldest.pk}_child_words": "I am not changing school.", f"child_{eldest.pk}_health": "Well."},
    )
    (nan,) = review.people.all()
    chair = client_for(cast.independent_reviewing_officer)
    hold_page = reverse("care:hold_review", args=[review.pk])
    form = chair.get(hold_page).content.decode()
    assert "I am not changing school." in form
    assert "There is to be a plan by the second review" in form
    sent = {
        **day_fields("held_date", ago(0)),
        "what_was_said": "School.",
        f"came_{nan.pk}": "yes",
        "what_1": "Tell the school",
        "for_1": "all",
        "owner_1": str(cast.social_worker.pk),
        **day_fields("due_1", ago(-7)),
    }
    for child in family.children:
        sent |= {
            f"child_{child.pk}_participation": "PN1",
            f"child_{child.pk}_plan_is_right": "no" if child == eldest else "yes",
            f"child_{child.pk}_child_words": "I am not changing school." if child == eldest else "Nan!",
        }
    refused = chair.post(hold_page, sent)
    assert refused.status_code == 422
    assert "Say what has to change." in refused.content.decode()
    sent[f"child_{eldest.pk}_plan_words"] = "She stays at her school."
    assert chair.post(hold_page, sent).status_code == 303
    assert ReviewDecision.objects.filter(what="Tell the school").count() == 3
    shown = worker.get(reverse("care:review", args=[review.pk])).content.decode()
    assert shown.index("I am not changing school.") < shown.index("Tell the school"), (
        "the child's words first"
    )
    assert "none was decided" in shown
    assert CareReviewChild.objects.get(child=others[0], review=review).number == 2
    assert (
        "stands as it was"
        in worker.get(reverse("care:change_review", args=[review.pk]), follow=True).content.decode()
    )


def test_a_review_is_finished_in_a_second_part(cast: Cast, family: CareFamily, client_for: ClientFor) -> None:
    """What was said is added to; more than 20 working days after the first is said to be late."""
    review = hold(planned(cast, [family.eldest], day=ago(60)), cast, [family.eldest], day=ago(60))
    chair = client_for(cast.independent_reviewing_officer)
    answer = chair.post(
        reverse("care:finish_review", args=[review.pk]),
        {"what_was_said": "And then about Nan.", **day_fields("day", ago(2))},
    )
    assert answer.status_code == 303
    review.refresh_from_db()
    assert review.what_was_said.endswith("\n\nAnd then about Nan.")
    assert review_story(review, [family.eldest], today=ago(0)).second_part_is_late
    assert "Later than 20 working days" in chair.get(answer["Location"]).content.decode()


def test_what_came_of_a_decision_is_told_by_whoever_is_to_do_it(
    cast: Cast, family: CareFamily, client_for: ClientFor
) -> None:
    """Overdue, it stands on the day of the officer and of the worker; done, it is on neither."""
    review = planned(cast, [family.eldest], day=ago(60))
    hold(review, cast, [family.eldest], day=ago(60), decisions=[decided(family.eldest, due_date=ago(3))])
    decision = ReviewDecision.objects.get()
    for worker in (cast.social_worker, cast.independent_reviewing_officer):
        assert "Nan comes to tea" in client_for(worker).get("/").content.decode(), worker
    page = reverse("care:review_decision", args=[review.pk, decision.pk])
    client = client_for(cast.social_worker)
    both = client.post(page, {"not_done_reason": "No bus.", **day_fields("done_date", ago(1))})
    assert both.status_code == 422
    assert client.post(page, day_fields("done_date", ago(1))).status_code == 303
    decision.refresh_from_db()
    assert decision.done_date == ago(1)
    assert "Nan comes to tea" not in client.get("/").content.decode()


def test_the_record_begins_with_a_page_to_the_child_and_has_no_withheld_address(
    cast: Cast, family: CareFamily, client_for: ClientFor
) -> None:
    """Plain words and "you"; the carers' address, however it was typed, is not in it; nor is a brother's part."""
    eldest, micah, _ = family.children
    review = planned(cast, [eldest, micah], day=ago(2), place="12 Cedar Walk")
    hold(
        review, cast, [eldest, micah], day=ago(2),
        children={
            eldest.pk: found(carers_words="She walks home to 12 cedar walk, E81EA by herself."),
            micah.pk: found(child_words="I am scared of the dog."),
        },
        decisions=[decided(eldest, what="Kezia has a bicycle")],
    )  # fmt: skip
    answer = client_for(cast.social_worker).get(reverse("care:review_pdf", args=[review.pk, eldest.pk]))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]
    assert "Dear Kezia" in pages[0]
    assert "You were there and spoke for yourself." in pages[0]
    assert "Kezia has a bicycle" in pages[0]
    assert "The record of the review" not in pages[0]
    whole = " ".join(" ".join(pages).split())
    assert "She walks home to [left out] by herself." in whole
    for hidden in ("cedar walk", "e81ea", "e8 1ea", "scared of the dog"):
        assert hidden not in whole.lower(), hidden
    assert client_for(cast.outsider).get(answer.wsgi_request.path).status_code == 403


def test_a_review_is_read_as_it_was_known(committed_database: str) -> None:
    """Before it was written up it was planned, and what it found was known to nobody."""

    cast = find_cast()
    family = three_in_care(cast)

    def now() -> datetime.datetime:
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            (instant,) = cursor.fetchone()
            return instant

    review = planned(cast, family.children, day=ago(1))
    before = now()
    hold(review, cast, family.children, day=ago(1), decisions=[decided(family.eldest)])
    after = now()
    for instant, status, words in (
        (before, "Planned", ["", "", ""]),
        (after, "Held", [found().child_words] * 3),
    ):
        record = Record(instant)
        with acting_as(cast.social_worker):
            known = record.rows(CareReview).get(id=review.pk)
            story = review_story(known, family.children, today=ago(0), record=record)
        assert story.status == status
        assert [told.part.child_words for told in story.parts] == words
        assert (story.parts[0].before is not None) == (status == "Planned")
