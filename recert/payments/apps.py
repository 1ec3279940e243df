"""The payments room."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Invoices and what was paid."""

    name = "recert.payments"
    label = "payments"
