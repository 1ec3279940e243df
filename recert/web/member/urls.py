"""The addresses of the member's desk: every module keeps its own list."""

from django.urls import URLPattern

from recert.web.member import (
    about_you,
    account,
    activities,
    audit_asks,
    audit_items,
    audit_lots,
    audit_packs,
    audits,
    bills,
    carried,
    certification_page,
    certifications,
    documents,
    evidence,
    examinations,
    home,
    issued_transcripts,
    leave,
    merging,
    notices,
    papers,
    petitions,
    renewal_steps,
    renewals,
    transcript,
)

app_name = "member"

urlpatterns: list[URLPattern] = [
    *home.urlpatterns,
    *certifications.urlpatterns,
    *certification_page.urlpatterns,
    *papers.urlpatterns,
    *audit_packs.urlpatterns,
    *about_you.urlpatterns,
    *leave.urlpatterns,
    *carried.urlpatterns,
    *examinations.urlpatterns,
    *transcript.urlpatterns,
    *issued_transcripts.urlpatterns,
    *petitions.urlpatterns,
    *documents.urlpatterns,
    *evidence.urlpatterns,
    *activities.urlpatterns,  # after those, whose first word it would take for an id
    *bills.urlpatterns,
    *audit_lots.urlpatterns,
    *audit_items.urlpatterns,
    *audit_asks.urlpatterns,
    *audits.urlpatterns,
    *renewals.urlpatterns,
    *renewal_steps.urlpatterns,
    *notices.urlpatterns,
    *merging.urlpatterns,
    *account.urlpatterns,
]
