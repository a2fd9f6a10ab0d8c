"""The section 47 enquiry: its page, now or as known at an earlier instant, and writing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.loading import AccessRefused
from kith.casework.access.rights import Right
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.known_at_pages import show_as_known
from kith.casework.furniture.pages import for_workers
from kith.casework.protection.access import OpenProcess, open_process
from kith.casework.protection.actions import enquiry as actions
from kith.casework.protection.actions.enquiry_parts import is_own
from kith.casework.protection.forms import enquiry as forms
from kith.casework.protection.models import EnquiryChild, EnquiryStatus, SectionFortySevenEnquiry
from kith.casework.protection.queries.enquiry import EnquiryStory, days_left, enquiry_story
from kith.casework.protection.queries.what_has_been_tried import what_has_been_tried
from kith.casework.protection.workflows.enquiry import ENQUIRY
from kith.casework.workforce.models import Worker


@dataclass(frozen=True)
class NextStep:
    """The one thing that comes next on an enquiry, for whoever reads it."""

    address: str
    words: str


@for_workers
def enquiry_page(request: HttpRequest, worker: Worker, enquiry_id: int) -> HttpResponse:
    """One enquiry: what has been tried and what is on offer, then each child, and what comes next."""
    opened = open_process(worker, SectionFortySevenEnquiry, enquiry_id, page="protection:enquiry")
    return _show(request, worker, opened, NOW)


@for_workers
def enquiry_known_at(request: HttpRequest, worker: Worker, enquiry_id: int) -> HttpResponse:
    """The same page as it stood at an earlier instant."""
    opened = open_process(worker, SectionFortySevenEnquiry, enquiry_id, page="protection:enquiry_known_at")
    return show_as_known(
        request,
        SectionFortySevenEnquiry,
        enquiry_id,
        what=f"Section 47 enquiry with the {opened.family.name} family",
        back=(reverse("protection:enquiry", args=[enquiry_id]), "the enquiry"),
        not_yet="There was no such enquiry yet. Enter a later day.",
        show=lambda known, record: _show(
            request, worker, OpenProcess(known, opened.family, opened.members, opened.rights), record
        ),
    )


def _show(
    request: HttpRequest, worker: Worker, opened: OpenProcess[SectionFortySevenEnquiry], record: Record
) -> HttpResponse:
    enquiry = opened.process
    is_now = record.instant is None
    today = record.on(timezone.localdate())
    story = enquiry_story(enquiry, opened.members, record=record)
    tried = what_has_been_tried(
        opened.family.pk,
        [read.child for read in story.parts],
        opened.members,
        today=today,
        record=record,
        except_enquiry=enquiry.id,
    )
    goes_on = enquiry.status != EnquiryStatus.ENDED
    own = is_own(enquiry, worker.pk)
    may_write = is_now and enquiry.status == EnquiryStatus.UNDER_WAY and opened.may_write
    may_decide = is_now and enquiry.status == EnquiryStatus.SUBMITTED and opened.may_decide
    return render(
        request,
        "protection/enquiry.html",
        {
            "opened": opened,
            "enquiry": enquiry,
            "enquiry_id": enquiry.id,
            "family": opened.family,
            "story": story,
            "tried": tried,
            "known_at": record.instant,
            "due_date": story.due_date if story.stopped_date is None else None,
            "days_left": days_left(story.due_date, today) if story.stopped_date is None else "",
            "hidden_children": opened.hidden_children,
            "may_write": may_write,
            "may_write_about": {
                number for number, held in opened.rights.items() if Right.WRITE_RECORD in held
            },
            "may_offer": is_now and goes_on and opened.may_write,
            "may_decide": may_decide and not own,
            "is_own": may_decide and own,
            "goes_on": goes_on,
            "missing": [one for one in story.missing if one.must] if is_now and goes_on else [],
            "reminders": [one for one in story.missing if not one.must] if is_now and goes_on else [],
            "next": _next(enquiry, story, opened, tried.plan, may_write, may_decide and not own)
            if is_now
            else None,
            "back": (reverse("people:family", args=[opened.family.pk]), f"the {opened.family.name} family"),
        },
    )


def _next(
    enquiry: SectionFortySevenEnquiry,
    story: EnquiryStory,
    opened: OpenProcess[SectionFortySevenEnquiry],
    plan: Any | None,
    may_write: bool,
    may_decide: bool,
) -> NextStep | None:
    """Return the one next step: to write what is missing, to offer help, to send it, to decide, or to go on to the plan."""
    number = enquiry.pk
    if may_write:
        for one in story.missing:
            if one.must and not one.is_offer:
                child = next(read.child for read in story.parts if read.part is one.part)
                if Right.WRITE_RECORD in opened.rights[child.pk]:
                    address = reverse("protection:write_enquiry_child", args=[number, one.part.pk])  # type: ignore[union-attr]
                    return NextStep(address, f"Write about {child.display_name}")
        if story.without_offer:
            return NextStep(reverse("protection:offer_help", args=[number]), "Record the offer of help")
        return NextStep(reverse("protection:submit_enquiry", args=[number]), "Send it to a manager")
    if may_decide:
        return NextStep(reverse("protection:end_enquiry", args=[number]), "Decide how it ends")
    if enquiry.status == EnquiryStatus.ENDED and plan is not None:
        return NextStep(reverse("plans:plan", args=[plan.pk]), "The family’s plan")
    return None


class AboutEnquiry(FormPage):
    """A form about one enquiry; one that cannot be changed now leads back with the reason."""

    right = Right.WRITE_RECORD
    needs: tuple[EnquiryStatus, ...] = (EnquiryStatus.UNDER_WAY,)
    opened: OpenProcess[SectionFortySevenEnquiry]

    def load(self, enquiry_id: int, **kwargs: Any) -> None:
        """Open the enquiry."""
        self.opened = open_process(
            self.worker,
            SectionFortySevenEnquiry,
            enquiry_id,
            self.right,
            page=f"protection:{type(self).__name__}",
        )

    @property
    def enquiry(self) -> SectionFortySevenEnquiry:
        """The enquiry."""
        return self.opened.process

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form, unless the enquiry is past it or not there yet."""
        status = EnquiryStatus(self.enquiry.status)
        if status not in self.needs:
            if status == EnquiryStatus.ENDED:
                messages.info(request, ENQUIRY.why_not[(EnquiryStatus.ENDED, "")])
            elif status == EnquiryStatus.SUBMITTED:
                messages.info(request, actions.WAITS)
            else:
                messages.info(request, ENQUIRY.why_not[(EnquiryStatus.UNDER_WAY, EnquiryStatus.ENDED)])
            return HttpResponseRedirect(self.page())
        return super().get(request, **kwargs)

    def page(self) -> str:
        """Return the enquiry's page."""
        return reverse("protection:enquiry", args=[self.enquiry.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to the enquiry."""
        return self.page(), "the enquiry"


class WriteEnquiry(AboutEnquiry):
    """What the enquiry says of the whole family; two people may be at it at once."""

    form_class = forms.WriteEnquiryForm
    title = "The family"
    done = "What you wrote about the family is in the enquiry."

    def load(self, enquiry_id: int, **kwargs: Any) -> None:
        """Open the enquiry, which is what is edited."""
        super().load(enquiry_id, **kwargs)
        self.edited = self.enquiry

    def initial(self) -> dict[str, Any]:
        """Start with what it says; what goes well is on the family's plan already."""
        names = [name for name in forms.WriteEnquiryForm.base_fields if name != "version"]
        said = {name: getattr(self.enquiry, name) for name in names}
        plan = self.enquiry.plan
        if not said["strengths"] and plan is not None:
            said["strengths"] = plan.what_is_strong
        return said

    def act(self, form: KithForm) -> str:
        """Write it."""
        data = form.said
        actions.write_enquiry(enquiry=self.enquiry, by=self.worker, **data)
        return self.page()


class WriteChild(AboutEnquiry):
    """One child's part; two people may be at it at once."""

    form_class = forms.WriteChildForm
    done = "The child’s part is in the enquiry."
    part: EnquiryChild

    def load(self, enquiry_id: int, enquiry_part_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the enquiry; the part must be its own."""
        super().load(enquiry_id, **kwargs)
        found = (
            EnquiryChild.objects.filter(enquiry=self.enquiry, pk=enquiry_part_id)
            .select_related("child", "enquiry__discussion")
            .first()
        )
        if found is None:
            raise Http404("There is no such part of the enquiry.")
        if Right.WRITE_RECORD not in self.opened.rights[found.child_id]:
            # The right over a brother or sister opens the enquiry, and not this child's own part for writing.
            raise AccessRefused(Right.WRITE_RECORD, found.child_id)
        self.part = self.edited = found

    def page_title(self) -> str:
        """Name the child."""
        return self.part.child.display_name

    def initial(self) -> dict[str, Any]:
        """Start with what it says."""
        names = [name for name in forms.WriteChildForm.base_fields if name != "version"]
        return {name: getattr(self.part, name) for name in names}

    def act(self, form: KithForm) -> str:
        """Write it."""
        data = form.said
        actions.write_child(part=self.part, by=self.worker, **data)
        return self.page()
