"""A placement plan: who decides what to begin with, the carers' copy and what it never says, late with a reason."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from pypdf import PdfReader

from kith.casework.care.actions import placement_plans
from kith.casework.care.delegation import who_decides_to_begin_with
from kith.casework.care.models import DelegatedAuthority, DelegatedMatter, PlacementPlan
from kith.casework.people.models import (
    Address,
    ContactDetail,
    NetworkMember,
    Residence,
    Restriction,
)
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Worker
from tests.furnishing.care.plans_and_approvals import WORDS, everyday
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient
from tests.furnishing.form_days import ago, day_fields
from tests.furnishing.in_care import come_into_care, three_in_care

ClientFor = Callable[[Worker | None], WorkersClient]


@pytest.mark.parametrize(
    ("legal_status", "age", "matter", "who"),
    [
        ("V2", 9, "sleepover", "carer"),
        ("V2", 9, "passport", "parent"),
        ("V2", 9, "immunisation", "parent"),
        ("C2", 9, "sleepover", "carer"),
        ("C2", 9, "passport", "authority"),
        ("C1", 9, "health_urgent", "authority"),
        ("L2", 9, "health_urgent", "authority"),
        ("L1", 9, "health_urgent", "parent"),
        ("C2", 9, "religion", "parent"),
        ("C2", 16, "religion", "young_person"),
        ("C2", 16, "health_routine", "young_person"),
        ("V2", 17, "passport", "parent"),
        ("", None, "passport", "parent"),
    ],
)
def test_who_decides_to_begin_with(legal_status: str, age: int | None, matter: str, who: str) -> None:
    """Under a care order the authority shares responsibility; of a child who is accommodated parents decide the rest."""
    found = who_decides_to_begin_with(legal_status, age)
    assert found[matter] == who
    assert set(found) == set(DelegatedMatter.values), "every matter has somebody who decides it"


def test_the_form_begins_with_who_usually_decides_and_keeps_what_was_agreed(
    cast: Cast, client_for: ClientFor
) -> None:
    """A plan is made from the form; changed, the carers have to be given it again."""
    period = come_into_care(cast.child, by=cast.director, day=ago(3), legal_status="C2")
    placement = period.placements.get()
    client = client_for(cast.social_worker)
    base = f"/placements/{placement.pk}/plan/"
    page = client.get(f"{base}write/").content.decode()
    assert "The authority shares parental responsibility" in page
    said = {
        "day_to_day": "Calm mornings.", "child_words": "I like porridge.", "parents_agree": "no", "carers_agree": "yes",
        **day_fields("made_date", ago(2)), **{f"holder_{matter}": "carer" for matter in DelegatedMatter.values},
        "conditions_sleepover": "At friends whom the carers know",
    }  # fmt: skip
    assert client.post(f"{base}write/", said).status_code == 303
    plan = PlacementPlan.objects.get()
    assert (plan.parents_agree, plan.carers_agree) == (False, True)
    assert DelegatedAuthority.objects.get(matter="sleepover").conditions == "At friends whom the carers know"
    assert client.post(f"{base}given/", day_fields("given_date", ago(1))).status_code == 303
    assert "The carers were given it" in client.get(base).content.decode()
    assert (
        client.post(f"{base}write/", {**said, "holder_passport": "authority", "version": 1}).status_code
        == 303
    )
    plan.refresh_from_db()
    assert plan.shared_with_carers_date is None, "the carers have what was said before"
    assert DelegatedAuthority.objects.get(matter="passport").holder == "authority"
    assert DelegatedAuthority.objects.count() == len(DelegatedMatter.values)
    assert client.post(f"{base}write/", {**said, "version": 1}).status_code == 409


def test_late_it_says_why_and_its_clock_stops(cast: Cast, client_for: ClientFor) -> None:
    """Made after five working days, the form asks why; the reason is on the plan and on the clock."""
    period = come_into_care(cast.child, by=cast.director, day=ago(40))
    placement = period.placements.get()
    record_event(
        "care.placement_started", by=cast.social_worker, day=ago(40), about=[cast.child.pk], summary="Placed.",
        thread=f"placement:{placement.pk}",
    )  # fmt: skip
    client = client_for(cast.social_worker)
    base = f"/placements/{placement.pk}/plan/"
    said = {
        "day_to_day": "Calm mornings.", **day_fields("made_date", ago(0)),
        **{f"holder_{matter}": "carer" for matter in DelegatedMatter.values},
    }  # fmt: skip
    refused = client.post(f"{base}write/", said)
    assert refused.status_code == 422
    assert "Say why it is late" in refused.content.decode()
    assert client.post(f"{base}write/", {**said, "late_reason": "The carers were ill."}).status_code == 303
    clock = Clock.objects.get(rule="placement_plan")
    assert clock.was_late
    assert clock.late_reason == "The carers were ill."
    assert "It was late: The carers were ill." in client.get(base).content.decode()


def test_the_carers_copy_never_says_what_is_kept_from_others(cast: Cast, client_for: ClientFor) -> None:
    """Typed into the plan or not: no withheld address, no telephone number, no name of somebody on a closed record."""
    family = three_in_care(cast)
    placement, mother = family.placements[0], family.mother
    hidden = Address.objects.create(lines="7 Larkspur Rise", town="Otley", postcode="LS21 1AA")
    Residence.objects.create(person=mother, address=hidden, withheld=True, start_date=ago(60))
    ContactDetail.objects.create(person=mother, kind="telephone", value="07700 900321", start_date=ago(60))
    closed = family.grandmother
    type(closed).objects.filter(pk=closed.pk).update(restriction=Restriction.RESTRICTED)
    NetworkMember.objects.filter(member=closed).update(description="Grandmother")
    words = replace(
        WORDS, child_words="I want to ring Iris on 07700900321.",
        seeing_people="Iris Ferris comes from 7 Larkspur Rise, Otley LS211AA. Here it is 12 Cedar Walk, E8 1EA.",
    )  # fmt: skip
    placement_plans.make_placement_plan(
        placement=placement, words=words, decides=everyday(), made_date=ago(1), by=cast.social_worker
    )
    answer = client_for(cast.social_worker).get(f"/placements/{placement.pk}/plan/document/")
    assert answer["Content-Type"] == "application/pdf"
    assert "Ferris" not in answer["Content-Disposition"]
    reader = PdfReader(io.BytesIO(answer.content))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for secret in ("Larkspur", "LS21", "07700", "Iris", "Cedar Walk", "E8 1EA"):
        assert secret not in text, secret
    assert "Kezia Ferris" in text
    assert "Sleepovers" in text
    assert "The carers" in text
    assert text.index("I want to ring") < text.index("A light on at night"), "the child’s words first"


def test_nobody_of_another_team_and_no_partner_takes_the_copy(cast: Cast, client_for: ClientFor) -> None:
    """The page may be read by a partner on the case; the paper that leaves is the service's own to make."""
    period = come_into_care(cast.child, by=cast.director, day=ago(3))
    placement = period.placements.get()
    base = f"/placements/{placement.pk}/plan/"
    assert client_for(cast.partner).get(base).status_code == 200
    assert client_for(cast.partner).get(f"{base}document/").status_code == 403
    assert client_for(cast.outsider).get(base).status_code == 403
    assert client_for(cast.social_worker).get(f"{base}document/").status_code == 404, "there is no plan yet"
    assert client_for(cast.social_worker).get("/placements/999999/plan/").status_code == 404


def test_it_is_made_once_for_brothers_and_sisters_in_one_home(cast: Cast, client_for: ClientFor) -> None:
    """Three placements, one form: each child's own words, and the one who is not ticked has none."""
    family = three_in_care(cast)
    eldest, middle, _ = family.children
    client = client_for(cast.social_worker)
    address = f"/placements/{family.placements[0].pk}/plan/write/"
    assert f"Make it for {middle.display_name} as well" in client.get(address).content.decode()
    said = {
        "day_to_day": "Calm mornings.", "child_words": "I like porridge.", **day_fields("made_date", ago(2)),
        **{f"holder_{matter}": "carer" for matter in DelegatedMatter.values},
        f"also_{middle.pk}": "on", f"child_words_{middle.pk}": "I like toast.",
    }  # fmt: skip
    assert client.post(address, said).status_code == 303
    words = {
        one.placement.child_id: one.child_words for one in PlacementPlan.objects.select_related("placement")
    }
    assert words == {eldest.pk: "I like porridge.", middle.pk: "I like toast."}
    assert DelegatedAuthority.objects.count() == 2 * len(DelegatedMatter.values)
