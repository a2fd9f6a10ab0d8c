"""The forms of the directory of services: the public search, and what somebody who keeps it enters."""

from __future__ import annotations

from typing import Any

from django import forms

from kith import codes
from kith.casework.family_help.models import ServiceStatus
from kith.casework.family_help.open_referral.checking import address_of_page
from kith.casework.family_help.open_referral.kinds import IN_PLAIN_WORDS
from kith.casework.family_help.open_referral.making import ServiceDetails
from kith.casework.family_help.queries.directory import METRES_IN_A_MILE, Asked
from kith.casework.furniture.fields import PostcodeField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.reference import postcodes

WEEKDAYS = [
    ("MO", "Monday"), ("TU", "Tuesday"), ("WE", "Wednesday"), ("TH", "Thursday"), ("FR", "Friday"), ("SA", "Saturday"),
    ("SU", "Sunday"),
]  # fmt: skip
DISTANCES = [("1", "1 mile"), ("3", "3 miles"), ("5", "5 miles"), ("10", "10 miles"), ("", "Any distance")]


def _years() -> forms.NumberInput:
    return forms.NumberInput(attrs={"class": "govuk-input govuk-input--width-3", "inputmode": "numeric"})


def _time() -> forms.TimeInput:
    return forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input govuk-input--width-5"})


class FindHelpForm(KithForm):
    """What a family may say to find help; all of it may be left empty, and none of it is kept."""

    need = forms.ChoiceField(
        label="What would help?",
        choices=with_blank(list(IN_PLAIN_WORDS.items()), "Anything"),
        required=False,
    )
    age = forms.IntegerField(
        label="How old is your child?",
        help_text="In years: 0 for a baby. Leave it empty to see help for any age.",
        required=False,
        min_value=0,
        max_value=25,
        widget=_years(),
        error_messages={
            "invalid": "Enter the age in whole years, such as 7.",
            "min_value": "An age cannot be below 0. Enter 0 for a baby.",
            "max_value": "This finds help for children and young people up to 25. Enter an age up to 25.",
        },
    )
    postcode = PostcodeField(
        label="Your postcode",
        help_text="So that the nearest comes first. We do not keep it.",
        required=False,
    )
    within = forms.ChoiceField(label="How far?", choices=DISTANCES, required=False, initial="5")
    words = forms.CharField(
        label="Or words to look for",
        help_text="For example, debt, sleep or swimming",
        max_length=120,
        required=False,
    )
    day = forms.ChoiceField(label="On which day?", choices=with_blank(WEEKDAYS, "Any day"), required=False)
    free = forms.BooleanField(label="Only what is free", required=False)

    def asked(self) -> Asked:
        """Return what to search for."""
        data = self.cleaned_data
        place = postcodes.find(data["postcode"]) if data["postcode"] else None
        days = [code for code, _ in WEEKDAYS]
        return Asked(
            kinds=(data["need"],) if data["need"] else (),
            words=data["words"],
            age=data["age"],
            near=(place.easting, place.northing) if place else None,
            within=float(data["within"]) * METRES_IN_A_MILE if place and data["within"] else None,
            weekday=days.index(data["day"]) if data["day"] else None,
            free_only=data["free"],
        )


class ServiceForm(KithForm):
    """One service of ours, as families will read it."""

    name = forms.CharField(label="What is it called?", max_length=200)
    organisation = forms.CharField(label="Who gives it?", max_length=200, help_text="The organisation's name")
    description = WordsField(
        label="What is it?",
        help_text="In plain words to a parent: what happens there, and how it helps",
        max_length=5000,
    )
    kinds_of_help = forms.MultipleChoiceField(
        label="What does it help with?",
        choices=codes.choices("kind_of_help"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one kind of help, so that families can find it."},
    )
    minimum_age = forms.IntegerField(
        label="Youngest, in years", required=False, min_value=0, max_value=120, widget=_years()
    )
    maximum_age = forms.IntegerField(
        label="Oldest, in years", required=False, min_value=0, max_value=120, widget=_years()
    )
    fees = forms.CharField(
        label="What does it cost?",
        max_length=200,
        required=False,
        help_text="For example, Free, or £2 a session",
    )
    telephone = forms.CharField(label="Telephone number", max_length=30, required=False)
    email = forms.EmailField(label="E-mail address", required=False)
    url = forms.CharField(
        label="Web page", max_length=500, required=False, help_text="Beginning with https://"
    )
    contact_name = forms.CharField(label="Who answers?", max_length=120, required=False)
    address_lines = forms.CharField(label="Address", max_length=200, required=False)
    town = forms.CharField(label="Town", max_length=80, required=False)
    postcode = PostcodeField(
        label="Postcode", required=False, help_text="Leave it empty for a helpline or something online"
    )
    days = forms.MultipleChoiceField(
        label="On which days?", choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple, required=False
    )
    opens = forms.TimeField(label="From", required=False, widget=_time(), help_text="For example, 09:30")
    closes = forms.TimeField(label="Until", required=False, widget=_time(), help_text="For example, 15:00")
    when = forms.CharField(
        label="Anything else about when",
        max_length=300,
        required=False,
        help_text="For example, in term time only",
    )
    status = forms.ChoiceField(
        label="Is it running?", choices=ServiceStatus.choices, initial=ServiceStatus.ACTIVE
    )

    def clean_url(self) -> str:
        """Take a web address and nothing else."""
        said = str(self.cleaned_data["url"]).strip()
        if not said:
            return ""
        address = address_of_page(said)
        if address is None:
            raise forms.ValidationError("This is not a web address. Enter one that begins with https://.")
        return address

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be true of two fields together, and a service that nobody could reach."""
        data = super().clean() or {}
        youngest, oldest = data.get("minimum_age"), data.get("maximum_age")
        if youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("maximum_age", "The oldest age is below the youngest. Check both.")
        opens, closes = data.get("opens"), data.get("closes")
        if opens and closes and closes <= opens:
            self.add_error("closes", "It closes before it opens. Check both times.")
        if (
            not any(data.get(way) for way in ("telephone", "email", "url", "address_lines"))
            and not self.errors
        ):
            self.add_error(
                "telephone", "Say how a family gets in touch: a number, an e-mail, a web page or an address."
            )
        if data.get("address_lines") and not (data.get("postcode") and data.get("town")) and not self.errors:
            self.add_error(
                "postcode",
                "Enter the town and the postcode of the address, so that it can be found by distance.",
            )
        return data

    def details(self) -> ServiceDetails:
        """Return what was entered."""
        return ServiceDetails(**self.said)


class FeedForm(KithForm):
    """Another's directory that we read."""

    name = forms.CharField(label="Whose directory is it?", max_length=120)
    address = forms.CharField(
        label="Its address",
        max_length=500,
        required=False,
        help_text="The base address of its Open Referral UK interface, beginning with https://",
    )
    is_read_daily = forms.BooleanField(label="Read it each night", required=False)
    licence = forms.CharField(
        label="Its licence",
        max_length=200,
        required=False,
        help_text="For example, Open Government Licence v3.0",
    )
    may_republish = forms.BooleanField(
        label="The licence lets us publish it again, and we do, with our own services", required=False
    )

    def clean_address(self) -> str:
        """Take an https address and nothing else: Kith will ask it."""
        said = str(self.cleaned_data["address"]).strip()
        if said and (not said.startswith("https://") or address_of_page(said) is None):
            raise forms.ValidationError("Enter an address that begins with https://.")
        return said

    def clean(self) -> dict[str, Any]:
        """Ask for what each promise needs."""
        data = super().clean() or {}
        if data.get("is_read_daily") and not data.get("address") and not self.errors:
            self.add_error("address", "Enter its address: a file cannot be read each night.")
        if data.get("may_republish") and not data.get("licence"):
            self.add_error("licence", "Name the licence that lets us publish it again.")
        return data
