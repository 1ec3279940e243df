"""The appeals room."""

from django.apps import AppConfig

from recert.appeals.own_data import OWN_DATA
from recert.renewals.above import enter


class AppealsConfig(AppConfig):
    """Appeals against decisions, and complaints: who sent them, who decides, how they end."""

    name = "recert.appeals"
    label = "appeals"

    def ready(self) -> None:
        """Tell the room below what there is here of a person."""
        enter(OWN_DATA)
