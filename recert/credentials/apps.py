"""The credentials room."""

from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    """Certifications held and the register."""

    name = "recert.credentials"
    label = "credentials"
