"""The page on which a chair writes up a conference, in the order in which it ran."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kith.casework.access.loading import AccessRefused
from kith.casework.access.rights import Right
from kith.casework.furniture.forms import KithForm
from kith.casework.protection.actions import holding_conference as actions
from kith.casework.protection.forms import conference_holding as forms
from kith.casework.protection.models import (
    ConferenceChild,
    ConferenceStatus,
    ProtectionPlanCategory,
)
from kith.casework.protection.queries.conferences import conference_story
from kith.casework.protection.views.conferences import AboutConference


class HoldConference(AboutConference):
    """What was said and decided, by the chair of this conference alone."""

    form_class = forms.HoldConferenceForm
    title = "Write up the conference"
    submit = "Record the conference and what it decided"
    done = "The conference is recorded, and what it decided is done."
    template = "protection/conference_hold.html"
    needs = (ConferenceStatus.BOOKED,)

    def load(self, conference_id: int, **kwargs: Any) -> None:
        """Open the conference for its chair."""
        super().load(conference_id, **kwargs)
        if self.conference.chair_id != self.worker.pk:
            raise AccessRefused(Right.DECIDE)
        today = timezone.localdate()
        self.story = conference_story(self.conference, self.opened.members, self.worker, today=today)
        self.limits = actions.limits_of(self.conference, self.opened.rights)
        offers = set(
            ConferenceChild.objects.filter(conference=self.conference, help_offer__isnull=False).values_list(
                "child_id", flat=True
            )
        )
        children = [told.child for told in self.story.parts]
        now = {
            row.protection_plan.child_id: row.category
            for row in ProtectionPlanCategory.objects.filter(
                protection_plan__child__in=children,
                protection_plan__end_date__isnull=True,
                end_date__isnull=True,
            ).select_related("protection_plan")
        }
        self.children = [
            forms.ChildAsked(child, child.pk in now, now.get(child.pk, ""), child.pk in offers)
            for child in children
        ]

    def form_arguments(self) -> dict[str, Any]:
        """Ask about everybody on the list and each child."""
        today = timezone.localdate()
        return {
            "places": self.story.places,
            "children": self.children,
            "is_late": any(clock.due_date < today for clock in self.limits),
        }

    def initial(self) -> dict[str, Any]:
        """Start with the day that was booked, and the latest day for the next conference."""
        planned = self.conference.planned_at and timezone.localtime(self.conference.planned_at).date()
        held = forms.first_of(planned or None, timezone.localdate())
        return {
            "held_date": held,
            "next_review_date": actions.latest_next_review(self.conference.kind, held),
        }

    def context(self) -> dict[str, Any]:
        """Show who is asked, the limits, and what was offered already."""
        return {
            **super().context(),
            "story": self.story,
            "limits": self.story.limits,
            "hidden_children": self.opened.hidden_children,
        }

    def do(self, form: KithForm) -> None:
        """Record it."""
        assert isinstance(form, forms.HoldConferenceForm)
        data = form.cleaned_data
        actions.hold_conference(
            conference=self.conference,
            held_date=data["held_date"],
            held_how=data["held_how"],
            is_quorate=None if self.story.places else not data["why_not_quorate"],
            why_not_quorate=data["why_not_quorate"],
            words=form.words(),
            came=form.came(),
            children=form.decisions(),
            agreed=form.agreed(),
            next_review_date=data["next_review_date"],
            visit_every_days=data["visit_every_days"],
            why_late=data.get("why_late", ""),
            by=self.worker,
        )
