"""Opening papers: only whole, since their passages are about all of their children together, and never by a partner."""

from __future__ import annotations

from django.db import connection
from django.http import Http404

from kith.casework.access.loading import AccessRefused, rights_by_person
from kith.casework.access.rights import Right, general_rights
from kith.casework.access.roles import Role
from kith.casework.plans.access import OpenPlan, open_plan
from kith.casework.protection.access import OpenProcess, Process, open_family_with, open_process
from kith.casework.protection.models import ChildProtectionConference, CoreGroupMeeting, Paper
from kith.casework.workforce.models import Worker


def open_paper(worker: Worker, number: int, right: Right, *, page: str) -> OpenProcess[Paper]:
    """Return a paper to somebody of the service who has the right over each child in it, or chairs its conference.

    Raises AccessRefused, or Http404 for no such paper.
    """
    _not_a_partner(worker, right)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT family_id, person_id, restriction, relation, named, glass_open"
            " FROM kith_protection_standing(%s, 'paper', %s)",
            [worker.pk, number],
        )
        rows = cursor.fetchall()
    if not rows:
        raise Http404("There is no such paper.")
    rights = rights_by_person(worker, [tuple(row[1:]) for row in rows], Right.READ_RECORD)
    _over_each(rights, Right.READ_RECORD)
    paper = Paper.objects.select_related("made_by", "sent_by", "document").get(pk=number)
    if right != Right.READ_RECORD and not _chairs(worker, paper):
        _over_each(rights, right)
    family, members = open_family_with(worker, rows[0][0], rights, page=page)
    return OpenProcess(paper, family, members, rights)


def may_change(worker: Worker, opened: OpenProcess[Paper]) -> bool:
    """Return whether the worker who opened a paper may change and send it: until it has gone."""
    if opened.process.sent_date is not None:
        return False
    return all(Right.WRITE_RECORD in held for held in opened.rights.values()) or _chairs(
        worker, opened.process
    )


def open_to_make_papers(
    worker: Worker, model: type[Process], number: int, *, page: str
) -> OpenProcess[Process]:
    """Return a process from which the worker may make papers: whoever may write on it, and the chair of a conference."""
    _not_a_partner(worker, Right.WRITE_RECORD)
    chairs = model is ChildProtectionConference and Right.CHAIR_CONFERENCES in general_rights(worker.role)
    opened = open_process(
        worker, model, number, Right.READ_RECORD if chairs else Right.WRITE_RECORD, page=page
    )
    if not opened.may_write and getattr(opened.process, "chair_id", None) != worker.pk:
        raise AccessRefused(Right.WRITE_RECORD)
    return opened


def open_plan_to_make_papers(
    worker: Worker, plan_id: int, core_group_id: int | None, *, page: str
) -> tuple[OpenPlan, CoreGroupMeeting | None]:
    """Return a plan, and a meeting of its core group where one is named, from which the worker may make papers."""
    _not_a_partner(worker, Right.WRITE_RECORD)
    opened = open_plan(worker, plan_id, Right.WRITE_RECORD, page=page)
    if core_group_id is None:
        return opened, None
    meeting = (
        CoreGroupMeeting.objects.select_related("plan").filter(plan_id=plan_id, pk=core_group_id).first()
    )
    if meeting is None:
        raise Http404("There is no such meeting on this plan.")
    return opened, meeting


def _not_a_partner(worker: Worker, right: Right) -> None:
    # A paper is the service's own until it has gone; then a partner reads it as a document, unless it is a lawyer's.
    if worker.role == Role.PARTNER:
        raise AccessRefused(right)


def _over_each(rights: dict[int, frozenset[Right]], right: Right) -> None:
    for number, held in rights.items():
        if right not in held:
            raise AccessRefused(right, number, may_break_glass=Right.BREAK_GLASS in held)


def _chairs(worker: Worker, paper: Paper) -> bool:
    kind, _, number = paper.thread.partition(":")
    return (
        kind == "conference"
        and Right.CHAIR_CONFERENCES in general_rights(worker.role)
        and ChildProtectionConference.objects.filter(pk=number, chair=worker).exists()
    )
