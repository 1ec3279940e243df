"""The register room."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from recert.register import keeping


class RegisterConfig(AppConfig):
    """The register as a whole: searched, imported, exported, merged, acted on in bulk."""

    name = "recert.register"
    label = "register"

    def ready(self) -> None:
        """Have what can be found kept by the database, from one migration to the next."""
        pre_migrate.connect(keeping.lift, sender=self)
        post_migrate.connect(keeping.lay, sender=self)
