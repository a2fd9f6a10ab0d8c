"""Writing up a review of care, its second part, what came of what it decided, and its record."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from kith.casework.access import audit
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right
from kith.casework.care.access import OpenCareProcess, open_care_process
from kith.casework.care.access_reviews import open_decision, open_review_for_chair
from kith.casework.care.actions import holding_review as actions
from kith.casework.care.actions.review_decisions import tell_decision
from kith.casework.care.forms.hold_review import HoldReviewForm
from kith.casework.care.forms.review import DecisionForm, SecondPartForm
from kith.casework.care.models import CareReview, ReviewDecision, ReviewStatus
from kith.casework.care.queries.review_people import workers_around
from kith.casework.care.queries.reviews import review_story
from kith.casework.care.review_printed import printed
from kith.casework.care.views.reviews import AboutReview
from kith.casework.furniture import pdf
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.workforce.models import Worker


class HoldReview(AboutReview):
    """The review as it ran, by its chair alone."""

    form_class = HoldReviewForm
    title = "Write up the review"
    submit = "Record the review and what it decided"
    done = "The review is recorded. Talk with each child about the page written to them."
    template = "care/reviews/hold.html"

    def load(self, care_review_id: int, **kwargs: Any) -> None:
        """Open the review for its chair."""
        self.opened = open_review_for_chair(self.worker, care_review_id, page="care:hold_review")
        self.edited = self.review
        self.story = review_story(self.review, self.writable, today=timezone.localdate())

    def form_arguments(self) -> dict[str, Any]:
        """Ask about each child and everybody who was asked."""
        children = [told.child.pk for told in self.story.parts]
        around = workers_around(children, timezone.localdate())
        return {
            "parts": self.story.parts,
            "people": self.story.asked,
            "owners": [*around, (self.worker, "Reviewing officer")],
            "planned_date": self.review.planned_date,
        }

    def initial(self) -> dict[str, Any]:
        """Start with the day that was planned, or today."""
        return {"held_date": min(self.review.planned_date, timezone.localdate())}

    def context(self) -> dict[str, Any]:
        """Show what everybody needs."""
        return {**super().context(), "story": self.story}

    def do(self, form: KithForm) -> None:
        """Record it."""
        assert isinstance(form, HoldReviewForm)
        data = form.cleaned_data
        actions.hold_review(
            review=self.review,
            held_date=data["held_date"],
            children=form.found(),
            came=form.came(),
            decisions=form.decided(),
            what_was_said=data["what_was_said"],
            late_reason=data["late_reason"],
            by=self.worker,
        )


class SecondPart(AboutReview):
    """The second part of a review, on another day."""

    form_class = SecondPartForm
    title = "The second part of the review"
    done = "The second part is recorded."
    needs = ReviewStatus.HELD

    def load(self, care_review_id: int, **kwargs: Any) -> None:
        """Open the review for its chair."""
        self.opened = open_review_for_chair(self.worker, care_review_id, page="care:finish_review")
        self.edited = self.review

    def do(self, form: KithForm) -> None:
        """Record it."""
        data = form.cleaned_data
        actions.finish_review(
            review=self.review, day=data["day"], what_was_said=data["what_was_said"], by=self.worker
        )


class TellDecision(FormPage):
    """What came of something that a review decided."""

    form_class = DecisionForm
    title = "What came of it?"
    done = "What came of it is recorded."
    template = "care/reviews/decision.html"
    opened: OpenCareProcess[CareReview]
    decision: ReviewDecision

    def load(self, care_review_id: int, review_decision_id: int, **kwargs: Any) -> None:
        """Open the decision."""
        self.opened, self.decision = open_decision(
            self.worker, care_review_id, review_decision_id, page="care:review_decision"
        )

    def initial(self) -> dict[str, Any]:
        """Start with what was said before."""
        return {"done_date": self.decision.done_date, "not_done_reason": self.decision.not_done_reason}

    def context(self) -> dict[str, Any]:
        """Say what was decided, for whom."""
        return {"decision": self.decision, "child": self.decision.part.child}

    def back(self) -> tuple[str, str]:
        """Lead back to the review."""
        return reverse("care:review", args=[self.opened.process.pk]), "the review"

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        tell_decision(
            decision=self.decision,
            done_date=data["done_date"],
            not_done_reason=data["not_done_reason"],
            by=self.worker,
        )
        return self.back()[0]


@for_workers
def review_pdf(request: HttpRequest, worker: Worker, care_review_id: int, person_id: int) -> HttpResponse:
    """The record of a review for one child, with a page written to them, as a PDF. Of no other child in it."""
    opened = open_care_process(worker, CareReview, care_review_id, page="care:review_pdf")
    review = opened.process
    readable = [
        child
        for child in opened.children
        if child.pk == person_id and Right.READ_RECORD in opened.rights[child.pk]
    ]
    if not readable or review.status != ReviewStatus.HELD:
        raise Http404("There is no record of this review for this child.")
    now = timezone.now()
    story = review_story(review, readable, today=timezone.localdate(now))
    made = printed(story, story.parts[0], made_at=now)
    audit.record(worker_id=worker.pk, verb=AuditVerb.EXPORT, what="care:review_pdf", subjects=[person_id])
    return pdf.as_attachment(made, "review-of-care", timezone.localdate(now))
