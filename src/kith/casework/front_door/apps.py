from django.apps import AppConfig


class FrontDoorConfig(AppConfig):
    name = "kith.casework.front_door"
    label = "front_door"
    verbose_name = "Front door"
