from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "kith.casework.people"
    label = "people"
    verbose_name = "People"
