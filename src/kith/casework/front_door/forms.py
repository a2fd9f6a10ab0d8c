"""The front door's forms: the public one, the officer's, and those of a contact's page."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django import forms
from django.utils import timezone

from kith import codes
from kith.casework.front_door.actions.receive import StatedPerson
from kith.casework.front_door.models import AskedBy, Channel, ContactOutcome, ContactRole
from kith.casework.front_door.models.partner_check import PartnerAgency
from kith.casework.furniture.fields import DayField, PostcodeField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.people.models import Sex
from kith.casework.plans.models.agreement import LawfulBasis
from kith.casework.workforce.models import Team


class AskForHelpForm(KithForm):
    """What a parent or a young person fills in, with no account: as little as it takes to help."""

    who = forms.ChoiceField(
        label="Who is asking?",
        choices=[
            ("parent", "I am a parent or carer"),
            ("young_person", "I am a young person, asking for myself"),
            ("relative_or_friend", "I am a relative, friend or neighbour"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who is asking."},
    )
    in_their_words = WordsField(
        label="What would help?",
        help_text="Tell us in your own words what is happening and what you would like. There is no wrong way to say it.",
        rows=7,
        max_length=5000,
        error_messages={"required": "Tell us a little about what would help."},
    )
    your_name = forms.CharField(
        label="Your name",
        max_length=120,
        help_text="What you like to be called is fine",
        error_messages={"required": "Tell us your name, or what to call you."},
    )
    telephone = forms.CharField(label="A telephone number", max_length=30, required=False)
    email = forms.EmailField(
        label="An e-mail address",
        required=False,
        error_messages={
            "invalid": "This is not an e-mail address. Check it, or leave it empty and give a number."
        },
    )
    safe_to_reply = forms.CharField(
        label="When and how is it safe to reply?",
        max_length=200,
        required=False,
        help_text="For example, 'text only' or 'weekday mornings'",
    )
    postcode = PostcodeField(
        label="Your postcode",
        required=False,
        help_text="So that the right team can help. You can leave it empty.",
    )
    children = WordsField(
        label="Who are the children?",
        help_text="First name and age of each, one on a line. For example: Amina, 7. You can leave it empty.",
        rows=4,
        required=False,
        max_length=1000,
    )
    worried = forms.BooleanField(label="I am worried that somebody may be hurt", required=False)
    token = forms.UUIDField(widget=forms.HiddenInput)
    # A field that people do not see and programs fill in.
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("token", uuid.uuid4())
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Ask for one way to reply."""
        data = super().clean() or {}
        if not data.get("telephone") and not data.get("email") and not self.errors.get("email"):
            self.add_error("telephone", "Give a telephone number or an e-mail address, so that we can reply.")
        return data

    def people(self) -> list[StatedPerson]:
        """Return whom the request is about, as it was said."""
        data = self.cleaned_data
        given, _, family = data["your_name"].strip().rpartition(" ")
        if not given:
            given, family = family, ""
        is_child = data["who"] == "young_person"
        asker = StatedPerson(
            role=ContactRole.CHILD if is_child else ContactRole.ADULT,
            given_names=given,
            family_name=family,
            postcode=data["postcode"],
            is_asker=True,
        )
        return [asker, *(_child(line) for line in data["children"].splitlines()[:15] if line.strip())]


def _child(line: str) -> StatedPerson:
    """Return a child from a line such as 'Amina, 7': the name, and the age where a number ends the line."""
    words = line.replace(",", " ").replace("(", " ").replace(")", " ").split()
    age = None
    for place, word in enumerate(words):
        if word.isdigit() and int(word) < 26:
            age = int(word)
            words = [said for said in words[:place] if said.lower() not in {"age", "aged", "is"}]
            break
    given, family = (" ".join(words[:-1]), words[-1]) if len(words) > 1 else (" ".join(words), "")
    return StatedPerson(role=ContactRole.CHILD, given_names=given[:120], family_name=family[:80], age=age)


class TakeContactForm(KithForm):
    """What a contact officer writes down while somebody speaks."""

    in_their_words = WordsField(label="What they asked for, in their words", rows=6)
    asked_by = forms.ChoiceField(label="Who is asking?", choices=AskedBy.choices, widget=forms.RadioSelect)
    channel = forms.ChoiceField(
        label="How did they reach us?",
        choices=[choice for choice in Channel.choices if choice[0] != Channel.WEB],
        widget=forms.RadioSelect,
        initial=Channel.TELEPHONE,
    )
    source = forms.ChoiceField(
        label="Source",
        choices=with_blank(codes.choices("referral_source")),
        help_text="As the children in need census counts it",
    )
    asker_name = forms.CharField(label="Their name", max_length=120, required=False)
    asker_organisation = forms.CharField(label="Their organisation", max_length=120, required=False)
    asker_telephone = forms.CharField(label="Their telephone number", max_length=30, required=False)
    asker_email = forms.EmailField(label="Their e-mail address", required=False)
    safe_to_reply = forms.CharField(label="When and how it is safe to reply", max_length=200, required=False)
    asks_for_help = forms.BooleanField(
        label="They ask for help: the clock to first help starts now", required=False, initial=True
    )
    worry_about_harm = forms.BooleanField(label="Somebody may be at risk of harm", required=False)
    received_date = DayField(label="Day they reached us", past_only=True)
    received_time = forms.TimeField(
        label="Time",
        help_text="For example, 14:30",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
        error_messages={"invalid": "Enter a time such as 14:30."},
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    PEOPLE = 4

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        now = timezone.localtime()
        start = kwargs.setdefault("initial", {})
        start.setdefault("token", uuid.uuid4())
        start.setdefault("received_date", now.date())
        start.setdefault("received_time", now.strftime("%H:%M"))
        super().__init__(*args, **kwargs)
        for number in range(1, self.PEOPLE + 1):
            self.fields[f"given_{number}"] = forms.CharField(
                label="Given names", max_length=120, required=False
            )
            self.fields[f"family_{number}"] = forms.CharField(
                label="Family name", max_length=80, required=False
            )
            self.fields[f"role_{number}"] = forms.ChoiceField(
                label="They are", choices=ContactRole.choices, required=False, widget=forms.RadioSelect,
                initial="child" if number > 1 else "adult",
            )  # fmt: skip
            self.fields[f"born_{number}"] = DayField(label="Date of birth", required=False, past_only=True)
            self.fields[f"address_{number}"] = forms.CharField(
                label="Address", max_length=200, required=False
            )
            self.fields[f"postcode_{number}"] = PostcodeField(label="Postcode", required=False)

    @property
    def person_groups(self) -> list[dict[str, Any]]:
        """Return the fields of each person, for the page to set out."""
        parts = ("given", "family", "role", "born", "address", "postcode")
        return [
            {"number": number, **{part: self[f"{part}_{number}"] for part in parts}}
            for number in range(1, self.PEOPLE + 1)
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a time to come."""
        data = super().clean() or {}
        if data.get("received_date") and data.get("received_time"):
            at = timezone.make_aware(datetime.datetime.combine(data["received_date"], data["received_time"]))
            if at > timezone.now() + datetime.timedelta(minutes=5):
                self.add_error("received_time", "This time has not come yet. Enter when they reached us.")
            data["received_at"] = at
        return data

    def people(self) -> list[StatedPerson]:
        """Return the people who were named."""
        data = self.cleaned_data
        found = []
        for number in range(1, self.PEOPLE + 1):
            given, family = data[f"given_{number}"], data[f"family_{number}"]
            if given or family:
                found.append(
                    StatedPerson(
                        role=data[f"role_{number}"] or ContactRole.CHILD,
                        given_names=given,
                        family_name=family,
                        birth_date=data[f"born_{number}"],
                        address=data[f"address_{number}"],
                        postcode=data[f"postcode_{number}"],
                    )
                )
        return found


class AddStatedPersonForm(KithForm):
    """Somebody on a contact who is new to the record."""

    given_names = forms.CharField(label="Given names", max_length=120, required=False)
    family_name = forms.CharField(label="Family name", max_length=80, required=False)
    birth_date = DayField(label="Date of birth", required=False, past_only=True)
    expected_birth_date = DayField(label="Or the expected date of birth", required=False)
    sex = forms.ChoiceField(choices=Sex.choices, widget=forms.RadioSelect, initial=Sex.UNKNOWN)

    def clean(self) -> dict[str, Any]:
        """Ask for a name."""
        data = super().clean() or {}
        if not (data.get("given_names") or data.get("family_name")):
            self.add_error("given_names", "Enter a given name or a family name.")
        return data


class PersonOnContactForm(KithForm):
    """One more person whom the contact is about."""

    role = forms.ChoiceField(label="They are", choices=ContactRole.choices, widget=forms.RadioSelect)
    given_names = forms.CharField(label="Given names", max_length=120, required=False)
    family_name = forms.CharField(label="Family name", max_length=80, required=False)
    birth_date = DayField(label="Date of birth", required=False, past_only=True)
    address = forms.CharField(label="Address", max_length=200, required=False)
    postcode = PostcodeField(label="Postcode", required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for a name."""
        data = super().clean() or {}
        if not (data.get("given_names") or data.get("family_name")):
            self.add_error("given_names", "Enter a given name or a family name.")
        return data


class PartnerCheckForm(KithForm):
    """A question to a partner."""

    agency = forms.ChoiceField(
        label="Whom do you ask?", choices=PartnerAgency.choices, widget=forms.RadioSelect
    )
    question = WordsField(label="What you ask", rows=4)
    lawful_basis = forms.ChoiceField(
        label="Why the law allows it", choices=LawfulBasis.choices, widget=forms.RadioSelect,
        help_text="Each share has its own basis. Agreement to help is not one.",
    )  # fmt: skip
    consent_sought = forms.BooleanField(label="The family was asked first", required=False)
    why_not_asked = WordsField(label="If they were not, why not", rows=2, required=False)


class AnswerForm(KithForm):
    """A partner's answer."""

    answer = WordsField(label="What they answered", rows=6)


class DecisionForm(KithForm):
    """What the service does."""

    outcome = forms.ChoiceField(
        label="What will the service do?", choices=ContactOutcome.choices, widget=forms.RadioSelect
    )
    reason = WordsField(label="Why this is the right response", rows=4)
    would_change_it = WordsField(label="What would change it", rows=2, required=False)
    given = WordsField(label="What was given, or which service they were pointed to", rows=3, required=False)
    team = forms.ChoiceField(
        label="Which team takes it on", required=False, help_text="For Family Help and for a referral"
    )
    primary_need = forms.ChoiceField(
        label="Primary need",
        choices=with_blank(codes.choices("primary_need")),
        required=False,
        help_text="For a referral",
    )

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = with_blank([(str(team.pk), team.name) for team in teams])  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for what each answer needs."""
        data = super().clean() or {}
        outcome = data.get("outcome")
        if outcome in (ContactOutcome.INFORMATION, ContactOutcome.SIGNPOST) and not data.get("given"):
            self.add_error("given", "Say what was given, or which service they were pointed to.")
        if outcome in (ContactOutcome.FAMILY_HELP, ContactOutcome.REFERRAL) and not data.get("team"):
            self.add_error("team", "Choose the team that takes it on.")
        if outcome == ContactOutcome.REFERRAL and not data.get("primary_need"):
            self.add_error("primary_need", "Choose the primary need.")
        return data


class FeedbackForm(KithForm):
    """What whoever asked was told."""

    how = forms.ChoiceField(
        label="How were they told?",
        choices=[
            ("telephone", "By telephone"),
            ("email", "By e-mail"),
            ("letter", "By letter"),
            ("in_person", "In person"),
        ],
        widget=forms.RadioSelect,
    )
    words = WordsField(label="What they were told", rows=4)


class ReferralDecisionForm(KithForm):
    """To assess or not."""

    assess = forms.ChoiceField(
        label="What happens next?",
        choices=[("yes", "Assess"), ("no", "No further action")],
        widget=forms.RadioSelect,
    )
    reason = WordsField(label="Why", rows=3)
