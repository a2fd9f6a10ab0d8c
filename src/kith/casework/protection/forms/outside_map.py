"""The forms of a map of harm outside the home."""

from __future__ import annotations

from typing import Any

from django import forms

from kith.casework.furniture.fields import DayField, PostcodeField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.protection.models import HowSure, NodeKind


class MapWordsForm(KithForm):
    """What a map is called and why it is kept."""

    title = forms.CharField(
        label="What is it called?",
        max_length=120,
        help_text="Such as the name of a place. Not the name of a child",
        error_messages={"required": "Enter what the map is called."},
    )
    purpose = WordsField(
        label="Why is it kept, and on what lawful basis?",
        rows=4,
        error_messages={"required": "Say why the map is kept, and on what lawful basis."},
    )


class OpenMapForm(MapWordsForm):
    """A map is opened."""

    review_date = DayField(label="To be looked at again by")


class ReviewMapForm(KithForm):
    """A map is looked at again."""

    purpose = WordsField(
        label="Why is it still kept, and on what lawful basis?",
        rows=4,
        error_messages={"required": "Say why the map is still kept, or close it."},
    )
    review_date = DayField(label="To be looked at again by")


class CloseMapForm(KithForm):
    """A map is closed."""

    closed_words = WordsField(
        label="What came of it?",
        rows=4,
        help_text="Its readers can still read it. Nothing is added to it any more",
        error_messages={"required": "Say what came of it."},
    )


class ReaderForm(KithForm):
    """Somebody who may read a map."""

    worker = forms.ChoiceField(label="Who?", choices=())
    why = forms.CharField(
        label="Why do they need it?",
        max_length=300,
        help_text="Kept in the audit with their name",
        error_messages={"required": "Say why they need it."},
    )
    may_write = forms.BooleanField(label="They may also add to it", required=False)

    def __init__(self, *args: Any, workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].choices = with_blank(workers)  # type: ignore[attr-defined]


class HandOnForm(KithForm):
    """Another manager who is to own a map."""

    worker = forms.ChoiceField(label="Who takes it on?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].choices = workers  # type: ignore[attr-defined]


class NodeWordsForm(KithForm):
    """What is known of something on a map."""

    label = forms.CharField(
        label="Name, or what it is known as",
        max_length=120,
        required=False,
        help_text="Every reader of the map sees this, whatever else is open to them",
    )
    words = WordsField(label="What is known, from whom, and how sure", required=False, rows=4)
    postcode = PostcodeField(label="Postcode, for a place", required=False)


class NodeForm(NodeWordsForm):
    """Something is put on a map."""

    field_order = ("kind",)

    kind = forms.ChoiceField(label="What is it?", choices=NodeKind.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, is_person: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_person:
            people = (NodeKind.YOUNG_PERSON, NodeKind.ADULT)
            self.fields["kind"].choices = [(kind.value, kind.label) for kind in people]  # type: ignore[attr-defined]
            self.fields["label"].help_text = (
                "Leave it empty to use the name on the record, for readers to whom that is open. With a name here,"
                " every reader of the map sees it"
            )
            del self.fields["postcode"]


class LinkForm(KithForm):
    """What joins two on a map."""

    from_node = forms.ChoiceField(label="Who or what?")
    to_node = forms.ChoiceField(label="Joined with whom or what?")
    what = forms.CharField(
        label="What joins them?",
        max_length=160,
        help_text="Such as 'are friends', 'was seen at', 'gives lifts to'",
        error_messages={"required": "Say what joins them."},
    )
    source = forms.CharField(
        label="Who says so?", max_length=160, error_messages={"required": "Say who says so."}
    )
    how_sure = forms.ChoiceField(
        label="How sure are they?", choices=HowSure.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, nodes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("from_node", "to_node"):
            self.fields[name].choices = with_blank(nodes)  # type: ignore[attr-defined]
