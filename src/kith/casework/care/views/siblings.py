"""Brothers and sisters of a child in care: where each lives, what is decided for each pair, and birthdays to spend together."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.care.access import open_child
from kith.casework.care.access_siblings import WithSiblings, open_with_siblings
from kith.casework.care.actions import in_touch, siblings
from kith.casework.care.actions.siblings import pair_field
from kith.casework.care.forms.siblings import TogetherForm
from kith.casework.care.models import TogetherOrApart
from kith.casework.care.queries.birthdays import birthdays_from, birthdays_wanted
from kith.casework.care.queries.family_time import plans_from, plans_wanted
from kith.casework.care.queries.sibling_time import seen_each_other
from kith.casework.care.queries.siblings import sibling_numbers
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.known_at import NOW
from kith.casework.furniture.pages import for_workers
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker

# How long what was decided stands before somebody looks at it again, unless they say otherwise: until the next review but one.
LOOKED_AT_AGAIN = datetime.timedelta(days=182)


@for_workers
def siblings_page(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """A child's brothers and sisters: where each lives, when they see each other, and what is decided for each pair."""
    today = timezone.localdate()
    opened, held = open_with_siblings(
        worker, person_id, Right.READ_RECORD, page="care:siblings", today=today,
        **plans_wanted([person_id], record=NOW, today=today),
        **birthdays_wanted([person_id], sibling_numbers(person_id, NOW), record=NOW, today=today),
    )  # fmt: skip
    plans = plans_from(held, today=today)
    children = list(opened.group.people)
    earlier = TogetherOrApart.objects.filter(
        first_id__in=children, second_id__in=children, end_date__lte=today
    ).order_by("-start_date")[:30]
    decided_by = {
        one.pk: one.name
        for one in Worker.objects.filter(
            pk__in={row.decided_by_id for row in opened.group.decisions.values()}
        )
    }
    for pair in opened.pairs:
        if pair.decision is not None:
            pair.decision.by_name = decided_by.get(pair.decision.decided_by_id, "")
    people = opened.group.people
    may_write = Right.WRITE_RECORD in opened.rights[person_id] and worker.role != Role.PARTNER
    return render(
        request,
        "care/siblings/siblings.html",
        {
            "person": opened.child,
            "siblings": [(one, seen_each_other(person_id, one.person.id, plans)) for one in opened.siblings],
            "pairs": opened.pairs,
            "hidden": opened.hidden,
            "earlier": [(people[row.first_id], people[row.second_id], row) for row in earlier],
            "birthdays": birthdays_from(
                held,
                {person_id: opened.child},
                [(person_id, one) for one in people if one != person_id],
                today=today,
            ),
            "may_write": may_write,
            "may_plan": may_write and any(not one.together and one.in_care for one in opened.siblings),
            "in_care": bool(opened.group.where[person_id].in_care),
            "today": today,
            "back": (reverse("care:child", args=[person_id]), f"{opened.child.display_name} in care"),
        },
    )


class DecideTogether(FormPage):
    """Whether brothers and sisters in care live together or apart, every pair on one form."""

    form_class = TogetherForm
    title = "Together or apart"
    template = "care/siblings/decide.html"
    done = "It is decided, on the record of each child."
    opened: WithSiblings

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child and those of their brothers and sisters on whose records the worker may write."""
        self.opened, _ = open_with_siblings(
            self.worker,
            person_id,
            Right.WRITE_RECORD,
            page="care:decide_together",
            today=timezone.localdate(),
        )
        self.pairs = [
            pair
            for pair in self.opened.pairs
            if self.opened.may(Right.WRITE_RECORD, pair.one.id, pair.other.id)
        ]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form; where there is no pair to decide for, say so instead."""
        if not self.pairs:
            messages.info(
                request,
                "There is no pair to decide for: brothers and sisters in care on whose records you may write.",
            )
            return HttpResponseRedirect(self.page())
        return super().get(request, **kwargs)

    def page(self) -> str:
        """Return the page of the child's brothers and sisters."""
        return reverse("care:siblings", args=[self.opened.child.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to it."""
        return self.page(), "brothers and sisters"

    def form_arguments(self) -> dict[str, Any]:
        """Ask of each pair; apart only of those about whom the worker may decide."""
        both = [(pair.one.id, pair.other.id) for pair in self.pairs]
        return {
            "pairs": self.pairs,
            "may_part": {each for each in both if self.opened.may(Right.DECIDE, *each)},
        }

    def initial(self) -> dict[str, Any]:
        """Start with what stands, decided today."""
        today = timezone.localdate()
        starting: dict[str, Any] = {"decided_date": today, "review_due_date": today + LOOKED_AT_AGAIN}
        for pair in self.pairs:
            both = (pair.one.id, pair.other.id)
            starting[pair_field("was", *both)] = pair.decision.pk if pair.decision else None
            if pair.decision is not None:
                starting[pair_field("decision", *both)] = "leave"
        return starting

    def context(self) -> dict[str, Any]:
        """Say who may decide what this worker may not."""
        return {
            "may_part": len(self.form_arguments()["may_part"]) == len(self.pairs),
            "hidden": self.opened.hidden,
            "person": self.opened.child,
        }

    def act(self, form: KithForm) -> str:
        """Decide."""
        assert isinstance(form, TogetherForm)
        siblings.decide(
            pairs=form.decided(),
            decided_date=form.cleaned_data["decided_date"],
            review_due_date=form.cleaned_data["review_due_date"],
            by=self.worker,
        )
        return self.page()


@require_POST
@for_workers
def spend_birthday(
    request: HttpRequest, worker: Worker, person_id: int, birthday_person_id: int
) -> HttpResponse:
    """Plan that a birthday is spent together: one click, and it is on the worker's list of what to do."""
    child = open_child(worker, person_id, Right.WRITE_RECORD, page="care:spend_birthday").child
    whose = Person.objects.filter(pk=birthday_person_id).first()
    if whose is None:
        raise Http404("There is no such person.")
    try:
        in_touch.spend_birthday(child=child, whose=whose, by=worker)
    except CannotBeTrue as impossible:
        messages.error(request, impossible.sentence)
    else:
        messages.success(request, f"{whose.display_name}’s birthday is on your list of what to do.")
    return HttpResponseRedirect(reverse("care:siblings", args=[person_id]), status=303)
