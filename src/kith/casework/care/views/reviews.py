"""A review of care: its page, and what comes before it is held."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.care.access import OpenCareProcess, open_care_process
from kith.casework.care.access_reviews import open_review_to_write
from kith.casework.care.actions import reviews as actions
from kith.casework.care.forms import review as forms
from kith.casework.care.models import CareReview, CareReviewChild, ReviewStatus
from kith.casework.care.queries.review_people import could_be_asked
from kith.casework.care.queries.reviews import review_story
from kith.casework.care.workflows.review import REVIEW
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.known_at_pages import show_as_known
from kith.casework.furniture.pages import for_workers
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker

OpenReview = OpenCareProcess[CareReview]


@for_workers
def review_page(request: HttpRequest, worker: Worker, care_review_id: int) -> HttpResponse:
    """A review: what everybody needs before it, or what it found and decided, the child's words first."""
    opened = open_care_process(worker, CareReview, care_review_id, page="care:review")
    return _show(request, worker, opened, NOW)


@for_workers
def review_known_at(request: HttpRequest, worker: Worker, care_review_id: int) -> HttpResponse:
    """The same page as it stood at an earlier instant."""
    opened = open_care_process(worker, CareReview, care_review_id, page="care:review_known_at")
    return show_as_known(
        request,
        CareReview,
        care_review_id,
        what="Review of care",
        back=(reverse("care:review", args=[care_review_id]), "the review"),
        not_yet="There was no such review yet. Enter a later day.",
        show=lambda known, record: _show(
            request, worker, OpenCareProcess(known, opened.children, opened.rights), record
        ),
    )


def _show(request: HttpRequest, worker: Worker, opened: OpenReview, record: Record) -> HttpResponse:
    review, is_now, today = opened.process, record.instant is None, timezone.localdate()
    readable = [one for one in opened.children if Right.READ_RECORD in opened.rights[one.pk]]
    story = review_story(review, readable, today=today, record=record)
    is_chair = review.chair_id == worker.pk
    writes = is_now and worker.role != Role.PARTNER and (opened.may_write or is_chair)
    first = story.parts[0].child if story.parts else None
    return render(
        request,
        "care/reviews/review.html",
        {
            "review": review,
            "care_review_id": review.id,
            "story": story,
            "known_at": record.instant,
            "hidden_children": opened.hidden_children,
            "is_chair": is_chair,
            "may_write": writes,
            "may_hold": is_now and is_chair and story.is_planned and review.planned_date <= today,
            "may_finish": is_now and is_chair and story.is_held and review.finished_later_date is None,
            "may_tell": is_now and worker.role != Role.PARTNER and (opened.may_write or is_chair),
            "may_print": is_now and story.is_held,
            "today": record.on(today),
            "back": (reverse("care:child", args=[first.pk]), f"{first.display_name} in care")
            if first
            else None,
        },
    )


class AboutReview(FormPage):
    """A form about a review that is planned, by whoever may write on a child in it or chairs it."""

    needs: ClassVar[str] = ReviewStatus.PLANNED
    opened: OpenReview
    template = "care/reviews/about.html"

    def load(self, care_review_id: int, **kwargs: Any) -> None:
        """Open the review."""
        self.opened = open_review_to_write(self.worker, care_review_id, page=f"care:{type(self).__name__}")
        self.edited = self.review

    @property
    def review(self) -> CareReview:
        """The review."""
        return self.opened.process

    @property
    def writable(self) -> list[Person]:
        """The children in it of whom the worker may write: its chair, of each whose record they may read."""
        right = Right.READ_RECORD if self.review.chair_id == self.worker.pk else Right.WRITE_RECORD
        return [child for child in self.opened.children if right in self.opened.rights[child.pk]]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form, unless the review is past it or not there yet."""
        if self.review.status != self.needs:
            sentence = REVIEW.why_not.get((self.review.status, ""))
            messages.info(request, sentence or "The review has not been held yet. Write it up first.")
            return HttpResponseRedirect(self.page())
        return super().get(request, **kwargs)

    def page(self) -> str:
        """Return the review's page."""
        return reverse("care:review", args=[self.review.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to the review."""
        return self.page(), "the review"

    def context(self) -> dict[str, Any]:
        """Say which review it is, and whose."""
        return {
            "review": self.review,
            "children": self.opened.children,
            "hidden_children": self.opened.hidden_children,
        }

    def act(self, form: KithForm) -> str:
        """Do it, and go back to the review."""
        self.do(form)
        return self.page()

    def do(self, form: KithForm) -> None:
        """Call the one action."""
        raise NotImplementedError


class ChangeReview(AboutReview):
    """The day, the place, or whom it is about."""

    form_class = forms.PlanReviewForm
    title = "Change what is planned"
    done = "What is planned is changed."

    def form_arguments(self) -> dict[str, Any]:
        """Offer the children in it."""
        return {"among": self.writable}

    def initial(self) -> dict[str, Any]:
        """Start with what is planned."""
        wishes = {
            f"wishes_{part.child_id}": part.wishes
            for part in CareReviewChild.objects.filter(review=self.review)
        }
        return {
            "children": [str(child.pk) for child in self.writable],
            "planned_date": self.review.planned_date,
            "place": self.review.place,
            "why_early": self.review.why_early,
            **wishes,
        }

    def do(self, form: KithForm) -> None:
        """Change it; children of whom the worker may not write stay in it."""
        assert isinstance(form, forms.PlanReviewForm)
        data = form.cleaned_data
        own = {child.pk for child in self.writable}
        others = [child.pk for child in self.opened.children if child.pk not in own]
        actions.change_review(
            review=self.review,
            planned_date=data["planned_date"],
            place=data["place"],
            why_early=data["why_early"],
            keep=[*(int(number) for number in data["children"]), *others],
            wishes=form.wishes(),
            by=self.worker,
        )


class AskToReview(AboutReview):
    """Whom to ask and whom not."""

    form_class = forms.AskToReviewForm
    title = "Who is asked to the review?"
    done = "Who is asked is written down."
    template = "care/reviews/ask.html"

    def load(self, care_review_id: int, **kwargs: Any) -> None:
        """Open the review and find who is around the children."""
        super().load(care_review_id, **kwargs)
        self.edited = None  # the list is added to: nobody's row is changed
        self.people = could_be_asked(self.review, self.writable, timezone.localdate())

    def form_arguments(self) -> dict[str, Any]:
        """Offer those who are not on the list."""
        return {"people": self.people}

    def context(self) -> dict[str, Any]:
        """Show what each child wants."""
        wishes = (
            CareReviewChild.objects.filter(review=self.review, child__in=self.writable)
            .exclude(wishes="")
            .select_related("child")
        )
        return {**super().context(), "wishes": list(wishes)}

    def do(self, form: KithForm) -> None:
        """Put them on the list."""
        assert isinstance(form, forms.AskToReviewForm)
        actions.ask_to_review(review=self.review, people=form.asked(), by=self.worker)


class ReportToReview(AboutReview):
    """What the social worker writes before the review."""

    form_class = forms.ReportForm
    title = "Report to the review"
    done = "The report is kept. The reviewing officer reads it before the review."
    template = "care/reviews/report.html"

    def form_arguments(self) -> dict[str, Any]:
        """Ask about each child of whom the worker may write."""
        return {"among": self.writable}

    def initial(self) -> dict[str, Any]:
        """Start with what is written already."""
        return {
            f"child_{part.child_id}_{name}": getattr(part, name)
            for part in CareReviewChild.objects.filter(review=self.review)
            for name, _, _ in forms.REPORT_FIELDS
        }

    def do(self, form: KithForm) -> None:
        """Keep it."""
        assert isinstance(form, forms.ReportForm)
        actions.report_to_review(review=self.review, reports=form.reports(), by=self.worker)


class NotHeld(AboutReview):
    """A planned review was not held."""

    form_class = forms.NotHeldForm
    title = "The review was not held"
    done = "That it was not held is recorded. Plan another."

    def do(self, form: KithForm) -> None:
        """Record it."""
        actions.not_held(review=self.review, reason=form.cleaned_data["reason"], by=self.worker)
