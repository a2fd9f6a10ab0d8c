"""Papers: making one from what it is about, its page, its passages, its preview, and sending it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.casework.access import audit
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right
from kith.casework.furniture import pdf
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.plans.models.agreement import LawfulBasis
from kith.casework.protection.access import OpenProcess
from kith.casework.protection.actions import papers
from kith.casework.protection.forms.paper import MakePaperForm, PassageForm, SendPaperForm
from kith.casework.protection.models import (
    ChildProtectionConference,
    Paper,
    PaperPassage,
    PreProceedings,
    SectionFortySevenEnquiry,
    StrategyDiscussion,
)
from kith.casework.protection.paper_access import (
    may_change,
    open_paper,
    open_plan_to_make_papers,
    open_to_make_papers,
)
from kith.casework.protection.paper_passages import KINDS, KindOfPaper, kinds_from
from kith.casework.protection.paper_printed import parts_of, printed
from kith.casework.protection.queries.papers import as_it_goes, children_of, passages_of
from kith.casework.workforce.models import Worker

# Where what a paper is made from has its page, by the first word of its thread.
PLACES = {
    "strategy": ("/strategy-discussions/{}/", "the strategy discussion"),
    "enquiry": ("/enquiries/{}/", "the enquiry"),
    "conference": ("/conferences/{}/", "the conference"),
    "pre_proceedings": ("/pre-proceedings/{}/", "the work before proceedings"),
    "plan": ("/plans/{}/", "the plan"),
}
MODELS: dict[str, type[models.Model]] = {
    "strategy": StrategyDiscussion,
    "enquiry": SectionFortySevenEnquiry,
    "conference": ChildProtectionConference,
    "pre_proceedings": PreProceedings,
}


class MakePaper(FormPage):
    """A paper is made from a discussion, an enquiry, a conference, a plan, its core group, or work before proceedings."""

    form_class = MakePaperForm
    title = "Make minutes, a plan or a letter"
    submit = "Make it from the record"
    done = "It is made from the record. Read it, change what needs changing, and send it."
    template = "protection/make_paper.html"
    process_kind: ClassVar[str] = ""

    process: models.Model
    kinds: list[KindOfPaper]
    among: list[Person]

    def load(self, **kwargs: Any) -> None:
        """Open what it is made from, and find what can be made from it now."""
        page = "protection:make_paper"
        hidden = 0
        if self.process_kind in MODELS:
            (number,) = kwargs.values()
            opened = open_to_make_papers(self.worker, MODELS[self.process_kind], number, page=page)
            self.process, hidden = opened.process, opened.hidden_children
            self.place = (self.process_kind, number)
        else:
            plan, meeting = open_plan_to_make_papers(
                self.worker, kwargs["plan_id"], kwargs.get("core_group_id"), page=page
            )
            self.process = meeting or plan.plan
            self.place = ("plan", plan.plan.pk)
        self.hidden = hidden
        possible = kinds_from(self.process)
        self.reasons = [why for why in (one.not_yet(self.process) for one in possible) if why]
        self.kinds = [one for one in possible if not one.not_yet(self.process)]
        self.among = self.kinds[0].children(self.process) if self.kinds else []

    def form_arguments(self) -> dict[str, Any]:
        """Offer what can be made, and the children whom it can be about."""
        return {"kinds": self.kinds, "among": self.among}

    def initial(self) -> dict[str, Any]:
        """Start with all of the children."""
        return {"children": [str(child.pk) for child in self.among]}

    def context(self) -> dict[str, Any]:
        """Say why something cannot be made yet, and how many children it cannot be about."""
        return {"reasons": self.reasons, "can_be_made": bool(self.kinds), "hidden": self.hidden}

    def page_title(self) -> str:
        """Name what is made, where only one thing can be."""
        return self.kinds[0].kind.label if len(self.kinds) == 1 else self.title

    def back(self) -> tuple[str, str]:
        """Lead back to what it is made from."""
        return _place(*self.place)

    def act(self, form: KithForm) -> str:
        """Make it."""
        data = form.cleaned_data
        chosen = set(data["children"])
        paper = papers.make_paper(
            process=self.process,
            kind=data["kind"],
            for_part=data["for_part"],
            for_whom=data["for_whom"],
            children=[child for child in self.among if str(child.pk) in chosen],
            by=self.worker,
        )
        return reverse("protection:paper", args=[paper.pk])


@for_workers
def paper(request: HttpRequest, worker: Worker, paper_id: int) -> HttpResponse:
    """A paper: its passages in order, whom it is for, and what is to be done with it."""
    opened = open_paper(worker, paper_id, Right.READ_RECORD, page="protection:paper")
    found = opened.process
    passages = passages_of(found)
    for passage in passages:
        passage.parts = parts_of(passage.words)  # type: ignore[attr-defined]
    return render(
        request,
        "protection/paper.html",
        {
            "paper": found,
            "family": opened.family,
            "about": children_of(found),
            "passages": passages,
            "kept": sum(not one.left_out for one in passages),
            "notice": KINDS[found.kind].notice,
            "may_change": may_change(worker, opened),
            "back": _back(found),
        },
    )


@for_workers
def paper_pdf(request: HttpRequest, worker: Worker, paper_id: int) -> HttpResponse:
    """The paper as it would go now, with "draft" on every page; one that has gone is its document."""
    opened = open_paper(worker, paper_id, Right.READ_RECORD, page="protection:paper_pdf")
    found = opened.process
    if found.document_id is not None:
        return HttpResponseRedirect(reverse("timeline:document", args=[found.document_id]))
    now = timezone.now()
    made = printed(found, as_it_goes(found), made_at=now)
    audit.record(
        worker_id=worker.pk, verb=AuditVerb.EXPORT, what="protection:paper_pdf", subjects=list(opened.rights)
    )
    return pdf.as_attachment(made, f"draft-{KINDS[found.kind].file_name}", timezone.localdate(now))


class PaperForm(FormPage):
    """A form about a paper that has not gone."""

    opened: OpenProcess[Paper]

    def load(self, paper_id: int, **kwargs: Any) -> None:
        """Open the paper for writing. Its passages are edited as one: of two people, the second is shown both versions."""
        self.opened = open_paper(
            self.worker, paper_id, Right.WRITE_RECORD, page=f"protection:{type(self).__name__}"
        )
        self.edited = self.opened.process

    @property
    def paper(self) -> Paper:
        """The paper."""
        return self.opened.process

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form; a paper that has gone says so instead."""
        if self.paper.sent_date is not None:
            messages.info(request, papers.GONE)
            return HttpResponseRedirect(self.page())
        return super().get(request, **kwargs)

    def page(self) -> str:
        """Return the paper's page."""
        return reverse("protection:paper", args=[self.paper.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to it."""
        return self.page(), "the paper"


class ChangePassage(PaperForm):
    """A passage's heading and words."""

    form_class = PassageForm
    title = "Change this passage"
    done = "The passage is changed."
    passage_id: int

    def load(self, paper_id: int, passage_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the paper; the passage must be its own."""
        super().load(paper_id, **kwargs)
        self.passage_id = _passage(self.paper, passage_id).pk

    def initial(self) -> dict[str, Any]:
        """Start with the passage as it stands."""
        passage = PaperPassage.objects.get(pk=self.passage_id)
        return {"heading": passage.heading, "words": passage.words}

    def act(self, form: KithForm) -> str:
        """Change it."""
        papers.change_passage(
            passage=_passage(self.paper, self.passage_id),
            heading=form.cleaned_data["heading"],
            words=form.cleaned_data["words"],
            by=self.worker,
        )
        return f"{self.page()}#passage-{self.passage_id}"


class AddPassage(PaperForm):
    """A passage that the record does not have."""

    form_class = PassageForm
    title = "Add a passage"
    submit = "Add it at the end"
    done = "The passage is added, at the end. Move it to where it belongs."

    def act(self, form: KithForm) -> str:
        """Add it."""
        data = form.cleaned_data
        passage = papers.add_passage(
            paper=self.paper, heading=data["heading"], words=data["words"], by=self.worker
        )
        return f"{self.page()}#passage-{passage.pk}"


class SendPaper(PaperForm):
    """The paper goes."""

    form_class = SendPaperForm
    title = "Send it"
    submit = "Record that it goes"
    done = (
        "It is kept as it went. Print the document, or send it by a way that is safe for whoever it is for."
    )
    template = "protection/send_paper.html"
    keeps_draft = False

    def initial(self) -> dict[str, Any]:
        """Today, to whom it was made for, as the service's own task."""
        return {
            "for_whom": self.paper.for_whom,
            "sent_date": timezone.localdate(),
            "lawful_basis": LawfulBasis.PUBLIC_TASK,
        }

    def context(self) -> dict[str, Any]:
        """Show what it is."""
        return {"paper": self.paper, "about": children_of(self.paper)}

    def act(self, form: KithForm) -> str:
        """Send it."""
        data = form.cleaned_data
        papers.send_paper(
            paper=self.paper,
            sent_date=data["sent_date"],
            for_whom=data["for_whom"],
            lawful_basis=data["lawful_basis"],
            consent_sought=data["consent_sought"],
            by=self.worker,
        )
        self.edited = None  # it has gone: its version is its last
        return self.page()


@require_POST
@for_workers
def arrange_passage(request: HttpRequest, worker: Worker, paper_id: int, passage_id: int) -> HttpResponse:
    """A passage is moved up or down, left out, or put back."""
    opened = open_paper(worker, paper_id, Right.WRITE_RECORD, page="protection:arrange_passage")
    passage = _passage(opened.process, passage_id)
    what = request.POST.get("what", "")
    try:
        version = int(request.POST.get("version", ""))
        if what in ("up", "down"):
            papers.move_passage(passage=passage, up=what == "up", version=version, by=worker)
        elif what in ("leave_out", "put_back"):
            papers.leave_out(passage=passage, left_out=what == "leave_out", version=version, by=worker)
        else:
            raise ValueError(what)
    except CannotBeTrue as impossible:
        messages.error(request, impossible.sentence)
    except ValueError:
        messages.error(request, "Choose what to do with the passage.")
    return HttpResponseRedirect(
        f"{reverse('protection:paper', args=[paper_id])}#passage-{passage_id}", status=303
    )


def _passage(paper: Paper, passage_id: int) -> PaperPassage:
    found = PaperPassage.objects.filter(paper=paper, pk=passage_id).first()
    if found is None:
        raise Http404("There is no such passage in this paper.")
    found.paper = paper
    return found


def _place(kind: str, number: int | str) -> tuple[str, str]:
    address, name = PLACES[kind]
    return address.format(number), name


def _back(paper: Paper) -> tuple[str, str]:
    kind, _, number = paper.thread.partition(":")
    if kind == "core_group":
        from kith.casework.protection.models import CoreGroupMeeting

        return _place("plan", CoreGroupMeeting.objects.values_list("plan_id", flat=True).get(pk=number))
    return _place(kind, number)
