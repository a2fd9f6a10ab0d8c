from django.apps import AppConfig


class TimelineConfig(AppConfig):
    name = "kith.casework.timeline"
    label = "timeline"
    verbose_name = "Timeline"
