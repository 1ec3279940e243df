"""The reporting room."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """What is coming and what was done: figures about a body's work."""

    name = "recert.reporting"
    label = "reporting"
