"""The timeline's addresses."""

from django.urls import path

from kith.casework.timeline.views import (
    authored_chronology,
    chronology,
    reading,
    writing,
    writing_chronology,
)

app_name = "timeline"
urlpatterns = [
    path("", reading.my_day, name="my_day"),
    path("people/<int:person_id>/chronology/", chronology.chronology, name="chronology"),
    path("people/<int:person_id>/chronology/pdf/", chronology.chronology_pdf, name="chronology_pdf"),
    path("families/<int:family_id>/chronology/", chronology.family_chronology, name="family_chronology"),
    path(
        "families/<int:family_id>/chronology/pdf/",
        chronology.family_chronology_pdf,
        name="family_chronology_pdf",
    ),
    path(
        "people/<int:person_id>/chronologies/start/",
        writing_chronology.StartChronology.as_view(),
        name="start_chronology",
    ),
    path(
        "families/<int:family_id>/chronologies/start/",
        writing_chronology.StartFamilyChronology.as_view(),
        name="start_family_chronology",
    ),
    path(
        "chronologies/<int:chronology_id>/",
        authored_chronology.authored_chronology,
        name="authored_chronology",
    ),
    path(
        "chronologies/<int:chronology_id>/pdf/",
        authored_chronology.authored_chronology_pdf,
        name="authored_chronology_pdf",
    ),
    path(
        "chronologies/<int:chronology_id>/choose/", authored_chronology.choose_entries, name="choose_entries"
    ),
    path(
        "chronologies/<int:chronology_id>/words/",
        writing_chronology.ChronologyWords.as_view(),
        name="chronology_words",
    ),
    path(
        "chronologies/<int:chronology_id>/whole/",
        writing_chronology.WholeChronology.as_view(),
        name="whole_chronology",
    ),
    path(
        "chronologies/<int:chronology_id>/add/",
        writing_chronology.AddChronologyEntry.as_view(),
        name="add_chronology_entry",
    ),
    path(
        "chronologies/<int:chronology_id>/entries/<int:entry_id>/apart/",
        writing_chronology.SetApart.as_view(),
        name="set_apart",
    ),
    path(
        "chronologies/<int:chronology_id>/entries/<int:entry_id>/take-out/",
        authored_chronology.take_out,
        name="take_out",
    ),
    path(
        "chronologies/<int:chronology_id>/finish/",
        authored_chronology.finish_chronology,
        name="finish_chronology",
    ),
    path(
        "chronologies/<int:chronology_id>/carry-on/",
        authored_chronology.carry_on_chronology,
        name="carry_on_chronology",
    ),
    path("people/<int:person_id>/notes/", reading.notes, name="notes"),
    path("people/<int:person_id>/notes/add/", writing.WriteNote.as_view(), name="write_note"),
    path("notes/<int:note_id>/change/", writing.ChangeNote.as_view(), name="change_note"),
    path("people/<int:person_id>/documents/add/", writing.AddDocument.as_view(), name="add_document"),
    path("documents/<int:document_id>/", reading.document, name="document"),
    path("people/<int:person_id>/tasks/add/", writing.GiveTask.as_view(), name="give_task"),
    path("tasks/<int:task_id>/done/", writing.done, name="task_done"),
    path("clocks/<int:clock_id>/late/", writing.ExplainLate.as_view(), name="explain_late"),
]
