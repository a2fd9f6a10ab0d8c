"""The furniture's addresses."""

from django.urls import path

from kith.casework.furniture import views

app_name = "furniture"
urlpatterns = [path("drafts/", views.save_draft, name="save_draft")]
