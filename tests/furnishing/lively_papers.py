"""Papers in the lively record: the Larks, held by the social worker, have been through protection; one paper has gone."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.casework.people.actions import person, relations
from kith.casework.plans.actions.plan import start_plan
from kith.casework.protection.actions.papers import leave_out, make_paper, send_paper
from kith.casework.workforce.models import Allocation
from tests.furnishing.cast import Cast
from tests.furnishing.protected import protect


def enliven_papers(cast: Cast) -> dict[str, int]:
    """Put the Larks there and return what the addresses of papers name, each as `lark_…`."""
    today = timezone.localdate()
    since = today - datetime.timedelta(days=120)
    by = cast.social_worker
    robin, wren, mother = (
        person.add_person(
            given_names=given,
            family_name="Lark",
            birth_date=today.replace(day=1, year=today.year - age),
            sex="F",
            by=by,
        )
        for given, age in (("Robin", 8), ("Wren", 4), ("Jay", 31))
    )
    family = relations.make_family(
        name="Lark", members=[(robin, "child"), (wren, "child"), (mother, "adult")], start_date=since, by=by
    )
    Allocation.objects.bulk_create(
        Allocation(child=child, worker=by, reason="first", start_date=since) for child in (robin, wren)
    )
    plan = start_plan(
        family=family, children=[robin, wren], tier="family_help", lead=by, start_date=since, by=by
    )
    protected = protect(
        family=family, plan=plan, children=[robin, wren], mother=mother, lead=by, manager=cast.team_manager,
        chair=cast.conference_chair,
    )  # fmt: skip
    draft = make_paper(
        process=protected.conference, kind="conference_minutes", for_whom="Jay Lark", for_part="parent", by=by
    )
    leave_out(passage=draft.passages.order_by("place")[2], left_out=True, version=draft.version, by=by)
    letter = make_paper(process=protected.enquiry, kind="enquiry_letter", for_whom="Jay Lark", by=by)
    send_paper(paper=letter, sent_date=today, for_whom="Jay Lark", by=by)
    return {
        "lark_discussion": protected.discussion.pk,
        "lark_enquiry": protected.enquiry.pk,
        "lark_conference": protected.conference.pk,
        "lark_plan": plan.pk,
        "lark_core_group": protected.meeting.pk,
        "lark_pre_proceedings": protected.pre_proceedings.pk,
        "lark_draft": draft.pk,
        "lark_letter": letter.pk,
        "lark_passage": draft.passages.order_by("place")[1].pk,
    }
