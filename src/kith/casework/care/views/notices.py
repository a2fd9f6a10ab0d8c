"""Notices of a placement: the list of whom the law names, each told, each withheld, each one's letter."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.care import late, placement_papers
from kith.casework.care.access_placement import open_placement, siblings_in_the_home
from kith.casework.care.actions import notices as actions
from kith.casework.care.actions.recording import placement_thread
from kith.casework.care.areas import our_area
from kith.casework.care.forms.notice import TellForm, WithholdForm
from kith.casework.care.models import NoticeRecipient, Placement, PlacementNotice
from kith.casework.care.notice_rules import WHERE_THE_CHILD_WAS, WHERE_THE_HOME_IS
from kith.casework.care.queries.notices import NoticeRead, notice_read, notices_of
from kith.casework.care.views.placement_plan import PlacementPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker


@for_workers
def notices(request: HttpRequest, worker: Worker, placement_id: int) -> HttpResponse:
    """Who has to be told of a placement, who was, and who is not and why."""
    child, placement = open_placement(worker, placement_id, page="care:notices")
    rights = child.rights  # type: ignore[attr-defined]
    rows = notices_of(placement)
    clock = late.running("placement_notifications", person_id=child.pk, thread=placement_thread(placement))
    address = placement.home_address
    return render(
        request,
        "care/notices/page.html",
        {
            "person": child,
            "placement": placement,
            "rows": rows,
            "waiting": sum(one.waits for one in rows),
            "due_date": clock.due_date if clock else None,
            "late_reason": clock.late_reason if clock else "",
            "may_write": Right.WRITE_RECORD in rights,
            "sees_reasons": worker.role != Role.PARTNER,
            "may_withhold": Right.DECIDE in rights,
            "area_not_known": address is None or not address.authority_code or not our_area(),
            "back": (reverse("care:child", args=[child.pk]), f"{child.display_name} in care"),
        },
    )


@require_POST
@for_workers
def list_notices(request: HttpRequest, worker: Worker, placement_id: int) -> HttpResponse:
    """Work out whom the law names, or look for whoever has come to be owed a notice since."""
    _, placement = open_placement(worker, placement_id, Right.WRITE_RECORD, page="care:list_notices")
    added = actions.work_out_notices(placement=placement, by=worker)
    messages.success(
        request,
        f"{added} added to the list." if added else "Nobody else has to be told.",
    )
    return HttpResponseRedirect(reverse("care:notices", args=[placement.pk]), status=303)


@for_workers
def notice_letter(request: HttpRequest, worker: Worker, placement_id: int, notice_id: int) -> HttpResponse:
    """One recipient's letter, to copy or print."""
    child, placement = open_placement(worker, placement_id, Right.WRITE_RECORD, page="care:notice_letter")
    read = notice_read(_notice(placement, notice_id))
    if not read.is_open:
        raise Http404("This person’s record is not open to you.")
    text = placement_papers.letter(
        read.notice,
        child,
        placement,
        addressee=read.who if read.notice.person_id else "colleague",
        by=worker,
        today=timezone.localdate(),
    )
    return render(
        request,
        "care/notices/letter.html",
        {
            "person": child,
            "placement": placement,
            "read": read,
            "text": text,
            "back": (reverse("care:notices", args=[placement.pk]), "who is told"),
        },
    )


class NoticePage(PlacementPage):
    """A form about one notice."""

    keeps_draft = False
    read: NoticeRead

    def load(self, placement_id: int, notice_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the placement, and the notice of it."""
        super().load(placement_id, **kwargs)
        self.read = notice_read(_notice(self.placement, notice_id))

    def page(self) -> str:
        """Return the address of the list."""
        return reverse("care:notices", args=[self.placement.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to the list."""
        return self.page(), "who is told"

    def context(self) -> dict[str, Any]:
        """Show whom it is about and to."""
        return {**super().context(), "read": self.read}


class TellOfPlacement(NoticePage):
    """A recipient was told."""

    form_class = TellForm
    template = "care/notices/tell.html"
    submit = "Record that they were told"
    done = "It is recorded that they were told."

    others: dict[Person, PlacementNotice]

    def load(self, placement_id: int, notice_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the notice, and the same recipient's of each brother and sister in the home who waits for one."""
        super().load(placement_id, notice_id, **kwargs)
        own = self.read.notice
        living_here = siblings_in_the_home(
            self.worker, self.child, self.placement.home_id, page="care:tell_of_placement"
        )
        alike = {
            one.placement_id: one
            for one in PlacementNotice.objects.filter(
                placement__in=living_here.values(), recipient=own.recipient, person=own.person_id, name=own.name,
                sent_date__isnull=True, withheld=False,
            )
        }  # fmt: skip
        self.others = {}
        for sibling, place in living_here.items():
            # A child is told of their own placement, and not by a brother's or sister's letter.
            if place.pk in alike and own.recipient != NoticeRecipient.CHILD:
                alike[place.pk].placement = place
                self.others[sibling] = alike[place.pk]

    def page_title(self) -> str:
        """Return who it is."""
        return f"Told: {self.read.notice.get_recipient_display().lower()}"

    def form_arguments(self) -> dict[str, Any]:
        """Ask what applies to this recipient and this home."""
        clock = late.running(
            "placement_notifications", person_id=self.child.pk, thread=placement_thread(self.placement)
        )
        return {
            "is_a_person": self.read.notice.person_id is not None,
            "address_withheld": self.placement.home.address_withheld,
            "is_late": clock is not None and not clock.late_reason and clock.due_date < timezone.localdate(),
            "recipient": self.read.notice.recipient,
            "siblings": list(self.others),
        }

    def initial(self) -> dict[str, Any]:
        """Today, by the name that is known."""
        name = self.read.notice.name
        known = "" if name in (WHERE_THE_HOME_IS, WHERE_THE_CHILD_WAS) else name
        return {"sent_date": timezone.localdate(), "name": known}

    def act(self, form: KithForm) -> str:
        """Record it."""
        assert isinstance(form, TellForm)
        said = form.cleaned_data
        told = [self.read.notice, *(self.others[one] for one in form.also())]
        for notice in sorted(told, key=lambda one: one.placement.child_id):
            actions.tell(
                notice=notice,
                sent_date=said["sent_date"],
                address_given=said.get("address_given", False),
                name=said.get("name", ""),
                late_reason=said.get("late_reason", ""),
                by=self.worker,
            )
        return self.page()


class WithholdNotice(NoticePage):
    """A recipient is not told."""

    form_class = WithholdForm
    template = "care/notices/tell.html"
    right = Right.DECIDE
    submit = "Record that they are not told"
    done = "It is recorded that they are not told, and why."

    def page_title(self) -> str:
        """Return who it is."""
        return f"Not told: {self.read.notice.get_recipient_display().lower()}"

    def act(self, form: KithForm) -> str:
        """Record it."""
        actions.withhold(notice=self.read.notice, reason=form.cleaned_data["reason"], by=self.worker)
        return self.page()


def _notice(placement: Placement, number: int) -> PlacementNotice:
    notice = (
        PlacementNotice.objects.filter(placement=placement, pk=number).select_related("withheld_by").first()
    )
    if notice is None:
        raise Http404("There is no such notice of this placement.")
    notice.placement = placement
    return notice
