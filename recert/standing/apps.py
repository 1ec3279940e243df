"""The standing room."""

from django.apps import AppConfig


class StandingConfig(AppConfig):
    """The one door to the law."""

    name = "recert.standing"
    label = "standing"
