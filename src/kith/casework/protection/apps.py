from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "kith.casework.protection"
    label = "protection"
    verbose_name = "Protection"

    def ready(self) -> None:
        """Put this room's sections on the pages of the rooms before it, and what it asks before a plan or case closes."""
        from kith.casework.protection import closing, menu
        from kith.casework.protection.sections import register_all

        register_all()
        closing.register_all()
        menu.register_all()
