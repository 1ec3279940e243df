"""The notices room."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What is told to whom, queued with the act that caused it."""

    name = "recert.notices"
    label = "notices"
