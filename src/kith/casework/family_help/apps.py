from django.apps import AppConfig


class FamilyHelpConfig(AppConfig):
    name = "kith.casework.family_help"
    label = "family_help"
    verbose_name = "Family Help"

    def ready(self) -> None:
        """Put this room's sections on the pages of the rooms before it."""
        from kith.casework.family_help.sections import register_all

        register_all()
