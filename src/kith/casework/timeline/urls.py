"""The timeline's addresses."""

from django.urls import path

from kith.casework.timeline.views import reading, writing

app_name = "timeline"
urlpatterns = [
    path("", reading.my_day, name="my_day"),
    path("people/<int:person_id>/chronology/", reading.chronology, name="chronology"),
    path("people/<int:person_id>/notes/", reading.notes, name="notes"),
    path("people/<int:person_id>/notes/add/", writing.WriteNote.as_view(), name="write_note"),
    path("notes/<int:note_id>/change/", writing.ChangeNote.as_view(), name="change_note"),
    path("people/<int:person_id>/documents/add/", writing.AddDocument.as_view(), name="add_document"),
    path("documents/<int:document_id>/", reading.document, name="document"),
    path("people/<int:person_id>/tasks/add/", writing.GiveTask.as_view(), name="give_task"),
    path("tasks/<int:task_id>/done/", writing.done, name="task_done"),
    path("clocks/<int:clock_id>/late/", writing.ExplainLate.as_view(), name="explain_late"),
]
