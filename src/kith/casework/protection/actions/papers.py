"""Minutes, plans and letters: made from the record, changed before they go, and sent as they stand."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models, transaction
from django.db.models import F, Max
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Family, Person
from kith.casework.plans.models import Sharing
from kith.casework.plans.models.agreement import LawfulBasis
from kith.casework.protection.actions.recording import check_day, locked
from kith.casework.protection.models import ConferencePart, CoreGroupMeeting, Paper, PaperChild, PaperPassage
from kith.casework.protection.paper_passages import KINDS, THREAD, About
from kith.casework.protection.paper_printed import printed
from kith.casework.protection.queries.papers import as_it_goes, as_it_may_go, children_of
from kith.casework.timeline import uploads
from kith.casework.timeline.actions.documents import keep_document
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker

GONE = "This paper has gone, and stays as it went. Make another if something is to be put right."
MEANWHILE = (
    "Somebody changed this paper meanwhile. Look at it as it is now, and do it again if it is still right."
)
ALOFT = 10_000  # added to a place while two change places, since no two may have the same


@transaction.atomic
def make_paper(
    *,
    process: models.Model,
    kind: str,
    for_whom: str,
    by: Worker,
    for_part: str = "",
    children: Sequence[Person] | None = None,
) -> Paper:
    """Make a paper from the record as it is: nothing is typed again.

    `for_part` is what whoever it is for is to the children (by default, the first to whom such a paper may go). It is about
    `children`, or about all in the process whom the maker may see. Raises CannotBeTrue where it cannot be made from this
    process now, or may not go to them.
    """
    about = KINDS[kind]
    if not isinstance(process, about.process):
        raise CannotBeTrue("This paper is not made from that. Choose another kind.", "kind")
    not_yet = about.not_yet(process)
    if not_yet:
        raise CannotBeTrue(not_yet, "kind")
    for_part = for_part or next(part for part in ConferencePart.values if part in about.may_go_to)
    _check_whom(kind, for_part, for_whom)
    every = about.children(process)
    chosen = every if children is None else [child for child in every if child in children]
    if not chosen or (children is not None and len(chosen) != len(set(children))):
        raise CannotBeTrue("Choose children whom this is about.", "children")
    family = _family_of(process)
    title, passages = about.write(About(process, family, chosen, for_whom.strip(), for_part, by))
    paper = Paper.objects.create(
        family=family,
        kind=kind,
        thread=f"{THREAD[about.process]}:{process.pk}",
        title=title,
        for_part=for_part,
        made_at=timezone.now(),
        made_by=by,
    )
    PaperChild.objects.bulk_create(PaperChild(paper=paper, child=child) for child in chosen)
    texts = [title, for_whom.strip()]
    for passage in passages:
        texts += [passage.heading, passage.words]
    cleaned = as_it_may_go(paper, texts)
    paper.title, paper.for_whom = cleaned[0][:160], cleaned[1][:200]
    paper.save(update_fields=["title", "for_whom"])
    PaperPassage.objects.bulk_create(
        PaperPassage(paper=paper, place=place, heading=heading[:160], words=words)
        for place, (heading, words) in enumerate(zip(cleaned[2::2], cleaned[3::2], strict=True), start=1)
    )
    _record("protection.paper_made", paper, by, timezone.localdate(), "A paper was made.")
    return paper


@transaction.atomic
def change_passage(*, passage: PaperPassage, heading: str, words: str, by: Worker) -> None:
    """Change a passage before its paper goes; what must not go is left out of it at once."""
    paper = _not_gone(passage.paper)
    heading, words = _clean(paper, heading, words)
    PaperPassage.objects.filter(pk=passage.pk).update(heading=heading, words=words)
    _record("protection.paper_changed", paper, by, timezone.localdate(), "A paper was changed.")


@transaction.atomic
def add_passage(*, paper: Paper, heading: str, words: str, by: Worker) -> PaperPassage:
    """Add a passage at the end of a paper that has not gone."""
    paper = _not_gone(paper)
    heading, words = _clean(paper, heading, words)
    last = paper.passages.aggregate(last=Max("place"))["last"] or 0
    passage = PaperPassage.objects.create(paper=paper, place=last + 1, heading=heading, words=words)
    _record("protection.paper_changed", paper, by, timezone.localdate(), "A paper was changed.")
    return passage


@transaction.atomic
def leave_out(*, passage: PaperPassage, left_out: bool, version: int, by: Worker) -> None:
    """Leave a passage out of what goes, or put it back; `version` is that of the paper which the worker looked at."""
    paper = _not_gone(passage.paper, version)
    PaperPassage.objects.filter(pk=passage.pk).update(left_out=left_out)
    _next_version(paper)
    _record("protection.paper_changed", paper, by, timezone.localdate(), "A paper was changed.")


@transaction.atomic
def move_passage(*, passage: PaperPassage, up: bool, version: int, by: Worker) -> None:
    """Have a passage and the one before it, or after it, change places; at either end nothing changes."""
    paper = _not_gone(passage.paper, version)
    passage = PaperPassage.objects.get(pk=passage.pk)
    others = (
        paper.passages.filter(place__lt=passage.place)
        if up
        else paper.passages.filter(place__gt=passage.place)
    )
    other = others.order_by("-place" if up else "place").first()
    if other is None:
        return
    PaperPassage.objects.filter(pk=other.pk).update(place=other.place + ALOFT)
    PaperPassage.objects.filter(pk=passage.pk).update(place=other.place)
    PaperPassage.objects.filter(pk=other.pk).update(place=passage.place)
    _next_version(paper)
    _record("protection.paper_changed", paper, by, timezone.localdate(), "A paper was changed.")


@transaction.atomic
def send_paper(
    *,
    paper: Paper,
    sent_date: datetime.date,
    for_whom: str,
    by: Worker,
    lawful_basis: str = LawfulBasis.PUBLIC_TASK,
    consent_sought: bool = False,
) -> Paper:
    """Keep a paper as the document that it went as, and say in the family's record of sharing to whom, why and by what right.

    Its words are cleaned once more, for an address may have been withheld since. It stays as it went: a change is another
    paper. Raises CannotBeTrue for one that has gone, is empty, or would go on a day that cannot be.
    """
    paper = _not_gone(paper)
    _check_whom(paper.kind, paper.for_part, for_whom)
    check_day(
        sent_date, "sent_date", earliest=timezone.localdate(paper.made_at), why_earliest="This paper was made"
    )
    goes = as_it_goes(paper, for_whom=for_whom.strip())
    if not goes.passages:
        raise CannotBeTrue(
            "Every passage is left out, so there is nothing to send. Put one back, or add one."
        )
    kind = KINDS[paper.kind]
    made = printed(paper, goes, made_at=timezone.now(), sent_date=sent_date)
    name = f"{kind.file_name}-{sent_date.isoformat()}.pdf"
    kept = list(paper.passages.filter(left_out=False).order_by("place"))
    for passage, shown in zip(kept, goes.passages, strict=True):
        passage.heading, passage.words = shown.heading[:160], shown.words
    PaperPassage.objects.bulk_update(kept, ["heading", "words"])
    stored = uploads.keep(SimpleUploadedFile(name, made, content_type="application/pdf"))
    try:
        children = [child.pk for child in children_of(paper)]
        # The paper first, so that what only the service may see is closed before there is a document to open.
        document = keep_document(
            title=kind.kind.label, day=sent_date, people=children, stored=stored, original_name=name, by=by
        )
        Paper.objects.filter(pk=paper.pk).update(
            title=goes.title[:160],
            for_whom=goes.for_whom[:200],
            sent_date=sent_date,
            sent_by=by,
            document=document,
            version=F("version") + 1,
        )
        Sharing.objects.create(
            family_id=paper.family_id,
            recipient=goes.for_whom[:160],
            what=kind.kind.label,
            purpose=f"{kind.purpose}.",
            lawful_basis=lawful_basis,
            consent_sought=consent_sought,
            day=sent_date,
            decided_by=by,
        )
        _record("protection.paper_sent", paper, by, sent_date, "Minutes, a plan or a letter were sent.")
    except Exception:
        uploads.discard(stored.stored_name)
        raise
    paper.refresh_from_db()
    return paper


def _check_whom(kind: str, for_part: str, for_whom: str) -> None:
    if for_part not in KINDS[kind].may_go_to:
        raise CannotBeTrue(KINDS[kind].why_not, "for_part")
    if not for_whom.strip():
        raise CannotBeTrue("Say whom it is for.", "for_whom")


def _family_of(process: models.Model) -> Family:
    if isinstance(process, CoreGroupMeeting):
        return process.plan.family
    family: Family = process.family  # type: ignore[attr-defined]
    return family


def _not_gone(paper: Paper, version: int | None = None) -> Paper:
    """Return a paper, locked, that has not gone and that nobody has changed since `version` where that is told."""
    paper = locked(paper)
    if paper.sent_date is not None:
        raise CannotBeTrue(GONE)
    if version is not None and version != paper.version:
        raise CannotBeTrue(MEANWHILE)
    return paper


def _next_version(paper: Paper) -> None:
    Paper.objects.filter(pk=paper.pk).update(version=F("version") + 1)


def _clean(paper: Paper, heading: str, words: str) -> tuple[str, str]:
    heading, words = as_it_may_go(paper, [heading.strip(), words.strip()])
    if not heading:
        raise CannotBeTrue("Enter a heading.", "heading")
    return heading[:160], words


def _record(kind: str, paper: Paper, by: Worker, day: datetime.date, summary: str) -> None:
    record_event(
        kind,
        by=by,
        day=day,
        about=[child.pk for child in children_of(paper)],
        summary=summary,
        thread=paper.thread,
        details={"paper": paper.pk, "kind": paper.kind},
    )
