"""The verification room."""

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    """What the public may ask about a certification."""

    name = "recert.verification"
    label = "verification"
