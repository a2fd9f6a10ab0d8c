from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "kith.casework.access"
    label = "access"
    verbose_name = "Access"

    def ready(self) -> None:
        from kith.casework.access import wall

        # Rebuilt after every migration, so that no table is ever without its policy.
        post_migrate.connect(wall.build, sender=self, dispatch_uid="kith wall")
