"""The completions room."""

from django.apps import AppConfig


class CompletionsConfig(AppConfig):
    """What providers report: who completed what; how it is matched, posted and corrected."""

    name = "recert.completions"
    label = "completions"
