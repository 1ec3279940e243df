"""The statements room."""

from django.apps import AppConfig


class StatementsConfig(AppConfig):
    """What learning systems say, word for word: xAPI statements and the state beside them."""

    name = "recert.statements"
    label = "statements"
