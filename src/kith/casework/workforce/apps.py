from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    name = "kith.casework.workforce"
    label = "workforce"
    verbose_name = "Workforce"
