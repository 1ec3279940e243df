"""The renewals room."""

from django.apps import AppConfig


class RenewalsConfig(AppConfig):
    """Applications to renew and their decisions."""

    name = "recert.renewals"
    label = "renewals"
