"""A young person who is missing: all the times in order, one of them, and the forms of each of its moves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.people.access import open_person
from kith.casework.people.models import Person
from kith.casework.people.views.changing import PersonFormPage
from kith.casework.plans.queries import open_plan_of
from kith.casework.protection.access_outside import OpenOfAChild, open_of_child
from kith.casework.protection.actions import missing as actions
from kith.casework.protection.forms import missing as forms
from kith.casework.protection.models import MissingEpisode
from kith.casework.protection.queries.missing import (
    call_address,
    family_of,
    missing_story,
    one_episode,
    over_time,
)
from kith.casework.protection.workflows.return_interview import InterviewState
from kith.casework.workforce.models import Worker


@for_workers
def missing_page(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """Every time that a young person was missing, with a simple picture over time."""
    child = open_person(worker, person_id, Right.READ_RECORD, page="protection:missing")
    now = timezone.now()
    story = missing_story(child.pk, now=now)
    may_write = Right.WRITE_RECORD in child.rights  # type: ignore[attr-defined]
    return render(
        request,
        "protection/outside/missing.html",
        {
            "child": child,
            "story": story,
            "months": over_time(story, timezone.localdate()),
            "call_address": call_address(family_of(child.pk))
            if story.asks_for_strategy and may_write
            else "",
            "may_write": may_write,
            "back": (reverse("protection:harm_outside_home", args=[child.pk]), "harm outside the home"),
        },
    )


@for_workers
def episode_page(request: HttpRequest, worker: Worker, missing_id: int) -> HttpResponse:
    """One time that a young person was missing, and the talk after it, with the next step as the one button."""
    opened = open_of_child(worker, MissingEpisode, missing_id, page="protection:missing_episode")
    shown = one_episode(opened.row, timezone.now())
    family = family_of(opened.child.pk)
    return render(
        request,
        "protection/outside/episode.html",
        {
            "child": opened.child,
            "episode": opened.row,
            "shown": shown,
            "next_address": reverse(f"protection:{shown.next[0]}", args=[missing_id])
            if opened.may_write and shown.next
            else "",
            "may_write": opened.may_write,
            "may_change_mind": opened.may_write
            and shown.interview_state in (InterviewState.ACCEPTED, InterviewState.DECLINED),
            "plan": open_plan_of(family.pk)
            if family and shown.interview_state == InterviewState.HELD
            else None,
            "back": (reverse("protection:missing", args=[opened.child.pk]), "every time they were missing"),
        },
    )


class ReportMissing(PersonFormPage):
    """A child is missing."""

    form_class = forms.ReportMissingForm
    title = "Report that they are missing"
    submit = "Report"
    done = "It is recorded. If the child is in danger now, call 999."

    def page_title(self) -> str:
        """Name the child."""
        return f"Report that {self.person.display_name} is missing"

    def initial(self) -> dict[str, Any]:
        """We are told now."""
        return {"kind": "M", **forms.at(timezone.now(), "told_us_at")}

    def act(self, form: KithForm) -> str:
        """Record it."""
        assert isinstance(form, forms.ReportMissingForm)
        data = form.cleaned_data
        episode = actions.report_missing(
            child=self.person,
            kind=data["kind"],
            missing_since=form.the_instant("missing_since"),
            by=self.worker,
            **_known(form),
        )
        return reverse("protection:missing_episode", args=[episode.pk])


def _known(form: forms.AddToEpisodeForm) -> dict[str, Any]:
    """Return what both forms of an episode ask for."""
    data = form.cleaned_data
    words = ("missing_from", "who_told_us", "police_reference", "risk", "what_is_known")
    return {
        **{name: data[name] for name in words},
        **{name: form.instant(name) for name in forms.AddToEpisodeForm.instants},
    }


class EpisodeFormPage(FormPage):
    """A form about one time that a young person was missing."""

    template = "protection/outside/about_episode.html"
    opened: OpenOfAChild[MissingEpisode]

    def load(self, missing_id: int, **kwargs: Any) -> None:
        """Open the child's record to write on. The episode is what is edited."""
        name = f"protection:{type(self).__name__}"
        self.opened = open_of_child(self.worker, MissingEpisode, missing_id, Right.WRITE_RECORD, page=name)
        self.edited = self.opened.row

    @property
    def episode(self) -> MissingEpisode:
        """The episode."""
        return self.opened.row

    @property
    def child(self) -> Person:
        """The child."""
        return self.opened.child

    def page(self) -> str:
        """Return the episode's page."""
        return reverse("protection:missing_episode", args=[self.episode.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to the episode."""
        return self.page(), "the time that they were missing"

    def context(self) -> dict[str, Any]:
        """Say whom and which time it is about."""
        return {"child": self.child, "shown": one_episode(self.episode, timezone.now())}


class AddToEpisode(EpisodeFormPage):
    """More has become known."""

    form_class = forms.AddToEpisodeForm
    title = "Add to what is known"
    done = "It is added."

    def initial(self) -> dict[str, Any]:
        """Start with what is known."""
        episode = self.episode
        words = ("missing_from", "who_told_us", "police_reference", "risk", "what_is_known")
        started = {name: getattr(episode, name) for name in words}
        for name in forms.AddToEpisodeForm.instants:
            started |= forms.at(getattr(episode, name), name)
        return started

    def act(self, form: KithForm) -> str:
        """Add it."""
        assert isinstance(form, forms.AddToEpisodeForm)
        actions.add_to_episode(episode=self.episode, by=self.worker, **_known(form))
        return self.page()


class RecordFound(EpisodeFormPage):
    """They were found, or came back."""

    form_class = forms.FoundForm
    title = "Record that they were found"
    done = "They are back. Now offer a talk with somebody independent, in 72 hours."

    def initial(self) -> dict[str, Any]:
        """Found now."""
        return forms.at(timezone.now(), "found_at")

    def act(self, form: KithForm) -> str:
        """Record it."""
        assert isinstance(form, forms.FoundForm)
        actions.record_found(
            episode=self.episode,
            found_at=form.the_instant("found_at"),
            found_where=form.cleaned_data["found_where"],
            found_how=form.cleaned_data["found_how"],
            by=self.worker,
        )
        return self.page()


class OfferInterview(EpisodeFormPage):
    """The talk was offered."""

    form_class = forms.OfferInterviewForm
    title = "Record the offer of a talk"
    submit = "Record the offer"
    done = "The offer is recorded. Now record what they say."

    def initial(self) -> dict[str, Any]:
        """Offered now."""
        return forms.at(timezone.now(), "offered_at")

    def act(self, form: KithForm) -> str:
        """Record it."""
        assert isinstance(form, forms.OfferInterviewForm)
        actions.offer_interview(
            episode=self.episode, offered_at=form.the_instant("offered_at"), by=self.worker
        )
        return self.page()


class AnswerInterview(EpisodeFormPage):
    """What the young person said to the offer."""

    form_class = forms.AnswerInterviewForm
    title = "What did they say to the offer?"
    submit = "Record the answer"
    done = "Their answer is recorded."

    def initial(self) -> dict[str, Any]:
        """Answered now."""
        return forms.at(timezone.now(), "answered_at")

    def act(self, form: KithForm) -> str:
        """Record it."""
        assert isinstance(form, forms.AnswerInterviewForm)
        actions.answer_interview(
            episode=self.episode,
            answer=form.cleaned_data["answer"],
            answered_at=form.the_instant("answered_at"),
            answer_words=form.cleaned_data["answer_words"],
            by=self.worker,
        )
        return self.page()


class HoldInterview(EpisodeFormPage):
    """The talk."""

    form_class = forms.HoldInterviewForm
    title = "Record the talk"
    submit = "Record the talk"
    done = "The talk is recorded. What would help leads on to their plan."

    def initial(self) -> dict[str, Any]:
        """Held now, by somebody independent."""
        return {"is_independent": True, **forms.at(timezone.now(), "held_at")}

    def act(self, form: KithForm) -> str:
        """Record it."""
        assert isinstance(form, forms.HoldInterviewForm)
        data = form.cleaned_data
        words = (
            "held_by", "is_independent", "where_they_were", "why_they_left", "what_would_help", "harm",
            "what_next", "late_reason",
        )  # fmt: skip
        actions.hold_interview(
            episode=self.episode,
            held_at=form.the_instant("held_at"),
            by=self.worker,
            **{name: data[name] for name in words},
        )
        return self.page()
