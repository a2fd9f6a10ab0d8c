"""A person who poses a risk: the marker's page, and the forms that make it, agree to it, look again and take it away."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.people.access import open_person
from kith.casework.people.models import Person
from kith.casework.people.views.relating import WithAnother
from kith.casework.protection.access_outside import OpenMarker, open_marker
from kith.casework.protection.actions import risk_marker as actions
from kith.casework.protection.forms import risk_marker as forms
from kith.casework.protection.local_numbers import number_on
from kith.casework.protection.models import ChildAtRiskFrom, PersonWhoPosesRisk
from kith.casework.protection.queries.risk_marker import NOT_OPEN, children_near, marker_story
from kith.casework.workforce.models import Worker


@for_workers
def marker_page(request: HttpRequest, worker: Worker, marker_id: int) -> HttpResponse:
    """A marker: what to do first, then on what it rests, the children it is linked to, and each look again."""
    opened = open_marker(worker, marker_id, page="protection:risk_marker")
    story = marker_story(opened.marker, opened.over_children, timezone.localdate())
    is_there = not opened.marker.end_words
    writable = {number for number, rights in opened.over_children.items() if Right.WRITE_RECORD in rights}
    return render(
        request,
        "protection/outside/marker.html",
        {
            "marker": opened.marker,
            "story": story,
            "is_there": is_there,
            "may_write": is_there and opened.may_write,
            "may_agree": is_there
            and opened.may_decide
            and opened.marker.agreed_by_id is None
            and opened.marker.marked_by_id != worker.pk,
            "may_take_away": is_there and opened.may_take_away,
            "writable": writable if len(opened.over_children) > 1 else set(),
            "today": timezone.localdate(),
        },
    )


class MarkPerson(WithAnother):
    """Somebody is marked as a risk to a child: the person is chosen first, then what to do is written down."""

    form_class = forms.MarkForm
    choose_title = "Who poses a risk to {name}?"
    done = "They are marked. A manager is asked to agree."
    template = "protection/outside/mark_person.html"
    other: Person

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Open the child's record to write on. Of the person who poses a risk, the basics are enough."""
        name = f"protection:{type(self).__name__}"
        self.person = open_person(self.worker, kwargs["person_id"], Right.WRITE_RECORD, page=name)
        chosen = self.request.GET.get("with", "")
        if chosen.isdecimal():
            self.other = open_person(self.worker, int(chosen), Right.SEE_BASICS, page=name)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the search until somebody is chosen."""
        worker = request.worker  # type: ignore[attr-defined]
        if worker is None or request.GET.get("with", "").isdecimal():
            return FormPage.dispatch(self, request, *args, **kwargs)
        self.request, self.worker = request, worker
        self.load(**kwargs)
        return self._choose()

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form; for somebody marked already, the way to link this child to that marker."""
        if actions.marker_of(self.other.pk) is not None:
            return HttpResponseRedirect(
                reverse("protection:link_to_marker", args=[self.person.pk, self.other.pk])
            )
        return super().get(request, **kwargs)

    def page_title(self) -> str:
        """Name both."""
        return f"Mark {self.other.display_name} as a risk to {self.person.display_name}"

    def initial(self) -> dict[str, Any]:
        """From today, looked at again after the local interval."""
        today = timezone.localdate()
        weeks = number_on("weeks_until_a_risk_marker_is_looked_at_again", today)
        return {"start_date": today, "review_date": today + datetime.timedelta(weeks=weeks)}

    def context(self) -> dict[str, Any]:
        """Say who is who."""
        return {"child": self.person, "marked": self.other}

    def act(self, form: KithForm) -> str:
        """Mark them."""
        data = form.cleaned_data
        names = ("basis", "what_is_known", "what_to_do", "person_told", "start_date", "review_date")
        marker = actions.mark_person(
            person=self.other,
            children=[actions.AtRisk(self.person, data["how"])],
            by=self.worker,
            **{name: data[name] for name in names},
        )
        return reverse("protection:risk_marker", args=[marker.pk])


class LinkToMarker(FormPage):
    """A child is linked to a marker that somebody made before, perhaps on a record that is not open to the worker."""

    form_class = forms.HowForm
    title = "This person is marked already"
    submit = "Link the child to the marker"
    done = "The child is linked. The marker is on their page."
    template = "protection/outside/link_to_marker.html"
    child: Person
    marked: Person
    marker_id: int

    def load(self, person_id: int, marked_id: int, **kwargs: Any) -> None:
        """Open the child's record to write on, and the marked person's basics: a number alone leads to no marker."""
        name = f"protection:{type(self).__name__}"
        self.child = open_person(self.worker, person_id, Right.WRITE_RECORD, page=name)
        self.marked = open_person(self.worker, marked_id, Right.SEE_BASICS, page=name)
        marker_id = actions.marker_of(marked_id)
        if marker_id is None:
            raise Http404("This person is not marked.")
        self.marker_id = marker_id

    def context(self) -> dict[str, Any]:
        """Say whom it is about."""
        return {"child": self.child, "marked": self.marked}

    def back(self) -> tuple[str, str]:
        """Lead back to the child."""
        return reverse("people:person", args=[self.child.pk]), self.child.display_name

    def act(self, form: KithForm) -> str:
        """Link them."""
        actions.link_child(
            marker=PersonWhoPosesRisk(pk=self.marker_id),
            child=self.child,
            how=form.cleaned_data["how"],
            by=self.worker,
        )
        return reverse("protection:risk_marker", args=[self.marker_id])


class MarkerFormPage(FormPage):
    """A form about one marker."""

    right = Right.WRITE_RECORD
    template = "protection/outside/about_marker.html"
    opened: OpenMarker

    def load(self, marker_id: int, **kwargs: Any) -> None:
        """Open the marker. It is what is edited."""
        name = f"protection:{type(self).__name__}"
        self.opened = open_marker(self.worker, marker_id, self.right, page=name)
        self.edited = self.opened.marker

    @property
    def marker(self) -> PersonWhoPosesRisk:
        """The marker."""
        return self.opened.marker

    def page(self) -> str:
        """Return the marker's page."""
        return reverse("protection:risk_marker", args=[self.marker.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to the marker."""
        return self.page(), "the marker"

    def context(self) -> dict[str, Any]:
        """Say who is marked, to whoever may know."""
        person = Person.objects.filter(pk=self.marker.person_id).first()
        return {"marker": self.marker, "name": person.display_name if person else NOT_OPEN}


class AgreeToMarker(MarkerFormPage):
    """A manager agrees."""

    right = Right.DECIDE
    form_class = forms.ConfirmForm
    title = "Agree to this marker?"
    submit = "Agree to it"
    done = "You agreed to the marker."
    keeps_draft = False

    def act(self, form: KithForm) -> str:
        """Agree."""
        actions.agree_to_marker(marker=self.marker, by=self.worker)
        return self.page()


class ChangeMarker(MarkerFormPage):
    """What has become known."""

    form_class = forms.MarkerWordsForm
    title = "Change what the marker says"
    done = "It is changed. What it said before can still be read."

    def initial(self) -> dict[str, Any]:
        """Start with what it says."""
        return {name: getattr(self.marker, name) for name in self._names}

    _names = ("what_to_do", "basis", "what_is_known", "person_told")

    def act(self, form: KithForm) -> str:
        """Change it."""
        actions.change_marker(
            marker=self.marker, by=self.worker, **{name: form.cleaned_data[name] for name in self._names}
        )
        return self.page()


class LinkChild(MarkerFormPage):
    """A child who shares a home or a family with whoever is marked is linked."""

    form_class = forms.LinkChildForm
    title = "Link a child"
    submit = "Link them"
    done = "The child is linked. The marker is on their page."
    children: list[Person]

    def load(self, marker_id: int, **kwargs: Any) -> None:
        """Open the marker and find the children near whoever is marked."""
        super().load(marker_id, **kwargs)
        self.edited = None
        self.children = list(
            Person.objects.filter(pk__in=children_near(marker_id)).order_by("birth_date", "pk")
        )

    def form_arguments(self) -> dict[str, Any]:
        """Offer those children."""
        return {"children": [(str(one.pk), one.display_name) for one in self.children]}

    def initial(self) -> dict[str, Any]:
        """Start with the child whose suggestion was followed."""
        return {"child": self.request.GET.get("child", "")}

    def act(self, form: KithForm) -> str:
        """Link them: on whose record the worker may write."""
        number = int(form.cleaned_data["child"])
        child = open_person(self.worker, number, Right.WRITE_RECORD, page="protection:LinkChild")
        actions.link_child(marker=self.marker, child=child, how=form.cleaned_data["how"], by=self.worker)
        return self.page()


class EndLink(MarkerFormPage):
    """The marked person can no longer reach a child."""

    form_class = forms.ConfirmForm
    title = "Can they no longer reach this child?"
    submit = "Take the marker off this child's page"
    done = "The marker is no longer on that child's page."
    template = "protection/outside/end_link.html"
    keeps_draft = False
    link: ChildAtRiskFrom

    def load(self, marker_id: int, link_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the marker and the child's record to write on."""
        super().load(marker_id, **kwargs)
        self.edited = None
        found = ChildAtRiskFrom.objects.filter(pk=link_id, marker_id=marker_id, end_date__isnull=True).first()
        if found is None:
            raise Http404("There is no such link.")
        open_person(self.worker, found.child_id, Right.WRITE_RECORD, page="protection:EndLink")
        self.link = found

    def context(self) -> dict[str, Any]:
        """Say which child."""
        return {**super().context(), "link": self.link, "child": self.link.child}

    def act(self, form: KithForm) -> str:
        """End it."""
        child = self.link.child_id
        actions.end_link(link=self.link, by=self.worker)
        return reverse("people:person", args=[child])


class ReviewMarker(MarkerFormPage):
    """A look again."""

    form_class = forms.ReviewMarkerForm
    title = "Look again at this marker"
    done = "It was looked at again."

    def initial(self) -> dict[str, Any]:
        """Looked at today; the next look after the local interval."""
        today = timezone.localdate()
        weeks = number_on("weeks_until_a_risk_marker_is_looked_at_again", today)
        return {"reviewed_date": today, "next_review_date": today + datetime.timedelta(weeks=weeks)}

    def act(self, form: KithForm) -> str:
        """Record it."""
        names = ("reviewed_date", "words", "next_review_date")
        actions.review_marker(
            marker=self.marker, by=self.worker, **{name: form.cleaned_data[name] for name in names}
        )
        return self.page()


class TakeMarkerAway(MarkerFormPage):
    """The marker is taken away."""

    right = Right.DECIDE
    form_class = forms.TakeAwayForm
    title = "Take this marker away"
    submit = "Take it away"
    done = "The marker is no longer on any child's page."

    def act(self, form: KithForm) -> str:
        """Take it away."""
        actions.take_marker_away(marker=self.marker, end_words=form.cleaned_data["end_words"], by=self.worker)
        return reverse("timeline:my_day")
