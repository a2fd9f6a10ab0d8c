"""Write once for brothers and sisters: boxes, ticked, for whom else what a form says is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from kith.casework.furniture.forms import KithForm
from kith.casework.people.models import Person


class AlsoForm(KithForm):
    """A form about one child that may be written for brothers and sisters as well."""

    def __init__(self, *args: Any, siblings: Sequence[Person] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.siblings = list(siblings)
        for sibling in self.siblings:
            self.fields[f"also_{sibling.pk}"] = forms.BooleanField(
                label=f"And for {sibling.display_name}", required=False, initial=True
            )

    def also(self) -> list[Person]:
        """Return the brothers and sisters for whom it is written as well."""
        return [one for one in self.siblings if self.cleaned_data.get(f"also_{one.pk}")]

    @property
    def own(self) -> dict[str, Any]:
        """What was answered, without the boxes: what the action is called with for each child."""
        return {name: value for name, value in self.said.items() if not name.startswith("also_")}
