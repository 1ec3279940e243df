"""The completions room."""

from django.apps import AppConfig

from recert.completions.own_data import OWN_DATA
from recert.renewals.above import enter


class CompletionsConfig(AppConfig):
    """What providers report: who completed what; how it is matched, posted and corrected."""

    name = "recert.completions"
    label = "completions"

    def ready(self) -> None:
        """Tell the room below what there is here of a person."""
        enter(OWN_DATA)
