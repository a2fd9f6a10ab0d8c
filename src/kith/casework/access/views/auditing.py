"""The log: who looked at whom, for an auditor; who looked at one record, for those who manage it."""

from __future__ import annotations

import datetime
from urllib.parse import urlencode

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access import audit, forms
from kith.casework.access.loading import open_record, require
from kith.casework.access.models import AuditVerb
from kith.casework.access.queries.log import LogPage, Wanted, log_page, names_of, read_start
from kith.casework.access.rights import Right
from kith.casework.furniture.pages import for_workers
from kith.casework.workforce.models import Worker

# Unless other days are asked for.
DAYS_BACK = 7
DAYS_BACK_OF_ONE_PERSON = 365


@for_workers
def audit_page(request: HttpRequest, worker: Worker) -> HttpResponse:
    """The log by worker, person, what was done and days."""
    require(worker, Right.READ_AUDIT)
    today = timezone.localdate()
    person_id = int(request.GET["person"]) if request.GET.get("person", "").isdigit() else None
    back = DAYS_BACK if person_id is None else DAYS_BACK_OF_ONE_PERSON
    workers = [(str(one.pk), one.name) for one in Worker.objects.order_by("name").only("pk", "name")]
    starting = {"since": today - datetime.timedelta(days=back), "until": today}
    asked_anything = any(name in request.GET for name in ("worker", "q", "verb", "since_0"))
    form = forms.AuditForm(
        request.GET if asked_anything else None,
        workers=workers,
        verbs=list(AuditVerb.choices),
        initial=starting,
    )
    chosen = {"worker": "", "verb": "", "q": "", **starting}
    problem = asked_anything and not form.is_valid()
    if asked_anything and not problem:
        chosen.update({name: value for name, value in form.cleaned_data.items() if value})
    matches: list[tuple[int, str]] = []
    asked_for = str(chosen["q"]).strip()
    if asked_for and person_id is None:
        matches = _people_called(asked_for)
    wanted = Wanted(
        since=chosen["since"],  # type: ignore[arg-type]
        until=chosen["until"],  # type: ignore[arg-type]
        worker_id=int(str(chosen["worker"])) if chosen["worker"] else None,
        person_id=person_id,
        verb=str(chosen["verb"]),
        newest_first=request.GET.get("order") != "oldest",
        start=read_start(request.GET.get("from", "")),
    )
    nothing = LogPage([], "")
    page = nothing if problem or (asked_for and person_id is None) else log_page(wanted, for_audit=True)
    audit.record(
        worker_id=worker.pk,
        verb=AuditVerb.VIEW,
        what="access:audit",
        subjects=[person_id] if person_id else [],
    )
    kept = {key: value for key, value in request.GET.items() if key not in {"from", "order"}}
    order = {} if wanted.newest_first else {"order": "oldest"}
    return render(
        request,
        "access/audit.html",
        {
            "form": form,
            "page": page,
            "wanted": wanted,
            "matches": [
                (name, "?" + urlencode({**kept, "q": "", "person": number})) for number, name in matches
            ],
            "asked_for": asked_for if person_id is None else "",
            "person_name": names_of([person_id], for_audit=True).get(person_id) if person_id else "",
            "without_person": "?" + urlencode({key: value for key, value in kept.items() if key != "person"}),
            "next_address": "?" + urlencode({**kept, **order, "from": page.next_start})
            if page.next_start
            else "",
            "first_address": "?" + urlencode({**kept, **order}) if wanted.start else "",
            "turned_address": "?"
            + urlencode({**kept, **({"order": "oldest"} if wanted.newest_first else {})}),
        },
        status=422 if problem else 200,
    )


def _people_called(name: str) -> list[tuple[int, str]]:
    """Return the people whose name is like one, with the name that the log knows them by."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person, score FROM kith_find_people(%s, NULL, 20)", [name])
        order = list(
            dict.fromkeys(person for person, _ in sorted(cursor.fetchall(), key=lambda row: -row[1]))
        )
    names = names_of(order, for_audit=True)
    return [(number, names[number]) for number in order if number in names]


@for_workers
def who_looked(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """Who has looked at one record: for whoever manages it."""
    person = open_record(worker, person_id, Right.RESTRICT, page="access:who_looked")
    today = timezone.localdate()
    wanted = Wanted(
        since=today - datetime.timedelta(days=DAYS_BACK_OF_ONE_PERSON),
        until=today,
        person_id=person.pk,
        newest_first=request.GET.get("order") != "oldest",
        start=read_start(request.GET.get("from", "")),
    )
    page = log_page(wanted, for_audit=False)
    order = {} if wanted.newest_first else {"order": "oldest"}
    return render(
        request,
        "access/who_looked.html",
        {
            "person": person,
            "page": page,
            "wanted": wanted,
            "next_address": "?" + urlencode({**order, "from": page.next_start}) if page.next_start else "",
            "first_address": "?" + urlencode(order) if wanted.start else "",
            "turned_address": "?order=oldest" if wanted.newest_first else "?",
            "back": (reverse("people:person", args=[person.pk]), person.display_name),
        },
    )
