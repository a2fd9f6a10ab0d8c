from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out


class ReturnsConfig(AppConfig):
    name = "kith.casework.returns"
    label = "returns"
    verbose_name = "Statutory returns"

    def ready(self) -> None:
        """Forget a session's files as its owner signs out."""
        from kith.casework.returns.actions import forget_at_sign_out

        user_logged_out.connect(forget_at_sign_out, dispatch_uid="kith returns forgotten at sign-out")
