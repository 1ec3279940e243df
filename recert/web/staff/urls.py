"""The addresses of the staff desk, each under its body: every module keeps its own list."""

from django.urls import URLPattern, URLResolver, include, path

from recert.web.staff import (
    apart,
    appeals,
    appearance,
    application,
    applications,
    bulk,
    certificant,
    deciding,
    disclosure,
    duplicates,
    enquiries,
    examination,
    exporting,
    fees,
    hooks,
    leave,
    legal_hold,
    members,
    opened,
    ordering,
    papers,
    petitions,
    policy,
    register,
    register_acts,
    roles,
    rulings,
    team,
    today,
)
from recert.web.staff.auditing import urls as auditing
from recert.web.staff.catalogue import courses as course_approvals
from recert.web.staff.catalogue import handing, provider_standing, providers, spreading
from recert.web.staff.catalogue import terms as approval_terms
from recert.web.staff.completions import disputes, effects, recalls, unmatched
from recert.web.staff.importing import pages as importing
from recert.web.staff.letters import urls as letters
from recert.web.staff.reports import ending, forecast, pages, practice
from recert.web.staff.studio import urls as studio
from recert.web.staff.till import urls as till

app_name = "staff"

_AT_A_BODY: list[URLPattern] = [
    *today.urlpatterns,
    *hooks.urlpatterns,
    *pages.urlpatterns,
    *ending.urlpatterns,
    *forecast.urlpatterns,
    *practice.urlpatterns,
    *applications.urlpatterns,
    *application.urlpatterns,
    *deciding.urlpatterns,
    *ordering.urlpatterns,
    *petitions.urlpatterns,
    *course_approvals.urlpatterns,
    *handing.urlpatterns,
    *spreading.urlpatterns,
    *auditing.urlpatterns,
    *appeals.urlpatterns,
    *disputes.urlpatterns,  # before the corrections, whose id would be its word
    *recalls.urlpatterns,
    *effects.urlpatterns,
    *unmatched.urlpatterns,
    *provider_standing.urlpatterns,  # before the providers, whose id would be its word
    *providers.urlpatterns,
    *approval_terms.urlpatterns,
    *apart.urlpatterns,
    *legal_hold.urlpatterns,
    *disclosure.urlpatterns,
    *opened.urlpatterns,
    *duplicates.urlpatterns,
    *exporting.urlpatterns,
    *importing.urlpatterns,
    *register.urlpatterns,
    *register_acts.urlpatterns,
    *certificant.urlpatterns,
    *rulings.urlpatterns,
    *bulk.urlpatterns,
    *leave.urlpatterns,
    *examination.urlpatterns,
    *members.urlpatterns,
    *till.urlpatterns,
    *papers.urlpatterns,
    *fees.urlpatterns,
    *enquiries.urlpatterns,
    *policy.urlpatterns,
    *studio.urlpatterns,
    *team.urlpatterns,
    *roles.urlpatterns,
    *letters.urlpatterns,
    *appearance.urlpatterns,
]

urlpatterns: list[URLPattern | URLResolver] = [path("<slug:slug>/", include(_AT_A_BODY))]
