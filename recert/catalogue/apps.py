"""The catalogue room."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from recert.catalogue import keeping


class CatalogueConfig(AppConfig):
    """Providers, what bodies approved them for, their courses and classes."""

    name = "recert.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """Let the database mark what of the public catalogue changes."""
        pre_migrate.connect(keeping.lift, sender=self)
        post_migrate.connect(keeping.lay, sender=self)
