"""A child's legal status, kind of placement or care itself changes; written once for brothers and sisters in care."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.care.access import open_child_in_care
from kith.casework.care.access_moves import siblings_to_move
from kith.casework.care.actions.placing import change_legal_status, end_care, place
from kith.casework.care.forms.care_changes import ChangeKindForm, EndCareForm, LegalStatusForm
from kith.casework.care.models import LegalStatus, PeriodOfCare, Placement
from kith.casework.care.queries.unusual import before_care_ends, before_placing, before_status_changes
from kith.casework.care.words import placement_in_words, status_in_words
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.protection.models import CourtOrder


class _InCare(FormPage):
    """A form about a child in care now."""

    right: ClassVar[Right] = Right.WRITE_RECORD
    child: Person
    period: PeriodOfCare

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child. Raises Http404 for one who is no longer in care, unless somebody sends a form a moment late."""
        self.child, self.period = open_child_in_care(
            self.worker, person_id, self.right, page=f"care:{type(self).__name__}"
        )
        if self.period.end_date is not None and self.request.method == "GET":
            raise Http404("This child is no longer in care.")

    def back(self) -> tuple[str, str]:
        """Lead back to the child in care."""
        return reverse("care:child", args=[self.child.pk]), f"{self.child.display_name} in care"

    def there(self) -> str:
        """Return the address of the child's page."""
        return reverse("care:child", args=[self.child.pk])


class _OnceForAll(_InCare):
    """A form about a child in care that may be written at once for brothers and sisters in care."""

    offered: list[Person]

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child, and find for whom else it may be written."""
        super().load(person_id, **kwargs)
        self.offered = [
            one for one in siblings_to_move(self.worker, self.child, self.right) if self.suits(one)
        ]

    def suits(self, sibling: Person) -> bool:
        """Return whether it may be the same for a brother or sister."""
        return True

    def initial(self) -> dict[str, Any]:
        """Start today, with everybody."""
        return {"day": timezone.localdate(), "also": [str(one.pk) for one in self.offered]}

    def form_arguments(self) -> dict[str, Any]:
        """Offer the brothers and sisters."""
        return {"offered": self.offered}

    def chosen(self, form: KithForm) -> list[tuple[Person, PeriodOfCare]]:
        """Return the children for whom it is written, each with their care, in the order in which they are locked."""
        also = form.cleaned_data.get("also", [])
        children = [self.child, *(one for one in self.offered if str(one.pk) in also)]
        periods = {
            row.child_id: row
            for row in PeriodOfCare.objects.filter(child__in=children, end_date__isnull=True).select_related(
                "child"
            )
        }
        periods.setdefault(self.child.pk, self.period)
        return [
            (one, periods[one.pk]) for one in sorted(children, key=lambda one: one.pk) if one.pk in periods
        ]


def ask_why(found: list[tuple[str, list[str]]], form: KithForm, several: bool) -> None:
    """Raise CannotBeTrue with what is unusual, unless the form says why it is so."""
    said = [f"{name}: {one}" if several else one for name, unusual in found for one in unusual]
    if said and not form.cleaned_data.get("despite"):
        raise CannotBeTrue(f"{' '.join(said)} If it is so, say why.", "despite")


class ChangeLegalStatus(_OnceForAll):
    """The legal status changes."""

    form_class = LegalStatusForm
    done = "The legal status is recorded."
    template = "care/legal_status.html"
    now: LegalStatus | None

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child and the status that holds."""
        super().load(person_id, **kwargs)
        self.now = LegalStatus.objects.filter(period_of_care=self.period).order_by("-start_date").first()

    def page_title(self) -> str:
        """Name the child."""
        return f"{self.child.display_name}’s legal status changed"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the orders on the record."""
        orders = CourtOrder.objects.filter(child=self.child, end_date__isnull=True).order_by("-start_date")
        return {
            **super().form_arguments(),
            "orders": [
                (str(one.pk), f"{one.get_kind_display()}, {one.start_date:%-d %B %Y}") for one in orders
            ],
        }

    def context(self) -> dict[str, Any]:
        """Say what it is now."""
        return {"now": self.now, "in_words": status_in_words(self.now.code) if self.now else ""}

    def act(self, form: KithForm) -> str:
        """Change it for each child; the court's order is the first child's own."""
        said, chosen = form.cleaned_data, self.chosen(form)
        ask_why(
            [
                (child.display_name, before_status_changes(period=period, code=said["code"], day=said["day"]))
                for child, period in chosen
            ],
            form,
            len(chosen) > 1,
        )
        for child, period in chosen:
            order = None
            if said.get("order") and child.pk == self.child.pk:
                order = CourtOrder.objects.get(pk=said["order"], child=child)
            change_legal_status(
                period=period, code=said["code"], day=said["day"], by=self.worker, court_order=order,
                words=said["words"], despite=said["despite"],
            )  # fmt: skip
        return self.there()


class EndCare(_OnceForAll):
    """Care ends."""

    form_class = EndCareForm
    right = Right.DECIDE
    submit = "Record that care ended"
    done = "The end of care is recorded. The family’s plan stays as it is: step it down when it is time."
    template = "care/end_care.html"

    def page_title(self) -> str:
        """Name the child."""
        return f"{self.child.display_name} leaves care"

    def initial(self) -> dict[str, Any]:
        """Start today, with nobody else: brothers and sisters seldom leave on one day for one reason."""
        return {"day": timezone.localdate()}

    def form_arguments(self) -> dict[str, Any]:
        """Ask for each child's words."""
        return {**super().form_arguments(), "child": self.child}

    def act(self, form: KithForm) -> str:
        """End it for each child."""
        said, chosen = form.cleaned_data, self.chosen(form)
        ask_why(
            [
                (
                    child.display_name,
                    before_care_ends(period=period, reason=said["ended_because"], day=said["day"]),
                )
                for child, period in chosen
            ],
            form,
            len(chosen) > 1,
        )
        for child, period in chosen:
            end_care(
                period=period,
                day=said["day"],
                ended_because=said["ended_because"],
                end_words=said["end_words"],
                by=self.worker,
                child_words=said[f"child_words_{child.pk}"],
                goes_to_lines=said["goes_to_lines"],
                goes_to_postcode=said["goes_to_postcode"],
                despite=said["despite"],
            )
        return self.there()


class ChangeKind(_InCare):
    """The kind of placement changes, and the home does not: no move, so nothing of what a move does is lost."""

    form_class = ChangeKindForm
    done = "The kind of placement is recorded."
    template = "care/change_kind.html"
    placement: Placement | None

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child and where they live."""
        super().load(person_id, **kwargs)
        placed = Placement.objects.filter(period_of_care=self.period).select_related("home")
        self.placement = placed.order_by("-start_date").first()

    def page_title(self) -> str:
        """Name the child and the home."""
        where = f" with {self.placement.home.name}" if self.placement else ""
        return f"{self.child.display_name} stays{where}: another kind of placement"

    def initial(self) -> dict[str, Any]:
        """Start today."""
        return {"day": timezone.localdate()}

    def context(self) -> dict[str, Any]:
        """Say what it is now."""
        now = self.placement
        return {"placement": now, "in_words": placement_in_words(now.placement_type) if now else ""}

    def act(self, form: KithForm) -> str:
        """Go on in the same home, in another kind of placement."""
        if self.placement is None:
            raise CannotBeTrue("This child is nowhere placed now.")
        said = form.cleaned_data
        how = {"home": self.placement.home, "placement_type": said["placement_type"], "day": said["day"]}
        ask_why([("", before_placing(period=self.period, **how))], form, several=False)
        place(
            period=self.period, **how, by=self.worker, ended_because="PLACE", end_words=said["end_words"],
            ended_as_planned=True, until_eighteen=said["until_eighteen"], despite=said["despite"],
        )  # fmt: skip
        return self.there()
