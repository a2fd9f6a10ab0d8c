"""The returns room's addresses."""

from django.urls import URLPattern, path, re_path

from kith.casework.returns import views

app_name = "returns"
urlpatterns: list[URLPattern] = [
    path("returns/", views.checks, name="checks"),
    path("returns/check/", views.BeginCheck.as_view(), name="begin"),
    path("returns/<int:return_check_id>/", views.check_page, name="check"),
    path("returns/<int:return_check_id>/findings/", views.findings_page, name="findings"),
    re_path(
        r"^returns/(?P<return_check_id>\d+)/findings\.(?P<kind>xlsx|csv)$", views.download, name="download"
    ),
    path("returns/<int:return_check_id>/cancel/", views.cancel, name="cancel"),
    path("returns/<int:return_check_id>/delete/", views.forget, name="forget"),
]
