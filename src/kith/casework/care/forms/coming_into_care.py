"""What is asked as children come into care: what is thought of, in the page's address, and why, once it has been shown."""

from __future__ import annotations

import datetime
from typing import Any

from crispy_forms_gds.layout import Fieldset, Layout, Size
from django import forms
from django.utils.html import escape

from kith.casework.care.models import Home
from kith.casework.care.words import with_codes
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.people.models import Person

HOW_FAR = datetime.date(1991, 10, 14)


class ThoughtOfCareForm(KithForm):
    """When, under which power, who comes, and the kind of placement; of a child with a home of their own, that one's."""

    day = DayField(label="When did they come into care?", past_only=True, earliest=HOW_FAR)
    legal_status = forms.ChoiceField(label="Under which power?")
    placement_type = forms.ChoiceField(label="Kind of placement")
    also = forms.MultipleChoiceField(
        label="Who else comes into care with them?", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, offered: list[Person], homes: dict[int, Home], home: Home, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["legal_status"].choices = with_blank(with_codes("legal_status"))  # type: ignore[attr-defined]
        kinds = with_blank(with_codes("placement_type"))
        self.fields["placement_type"].choices = kinds  # type: ignore[attr-defined]
        self.fields["placement_type"].label = f"Kind of placement with {home.name}"
        if offered:
            self.fields["also"].choices = [(str(one.pk), one.display_name) for one in offered]  # type: ignore[attr-defined]
        else:
            del self.fields["also"]
        for one in offered:
            if one.pk in homes:
                self.fields[f"placement_type_{one.pk}"] = forms.ChoiceField(
                    label=f"Kind of placement of {one.display_name} with {homes[one.pk].name}", choices=kinds, required=False
                )  # fmt: skip


class BeginCareForm(KithForm):
    """Why they came into care and why there, what each child said, and what else was thought of."""

    category_of_need = forms.ChoiceField(
        label="What is the main reason?", help_text="It stays the same for as long as they are in care"
    )
    why = WordsField(label="Why did they come into care?", rows=4)
    reasons = WordsField(label="Why is this home right for them?", rows=3)
    alternatives = WordsField(
        label="What else was thought of, and why not?",
        rows=3,
        help_text="Could they have stayed at home, with help? Could relatives or friends look after them? Could they be nearer?",
    )
    what_is_done = WordsField(
        label="What is done about what they lose?",
        rows=3,
        required=False,
        help_text="How they will see their family and the people who matter; how they get to their school",
    )
    is_emergency = forms.BooleanField(label="It was an emergency", required=False)
    until_eighteen = forms.BooleanField(label="They are to stay here until they are 18", required=False)
    late_reason = WordsField(label="If this is recorded late, why?", rows=2, required=False)

    def __init__(self, *args: Any, children: list[Person], unusual: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.children = children
        self.fields["category_of_need"].choices = with_blank(with_codes("category_of_need"))  # type: ignore[attr-defined]
        places = []
        for child in children:
            words, why_not = f"child_words_{child.pk}", f"why_child_not_asked_{child.pk}"
            self.fields[words] = WordsField(
                label=f"What {child.display_name} said", rows=3, required=False, help_text="As they said it"
            )
            self.fields[why_not] = WordsField(label="Or why they were not asked", rows=2, required=False)
            # The markup's template trusts a legend.
            places.append(
                Fieldset(words, why_not, legend=escape(child.display_name), legend_size=Size.MEDIUM)
            )
        names = [
            "category_of_need",
            "why",
            "reasons",
            "alternatives",
            "what_is_done",
            "is_emergency",
            "until_eighteen",
        ]
        if unusual:
            self.fields["despite"] = WordsField(
                label="Why is what is unusual so?", rows=2, required=False, help_text="It is kept with it"
            )
            names.append("despite")
        self.helper.layout = Layout("version", *places, *names, "late_reason")

    def clean(self) -> dict[str, Any]:
        """Ask for each child's words, or why not."""
        data = super().clean() or {}
        for child in self.children:
            words = f"child_words_{child.pk}"
            if not data.get(words) and not data.get(f"why_child_not_asked_{child.pk}"):
                self.add_error(words, f"Enter what {child.display_name} said, or why they were not asked.")
        return data
