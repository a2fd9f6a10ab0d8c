from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "kith.casework.care"
    label = "care"
    verbose_name = "Care"

    def ready(self) -> None:
        """Put this room's sections on the pages of the rooms before it, and what it asks before a plan or case closes."""
        from kith.casework.care import closing, menu
        from kith.casework.care.sections import register_all

        register_all()
        closing.register_all()
        menu.register_all()
