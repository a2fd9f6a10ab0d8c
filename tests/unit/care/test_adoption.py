"""Adoption: the way to it, and that nothing afterwards joins who a child was with who they are."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.urls import reverse

from kith.casework.access.actions.restricting import named_now
from kith.casework.access.models import AuditEntry
from kith.casework.care.actions import adopters_home
from kith.casework.care.actions import adoption as adopting
from kith.casework.care.actions import adoption_order as ordering
from kith.casework.care.actions.legal_status import change_legal_status
from kith.casework.care.actions.moves import decide_move, make_move, stand_down_move
from kith.casework.care.actions.placing import place
from kith.casework.care.adoption_key import LinkUnreadable, digest_after, digest_before, unseal
from kith.casework.care.models import (
    AdoptionLinkOpening,
    AdoptionPlan,
    Home,
    HomeKind,
    PeriodOfCare,
    Placement,
    SealedAdoptionLink,
)
from kith.casework.care.queries.what_a_move_does import what_they_do
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.actions import merging
from kith.casework.people.models import Identifier, Person, PersonName
from kith.casework.timeline.models import Event
from kith.casework.workforce.models import Allocation, Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient, acting_as
from tests.furnishing.form_days import ago
from tests.furnishing.in_care import CareFamily, a_home, a_person, three_in_care

ClientFor = Callable[[Worker | None], WorkersClient]
NEW_NAME = "Quillfeather"
ADOPTERS_STREET = "7 Larkspur Mews"


@dataclass
class Adopting:
    """A child who lives with adopters, all but the order."""

    family: CareFamily
    child: Person
    plan: AdoptionPlan


@pytest.fixture
def with_adopters(cast: Cast) -> Adopting:
    """The youngest of three in care, placed for adoption sixty days ago, known to the adopters by the new name."""
    family = three_in_care(cast, days_ago=400)
    child, period = family.children[-1], family.periods[-1]
    Allocation.objects.create(
        child=child, worker=cast.adoption_worker, role="co_worker", start_date=ago(200), reason="other"
    )
    Identifier.objects.create(person=child, kind="upn", value="A999000000001", source="School")
    change_legal_status(period=period, code="E1", day=ago(150), by=cast.social_worker)
    plan = adopting.decide_adoption(
        period=period,
        day=ago(140),
        decided_by_name="Joan Ellery",
        reasons="A family for good.",
        by=cast.social_worker,
    )
    adopting.match(
        plan=plan, day=ago(90), words="They are patient.", by_foster_carers=False, adopters_number=2,
        adopters_sex="FF", adopters_legal_status="L12", by=cast.social_worker,
    )  # fmt: skip
    home = a_home(f"Sam and Jo {NEW_NAME}", kind=HomeKind.ADOPTERS, address_withheld=True, postcode="BN1 1AA")
    home.addresses.update(lines=ADOPTERS_STREET)
    place(
        period=period, home=home, placement_type="A6", day=ago(60), ended_because="CARPL",
        ended_as_planned=True, by=cast.social_worker,
    )  # fmt: skip
    PersonName.objects.create(
        person=child, kind="known_as", given_names="Noor", family_name=NEW_NAME, start_date=ago(50)
    )
    Person.objects.filter(pk=child.pk).update(display_name=f"Noor {NEW_NAME}")
    adopting.moved_in(plan=plan, by=cast.social_worker)
    adopting.adopters_applied(plan=plan, day=ago(20), by=cast.social_worker)
    plan.refresh_from_db()
    return Adopting(family, child, plan)


def order(adopting_now: Adopting, cast: Cast) -> None:
    """Record the adoption order as the adoption worker, behind the wall."""
    with acting_as(cast.adoption_worker):
        ordering.adoption_ordered(
            plan=adopting_now.plan,
            day=ago(3),
            consent_dispensed_with=True,
            new_family_name=NEW_NAME,
            by=cast.adoption_worker,
        )


def everywhere(*words: str) -> set[str]:
    """Return the tables of the whole database in which any of some words stands."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        asked = " UNION ALL ".join(
            f"(SELECT '{table}' FROM {connection.ops.quote_name(table)} t WHERE t::text ~* %s LIMIT 1)"
            for table in tables
        )
        cursor.execute(asked, ["|".join(words)] * len(tables))
        return {table for (table,) in cursor.fetchall()}


def test_an_order_ends_care_and_seals_the_record(with_adopters: Adopting, cast: Cast) -> None:
    """Care ends by adoption on the day of the order; the record is open to the adoption worker alone."""
    order(with_adopters, cast)
    period = PeriodOfCare.objects.get(child=with_adopters.child)
    child = Person.objects.get(pk=with_adopters.child.pk)
    assert (period.end_date, period.ended_because) == (ago(3), "E12")
    assert child.restriction == "sealed"
    assert [named.worker for named in named_now(child)] == [cast.adoption_worker]
    with acting_as(cast.social_worker):
        assert not Person.objects.filter(pk=child.pk).exists()


def test_after_an_order_the_new_name_and_address_stand_nowhere(with_adopters: Adopting, cast: Cast) -> None:
    """Neither the record nor its history says the new name, or where the adopters live: in no table of the database."""
    assert {"care_home", "people_personname"} <= everywhere(NEW_NAME)
    assert {"care_homeaddress", "people_address"} <= everywhere(ADOPTERS_STREET)
    order(with_adopters, cast)
    # Words that occur in names stand in a list of their own, in no order and about nobody.
    assert everywhere(NEW_NAME, ADOPTERS_STREET, "BN1 1AA") <= {"people_nameword"}
    assert Person.objects.get(pk=with_adopters.child.pk).display_name == "Noor Ferris"
    assert not Identifier.objects.filter(person=with_adopters.child).exists()


def test_the_return_still_has_the_last_episode(with_adopters: Adopting, cast: Cast) -> None:
    """The placement for adoption stays, with its kind and days, in a home that is nobody's."""
    order(with_adopters, cast)
    last = Placement.objects.filter(child=with_adopters.child).latest("start_date")
    assert (last.placement_type, last.start_date, last.end_date) == ("A6", ago(60), ago(3))
    assert (last.home.name, last.home_address) == ("Adopters", None)


def test_what_was_taken_out_is_kept_in_the_link_alone(with_adopters: Adopting, cast: Cast) -> None:
    """The sealed link keeps the adopters' home and the child's numbers, and only the installation's key reads it."""
    order(with_adopters, cast)
    link = SealedAdoptionLink.objects.get()
    said = unseal(bytes(link.sealed), str(link.pk))
    assert said["before"] == with_adopters.child.pk
    assert said["taken"]["home_addresses"][0]["lines"] == ADOPTERS_STREET
    assert said["taken"]["identifiers"][0]["value"] == "A999000000001"
    with pytest.raises(LinkUnreadable):
        unseal(bytes(link.sealed), "another row's")


def new_record(cast: Cast) -> Person:
    """Open the new record as the adoption worker, behind the wall."""
    with acting_as(cast.adoption_worker):
        [(link, _)] = ordering.awaiting_new_record()
        return ordering.open_new_record(
            link=link,
            given_names="Nora",
            family_name=NEW_NAME,
            reason="Support was asked for.",
            by=cast.adoption_worker,
        )


def test_nothing_joins_the_two_records(with_adopters: Adopting, cast: Cast, client_for: ClientFor) -> None:
    """No row, event, log entry or page names both: only a digest under a key that is not in the database finds the other."""
    order(with_adopters, cast)
    events_before = set(Event.objects.values_list("pk", flat=True))
    after = new_record(cast)
    before = with_adopters.child
    assert everywhere(NEW_NAME) <= {
        "people_person", "people_personevent", "people_personname", "people_personnameevent", "people_nameword",
    }  # fmt: skip
    for event in Event.objects.exclude(pk__in=events_before):
        assert before.pk not in event.subjects.values_list("person_id", flat=True)
        assert event.by_worker is None
    for entry in AuditEntry.objects.all():
        assert not {before.pk, after.pk} <= set(entry.subject_ids)
    # In the log, who opened the new record did nothing about either.
    assert not AuditEntry.objects.filter(
        worker_id=cast.adoption_worker.pk, subject_ids__contains=[after.pk]
    ).exists()
    # Somebody who sees the family, and somebody who finds people, learn nothing of the new name.
    for worker, address in (
        (cast.social_worker, reverse("people:person", args=[with_adopters.family.children[0].pk])),
        (cast.social_worker, reverse("people:family", args=[with_adopters.family.family.pk])),
        (cast.social_worker, reverse("care:child", args=[with_adopters.family.children[0].pk])),
        (cast.social_worker, reverse("timeline:chronology", args=[with_adopters.family.children[1].pk])),
    ):
        page = client_for(worker).get(address)
        assert page.status_code == 200
        assert NEW_NAME not in page.content.decode()
        assert f"/people/{after.pk}/" not in page.content.decode()
    found = client_for(cast.contact_officer).get("/people/", {"q": "Noor Ferris"}).content.decode()
    assert NEW_NAME not in found
    found = client_for(cast.contact_officer).get("/people/", {"q": f"Nora {NEW_NAME}"}).content.decode()
    assert "Ferris" not in found
    assert f"/people/{before.pk}/" not in found


def test_the_two_records_are_never_merged(with_adopters: Adopting, cast: Cast) -> None:
    """A merge with the record from before is refused, whichever is kept, without saying why it is closed."""
    order(with_adopters, cast)
    after = new_record(cast)
    before = Person.objects.get(pk=with_adopters.child.pk)
    for kept, merged in ((before, after), (after, before), (a_person("Noor Ferris", 5, "F"), before)):
        with pytest.raises(CannotBeTrue, match="joined to no other") as refused, transaction.atomic():
            merging.merge(kept=kept, merged=merged, reason="They look alike.", by=cast.team_manager)
        assert "adopt" not in refused.value.sentence.lower()


def test_an_old_number_can_be_the_new_records_again(with_adopters: Adopting, cast: Cast) -> None:
    """A number that the child keeps is not refused as another person's, which would tell that there is one."""
    order(with_adopters, cast)
    after = new_record(cast)
    Identifier.objects.create(person=after, kind="upn", value="A999000000001", source="School")


def test_a_link_is_opened_by_adoption_workers_with_a_reason(
    with_adopters: Adopting, cast: Cast, client_for: ClientFor
) -> None:
    """From either end it gives the other's number, and keeps who opened it and why; to anybody else there is none."""
    order(with_adopters, cast)
    after = new_record(cast)
    with acting_as(cast.adoption_worker):
        said = ordering.open_link(person_id=after.pk, reason="She asks who she was.", by=cast.adoption_worker)
        assert said == ("after", with_adopters.child.pk)
        said = ordering.open_link(
            person_id=with_adopters.child.pk, reason="A brother asks.", by=cast.adoption_worker
        )
        assert said == ("before", after.pk)
        with pytest.raises(CannotBeTrue):
            ordering.open_link(person_id=cast.child.pk, reason="A slip.", by=cast.adoption_worker)
    reasons = AdoptionLinkOpening.objects.order_by("pk").values_list("reason", flat=True)
    assert list(reasons) == ["Support was asked for.", "She asks who she was.", "A brother asks."]
    for worker in (cast.director, cast.auditor, cast.team_manager, cast.social_worker):
        with acting_as(worker):
            assert not SealedAdoptionLink.objects.exists()
            assert not AdoptionLinkOpening.objects.exists()
        assert client_for(worker).get("/adoption/").status_code == 403


def test_a_digest_tells_neither_the_number_nor_the_other_end() -> None:
    """The same number gives another digest at each end."""
    assert digest_before(7) != digest_after(7)
    assert digest_before(7) != "7"


def test_the_pages_lead_to_the_order_and_the_new_record(
    with_adopters: Adopting, cast: Cast, client_for: ClientFor
) -> None:
    """The adoption worker records the order; where the new name is written elsewhere, the page says so first."""
    child = with_adopters.child
    Event.objects.all().update(summary="S")
    client = client_for(cast.adoption_worker)
    AdoptionPlan.objects.filter(pk=with_adopters.plan.pk).update(reasons=f"The {NEW_NAME}s know her.")
    address = reverse("care:adoption_order", args=[child.pk])
    assert client_for(cast.social_worker).get(address).status_code == 403
    day = ago(3)
    answers = {
        "day_0": day.day, "day_1": day.month, "day_2": day.year,
        "consent_dispensed_with": "no", "new_family_name": NEW_NAME,
    }  # fmt: skip
    refused = client.post(address, answers)
    assert refused.status_code == 422
    assert "adoption plans (1)" in refused.content.decode()
    AdoptionPlan.objects.filter(pk=with_adopters.plan.pk).update(reasons="They know her.")
    assert client.post(address, answers | {"said_elsewhere": "on"}).status_code == 303
    assert f"Record number {child.pk}" in client.get("/adoption/").content.decode()
    link = SealedAdoptionLink.objects.get()
    opened = client.post(
        reverse("care:open_new_record", args=[link.pk]),
        {"given_names": "Nora", "family_name": NEW_NAME, "reason": "Support was asked for."},
        follow=True,
    )
    after = Person.objects.get(display_name=f"Nora {NEW_NAME}")
    assert f"The new record is number {after.pk}" in opened.content.decode()
    told = client.post("/adoption/open/", {"person_id": after.pk, "reason": "She asks."}, follow=True)
    assert f"on record number {child.pk}" in told.content.decode()
    # The page of the record from before says only that there is an adoption case record.
    page = client.get(reverse("care:adoption", args=[child.pk])).content.decode()
    assert "There is an adoption case record" in page
    assert NEW_NAME not in page


STEPS_OUT_OF_ORDER = [
    ("a match before the decision", lambda plan, by: _match(plan, by, day=plan.decided_date - datetime.timedelta(days=1)), "Adoption was decided"),
    ("two adopters who are single", lambda plan, by: _match(plan, by, adopters_legal_status="L0"), "One adopter is single"),
    ("one adopter who is a couple", lambda plan, by: _match(plan, by, adopters_number=1, adopters_legal_status="L0"), "as many adopters"),
    ("an order with the plan given up", lambda plan, by: adopting.give_up_adoption(plan=plan, day=ago(1), because="RD1", by=by), "lives with the adopters"),
]  # fmt: skip


def _match(plan: AdoptionPlan, by: Worker, **other: object) -> None:
    said: dict[str, object] = {
        "day": ago(80), "words": "", "by_foster_carers": False, "adopters_number": 2, "adopters_sex": "FF",
        "adopters_legal_status": "L12",
    }  # fmt: skip
    adopting.match(plan=plan, by=by, **{**said, **other})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("what", "does", "sentence"), STEPS_OUT_OF_ORDER, ids=[row[0] for row in STEPS_OUT_OF_ORDER]
)
def test_what_cannot_be_true_of_an_adoption(
    with_adopters: Adopting,
    cast: Cast,
    what: str,
    does: Callable[[AdoptionPlan, Worker], None],
    sentence: str,
) -> None:
    """Each is refused with a sentence that says what to do."""
    with pytest.raises(CannotBeTrue, match=sentence), transaction.atomic():
        does(with_adopters.plan, cast.social_worker)


@pytest.fixture
def matched(cast: Cast) -> Adopting:
    """The youngest of three in care, matched with adopters whose home is not on the record."""
    family = three_in_care(cast, days_ago=400)
    child, period = family.children[-1], family.periods[-1]
    Allocation.objects.create(
        child=child, worker=cast.adoption_worker, role="co_worker", start_date=ago(200), reason="other"
    )
    plan = adopting.decide_adoption(
        period=period, day=ago(140), decided_by_name="Joan Ellery", reasons="A family.", by=cast.social_worker
    )
    _match(plan, cast.social_worker)
    plan.refresh_from_db()
    return Adopting(family, child, plan)


THE_HOME = {
    "name": f"Sam and Jo {NEW_NAME}", "lines": ADOPTERS_STREET, "town": "Brighton", "postcode": "BN1 1AA", "provider": "PR1",
    "urn": "", "carers": f"Sam {NEW_NAME}",
}  # fmt: skip


def test_an_adopters_home_is_recorded_on_the_childs_adoption_and_found_from_nowhere_else(
    matched: Adopting, cast: Cast, client_for: ClientFor
) -> None:
    """Behind the wall, an adoption worker records it; no list of homes has it, and no page opens it to others."""
    address = reverse("care:adopters_home", args=[matched.child.pk])
    client = client_for(cast.adoption_worker)
    assert client.post(address, THE_HOME | {"lines": ""}).status_code == 422
    page = client.post(address, THE_HOME, follow=True).content.decode()
    home = Home.objects.get(kind=HomeKind.ADOPTERS)
    assert (home.address_withheld, home.addresses.get().postcode, home.carers.count()) == (True, "BN1 1AA", 1)
    assert f"/care/decide-home/?home={home.pk}" in page
    assert "home" not in Event.objects.get(kind="care.adopters_home_added").details
    its_page = reverse("care:home", args=[home.pk])
    assert client.get(its_page).status_code == 200
    for worker, status in ((cast.outsider, 404), (cast.director, 404), (cast.outside_manager, 404)):
        assert client_for(worker).get(its_page).status_code == status
    for worker in (cast.outsider, cast.director, cast.adoption_worker):
        for asked in (NEW_NAME, "BN1"):
            assert ADOPTERS_STREET not in client_for(worker).get("/homes/", {"q": asked}).content.decode()
    with acting_as(cast.outsider):
        assert not Home.objects.filter(pk=home.pk).exists()
    choosing = client.get(reverse("care:decide_home", args=[matched.child.pk])).content.decode()
    assert "The home of their adopters" in choosing
    elder = reverse("care:decide_home", args=[matched.family.eldest.pk])
    assert NEW_NAME not in client_for(cast.social_worker).get(
        elder, {"q": NEW_NAME}
    ).content.decode().replace(f"“{NEW_NAME}”", "").replace(f'value="{NEW_NAME}"', "")


def test_an_adopters_home_stays_one_when_it_is_put_right(
    matched: Adopting, cast: Cast, client_for: ClientFor
) -> None:
    """Its kind is no choice, and its address is kept from others whatever was sent."""
    client = client_for(cast.adoption_worker)
    client.post(reverse("care:adopters_home", args=[matched.child.pk]), THE_HOME)
    home = Home.objects.get(kind=HomeKind.ADOPTERS)
    sent = {"name": "Sam Quill", "kind": "foster", "provider": "PR2", "urn": "", "address_withheld": ""}
    assert client.post(reverse("care:change_home", args=[home.pk]), sent).status_code == 303
    home.refresh_from_db()
    assert (home.name, home.kind, home.address_withheld) == ("Sam Quill", HomeKind.ADOPTERS, True)


def test_a_brother_or_sister_goes_to_the_same_adopters(
    matched: Adopting, cast: Cast, client_for: ClientFor
) -> None:
    """The home on one's plan is offered for another's, to somebody on whose record both are open."""
    client = client_for(cast.social_worker)
    client.post(reverse("care:adopters_home", args=[matched.child.pk]), THE_HOME)
    home = Home.objects.get(kind=HomeKind.ADOPTERS)
    brother, period = matched.family.children[1], matched.family.periods[1]
    plan = adopting.decide_adoption(
        period=period, day=ago(140), decided_by_name="Joan Ellery", reasons="Together.", by=cast.social_worker
    )
    _match(plan, cast.social_worker)
    address = reverse("care:adopters_home", args=[brother.pk])
    assert home.name in client.get(address).content.decode()
    assert client.post(address, {"known_home": home.pk}).status_code == 303
    plan.refresh_from_db()
    assert plan.home == home


@pytest.mark.parametrize("decided_against", [False, True], ids=["made", "decided against once"])
def test_an_order_takes_the_recorded_home_and_what_was_decided_about_it_out(
    matched: Adopting, cast: Cast, client_for: ClientFor, decided_against: bool
) -> None:
    """The adopters' home, another recorded before it, the plan's history and a move decided against: none is left."""
    wrong = adopters_home.add_adopters_home(
        plan=matched.plan,
        name=f"The {NEW_NAME}s",
        lines="1 Wrong Road",
        provider="PR1",
        by=cast.social_worker,
    )
    home = adopters_home.add_adopters_home(
        plan=matched.plan, by=cast.social_worker, name=THE_HOME["name"], lines=ADOPTERS_STREET, postcode="BN1 1AA",
        provider="PR1", since=ago(900),
    )  # fmt: skip
    change_legal_status(period=matched.family.periods[-1], code="E1", day=ago(79), by=cast.social_worker)
    for gone_to in (wrong, home) if decided_against else (home,):
        [panel] = what_they_do(
            [matched.child],
            "home",
            day=ago(60),
            worker_reading=cast.social_worker,
            stays_at_school={},
            home=gone_to,
        ).values()
        move = decide_move(
            child=matched.child, kind="home", day=ago(60), by=cast.social_worker, reasons="R", alternatives="A",
            panel=panel, home=gone_to, child_words="Yes.",
        )  # fmt: skip
        if gone_to == wrong:
            stand_down_move(move=move, reason="Not this one.", by=cast.social_worker)
    make_move(
        move=move, day=ago(60), by=cast.social_worker, placement_type="A6", ended_because="CARPL",
        ended_as_planned=True,
    )  # fmt: skip
    adopting.moved_in(plan=matched.plan, by=cast.social_worker)
    order(matched, cast)
    assert everywhere(NEW_NAME, ADOPTERS_STREET, "1 Wrong Road") <= {"people_nameword"}
    assert not Home.objects.filter(pk__in=[home.pk, wrong.pk]).exists()


HOMES_OUT_OF_ORDER = [
    ("before the match", {"matched_date": None}, "Record the match first"),
    ("the child's own foster carers", {"by_foster_carers": True}, "own foster carers"),
    ("once the child lives there", {"placed_date": ago(5)}, "lives with the adopters already"),
]


@pytest.mark.parametrize(
    ("what", "plan", "sentence"), HOMES_OUT_OF_ORDER, ids=[row[0] for row in HOMES_OUT_OF_ORDER]
)
def test_when_an_adopters_home_is_not_recorded(
    matched: Adopting, cast: Cast, what: str, plan: dict[str, object], sentence: str
) -> None:
    """Each is refused with a sentence that says what to do."""
    AdoptionPlan.objects.filter(pk=matched.plan.pk).update(**plan)
    with pytest.raises(CannotBeTrue, match=sentence), transaction.atomic():
        adopters_home.add_adopters_home(
            plan=matched.plan, name="N", lines="L", provider="PR1", by=cast.social_worker
        )


def test_an_order_needs_a_placement_for_adoption(cast: Cast) -> None:
    """Before the child lives with the adopters there is no order."""
    family = three_in_care(cast, days_ago=200)
    plan = adopting.decide_adoption(
        period=family.periods[0],
        day=ago(20),
        decided_by_name="Joan Ellery",
        reasons="R",
        by=cast.social_worker,
    )
    with pytest.raises(CannotBeTrue, match="follows the match"), transaction.atomic():
        ordering.adoption_ordered(
            plan=plan,
            day=ago(1),
            consent_dispensed_with=False,
            new_family_name=NEW_NAME,
            by=cast.adoption_worker,
        )
    with pytest.raises(CannotBeTrue, match="already"), transaction.atomic():
        adopting.decide_adoption(
            period=family.periods[0], day=ago(19), decided_by_name="J", reasons="R", by=cast.social_worker
        )
    adopting.give_up_adoption(plan=plan, day=ago(2), because="RD3", by=cast.social_worker)
    with pytest.raises(CannotBeTrue, match="no longer the plan"), transaction.atomic():
        adopting.adopters_applied(plan=plan, day=ago(1), by=cast.social_worker)
