"""Protecting a child at once: using a power, its page with the time that is left, extending an order, its end."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.roles import Role
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.protection.access import open_process
from kith.casework.protection.actions import immediate as actions
from kith.casework.protection.closing import still_open
from kith.casework.protection.forms import immediate as forms
from kith.casework.protection.forms.legal_fields import instant_of, now_fields
from kith.casework.protection.models import ImmediateProtection, PowerKind
from kith.casework.protection.queries.immediate import SHORT, PowerRead
from kith.casework.protection.views.legal_pages import FamilyFormPage, ProcessFormPage
from kith.casework.protection.workflows.immediate import POWER, PowerState, state_of
from kith.casework.workforce.models import Worker


@for_workers
def power_page(request: HttpRequest, worker: Worker, power_id: int) -> HttpResponse:
    """One use of a power: how much time is left, what the child and the parents were told, and what comes next."""
    opened = open_process(worker, ImmediateProtection, power_id, page="protection:power")
    power = opened.process
    child = next((one for one in opened.members if one.pk == power.child_id), None)
    may_write = opened.may_write and worker.role != Role.PARTNER
    return render(
        request,
        "protection/power.html",
        {
            "read": PowerRead(power, child, timezone.now()),
            "power": power,
            "family": opened.family,
            "may_write": may_write,
            "asks_for_discussion": may_write and not still_open([power.child_id]) & {"strategy", "enquiry"},
            "call_address": f"/families/{opened.family.pk}/strategy-discussion/call/",
            "back": (reverse("people:family", args=[opened.family.pk]), f"the {opened.family.name} family"),
        },
    )


class UsePower(FamilyFormPage):
    """Record that a power was used for a child."""

    form_class = forms.UsePowerForm
    title = "A child is protected at once"
    submit = "Record it"
    done = "It is recorded, and its time runs. Call a strategy discussion today: the enquiry runs beside it."
    template = "protection/use_power.html"

    def initial(self) -> dict[str, Any]:
        """Begun now; one child needs no choosing."""
        one = {"child": str(self.children[0].pk)} if len(self.children) == 1 else {}
        return {**now_fields("started"), **one}

    def act(self, form: KithForm) -> str:
        """Record it."""
        assert isinstance(form, forms.UsePowerForm)
        data = form.cleaned_data
        started_at = instant_of(data, "started")
        assert started_at is not None
        power = actions.use_power(
            child=next(one for one in self.children if str(one.pk) == data["child"]),
            family=self.family,
            kind=data["kind"],
            started_at=started_at,
            court_said_until=instant_of(data, "until"),
            who_used_it=data["who_used_it"],
            reference=data["reference"],
            child_told=data["child_told"],
            parents_told=data["parents_told"],
            reasons=form.reasons_given(),
            by=self.worker,
        )
        return reverse("protection:power", args=[power.pk])


class PowerFormPage(ProcessFormPage):
    """A form about one power."""

    model = ImmediateProtection
    number_name = "power_id"
    page_name = "power"
    process_name = "the power"
    to: PowerState

    def closed(self) -> str:
        """Say why the power cannot come to this any more."""
        now = state_of(self.process)
        return (
            ""
            if POWER.can_move(now, self.to)
            else POWER.why_not.get((now, self.to), POWER.why_not.get((now, ""), ""))
        )

    def context(self) -> dict[str, Any]:
        """Say which power, and how much time is left."""
        return {**super().context(), "read": PowerRead(self.process, None, timezone.now())}


class ExtendOrder(PowerFormPage):
    """The court extends an emergency protection order."""

    to = PowerState.EXTENDED
    form_class = forms.ExtendOrderForm
    title = "The court extended the order"
    submit = "Record the extension"
    done = "The extension is recorded."
    template = "protection/about_power.html"

    def initial(self) -> dict[str, Any]:
        """Extended now."""
        return now_fields("extended")

    def act(self, form: KithForm) -> str:
        """Record it."""
        extended_at = instant_of(form.cleaned_data, "extended")
        until = instant_of(form.cleaned_data, "until")
        assert extended_at is not None
        assert until is not None
        actions.extend_order(
            power=self.process, extended_at=extended_at, extended_until=until, by=self.worker
        )
        return self.page()


class EndPower(PowerFormPage):
    """A power ends."""

    to = PowerState.ENDED
    form_class = forms.EndPowerForm
    submit = "Record the end"
    done = "How it ended is recorded."
    template = "protection/about_power.html"

    def page_title(self) -> str:
        """Say which power."""
        return f"{SHORT[PowerKind(self.process.kind)]}: how did it end?"

    def initial(self) -> dict[str, Any]:
        """Ended now."""
        return now_fields("ended")

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        ended_at = instant_of(data, "ended")
        assert ended_at is not None
        actions.end_power(
            power=self.process,
            ended_at=ended_at,
            ending=data["ending"],
            words=data["end_words"],
            by=self.worker,
        )
        return self.page()
