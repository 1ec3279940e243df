"""The verification room."""

from django.apps import AppConfig

from recert.renewals.above import enter
from recert.verification.own_data import OWN_DATA


class VerificationConfig(AppConfig):
    """What the public may ask about a certification."""

    name = "recert.verification"
    label = "verification"

    def ready(self) -> None:
        """Tell the room below what there is here of a person."""
        enter(OWN_DATA)
