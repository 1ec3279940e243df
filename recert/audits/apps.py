"""The audits room."""

from django.apps import AppConfig

from recert.audits.own_data import OWN_DATA
from recert.renewals.above import enter


class AuditsConfig(AppConfig):
    """Audits: who was drawn and how, what was asked for, how it was judged."""

    name = "recert.audits"
    label = "audits"

    def ready(self) -> None:
        """Tell the room below what there is here of a person."""
        enter(OWN_DATA)
