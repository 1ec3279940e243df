"""The register room."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """The register as a whole: searched, imported, exported, merged, acted on in bulk."""

    name = "recert.register"
    label = "register"
