"""The enrolments room."""

from django.apps import AppConfig

from recert.enrolments.own_data import OWN_DATA
from recert.payments.above import enter
from recert.renewals.above import enter as enter_own_data


class EnrolmentsConfig(AppConfig):
    """Who takes a place in a class, at what price, and who waits for one."""

    name = "recert.enrolments"
    label = "enrolments"

    def ready(self) -> None:
        """Tell the rooms below what their bills are for here, and what there is of a person."""
        enter_own_data(OWN_DATA)
        enter("enrolment", "recert.enrolments.actions.paying.PLACES")
        enter("course-approval", "recert.enrolments.course_fees.COURSE_FEES")
        enter("provider-approval", "recert.enrolments.provider_fees.PROVIDER_FEES")
