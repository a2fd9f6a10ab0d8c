"""The catalogue that ships: what each entry may say, and how it is brought into an authority's own."""

from __future__ import annotations

import datetime
from urllib.parse import urlparse

import pytest
from django.apps import apps

from kith import codes
from kith.casework.family_help import catalogue
from kith.casework.family_help.models import EvidenceRating, Intervention, InterventionEvidence
from kith.casework.family_help.models.intervention import InterventionGroup
from tests.furnishing.cast import Cast


def test_every_group_of_the_review_and_practical_help_has_entries():
    """The four groups of the review, and practical help beside them."""
    assert {entry.group for entry in catalogue.shipped()} == set(InterventionGroup.values)


@pytest.mark.parametrize("entry", catalogue.shipped(), ids=lambda entry: entry.code)
def test_an_entry_says_only_what_it_can(entry: catalogue.ShippedIntervention):
    """Kinds are of the code list, ages in order, costs and evidence have a source with an address and a day."""
    assert entry.kinds_of_help
    assert set(entry.kinds_of_help) <= set(codes.labels("kind_of_help"))
    assert entry.for_whom
    assert entry.aims
    assert entry.youngest is None or entry.oldest is None or entry.youngest <= entry.oldest
    assert (entry.cost_pounds is None) == (entry.cost_source == "")
    for row in entry.evidence:
        assert row.rating in EvidenceRating.values
        assert row.source
        assert urlparse(row.source_address).scheme == "https"
        assert datetime.date(2026, 11, 1) <= row.entered_date
        if row.rating in (EvidenceRating.POSITIVE, EvidenceRating.MIXED):
            assert row.found.startswith("Found to help with "), "say with what it was found to help"


def test_no_two_entries_have_one_code():
    """The code is how an entry is known again at the next migration."""
    entries = [entry.code for entry in catalogue.shipped()]
    assert len(entries) == len(set(entries))


def test_a_null_result_ships_as_one():
    """What large English trials found to make no difference is rated so, and what nobody read is not rated."""
    by_code = {entry.code: entry for entry in catalogue.shipped()}
    for code in ("family-nurse-partnership", "social-worker-in-school", "functional-family-therapy"):
        assert EvidenceRating.NO_EFFECT in {row.rating for row in by_code[code].evidence}
    assert by_code["family-group-conference-pre-proceedings"].evidence[0].rating == EvidenceRating.POSITIVE
    assert by_code["debt-advice"].evidence == ()


@pytest.mark.django_db
def test_every_entry_is_in_a_migrated_database():
    """After migrating, the catalogue is there, with its evidence and marked as having come with Kith."""
    held = {row.code: row for row in Intervention.objects.prefetch_related("evidence")}
    for entry in catalogue.shipped():
        row = held[entry.code]
        assert row.is_shipped
        assert row.is_in_use
        assert {name: getattr(row, name) for name in catalogue.COLUMNS} == entry.fields()
        assert {(e.rating, e.found, e.source) for e in row.evidence.all()} == {
            (e.rating, e.found, e.source) for e in entry.evidence
        }


@pytest.mark.django_db
def test_the_catalogue_has_its_history_from_the_first_day():
    """Each entry brought in is kept in the history too, so that an earlier catalogue can be shown."""
    history = apps.get_model("family_help", "InterventionEvent")
    shipped = Intervention.objects.filter(is_shipped=True).values_list("pk", flat=True)
    assert set(history.objects.values_list("pgh_obj_id", flat=True)) >= set(shipped)


@pytest.mark.django_db
def test_bringing_in_again_changes_nothing(django_assert_num_queries):
    """Three queries and no row: a migration of another room leaves no trace in the catalogue's history."""
    before = list(Intervention.objects.order_by("pk").values())
    with django_assert_num_queries(3):
        catalogue.bring_in(apps=apps)
    assert list(Intervention.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_what_an_authority_changed_is_never_overwritten(cast: Cast):
    """An entry without the mark stays in the authority's words; a marked one follows the files."""
    Intervention.objects.filter(code="debt-advice").update(aims="Our own words.", is_shipped=False)
    Intervention.objects.filter(code="housing-help").update(aims="An older file's words.", is_in_use=False)
    catalogue.bring_in(apps=apps)
    assert Intervention.objects.get(code="debt-advice").aims == "Our own words."
    followed = Intervention.objects.get(code="housing-help")
    assert followed.aims.startswith("A home that is safe")
    assert not followed.is_in_use, "whether it is offered here is the authority's"


@pytest.mark.django_db
def test_shipped_evidence_comes_back_and_ones_own_stays(cast: Cast):
    """A null result cannot be lost by a changed entry, nor what a worker entered by a migration."""
    entry = Intervention.objects.get(code="functional-family-therapy")
    Intervention.objects.filter(pk=entry.pk).update(is_shipped=False, name="FFT here")
    InterventionEvidence.objects.filter(intervention=entry).delete()
    InterventionEvidence.objects.create(
        intervention=entry, rating="uncertain", found="Families here liked it.", study="Our own survey",
        source="Riverside", entered_date=datetime.date(2026, 11, 2), entered_by=cast.team_manager,
    )  # fmt: skip
    InterventionEvidence.objects.create(
        intervention=entry, rating="positive", found="Withdrawn since.", study="A study",
        source="An older file", entered_date=datetime.date(2025, 1, 1),
    )  # fmt: skip
    catalogue.bring_in(apps=apps)
    kept = {(row.rating, row.source) for row in InterventionEvidence.objects.filter(intervention=entry)}
    assert ("uncertain", "Riverside") in kept
    assert "no_effect" in {rating for rating, _ in kept}
    assert "An older file" not in {source for _, source in kept}
