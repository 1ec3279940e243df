"""The renewals room."""

from django.apps import AppConfig

from recert.payments.above import enter


class RenewalsConfig(AppConfig):
    """Applications to renew and their decisions."""

    name = "recert.renewals"
    label = "renewals"

    def ready(self) -> None:
        """Tell the room of money what its bills are for here."""
        enter("petition", "recert.renewals.actions.petitioning.PETITION_FEES")
        enter("leave", "recert.renewals.actions.excusing.LEAVE_FEES")
