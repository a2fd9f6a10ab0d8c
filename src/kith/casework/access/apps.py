from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "kith.casework.access"
    label = "access"
    verbose_name = "Access"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in, user_logged_out

        from kith.casework.access import sign_in, wall

        user_logged_in.connect(sign_in.write_sign_in, dispatch_uid="kith sign-in")
        user_logged_out.connect(sign_in.write_sign_out, dispatch_uid="kith sign-out")

        # Rebuilt after every migration, so that no table is ever without its policy.
        post_migrate.connect(wall.build, sender=self, dispatch_uid="kith wall")
