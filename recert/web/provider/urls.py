"""The addresses of the provider's desk, each under its provider; a list in every module."""

from django.urls import URLPattern, URLResolver, include, path

from recert.web.provider import (
    approvals,
    attendance,
    claims,
    class_papers,
    classes,
    course_list,
    course_submitting,
    courses,
    disputes,
    enrolments,
    hooks,
    opening,
    recalls,
    reporting,
    sources,
    systems_say,
    team,
    till,
    today,
)

app_name = "provider"

_AT_A_PROVIDER: list[URLPattern] = [
    *today.urlpatterns,
    *opening.urlpatterns,
    *team.urlpatterns,
    *approvals.urlpatterns,
    *course_list.urlpatterns,  # before the courses, whose id would be its word
    *courses.urlpatterns,
    *course_submitting.urlpatterns,
    *enrolments.urlpatterns,
    *classes.urlpatterns,
    *claims.urlpatterns,
    *attendance.urlpatterns,
    *class_papers.urlpatterns,
    *disputes.urlpatterns,
    *recalls.urlpatterns,
    *hooks.urlpatterns,  # before the systems, whose id would be its word
    *sources.urlpatterns,
    *reporting.urlpatterns,
    *systems_say.urlpatterns,
    *till.urlpatterns,
]

urlpatterns: list[URLPattern | URLResolver] = [
    *opening.founding,  # before the desks, whose slug would be its word
    path("<slug:slug>/", include(_AT_A_PROVIDER)),
]
