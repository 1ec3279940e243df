"""The people room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons, bodies, and who works for which."""

    name = "recert.people"
    label = "people"
