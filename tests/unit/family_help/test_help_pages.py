"""Pages of the catalogue and of help on its way, each through a signed-in client behind the wall."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.casework.family_help.actions import catalogue, delivering
from kith.casework.family_help.actions.delivering import Session
from kith.casework.family_help.models import (
    DeliveryParticipant,
    DeliverySession,
    Intervention,
    InterventionDelivery,
    InterventionEvidence,
    OutcomeScore,
)
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.plans.actions import goals, help
from kith.casework.plans.actions import plan as plans
from kith.casework.plans.models import Plan
from tests.furnishing.cast import Cast
from tests.furnishing.form_days import ago, day_fields
from tests.furnishing.help_given import furnish_catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """The Okafors' plan, with a goal about behaviour for Esther, who is 6."""
    plan = plans.start_plan(
        family=cast.family, children=[cast.child, cast.sibling], tier="family_help", lead=cast.social_worker,
        start_date=ago(60), by=cast.social_worker,
    )  # fmt: skip
    goals.add_goal(
        plan=plan, words="Less shouting at home", need="14A", child=cast.sibling, set_date=ago(58),
        by=cast.social_worker,
    )  # fmt: skip
    return plan


@pytest.fixture
def client(cast, client_for):
    """The social worker, who holds the children, signed in."""
    return client_for(cast.social_worker)


@pytest.fixture
def delivery(cast: Cast, plan: Plan) -> InterventionDelivery:
    """Help that was offered to Esther and her mother thirty days ago and has not started."""
    return delivering.offer_help(
        plan=plan,
        intervention=Intervention.objects.get(code="incredible-years-preschool"),
        people=[cast.mother, cast.sibling],
        why_this="Ngozi asked for it.",
        offered_date=ago(30),
        planned_sessions=20,
        by=cast.social_worker,
    )


def test_help_is_chosen_with_its_reason_and_its_evidence(cast, client, plan):
    """From the plan to choosing, to offering with a reason, to the help's own page."""
    assert f"/plans/{plan.pk}/help-offered/choose/" in client.get(f"/plans/{plan.pk}/").content.decode()
    page = client.get(f"/plans/{plan.pk}/help-offered/choose/").content.decode()
    assert "the goal “Less shouting at home” is about socially unacceptable behaviour (14A)" in page
    assert "Esther Okafor is" in page
    assert "No effect was found" in page, "a null result is shown where help is chosen"
    assert "Multisystemic Therapy: For ages 11 to 17" in page
    intervention = Intervention.objects.get(code="triple-p-level-4-group")
    address = f"/plans/{plan.pk}/help-offered/offer/{intervention.pk}/"
    assert client.get(address).status_code == 200
    sent = {
        "people": [cast.mother.pk, cast.sibling.pk], "goal": plan.goals.get().pk, "why_this": "It is on Mondays.",
        "planned_sessions": "8", **day_fields("offered_date", ago(1)),
    }  # fmt: skip
    without = client.post(address, {**sent, "why_this": ""})
    assert without.status_code == 422
    answer = client.post(address, sent)
    assert answer.status_code == 303, answer.content.decode()
    made = InterventionDelivery.objects.get()
    assert answer["Location"] == f"/plans/{plan.pk}/help-offered/{made.pk}/"
    assert {place.person for place in made.participants.all()} == {cast.mother, cast.sibling}
    shown = client.get(answer["Location"]).content.decode()
    assert "It is on Mondays." in shown
    assert shown.count("<h1") == 1


def test_nobody_outside_the_family_can_be_put_into_help(cast, client, plan):
    """A number sent by hand that is none of the family's is refused by the form."""
    intervention = Intervention.objects.get(code="debt-advice")
    sent = {
        "people": [cast.restricted_child.pk],
        "why_this": "x",
        **day_fields("offered_date", ago(1)),
    }
    answer = client.post(f"/plans/{plan.pk}/help-offered/offer/{intervention.pk}/", sent)
    assert answer.status_code == 422
    assert not InterventionDelivery.objects.exists()


def test_came_today_is_one_press(cast, client, plan, delivery):
    """Pressed on the plan it records today's session; pressed again it says that there is one."""
    address = f"/plans/{plan.pk}/help-offered/{delivery.pk}/came-today/"
    assert client.get(address).status_code == 405
    early = client.post(address, follow=True)
    assert "has not started. Record the day" in early.content.decode()
    delivering.start_help(delivery=delivery, start_date=ago(20), by=cast.social_worker)
    assert address in client.get(f"/plans/{plan.pk}/").content.decode()
    assert "The session today is recorded." in client.post(address, follow=True).content.decode()
    assert DeliverySession.objects.get().day == ago(0)
    assert address not in client.get(f"/plans/{plan.pk}/").content.decode(), "nothing is left to press"
    assert "already" in client.post(address, follow=True).content.decode()
    client.sign_in(cast.outsider)
    assert client.post(address).status_code == 403, "a worker from elsewhere presses nothing"


def test_several_sessions_are_recorded_at_once_and_put_right(cast, client, plan, delivery):
    """Half a line and a day twice are sent back; a session is corrected and taken off."""
    delivering.start_help(delivery=delivery, start_date=ago(20), by=cast.social_worker)
    here = f"/plans/{plan.pk}/help-offered/{delivery.pk}/"
    one = day_fields("day_1", ago(14))
    half = client.post(f"{here}sessions/", {**one})
    assert "Choose what became of this session." in half.content.decode()
    twice = client.post(
        f"{here}sessions/",
        {**one, "attendance_1": "attended", **day_fields("day_2", ago(14)), "attendance_2": "missed"},
    )
    assert "This day is above already" in twice.content.decode()
    assert "Enter the day of one session" in client.post(f"{here}sessions/", {}).content.decode()
    before = client.post(f"{here}sessions/", {**day_fields("day_1", ago(21)), "attendance_1": "attended"})
    assert before.status_code == 422
    assert "there cannot have been a session on" in before.content.decode()
    answer = client.post(
        f"{here}sessions/",
        {**one, "attendance_1": "attended", **day_fields("day_4", ago(7)), "attendance_4": "missed"},
    )
    assert answer.status_code == 303
    assert "They came to 1 of 2 offered; 20 are planned." in client.get(here).content.decode()
    missed = DeliverySession.objects.get(attendance="missed")
    client.post(f"{here}sessions/{missed.pk}/", {"attendance": "cancelled_by_us", "note": "Worker ill"})
    assert "Worker ill" in client.get(here).content.decode()
    client.post(f"{here}sessions/{missed.pk}/", {"attendance": "none"})
    assert DeliverySession.objects.count() == 1


def test_one_persons_score_is_read_and_corrected_with_the_right_to_their_record(
    cast, client_for, plan, delivery
):
    """The plan opens the help to whoever works with one of its children, and not the others' scores."""
    delivering.start_help(delivery=delivery, start_date=ago(20), by=cast.social_worker)
    numbers = {}
    for person, score in ((cast.sibling, 11), (cast.sealed_child, 23), (cast.unheld_child, 37)):
        DeliveryParticipant.objects.get_or_create(delivery=delivery, person=person)
        numbers[person] = OutcomeScore.objects.create(
            delivery=delivery, person=person, measure="sdq_total", stage="before", score=score, day=ago(21)
        ).pk
    here = f"/plans/{plan.pk}/help-offered/{delivery.pk}/"
    worker, manager = client_for(cast.social_worker), client_for(cast.team_manager)
    read = worker.get(here).content.decode()
    assert "<strong>11</strong>" in read
    assert "<strong>23</strong>" not in read
    assert "<strong>37</strong>" not in read, "a name and an age are all that is open of this child"
    assert worker.get(f"{here}measure/{numbers[cast.sealed_child]}/").status_code == 404
    assert worker.get(f"{here}measure/{numbers[cast.unheld_child]}/").status_code == 404
    assert manager.get(f"{here}measure/{numbers[cast.sibling]}/").status_code == 200
    assert manager.get(f"{here}measure/{numbers[cast.unheld_child]}/").status_code == 403, "read, not written"
    assert "Callum Reid" not in manager.get(f"{here}measure/").content.decode()


def test_scores_before_and_after_show_the_change(cast, client, plan, delivery):
    """A score off the scale comes back with the scale; the change is in words, better or worse."""
    here = f"/plans/{plan.pk}/help-offered/{delivery.pk}/"
    told = {
        "measure": "sdq_total",
        "person": cast.sibling.pk,
        "stage": "before",
        **day_fields("day", ago(25)),
    }
    off = client.post(f"{here}measure/", {**told, "score": "57"})
    assert off.status_code == 422
    assert "SDQ total difficulties runs from 0 to 40, so 57 cannot be a score." in off.content.decode()
    assert client.post(f"{here}measure/", {**told, "score": "19"}).status_code == 303
    delivering.start_help(delivery=delivery, start_date=ago(20), by=cast.social_worker)
    after = {**told, "stage": "after", "score": "31", **day_fields("day", ago(1))}
    assert client.post(f"{here}measure/", after).status_code == 303
    assert "12 worse" in client.get(here).content.decode()
    row = OutcomeScore.objects.get(stage="after")
    assert 'value="31"' in client.get(f"{here}measure/{row.pk}/").content.decode()
    client.post(f"{here}measure/{row.pk}/", {"score": "13", **day_fields("day", ago(1))})
    assert "6 better" in client.get(here).content.decode()


def test_help_starts_and_ends_on_its_own_pages(cast, client, plan, delivery):
    """Only endings that can be true are offered; the second of two editors sees both versions."""
    here = f"/plans/{plan.pk}/help-offered/{delivery.pk}/"
    assert "Never started" in client.get(f"{here}end/").content.decode()
    assert "Stopped before its end" not in client.get(f"{here}end/").content.decode()
    started = {"planned_sessions": "18", **day_fields("start_date", ago(20)), "version": "1"}
    assert client.post(f"{here}start/", started).status_code == 303
    assert client.post(f"{here}start/", started).status_code == 409
    ended = {
        "ending": "stopped_early", "ending_reason": "could_not_get_there", "ending_words": "The bus stopped running.",
        **day_fields("end_date", ago(2)),
    }  # fmt: skip
    assert client.post(f"{here}end/", {**ended, "ending_reason": ""}).status_code == 422
    assert client.post(f"{here}end/", ended).status_code == 303
    page = client.get(here).content.decode()
    assert "Stopped before its end: time, place, travel or childcare got in the way" in page
    assert "The bus stopped running." in page


def test_forms_on_a_closed_plan_lead_back_to_it(cast, client, plan, delivery):
    """Each says that the plan is closed, and changes nothing."""
    Plan.objects.filter(pk=plan.pk).update(end_date=ago(0), closing_reason="goals_met")
    here = f"/plans/{plan.pk}/help-offered/"
    for address in (
        f"{here}choose/",
        f"{here}{delivery.pk}/start/",
        f"{here}{delivery.pk}/sessions/",
        f"{here}{delivery.pk}/measure/",
        f"{here}{delivery.pk}/end/",
    ):
        answer = client.get(address, follow=True)
        assert "This plan is closed, and stays as it was." in answer.content.decode(), address
    refused = client.post(f"{here}{delivery.pk}/start/", {**day_fields("start_date", ago(3)), "version": "1"})
    assert refused.status_code == 422
    assert "This plan is closed" in refused.content.decode()


def test_my_day_shows_help_that_has_not_started(cast, client, plan, delivery):
    """What was offered, and what was promised on the plan; gone once it has started and is done."""
    promised = help.add_action(
        plan=plan, what="A bed for Esther", due_date=ago(-3), owner_worker=cast.social_worker, is_help=True,
        by=cast.social_worker,
    )  # fmt: skip
    page = client.get("/").content.decode()
    assert "Help that has not started" in page
    assert "Incredible Years Preschool" in page
    assert "Offered 30 days ago" in page
    assert "It is not on the list of what can be had here." in page
    assert "A bed for Esther" in page
    delivering.start_help(delivery=delivery, start_date=ago(1), by=cast.social_worker)
    help.do_action(action=promised, done_date=ago(0), by=cast.social_worker)
    assert "Help that has not started" not in client.get("/").content.decode()


def test_team_page_shows_what_waits_and_why(cast, client_for, plan, delivery):
    """Numbers of families, the longest wait, and the reason as far as the record tells."""
    page = client_for(cast.team_manager).get(f"/teams/{cast.riverside.pk}/").content.decode()
    assert "Help that is waiting to start" in page
    assert "30 days, since" in page
    assert "Nobody is named who will give it to the family." in page
    elsewhere = client_for(cast.outside_manager).get(f"/teams/{cast.hillside.pk}/").content.decode()
    assert "Help that is waiting to start" not in elsewhere


def test_plan_as_known_earlier_shows_the_help_of_then(cast, client, plan, delivery):
    """The section reads history: help recorded today was not known yesterday."""
    today = timezone.localdate()
    asks = {"day_0": today.day, "day_1": today.month, "day_2": today.year}
    page = client.get(f"/plans/{plan.pk}/as-known-at/", asks).content.decode()
    assert "Incredible Years Preschool" in page
    assert "They came today" not in page
    assert "/help-offered/choose/" not in page


def test_catalogue_is_narrowed_down(client):
    """By kind, age and whether it can be had; nonsense in the address narrows nothing."""
    everything = client.get("/what-helps/").content.decode()
    assert everything.count("<h2") == 5, "the four groups of the review, and practical help"
    narrowed = client.get("/what-helps/", {"kind": "debt", "age": "5"}).content.decode()
    assert "Debt advice" in narrowed
    assert "Triple P" not in narrowed
    assert "Nothing in the catalogue is like that" in client.get("/what-helps/?here=yes").content.decode()
    odd = client.get("/what-helps/", {"kind": "'; DROP", "age": "²", "group": "x"})
    assert odd.status_code == 200
    assert "Triple P" in odd.content.decode()


def test_an_entry_shows_a_null_result_and_what_is_not_rated(client):
    """No difference is said in words with its source; nothing entered says that nobody has entered anything."""
    nurse = Intervention.objects.get(code="family-nurse-partnership")
    page = client.get(f"/what-helps/{nurse.pk}/").content.decode()
    assert "Found to make no difference" in page
    assert "No significant difference by age seven" in page
    assert "BMJ Open 2022;12:e049960" in page
    assert "25 November 2026" in page
    debt = client.get(f"/what-helps/{Intervention.objects.get(code='debt-advice').pk}/").content.decode()
    assert "Not rated here" in debt
    assert "Not known" in debt, "an empty cost is not nothing"
    assert client.get("/what-helps/99999/").status_code == 404


def test_managers_keep_the_catalogue(cast, client_for):
    """A changed entry is the authority's own; evidence entered here can be taken out, and Kith's cannot."""
    client = client_for(cast.team_manager)
    numbers = furnish_catalogue(cast)
    entry = Intervention.objects.get(code="housing-help")
    address = f"/what-helps/{entry.pk}/change/"
    assert "later versions of Kith leave it alone" in client.get(address).content.decode()
    sent = {
        "name": entry.name, "group": "practical", "kinds_of_help": ["housing"], "for_whom": entry.for_whom,
        "aims": "A home within walking distance of school.", "is_in_use": "on", "version": "1",
    }  # fmt: skip
    assert client.post(address, sent).status_code == 303
    entry.refresh_from_db()
    assert (entry.aims, entry.is_shipped, entry.version) == (
        "A home within walking distance of school.",
        False,
        2,
    )
    assert client.post(address, {**sent, "aims": "Other"}).status_code == 409
    ages = client.post(address, {**sent, "version": "2", "youngest": "9", "oldest": "3"})
    assert "The oldest age is below the youngest" in ages.content.decode()
    cost = client.post(address, {**sent, "version": "2", "cost_pounds": "90"})
    assert "Say where the cost comes from." in cost.content.decode()
    own = f"/what-helps/{numbers['intervention_id']}/"
    assert client.post(f"{own}evidence/{numbers['evidence_id']}/remove/", {}).status_code == 303
    assert not InterventionEvidence.objects.filter(pk=numbers["evidence_id"]).exists()
    shipped = InterventionEvidence.objects.filter(entered_by__isnull=True).first()
    kept = client.post(f"/what-helps/{shipped.intervention_id}/evidence/{shipped.pk}/remove/", {})
    assert "This evidence came with Kith and stays." in kept.content.decode()
    ended = client.post(f"{own}places/{numbers['availability_id']}/end/", day_fields("end_date", ago(0)))
    assert ended.status_code == 303
    assert "Not on the list of what can be had here." in client.get(own).content.decode()


def test_taking_an_entry_out_of_use_leaves_it_as_it_ships(cast):
    """Whether it is offered here is the authority's, and no change of the entry."""
    entry = Intervention.objects.get(code="short-breaks")
    names = ("name", "group", "kinds_of_help", "for_whom", "aims", "youngest", "oldest", "dose",
             "usual_sessions", "cost_pounds", "cost_source")  # fmt: skip
    told = {name: getattr(entry, name) for name in names} | {"is_in_use": False}
    catalogue.change_intervention(intervention=entry, told=told, by=cast.team_manager)
    entry.refresh_from_db()
    assert (entry.is_in_use, entry.is_shipped) == (False, True)
    with pytest.raises(CannotBeTrue, match="another entry of this name"):
        catalogue.change_intervention(
            intervention=entry, told={**told, "name": "debt advice"}, by=cast.team_manager
        )
    with pytest.raises(CannotBeTrue, match="There is an entry of this name already"):
        catalogue.add_intervention(told={**told, "name": "Debt Advice"}, by=cast.team_manager)


def test_the_same_place_is_listed_once(cast):
    """A second line for one provider is refused until the first has ended."""
    numbers = furnish_catalogue(cast)
    entry = Intervention.objects.get(pk=numbers["intervention_id"])
    told = {
        "intervention": entry,
        "provider": "riverside family hub",
        "where": "Mare Street",
        "by": cast.director,
    }
    with pytest.raises(CannotBeTrue, match="on the list already"):
        catalogue.add_availability(**told, start_date=ago(3))
    place = entry.availability.get()
    with pytest.raises(CannotBeTrue, match="Enter that day or a later one"):
        catalogue.end_availability(availability=place, end_date=ago(300), by=cast.director)
    catalogue.end_availability(availability=place, end_date=ago(5), by=cast.director)
    assert catalogue.add_availability(**told, start_date=ago(3)).pk != place.pk


def test_report_says_that_it_is_no_trial_and_comes_as_a_file(cast, client_for, plan, delivery):
    """A manager's own team is read exactly; an analyst reads small numbers suppressed, in the file too."""
    asks = {"team": cast.riverside.pk, "period": "all"}
    page = client_for(cast.team_manager).get("/what-helps/report/", asks).content.decode()
    assert "This is not a trial." in page
    assert "Riverside" in page
    assert "Too few to show" not in page
    analyst = client_for(cast.performance_analyst)
    assert "Too few to show" in analyst.get("/what-helps/report/").content.decode()
    mine = rows_of(client_for(cast.team_manager).get("/what-helps/report.csv", asks))
    theirs = rows_of(analyst.get("/what-helps/report.csv", asks))
    assert mine[0]["intervention"] == theirs[0]["intervention"] == "Incredible Years Preschool"
    assert (mine[0]["offered"], theirs[0]["offered"]) == ("1", "")
    assert theirs[0]["counted"] == "the whole service", (
        "a team that is not the reader's own is not counted apart"
    )


def rows_of(answer) -> list[dict[str, str]]:
    """Return the lines of the file."""
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_pages_ask_as_much_of_the_database_whatever_they_hold(cast, client, plan, delivery):
    """Twenty-five queries at most, and no more for ten kinds of help than for one."""
    pages = [
        "/", f"/plans/{plan.pk}/", f"/plans/{plan.pk}/help-offered/choose/",
        f"/plans/{plan.pk}/help-offered/{delivery.pk}/", "/what-helps/", f"/what-helps/{delivery.intervention_id}/",
        f"/plans/{plan.pk}/help-offered/offer/{delivery.intervention_id}/",
    ]  # fmt: skip
    few = [queries_of(client, page) for page in pages]
    for code in ("debt-advice", "housing-help", "triple-p-level-4-group", "video-interaction-guidance"):
        more = delivering.offer_help(
            plan=plan, intervention=Intervention.objects.get(code=code), people=[cast.mother, cast.child],
            why_this="x", offered_date=ago(20), by=cast.social_worker, planned_sessions=5,
        )  # fmt: skip
        if code != "housing-help":
            delivering.start_help(delivery=more, start_date=ago(18), by=cast.social_worker)
            delivering.hold_sessions(
                delivery=more, sessions=[Session(ago(9), "missed"), Session(ago(2), "attended")],
                by=cast.social_worker,
            )  # fmt: skip
    many = [queries_of(client, page) for page in pages]
    assert max(many) <= 25, dict(zip(pages, many, strict=True))
    assert [one <= other + 1 for one, other in zip(many, few, strict=True)] == [True] * len(pages), (
        few,
        many,
    )


def queries_of(client, page: str) -> int:
    """Return how many queries a page asks, transaction statements apart."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in asked)
