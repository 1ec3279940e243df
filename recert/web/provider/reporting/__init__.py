"""Reporting completions at a provider's desk: class lists, files, the tray, reports out."""

from recert.web.provider.reporting import (
    checking,
    class_list,
    completion,
    files,
    home,
    outward,
    tray,
)

urlpatterns = [
    *home.urlpatterns,
    *class_list.urlpatterns,
    *files.urlpatterns,
    *tray.urlpatterns,
    *completion.urlpatterns,
    *checking.urlpatterns,
    *outward.urlpatterns,
]
