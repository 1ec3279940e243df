"""The journal room."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Every decision and change, append-only."""

    name = "recert.journal"
    label = "journal"
