"""The demonstration's own addresses, which exist only where KITH_DEMO is set."""

from django.urls import path

from kith.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.cast, name="cast"),
    path("be/", views.become, name="become"),
]
