"""The addresses of the till."""

from django.urls import URLPattern

from recert.web.staff.till import ledger, splitting, terms, waiting

urlpatterns: list[URLPattern] = [
    *waiting.urlpatterns,
    *splitting.urlpatterns,
    *terms.urlpatterns,
    *ledger.urlpatterns,
]
