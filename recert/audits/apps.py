"""The audits room."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """Audits: who was drawn and how, what was asked for, how it was judged."""

    name = "recert.audits"
    label = "audits"
