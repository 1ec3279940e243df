"""The addresses of the studio, where policy is written."""

from recert.web.staff.studio import (
    case_writing,
    cases,
    changes,
    clauses,
    drafts,
    file,
    head,
    publishing,
    what_if,
)

urlpatterns = [
    *drafts.urlpatterns,
    *clauses.urlpatterns,
    *head.urlpatterns,
    *file.urlpatterns,
    *cases.urlpatterns,
    *case_writing.urlpatterns,
    *changes.urlpatterns,
    *what_if.urlpatterns,
    *publishing.urlpatterns,
]
