"""The rulebooks room."""

from django.apps import AppConfig


class RulebooksConfig(AppConfig):
    """Editions of policy as published."""

    name = "recert.rulebooks"
    label = "rulebooks"
