"""The form that every room's forms are made from: GOV.UK's markup, a version, and a draft."""

from __future__ import annotations

from typing import Any

from crispy_forms_gds.helper import FormHelper
from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import conditional_escape


class KithForm(forms.Form):
    """A form that validates and writes nothing. Its fields are drawn in the order in which they are declared."""

    # The version of what is being edited, as it was when the form was opened; empty for something new.
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.label_size = "s"
        self.helper.legend_size = "s"
        for name, field in self.fields.items():
            if field.required:
                label = (field.label or name.replace("_", " ")).lower()
                verb = "Choose" if isinstance(field, forms.ChoiceField) else "Enter"
                if str(field.error_messages.get("required", "")).startswith("This field"):
                    field.error_messages["required"] = f"{verb}: {label}."
            if isinstance(field, forms.CharField) and field.max_length:
                field.error_messages.setdefault(
                    "max_length", f"This is too long: at most {field.max_length} characters."
                )

    @property
    def said(self) -> dict[str, Any]:
        """What was answered, by field, without the version: what the form's action is called with."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def __getitem__(self, name: str) -> BoundField:
        """Return a field with its label and hint escaped: the markup's templates trust both, and a label may name somebody."""
        bound = super().__getitem__(name)
        bound.label = conditional_escape(bound.label)
        bound.help_text = conditional_escape(bound.help_text)
        return bound


def with_blank(choices: list[tuple[str, str]], words: str = "Choose one") -> list[tuple[str, str]]:
    """Return choices for a drop-down whose first line asks for a choice."""
    return [("", words), *choices]
