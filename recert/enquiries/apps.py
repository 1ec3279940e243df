"""The enquiries room."""

from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    """Questions and feedback from readers to a body's staff."""

    name = "recert.enquiries"
    label = "enquiries"
