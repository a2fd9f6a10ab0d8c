from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FamilyHelpConfig(AppConfig):
    name = "kith.casework.family_help"
    label = "family_help"
    verbose_name = "Family Help"

    def ready(self) -> None:
        """Put this room's sections on the pages of the rooms before it, and keep the catalogue of help as it ships."""
        from kith.casework.family_help import catalogue
        from kith.casework.family_help.sections import register_all

        register_all()
        post_migrate.connect(catalogue.bring_in, sender=self, dispatch_uid="kith catalogue of help")
