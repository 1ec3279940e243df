"""The addresses of the audit pages."""

from django.urls import URLPattern

from recert.web.staff.auditing import calendar, case, cases, draw, draws, item

urlpatterns: list[URLPattern] = [
    *draws.urlpatterns,
    *draw.urlpatterns,
    *calendar.urlpatterns,
    *cases.urlpatterns,
    *item.urlpatterns,
    *case.urlpatterns,
]
