"""What an analyst gives to be checked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.returns.models import ReturnName
from kith.casework.returns.uploading import SealedUpload
from kith.engines.returns.codes import find_authority
from kith.engines.returns.years import FIRST_YEAR, LAST_YEAR, CollectionYear


def _years(return_name: str) -> list[str]:
    """Return the collection years for which a return is checked, the latest first."""
    ends = range(LAST_YEAR[return_name], FIRST_YEAR[return_name] - 1, -1)
    return [CollectionYear(end).name.replace("/", "-") for end in ends]


SSDA903_YEARS, CIN_YEARS = _years("ssda903"), _years("cin")


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """Any number of files; what they hold is for the check to say."""

    def __init__(self, **extra: Any) -> None:
        super().__init__(
            widget=_Several(attrs={"class": "govuk-file-upload"}), allow_empty_file=True, **extra
        )

    def clean(self, data: Any, initial: Any = None) -> list[SealedUpload]:
        """Return the files that were given."""
        given = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if not given and self.required:
            raise ValidationError("Choose the files of the return.")
        return given


class CheckForm(KithForm):
    """A return to check."""

    return_name = forms.ChoiceField(
        label="Which return", choices=ReturnName.choices, widget=forms.RadioSelect
    )
    year = forms.ChoiceField(
        label="Collection year",
        choices=with_blank([(year, year.replace("-", "/")) for year in SSDA903_YEARS]),
    )
    return_files = SeveralFiles(
        label="The files of the return",
        help_text="CSV or XML files, or a zip of them. They are known by their columns, not by their names",
    )
    previous = SeveralFiles(
        label="Last year's files",
        required=False,
        help_text="SSDA903 only: some rules look at the year before",
    )
    authority = forms.CharField(
        label="Whose return it is",
        required=False,
        max_length=60,
        help_text="SSDA903 only: the authority's name, or its code such as 202. Some rules need it",
    )
    providers = SeveralFiles(
        label="Ofsted's list of providers",
        required=False,
        help_text="SSDA903 only: the workbook, if you have it",
    )

    def clean_authority(self) -> str:
        """Return the authority's code, from its name or any of its codes."""
        said = self.cleaned_data["authority"].strip()
        if not said:
            return ""
        try:
            return find_authority(said).ons_code
        except LookupError:
            raise ValidationError(
                "There is no authority of this name or code. Enter its name as the department writes it, or its code."
            ) from None

    def clean(self) -> dict[str, Any]:
        """Refuse a year that the census is not checked for, and two workbooks of providers."""
        data = super().clean() or {}
        if data.get("return_name") == ReturnName.CIN and data.get("year") and data["year"] not in CIN_YEARS:
            self.add_error(
                "year",
                f"The census is checked up to {CIN_YEARS[0].replace('-', '/')}. Choose that or one before.",
            )
        if len(data.get("providers") or []) > 1:
            self.add_error("providers", "Choose one workbook.")
        return data

    def given(self) -> list[tuple[str, SealedUpload]]:
        """Return each file with the part that it plays."""
        data = self.cleaned_data
        only = data["return_name"] == ReturnName.SSDA903
        return [
            *(("this", one) for one in data["return_files"]),
            *(("previous", one) for one in (data["previous"] if only else [])),
            *(("providers", one) for one in (data["providers"] if only else [])),
        ]
