"""The appeals room."""

from django.apps import AppConfig


class AppealsConfig(AppConfig):
    """Appeals and complaints, and how they were answered."""

    name = "recert.appeals"
    label = "appeals"
