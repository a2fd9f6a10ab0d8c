from django.apps import AppConfig


class FurnitureConfig(AppConfig):
    name = "kith.casework.furniture"
    label = "furniture"
    verbose_name = "Furniture"
