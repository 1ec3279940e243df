"""The register room."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate

from recert.register import keeping
from recert.register.own_data import OWN_DATA
from recert.renewals.above import enter


class RegisterConfig(AppConfig):
    """The register as a whole: searched, imported, exported, merged, acted on in bulk."""

    name = "recert.register"
    label = "register"

    def ready(self) -> None:
        """Tell the room below what there is of a person; let the database keep what is found."""
        enter(OWN_DATA)
        connection_created.connect(keeping.teach)
        pre_migrate.connect(keeping.lift, sender=self)
        post_migrate.connect(keeping.lay, sender=self)
