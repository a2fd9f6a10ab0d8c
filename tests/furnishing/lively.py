"""The standing cast's record as it is after some months of real work: nothing in it was put there but by an action.

The Okafors have a plan with goals and scores, people around them, notes, a document, clocks late and soon; the front
door has contacts old and new; a record was opened by break-glass and waits for its review.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from kith.casework.access.actions import opening
from kith.casework.access.models import BreakGlass
from kith.casework.family_help.actions import asking, directory, ending, meeting_held, meetings, network
from kith.casework.family_help.actions.directory_reading import read_feed
from kith.casework.family_help.models import (
    DirectoryFeed,
    DirectoryService,
    FamilyNetworkMeeting,
    MeetingPlace,
    NetworkOffer,
)
from kith.casework.family_help.open_referral.making import ServiceDetails
from kith.casework.family_help.open_referral.streaming import Found
from kith.casework.front_door.actions import checks, decide, matching, receive
from kith.casework.front_door.models import Contact, PartnerCheck, Referral
from kith.casework.people.actions import details, merging, person, relations
from kith.casework.people.models import Family, Person, PersonMerge, Relationship
from kith.casework.plans.actions import around, goals, help
from kith.casework.plans.actions import plan as plans
from kith.casework.plans.models import Goal, Plan, PlanAction, TeamMember
from kith.casework.timeline import uploads
from kith.casework.timeline.actions import chronologies, documents, notes, tasks
from kith.casework.timeline.models import AuthoredChronology, Clock, Document, Note
from kith.casework.timeline.queries.chronology import Asked, places_in_chronology, read_entries
from kith.casework.workforce.actions import cover, supervision
from kith.casework.workforce.models import Allocation, Cover, Supervision
from tests.furnishing import feeds
from tests.furnishing.care import enliven_care
from tests.furnishing.cast import Cast, find_cast
from tests.furnishing.database import connected_to, kept_with, made_once
from tests.furnishing.help_given import enliven_help
from tests.furnishing.legal import enliven_legal
from tests.furnishing.lively_assessments import LivelyAssessments, assess
from tests.furnishing.lively_conferences import LivelyConferences, confer
from tests.furnishing.lively_enquiries import LivelyEnquiries, enquire
from tests.furnishing.lively_papers import enliven_papers
from tests.furnishing.on_protection import enliven_core_group
from tests.furnishing.outside_home import enliven_outside_home
from tests.furnishing.site import Site

Ago = Callable[[int], datetime.date]  # the day so many days before today


@dataclass
class Lively:
    """What a page's address may name."""

    cast: Cast
    plan: Plan
    goal: Goal
    action: PlanAction
    member: TeamMember
    note: Note
    document: Document
    finished_chronology: AuthoredChronology
    chronology: AuthoredChronology  # carries the finished one on
    late_clock: Clock
    relationship: Relationship
    merge: PersonMerge
    waiting: Contact  # from a mother and her two children, one of them on the record; came before in spring
    check: PartnerCheck  # asked about the waiting contact
    decided: Contact
    referral: Referral
    allocation: Allocation
    cover: Cover
    supervision: Supervision
    opening: BreakGlass
    other_family: Family  # with no plan
    assessments: LivelyAssessments
    enquiries: LivelyEnquiries
    help: dict[str, int]  # what addresses of help from the catalogue name
    meeting: FamilyNetworkMeeting  # held, agreed, and to be looked at again
    planned_meeting: FamilyNetworkMeeting  # of a later offer, to come
    meeting_place: MeetingPlace  # at the planned one
    offer: NetworkOffer  # the neighbour's, to both children
    directory_service: DirectoryService  # ours
    legal: dict[str, int]  # what addresses of powers, court and decisions name
    directory_feed: DirectoryFeed  # read once, one of its services not taken
    conferences: LivelyConferences
    papers: dict[str, int]  # what addresses of papers name
    outside: dict[str, int]  # a young person, and what addresses of harm outside the home name
    core_group: dict[str, int]  # what addresses of another family's protection plan name
    care: dict[str, int]


@dataclass(frozen=True)
class _Kept:
    """What making the lively record left: what there is to look at, and each document's content by its stored name."""

    lively: Lively
    documents: dict[str, bytes]


@pytest.fixture(scope="session")
def template_with_lively(
    database_server: str, template_with_cast: str, django_db_blocker: DjangoDbBlocker
) -> str:
    """The name of a database with the lively record, which takes seconds to make and is made once."""
    from kith.config.tables import program_digest

    def add(name: str) -> _Kept:
        with django_db_blocker.unblock(), connected_to(name, database_server):
            lively = enliven(find_cast())
            stored = [one.stored_name for one in Document.objects.all()]
            return _Kept(lively, {one: uploads.path_of(one).read_bytes() for one in stored})

    return made_once(
        database_server, f"kith_template_with_lively_{program_digest()}", template_with_cast, add
    )


@pytest.fixture
def lively(site: Site, database_server: str, template_with_lively: str) -> Lively:
    """The running site with a lively record."""
    kept: _Kept = kept_with(database_server, template_with_lively)
    site.documents.mkdir(exist_ok=True)
    for stored_name, content in kept.documents.items():
        (site.documents / stored_name).write_bytes(content)
    return kept.lively


def enliven(cast: Cast) -> Lively:
    """Do some months' work on the standing cast's record, and return what there is to look at."""
    today = timezone.localdate()

    def ago(days: int) -> datetime.date:
        return today - datetime.timedelta(days=days)

    _who_they_are(cast, ago)
    decided, referral = _what_came_before(cast, ago)
    plan, goal, action, member = _the_plan(cast, ago)
    meeting, planned, place, offer = _their_own_people(cast, plan, ago)
    note, document = _what_was_written(cast, ago)
    waiting, check = _what_waits(cast)
    _what_is_to_do(cast, today)
    held, away = _how_the_team_is(cast, today)
    with transaction.atomic():
        open_now = opening.break_glass(
            person_id=cast.child.pk,
            reason="Called by the hospital at night about an injury; the duty manager asked me to read it.",
            by=cast.outsider,
        )
    finished, carried_on = _the_chronology(cast, ago)
    twin = _somebody_twice(cast)
    ours, feed = _the_directory(cast)
    assessments = assess(cast, plan)
    enquiries = enquire(cast, assessments.submitted.family)
    late = Clock.objects.filter(stopped_date__isnull=True, due_date__lt=today, person=cast.child)
    return Lively(
        cast=cast,
        plan=plan,
        goal=goal,
        action=action,
        member=member,
        note=note,
        document=document,
        finished_chronology=finished,
        chronology=carried_on,
        late_clock=late.order_by("due_date").first() or Clock.objects.filter(stopped_date__isnull=True)[0],
        relationship=Relationship.objects.filter(relative=cast.child).order_by("pk")[0],
        merge=twin,
        waiting=waiting,
        check=check,
        decided=decided,
        referral=referral,
        allocation=Allocation.objects.get(child=cast.child, worker=cast.social_worker),
        cover=away,
        supervision=held,
        opening=open_now,
        other_family=relations.make_family(
            name="Reid", members=[(_newcomer(cast), "child")], start_date=ago(30), by=cast.contact_officer
        ),
        assessments=assessments,
        enquiries=enquiries,
        help=enliven_help(cast, plan, goal),
        legal=enliven_legal(cast, plan),
        meeting=meeting,
        planned_meeting=planned,
        meeting_place=place,
        offer=offer,
        directory_service=ours,
        directory_feed=feed,
        conferences=confer(cast, ago),
        papers=enliven_papers(cast),
        outside=enliven_outside_home(cast),
        core_group=enliven_core_group(cast),
        care=_in_care(cast),
    )


def _in_care(cast: Cast) -> dict[str, int]:
    """Bring a family's children into care, and return the numbers of what there is to look at by name."""
    family, numbers = enliven_care(cast)
    return numbers | {
        "care_child": family.eldest.pk,
        "care_youngest": family.children[-1].pk,
        "care_family": family.family.pk,
        "care_plan": family.plan.pk,
        "care_mother": family.mother.pk,
    }


def _the_directory(cast: Cast) -> tuple[DirectoryService, DirectoryFeed]:
    """Enter a service of ours, and read a feed of which one service is none and another has a part left out."""
    ours = directory.add_service(
        details=ServiceDetails(
            name="Tuesday parents' table",
            organisation="Lantern Family Hub",
            description="Bring the little ones. There is soup, and somebody to talk to about sleep, food and school.",
            kinds_of_help=["parenting", "mental_health"],
            minimum_age=0,
            maximum_age=11,
            fees="Free",
            telephone="020 7946 0133",
            email="table@lantern.example.org",
            address_lines="9 Hornbeam Walk",
            town="London",
            postcode="E8 3RH",
            days=["TU"],
            opens=datetime.time(10),
            closes=datetime.time(12, 30),
        ),
        by=cast.team_manager,
    )
    feed = directory.add_feed(
        name="The county's directory", address="https://directory.example.org/api", licence="", may_republish=False,
        is_read_daily=True, by=cast.administrator,
    )  # fmt: skip
    found = [
        *(feeds.service(number) for number in range(1, 9)),
        feeds.service(9, minimum_age=11, maximum_age=4),
        feeds.service(10, url="not an address"),
    ]
    read_feed(
        feed=feed,
        services=[Found(number, said) for number, said in enumerate(found, 1)],
        source="https://directory.example.org/api",
        by=None,
    )
    return ours, feed


def _who_they_are(cast: Cast, ago: Ago) -> None:
    by = cast.social_worker
    person.say_in_their_words(
        person=cast.child,
        words="I am Daniel. I am nine. I draw trains and I know every stop to Clapton. I like it when it is quiet.",
        said_date=ago(60),
        by=by,
    )
    person.say_in_their_words(
        person=cast.sibling,
        words="I am Esther and I can do a cartwheel. Daniel makes my packed lunch.",
        said_date=ago(60),
        by=by,
    )
    family = [cast.mother, cast.child, cast.sibling]
    details.move_home(
        people=family,
        lines="Flat 3, 14 Mare Street",
        town="London",
        postcode="E8 3RH",
        start_date=ago(900),
        by=by,
    )
    details.move_home(
        people=family, lines="27 Navarino Road", town="London", postcode="E8 1AD", start_date=ago(200), by=by
    )
    for one in family:
        details.describe(
            person=one,
            kind="ethnicity",
            code="BAFR",
            own_words="Igbo and British",
            start_date=ago(300),
            by=by,
        )
    details.add_contact_detail(
        person=cast.mother, kind="telephone", value="020 7946 0182", safe_to_use=True,
        how_to_use="Text first; she works nights", by=by,
    )  # fmt: skip
    grandmother = person.add_person(
        given_names="Adaeze", family_name="Okafor", birth_date=datetime.date(1961, 4, 2), sex="F", by=by
    )
    relations.relate(
        person=grandmother, relative=cast.child, kind="grandparent", start_date=cast.child.birth_date, by=by,
        important_words="Grandma Ada lets me choose the bus.", important_words_date=ago(60),
    )  # fmt: skip
    _their_relatives(cast, grandmother, ago)
    baby = person.add_person(
        given_names="Ifeoma", family_name="Okafor", birth_date=ago(50), sex="F", by=cast.contact_officer
    )
    relations.join_family(
        family=cast.family, person=baby, role="child", start_date=ago(50), by=cast.contact_officer
    )
    relations.add_to_network(
        child=cast.child, kind="neighbour", member_name="Mrs Petrou", description="Upstairs neighbour",
        offers="Has them after school on Tuesdays and Thursdays", by=by,
    )  # fmt: skip
    relations.add_to_network(
        child=cast.child, kind="professional", member_name="Mr Ahmed", description="Class teacher",
        offers="Meets Daniel at the gate each morning", by=by,
    )  # fmt: skip


def _their_relatives(cast: Cast, grandmother: Person, ago: Ago) -> None:
    """What a genogram shows: a grandfather who died, a father who parted, his new partner, half-siblings, one unborn."""
    by = cast.social_worker

    def add(given: str, family: str, sex: str, born: int, **more: datetime.date) -> Person:
        day = None if "expected_birth_date" in more else datetime.date(born, 6, 9)
        added: Person = person.add_person(
            given_names=given, family_name=family, birth_date=day, sex=sex if day else "U", by=by,
            expected_birth_date=more.get("expected_birth_date"),
        )  # fmt: skip
        return added

    def tie(kind: str, first: Person, second: Person, start: datetime.date) -> Relationship:
        return relations.relate(person=first, relative=second, kind=kind, start_date=start, by=by)

    grandfather = add("Emeka", "Okafor", "M", 1955)
    person.correct_person(
        person=grandfather, sex="M", birth_date=grandfather.birth_date, birth_date_is_estimated=False,
        expected_birth_date=None, death_date=datetime.date(2018, 11, 2), by=by,
    )  # fmt: skip
    father, partner = add("Craig", "Reid", "M", 1990), add("Zoe", "Lindqvist", "F", 1994)
    half, unborn = add("Poppy", "Reid", "F", 2023), add("Baby", "Reid", "U", 0, expected_birth_date=ago(-90))
    tie("partner", grandfather, grandmother, datetime.date(1981, 5, 2))
    for elder in (grandfather, grandmother):
        tie("parent", elder, cast.mother, cast.mother.birth_date or ago(9000))
    for child in (cast.child, cast.sibling):
        tie("parent", father, child, child.birth_date or ago(2000))
    together = tie("partner", cast.mother, father, datetime.date(2014, 2, 1))
    relations.end_relationship(relationship=together, end_date=datetime.date(2021, 8, 1), by=by)
    tie("partner", father, partner, datetime.date(2022, 3, 1))
    for child in (half, unborn):
        for elder in (father, partner):
            tie("parent", elder, child, half.birth_date or ago(900))


def _what_came_before(cast: Cast, ago: Ago) -> tuple[Contact, Referral]:
    officer = cast.contact_officer
    contact = receive.receive_contact(
        channel="telephone",
        asked_by="professional",
        source="2A",
        in_their_words="Daniel has been late on eleven mornings and fell asleep in class twice this week.",
        people=[
            receive.StatedPerson(role="child", given_names="Daniel", family_name="Okafor"),
            receive.StatedPerson(role="adult", given_names="Ngozi", family_name="Okafor"),
        ],
        received_at=timezone.now() - datetime.timedelta(days=80),
        asker_name="Beth Collins",
        asker_organisation="Mossbrook Primary School",
        asker_telephone="020 7946 0440",
        by=officer,
    )
    for place, known in zip(contact.people.order_by("pk"), [cast.child, cast.mother], strict=True):
        matching.match_person(place=place, person=known, by=officer)
    contact.refresh_from_db()
    decide.decide(
        contact=contact,
        outcome="referral",
        reason="School, mother and neighbour all describe nights alone; an assessment is needed.",
        team=cast.riverside,
        primary_need="N5",
        by=officer,
    )
    contact.refresh_from_db()
    decide.tell_whoever_asked(
        contact=contact, how="telephone", words="A social worker visits this week.", by=officer
    )
    referral = contact.referrals.get()
    other = receive.receive_contact(
        channel="email",
        asked_by="professional",
        source="6",
        in_their_words="Police attended a loud argument at the address; the children were asleep.",
        people=[receive.StatedPerson(role="child", given_names="Esther", family_name="Okafor")],
        received_at=timezone.now() - datetime.timedelta(days=3),
        asker_name="PC Rowan Hale",
        asker_organisation="Metropolitan Police",
        worry_about_harm=True,
        asks_for_help=False,
        by=officer,
    )
    matching.match_person(place=other.people.get(), person=cast.sibling, by=officer)
    receive.receive_contact(
        channel="in_person",
        asked_by="relative_or_friend",
        source="1B",
        in_their_words="My sister is not coping since the baby came. She says she is fine but she is not.",
        people=[receive.StatedPerson(role="adult", given_names="Kayleigh", family_name="Dunn")],
        received_at=timezone.now() - datetime.timedelta(hours=2),
        asker_name="Shannon Dunn",
        by=officer,
    )
    return contact, referral


def _the_plan(cast: Cast, ago: Ago) -> tuple[Plan, Goal, PlanAction, TeamMember]:
    by = cast.social_worker
    plan = plans.start_plan(
        family=cast.family,
        children=[cast.child, cast.sibling],
        tier="family_help",
        lead=by,
        start_date=ago(70),
        what_we_want="I want mornings without shouting, and to sleep at night knowing they are safe.",
        what_is_strong="The children look after each other. Grandma Ada is twenty minutes away and wants to help.",
        by=by,
    )
    sleep = goals.add_goal(
        plan=plan, words="Daniel and Esther are in bed by nine on school nights", set_date=ago(65), by=by
    )
    goals.add_goal(
        plan=plan,
        words="Daniel gets to school on time, with breakfast",
        set_date=ago(65),
        child=cast.child,
        by=by,
    )
    for stage, score, who, day in [
        ("start", 2, "parent", 65), ("start", 3, "child", 65), ("middle", 5, "parent", 30), ("middle", 6, "child", 30),
    ]:  # fmt: skip
        goals.score_goal(goal=sleep, stage=stage, score=score, scored_by=who, day=ago(day), by=by)
    action = help.add_action(
        plan=plan, what="Arrange breakfast club from Monday", due_date=ago(-4), goal=sleep, owner_worker=by,
        is_help=True, by=by,
    )  # fmt: skip
    help.add_action(plan=plan, what="Sleep over on Fridays", due_date=ago(2), owner_name="Grandma Ada", by=by)
    member = around.add_member(
        plan=plan, worker=cast.partner, part="Meets Daniel at the gate", start_date=ago(60), by=by
    )
    around.add_member(
        plan=plan, name="Mrs Petrou", part="After school on Tuesdays", start_date=ago(60), by=by
    )
    around.record_agreement(
        plan=plan,
        person=cast.mother,
        answer="agreed",
        day=ago(66),
        words="Yes, if it is Priya who comes.",
        by=by,
    )
    around.decide_sharing(
        plan=plan, recipient="Mossbrook Primary School", what="The plan's goals", purpose="To keep mornings calm",
        lawful_basis="public_task", consent_sought=True, was_shared=True, reason_not_shared="", day=ago(60), by=by,
    )  # fmt: skip
    return plan, sleep, action, member


def _their_own_people(
    cast: Cast, plan: Plan, ago: Ago
) -> tuple[FamilyNetworkMeeting, FamilyNetworkMeeting, MeetingPlace, NetworkOffer]:
    """A meeting that the family held and made a plan at, another that is planned, and what each offers and does."""
    by = cast.social_worker
    grandmother = Person.objects.get(display_name="Adaeze Okafor")
    relations.add_to_network(
        child=cast.sibling,
        kind="neighbour",
        member_name="Mrs Petrou",
        description="Upstairs neighbour",
        by=by,
    )
    held = meetings.offer_meeting(plan=plan, kind="network_meeting", offered_date=ago(60), by=by)
    meetings.answer_offer(
        meeting=held, answer="accepted", answered_date=ago(58), by=by,
        answer_words="Yes. At Mum’s, not in an office, and Mrs Petrou must come.",
    )  # fmt: skip
    meetings.plan_meeting(
        meeting=held,
        coordinator="Jude Bell",
        planned_date=ago(45),
        where="Grandma Ada’s, 2pm, with food",
        by=by,
    )
    ada, petrou, ahmed = asking.ask_people(
        meeting=held,
        people=[
            asking.Asked("Grandmother", person=grandmother),
            asking.Asked("Upstairs neighbour", name="Mrs Petrou"),
            asking.Asked("Daniel’s class teacher", name="Mr Ahmed"),
        ],
        by=by,
    )
    meeting_held.hold_meeting(
        meeting=held,
        held_date=ago(45),
        coordinator="Jude Bell",
        where="Grandma Ada’s",
        private_family_time=True,
        child_took_part="Daniel drew the week as a train with a stop for each of us. Esther put the stickers on.",
        family_plan=(
            "Fridays the children sleep at Grandma Ada’s. Tuesdays and Thursdays they go up to Mrs Petrou after school.\n"
            "If Mum’s shift changes she texts all of us, and whoever is free says so. Nobody waits to be asked."
        ),
        came={ada.pk: "came", petrou.pk: "came", ahmed.pk: "did_not_come"},
        offered=[
            meeting_held.Offered(ada, "Has them to sleep on Fridays", ago(-9)),
            meeting_held.Offered(petrou, "Has them after school on Tuesdays and Thursdays"),
        ],
        newcomers=[
            meeting_held.Newcomer(
                asking.Asked("Ngozi’s friend from work", name="Folake"),
                offered="Drives her home when it rains",
            )
        ],
        children=[cast.child, cast.sibling],
        by=by,
    )
    meeting_held.answer_family_plan(
        meeting=held, agreed="agreed_in_part", agreed_date=ago(43), review_date=ago(-12), by=by,
        why_not_agreed="The nights when Grandma Ada is in hospital are not settled yet. We look for an answer together.",
    )  # fmt: skip
    planned = meetings.offer_meeting(plan=plan, kind="group_decision_making", offered_date=ago(9), by=by)
    meetings.answer_offer(
        meeting=planned,
        answer="accepted",
        answered_date=ago(8),
        answer_words="Yes, before the summer.",
        by=by,
    )
    meetings.plan_meeting(
        meeting=planned, coordinator="Jude Bell", planned_date=ago(-14), where="Clapton Library, 11am", by=by
    )
    (place, *_) = asking.ask_people(
        meeting=planned,
        people=[
            asking.Asked("Grandmother", person=grandmother), asking.Asked("Mother", person=cast.mother),
            asking.Asked("Cousin", person=cast.sealed_child),
        ],
        by=by,
    )  # fmt: skip
    offer = NetworkOffer.objects.filter(member__child=cast.child, member__member_name="Mrs Petrou").get()
    both = [one.member for one in NetworkOffer.objects.filter(what=offer.what).select_related("member")]
    network.record_help(
        members=both, what="Had them on Tuesday and cooked", day=ago(3), by=by,
        offers=list(NetworkOffer.objects.filter(what=offer.what)),
    )  # fmt: skip
    ending.stay_in_touch(
        plan=plan,
        who=[ending.InTouch(how="Rings on Sundays", person=grandmother, relation="Grandmother")],
        start_date=ago(10),
        by=by,
    )
    return held, planned, place, offer


def _what_was_written(cast: Cast, ago: Ago) -> tuple[Note, Document]:
    by = cast.social_worker
    notes.write_note(
        kind="child_words",
        title="What Daniel said on the walk home",
        day=ago(20),
        people=[cast.child.pk],
        passages=[
            notes.WrittenPassage(
                "“It is better now. Mum is there when I wake up. I still listen for the door.”"
            )
        ],
        by=by,
    )
    note = notes.write_note(
        kind="visit",
        title="Visit at home, everyone there",
        day=ago(6),
        people=[cast.mother.pk, cast.child.pk, cast.sibling.pk],
        passages=[
            notes.WrittenPassage("Both children home and well. Beds made up in one room, at Esther’s wish."),
            notes.WrittenPassage(
                "Ngozi spoke of her own mother’s illness.",
                (cast.mother.pk,),
                (cast.child.pk, cast.sibling.pk),
            ),
        ],
        by=by,
    )
    stored = uploads.keep(SimpleUploadedFile("letter.txt", b"Dear Ms Okafor, a place is free from Monday."))
    document = documents.add_document(
        title="Letter about breakfast club", day=ago(10), people=[cast.child.pk], stored=stored,
        original_name="letter.txt", by=by,
    )  # fmt: skip
    return note, document


def _the_chronology(cast: Cast, ago: Ago) -> tuple[AuthoredChronology, AuthoredChronology]:
    by, today = cast.social_worker, ago(0)
    whose = [cast.mother.pk, cast.child.pk, cast.sibling.pk]
    finished = chronologies.start_chronology(
        child=None, family=cast.family, people=whose, purpose="For the family network meeting",
        from_date=ago(400), to_date=today, by=by,
    )  # fmt: skip
    places = places_in_chronology(
        whose, Asked(kinds=frozenset({"front_door", "notes", "help"}), latest_first=False)
    )
    chronologies.choose_entries(
        chronology=finished,
        chosen=[one for entry in read_entries(list(places), whose) for one in chronologies.as_chosen(entry)],
        by=by,
    )
    chronologies.add_entry(
        chronology=finished, day=ago(70), source="Told by the class teacher, Mr Ahmed",
        what_happened="Daniel fell asleep in class twice in one week. He said that he had been up with Esther.",
        why_it_matters="The first sign that the nights were hard came from school, and it came early.",
        impact="He was too tired to learn, and proud of having looked after his sister.",
        about=[cast.child.pk, cast.sibling.pk], by=by,
    )  # fmt: skip
    chronologies.add_entry(
        chronology=finished, day=ago(64), source="A neighbour, who asked not to be named",
        what_happened="The caller had heard the children alone after midnight.",
        about=[cast.child.pk, cast.sibling.pk], withheld_from=[cast.mother.pk], by=by,
    )  # fmt: skip
    chronologies.write_about(
        chronology=finished, purpose=finished.purpose, from_date=finished.from_date, to_date=finished.to_date,
        introduction="Ngozi, Daniel and Esther Okafor. I read the record since the first contact, and spoke with each of them.",
        analysis="Every worry here began with nights, and eased when nights were covered. Help came within the fortnight "
        "and was what they had asked for. What lasts is Mrs Petrou’s two afternoons.",
        readers=[cast.mother.pk], by=by,
    )  # fmt: skip
    chronologies.finish(chronology=finished, by=by)
    return finished, chronologies.carry_on(chronology=finished, to_date=today, by=by)


def _what_waits(cast: Cast) -> tuple[Contact, PartnerCheck]:
    waiting = receive.receive_contact(
        channel="web",
        asked_by="parent",
        source="1A",
        in_their_words=(
            "My hours have changed and I start at ten at night now. The children are alone until my mum comes. "
            "I do not want to lose this job. I do not want to lose them."
        ),
        people=[
            receive.StatedPerson(role="adult", given_names="Ngozi", family_name="Okafor", is_asker=True),
            receive.StatedPerson(role="child", given_names="Daniel", family_name="Okafor", age=9),
            receive.StatedPerson(role="child", given_names="Chidi", family_name="Okafor", age=1),
        ],
        received_at=timezone.now() - datetime.timedelta(hours=5),
        asker_name="Ngozi Okafor",
        asker_telephone="020 7946 0182",
        safe_to_reply="Text first",
        by=None,
    )
    known = {"Ngozi": cast.mother, "Daniel": cast.child}
    for place in waiting.people.order_by("pk"):
        if place.stated_given_names in known:
            matching.match_person(
                place=place, person=known[place.stated_given_names], by=cast.contact_officer
            )
    check = checks.ask_partner(
        contact=waiting, agency="school", question="Who collects the children, and how are they in the morning?",
        lawful_basis="public_task", consent_sought=True, why_not_asked="", by=cast.contact_officer,
    )  # fmt: skip
    waiting.refresh_from_db()
    return waiting, check


def _what_is_to_do(cast: Cast, today: datetime.date) -> None:
    by = cast.team_manager
    for title, days, child in [
        ("Ring Mrs Petrou about Thursdays", 0, cast.child),
        ("Send the school the dates of the next meeting", 3, cast.child),
        ("Ask Esther about her birthday", 9, cast.sibling),
    ]:
        tasks.give_task(
            title=title,
            due_date=today + datetime.timedelta(days=days),
            worker=cast.social_worker,
            person_id=child.pk,
            by=by,
        )


def _how_the_team_is(cast: Cast, today: datetime.date) -> tuple[Supervision, Cover]:
    held = supervision.hold_supervision(
        worker=cast.social_worker,
        supervisor=cast.team_manager,
        held_date=today - datetime.timedelta(days=12),
        next_date=today + datetime.timedelta(days=16),
        wellbeing="Tired after the court week; takes Friday back.",
        entries=[
            supervision.WrittenEntry(cast.child.pk, "Nights are the question.", "See Ngozi’s new rota first.")
        ],
        by=cast.team_manager,
    )
    away = cover.arrange_cover(
        absent_worker=cast.family_help_practitioner,
        covered_by=cast.social_worker,
        start_date=today,
        end_date=today + datetime.timedelta(days=5),
        reason="Leave",
        by=cast.team_manager,
    )
    return held, away


def _newcomer(cast: Cast) -> Person:
    return person.add_person(
        given_names="Ada",
        family_name="Reid",
        birth_date=datetime.date(2019, 2, 3),
        sex="F",
        by=cast.contact_officer,
    )


def _somebody_twice(cast: Cast) -> PersonMerge:
    twin: Person = person.add_person(
        given_names="Dan",
        family_name="Okafor",
        birth_date=cast.child.birth_date,
        sex="M",
        by=cast.team_manager,
    )
    return merging.merge(
        kept=cast.child, merged=twin, reason="The school knows him as Dan.", by=cast.team_manager
    )
