"""The transcript room."""

from django.apps import AppConfig


class TranscriptConfig(AppConfig):
    """What was done, the proof of it, and petitions about it."""

    name = "recert.transcript"
    label = "transcript"
