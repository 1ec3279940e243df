"""The enrolments room."""

from django.apps import AppConfig


class EnrolmentsConfig(AppConfig):
    """Who takes a place in a class, at what price, and who waits for one."""

    name = "recert.enrolments"
    label = "enrolments"
