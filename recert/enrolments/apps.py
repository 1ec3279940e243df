"""The enrolments room."""

from django.apps import AppConfig

from recert.payments.above import enter


class EnrolmentsConfig(AppConfig):
    """Who takes a place in a class, at what price, and who waits for one."""

    name = "recert.enrolments"
    label = "enrolments"

    def ready(self) -> None:
        """Tell the room of money what its bills are for here."""
        enter("course-approval", "recert.enrolments.course_fees.COURSE_FEES")
        enter("provider-approval", "recert.enrolments.provider_fees.PROVIDER_FEES")
