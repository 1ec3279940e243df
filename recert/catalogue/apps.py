"""The catalogue room."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Providers, what bodies approved them for, their courses and classes."""

    name = "recert.catalogue"
    label = "catalogue"
