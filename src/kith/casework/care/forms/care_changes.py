"""What is asked as a child's legal status, kind of placement or care itself changes, and as something is put right."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms

from kith.casework.care.words import with_codes
from kith.casework.furniture.fields import DayField, PostcodeField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.people.models import Person

HOW_FAR = datetime.date(1991, 10, 14)


def despite_field() -> WordsField:
    """Return the field that asks why something unusual is so."""
    return WordsField(
        label="If something about this is unusual, why is it so?",
        rows=2,
        required=False,
        help_text="Leave it empty at first: if anything is unusual you are told, and asked",
    )


class _OnceForAll(KithForm):
    """Something about one child that may be written at once for brothers and sisters in care."""

    also = forms.MultipleChoiceField(label="Who else?", required=False, widget=forms.CheckboxSelectMultiple)
    day = DayField(label="From which day?", past_only=True, earliest=HOW_FAR)

    def __init__(self, *args: Any, offered: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if offered:
            self.fields["also"].choices = [(str(one.pk), one.display_name) for one in offered]  # type: ignore[attr-defined]
            self.fields["also"].label = "Is it the same for their brothers and sisters in care?"
        else:
            del self.fields["also"]


class LegalStatusForm(_OnceForAll):
    """Another legal status."""

    code = forms.ChoiceField(label="Under which power are they looked after?")
    order = forms.ChoiceField(
        label="By which order on the record?",
        required=False,
        help_text="If it is by an order that is recorded in the family’s proceedings",
    )
    words = forms.CharField(label="In a sentence, if there is more to say", max_length=300, required=False)
    despite = despite_field()

    def __init__(self, *args: Any, orders: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = with_blank(with_codes("legal_status"))  # type: ignore[attr-defined]
        if orders:
            self.fields["order"].choices = with_blank(orders, "None of these")  # type: ignore[attr-defined]
        else:
            del self.fields["order"]


class EndCareForm(_OnceForAll):
    """The end of care: each child's own words first."""

    ended_because = forms.ChoiceField(label="Why does care end?")
    end_words = WordsField(label="Where do they go, and what help goes on?", rows=4)
    goes_to_lines = forms.CharField(
        label="Address they go to",
        max_length=200,
        required=False,
        help_text="Leave it empty if they stay in the same home",
    )
    goes_to_postcode = PostcodeField(label="Postcode", required=False)
    despite = despite_field()

    def __init__(self, *args: Any, child: Person, offered: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, offered=offered, **kwargs)
        self.fields["ended_because"].choices = with_blank(  # type: ignore[attr-defined]
            [pair for pair in with_codes("reason_episode_ceased") if pair[0] != "X1"]
        )
        names = []
        for one in [child, *offered]:
            names.append(f"child_words_{one.pk}")
            self.fields[names[-1]] = WordsField(
                label=f"What {one.display_name} said about leaving",
                rows=2,
                required=False,
                help_text="As they said it",
            )
        self.order_fields(["version", *names])


class ChangeKindForm(KithForm):
    """Another kind of placement in the same home: matched for the long term, or placed for adoption."""

    day = DayField(label="From which day?", past_only=True, earliest=HOW_FAR)
    placement_type = forms.ChoiceField(label="What kind of placement is it now?")
    end_words = WordsField(label="Why does it change?", rows=3)
    until_eighteen = forms.BooleanField(label="They are to stay here until they are 18", required=False)
    despite = despite_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["placement_type"].choices = with_blank(with_codes("placement_type"))  # type: ignore[attr-defined]


class _Correction(KithForm):
    """Something that was entered wrongly; why comes last."""

    why_wrong = WordsField(
        label="Why was it wrong?", rows=2, help_text="What it said before is kept, with this reason"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*(name for name in self.fields if name != "why_wrong"), "why_wrong"])


class CorrectPeriodForm(_Correction):
    """When care began and why."""

    day = DayField(label="Care began on", past_only=True, earliest=HOW_FAR)
    category_of_need = forms.ChoiceField(label="Main reason")
    why = WordsField(label="Why they came into care", rows=4)
    child_words = WordsField(label="What the child said about it", rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category_of_need"].choices = with_codes("category_of_need")  # type: ignore[attr-defined]


class CorrectLegalStatusForm(_Correction):
    """A legal status."""

    never_was = forms.BooleanField(label="It never was: take it away", required=False)
    day = DayField(label="It held from", past_only=True, earliest=HOW_FAR)
    code = forms.ChoiceField(label="Legal status")
    words = forms.CharField(label="In a sentence", max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = with_codes("legal_status")  # type: ignore[attr-defined]


class CorrectPlacementForm(_Correction):
    """A placement."""

    never_was = forms.BooleanField(label="It never was: take it away", required=False)
    day = DayField(label="They lived there from", past_only=True, earliest=HOW_FAR)
    placement_type = forms.ChoiceField(label="Kind of placement")
    provider = forms.ChoiceField(label="Who provided it", required=False)
    urn = forms.CharField(label="Ofsted’s number (URN)", max_length=10, required=False)
    ended_because = forms.ChoiceField(label="Why it ended", required=False)
    end_words = WordsField(label="In a sentence", rows=2, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["placement_type"].choices = with_codes("placement_type")  # type: ignore[attr-defined]
        self.fields["provider"].choices = with_blank(with_codes("placement_provider"), "None is recorded")  # type: ignore[attr-defined]
        ended = with_blank(with_codes("reason_placement_change"), "None is recorded")
        self.fields["ended_because"].choices = ended  # type: ignore[attr-defined]


class CorrectEndForm(_Correction):
    """When and why care ended, or that it did not."""

    did_not_end = forms.BooleanField(label="Care did not end: take the end away", required=False)
    day = DayField(label="Care ended on", past_only=True, earliest=HOW_FAR)
    ended_because = forms.ChoiceField(label="Why")
    end_words = WordsField(label="Where they went, and what help went on", rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_because"].choices = [  # type: ignore[attr-defined]
            pair for pair in with_codes("reason_episode_ceased") if pair[0] != "X1"
        ]
