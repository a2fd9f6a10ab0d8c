"""A family's way from asking for help, through an enquiry that finds no plan is needed, to the help that followed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils import timezone
from playwright.sync_api import expect

from kith.casework.front_door.models import Contact
from kith.casework.people.models import Family
from kith.casework.plans.models import Plan
from kith.casework.protection.models import (
    ChildProtectionConference,
    ChildProtectionPlan,
    EnquiryStatus,
    OfferOfHelp,
    SectionFortySevenEnquiry,
    StrategyDiscussion,
    ThresholdDecision,
)
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Worker
from tests.functional.test_a_parent_asks_for_help import ask_for_help, choose
from tests.furnishing.cast import Cast
from tests.furnishing.inspection import faults

if TYPE_CHECKING:
    from playwright.sync_api import Page

WORRY = "Callum came to school with a mark on his arm. He said: nobody was there when I fell."
HIS_WORDS = "I fell off the bunk. I was getting Skye a drink. I want Dad home when it is dark."
FATHERS_WORDS = "Yes. If somebody sits with them I can sleep and go to work."
HELP = "A sitter on four nights a week until the rota changes"


class Walk:
    """One browser that goes through the pages of one family, and looks at each main one on its way."""

    def __init__(self, page: Page, take_picture: Callable[..., None]) -> None:
        self.page = page
        self.take_picture = take_picture

    def look(self, name: str) -> None:
        """Take the page's picture and ask that nothing is wrong with it at either width or on paper."""
        before = self.page.viewport_size
        self.take_picture(self.page, name)
        assert faults(self.page) == [], self.page.url
        if before:
            self.page.set_viewport_size(before)

    def press(self, words: str) -> None:
        """Press the button, or the link that is drawn as one, that says exactly this."""
        self.page.get_by_role("button", name=words, exact=True).click()

    def told(self, words: str) -> None:
        """Wait until the page says this."""
        self.page.get_by_text(words).first.wait_for()

    def fill(self, **said: str) -> None:
        """Fill in fields by their names."""
        for name, words in said.items():
            self.page.locator(f"[name={name}]").fill(words)

    def choose(self, **chosen: str) -> None:
        """Choose one of each group of radio buttons."""
        for name, value in chosen.items():
            self.page.locator(f"input[name={name}][value='{value}']").check()

    def today(self, name: str) -> None:
        """Fill in today."""
        self.day(name, timezone.localdate())

    def day(self, name: str, day: datetime.date) -> None:
        """Fill in the three boxes of a day."""
        for place, part in enumerate((day.day, day.month, day.year)):
            self.page.locator(f"input[name={name}_{place}]").fill(str(part))


def test_an_enquiry_with_no_plan_ends_in_help(
    site_cast: Cast,
    browser_page: Page,
    browse_as: Callable[[Worker | None], None],
    take_picture: Callable[..., None],
) -> None:
    """Asked for, tried, worried about, enquired into, offered, decided, begun: nobody typed the same thing twice."""
    cast, page = site_cast, browser_page
    walk = Walk(page, take_picture)
    family = the_family_asks(cast, walk, browse_as)
    plan = Plan.objects.get(family=family)
    the_plan_begins(walk, plan)
    enquiry = a_new_worry(cast, walk, family)
    the_enquiry_says_first_what_was_tried(walk, plan)
    the_children_are_seen(walk, enquiry)
    help_is_taken_up(walk, plan, enquiry)
    a_manager_decides(cast, walk, enquiry, browse_as)
    the_help_follows(cast, walk, plan, enquiry, browse_as)


def the_family_asks(cast: Cast, walk: Walk, browse_as: Callable[[Worker | None], None]) -> Family:
    """A father asks on the public page; Family Help takes it on, and a social worker holds the children."""
    page = walk.page
    reference = ask_for_help(page)
    contact = Contact.objects.get(reference=reference)
    browse_as(cast.contact_officer)
    page.goto(f"/contacts/{contact.pk}/")
    page.get_by_role("link", name="Find on the record Callum Reid").click()
    page.get_by_role("button", name=re.compile("This is the person ?: Callum Reid")).click()
    for newcomer in ("Marcus Reid", "Skye"):
        page.get_by_role("link", name=f"Find on the record {newcomer}").click()
        page.get_by_role("link", name=f"Add {newcomer} to the record").click()
        if newcomer == "Skye":
            page.get_by_label("Family name").fill("Reid")
            walk.day("birth_date", timezone.localdate() - datetime.timedelta(days=430))
        walk.press("Add them")
        walk.told("They are on the record and on the contact.")
    walk.press("Decide")
    page.get_by_label("Take the request for help to Family Help").check()
    page.get_by_label("Why this is the right response").fill("He asks for help with nights; no harm is seen.")
    page.get_by_label("Which team takes it on").select_option(label="Riverside")
    walk.press("Record the decision")
    walk.told("Decided. Now tell whoever asked.")

    browse_as(cast.team_manager)
    page.goto("/")
    page.get_by_role("link", name="Choose a lead practitioner for a family that asked for help").click()
    for child in ("Callum Reid", "Skye Reid"):
        page.get_by_label(child).check()
    choose(page, "worker", "Priya Nair")
    page.get_by_label("Why?").select_option(label="First contact or allocation")
    walk.press("Allocate")
    walk.told("They are allocated.")
    browse_as(cast.social_worker)
    return Family.objects.get(name="Reid")


def the_plan_begins(walk: Walk, plan: Plan) -> None:
    """What was asked for stands on the plan; a goal is set and the first help is given."""
    page = walk.page
    page.goto(f"/plans/{plan.pk}/")
    walk.press("Add a goal")
    page.get_by_label("The goal, in the family's words").fill("A grown-up at home every night")
    page.get_by_label("The need it meets").select_option("4B")
    walk.press("Save")
    walk.press("Record help given")
    page.get_by_label("What the help was").fill("A rota with Grandma for the first week.")
    walk.press("Record the help")
    walk.told("The help is recorded.")
    walk.look("way-plan-before")


def a_new_worry(cast: Cast, walk: Walk, family: Family) -> SectionFortySevenEnquiry:
    """From the family's page a discussion is called, held with police and health, and asks for enquiries."""
    page = walk.page
    page.goto(f"/families/{family.pk}/")
    page.get_by_role("link", name=re.compile("call a strategy discussion")).click()
    expect(page.get_by_text("A rota with Grandma for the first week.")).to_be_visible()
    walk.fill(why_called=WORRY)
    for child in ("Callum Reid", "Skye Reid"):
        page.get_by_label(child).check()
    walk.press("Call it")
    walk.told("The discussion is called.")
    discussion = StrategyDiscussion.objects.get(family=family)
    clock = Clock.objects.filter(thread=f"strategy:{discussion.pk}")
    assert clock.filter(stopped_date__isnull=True).count() == 2

    walk.press("Record the discussion")
    walk.choose(held_how="video", outcome="enquiry_single")
    choose(page, "led_by", cast.team_manager.name)
    choose(page, "lead", cast.social_worker.name)
    for agency, who, post in (
        ("police", "DC Ray Okoro", "Child abuse investigation team"),
        ("health", "Nurse Lin", "School nurse"),
    ):
        page.locator(f"select[name=took_{agency}]").select_option("came")
        walk.fill(**{f"name_{agency}": who, f"post_{agency}": post})
    walk.fill(
        information="School: a mark on his arm. Police: nothing known. Health: both are well looked after.",
        what_has_helped="Grandma’s week helped; she cannot do every night.",
        safe_now="Grandma stays tonight and tomorrow.",
        reasons="He is eight and was alone with a baby, and he is hurt.",
        evidence="Mr Ahmed saw the mark this morning and wrote down what Callum said.",
        what_would_change="A doctor who finds that it was a fall, and somebody at home at night.",
        what_1="A doctor looks at Callum’s arm",
        who_1="Nurse Lin",
    )
    walk.today("due_1")
    walk.press("Save what was decided")
    walk.told("The discussion is recorded, with a decision for each child.")
    assert not clock.filter(stopped_date__isnull=True).exists()
    enquiry = SectionFortySevenEnquiry.objects.get(discussion=discussion)
    assert page.url.endswith(f"/enquiries/{enquiry.pk}/")
    assert (enquiry.lead, enquiry.children.count()) == (cast.social_worker, 2)
    return enquiry


def the_enquiry_says_first_what_was_tried(walk: Walk, plan: Plan) -> None:
    """Before anything is asked of the family, the page tells what was tried and what is on offer."""
    page = walk.page
    headings = page.locator(".kith-columns h2:visible").all_inner_texts()
    assert headings[:3] == ["What has been tried", "What help is on offer now", "The children"], headings
    tried = page.get_by_role("region", name="What has been tried")
    assert "A rota with Grandma for the first week." in tried.inner_text()
    assert "A grown-up at home every night" in tried.inner_text()
    walk.look("way-enquiry-begins")
    # Whoever opens the plan meanwhile is told of it, and is back at the enquiry in one click.
    page.goto(f"/plans/{plan.pk}/")
    page.get_by_role("link", name=re.compile("section 47 enquiry", re.IGNORECASE)).click()
    page.get_by_role("heading", name="Section 47 enquiry with the Reid family").wait_for()


def the_children_are_seen(walk: Walk, enquiry: SectionFortySevenEnquiry) -> None:
    """Each child is seen and heard, and found not to be at risk; the page leads from one to the next."""
    page = walk.page
    for child, words in (("Callum Reid", HIS_WORDS), ("Skye Reid", "")):
        walk.press(f"Write about {child}")
        walk.fill(
            child_words=words,
            what_was_found="The doctor finds a fall. The worry is the nights.",
            outcome_reason="Nobody hurt them. Somebody must be there at night.",
        )
        if words:
            walk.today("child_words_date")
        walk.today("seen_date")
        page.get_by_label("The child was seen alone").check()
        walk.choose(finding="unsubstantiated", outcome="5")
        walk.press("Save")
        walk.told("The child’s part is in the enquiry.")
    expect(page.locator("blockquote", has_text=HIS_WORDS)).to_be_visible()
    walk.press("Write about the family")
    walk.today("parents_told_date")
    walk.fill(
        how_it_begins="Priya rang Marcus first and came after school.",
        strengths="They laugh a lot, and he rings at bedtime.",
        family_view="I had nobody to ask. I did not know what else to do.",
        what_was_found="Three nights alone since the rota changed.",
        analysis="They are loved. What is missing is somebody at night.",
    )
    walk.press("Save")
    walk.told("What you wrote about the family is in the enquiry.")


def help_is_taken_up(walk: Walk, plan: Plan, enquiry: SectionFortySevenEnquiry) -> None:
    """With no conference to come, the next step is the offer of help, and the family's answer stands in its words."""
    walk.told("This enquiry cannot end yet for")
    walk.press("Record the offer of help")
    walk.choose(answer="taken_up")
    walk.fill(what=HELP, family_words=FATHERS_WORDS)
    walk.look("way-offer")
    walk.press("Save the offer")
    walk.told("The offer of help is recorded.")
    offer = OfferOfHelp.objects.get(family=enquiry.family)
    assert (offer.answer, offer.plan) == ("taken_up", plan)
    clock = Clock.objects.filter(rule="help_after_enquiry", stopped_date__isnull=True)
    assert clock.count() == 2, "the clock to the help runs for each child"
    walk.press("Send it to a manager")
    walk.press("Send it")
    walk.told("The enquiry waits for a manager")


def a_manager_decides(
    cast: Cast, walk: Walk, enquiry: SectionFortySevenEnquiry, browse_as: Callable[[Worker | None], None]
) -> None:
    """The manager finds it on her day, and ends it with why, on what evidence, and what would change it."""
    page = walk.page
    browse_as(cast.team_manager)
    page.goto("/")
    page.get_by_role("link", name="Read an enquiry and decide how it ends").click()
    walk.press("Decide how it ends")
    walk.fill(
        reasons="He fell. Both are safe when somebody is there, and now somebody will be.",
        evidence="The doctor’s letter of today, and what Callum said to Priya.",
        what_would_change="Another night on their own.",
    )
    walk.look("way-decision")
    walk.press("End the enquiry")
    walk.told("The enquiry has ended, with your decision for each child.")
    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.decided_by) == (EnquiryStatus.ENDED, cast.team_manager)
    decisions = ThresholdDecision.objects.filter(kind="enquiry")
    assert {one.what_would_change for one in decisions} == {"Another night on their own."}
    assert decisions.count() == 2
    assert not ChildProtectionPlan.objects.exists()
    assert not ChildProtectionConference.objects.exists()


def the_help_follows(
    cast: Cast,
    walk: Walk,
    plan: Plan,
    enquiry: SectionFortySevenEnquiry,
    browse_as: Callable[[Worker | None], None],
) -> None:
    """The help is one click from the enquiry and on the family's one plan; giving it stops the clock."""
    page = walk.page
    browse_as(cast.social_worker)
    page.goto(f"/enquiries/{enquiry.pk}/")
    walk.look("way-enquiry-ended")
    walk.press("The family’s plan")
    page.wait_for_url(f"**/plans/{plan.pk}/")
    clocks = Clock.objects.filter(rule="help_after_enquiry")
    assert clocks.filter(stopped_date__isnull=True).count() == 2
    promised = page.get_by_role("region", name="Help that the family took up")
    assert HELP in promised.inner_text()
    assert FATHERS_WORDS in promised.inner_text()
    walk.look("way-help-taken-up")
    walk.press("Record help given")
    page.get_by_label("What the help was").fill("The sitter’s first night.")
    walk.press("Record the help")
    walk.told("The help is recorded.")
    expect(page.get_by_text("The sitter’s first night.")).to_be_visible()
    assert [clock.stopped_date for clock in clocks] == [timezone.localdate()] * 2
    assert not any(clock.was_late for clock in clocks)
    assert Plan.objects.get(family=enquiry.family).end_date is None
    assert promised.count() == 0, "what was promised has begun"
    walk.look("way-help-given")
    # Whoever opens the enquiry again sees that it came.
    page.goto(f"/enquiries/{enquiry.pk}/")
    walk.told(FATHERS_WORDS)
