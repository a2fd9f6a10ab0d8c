from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "kith.casework.plans"
    label = "plans"
    verbose_name = "Plans"
