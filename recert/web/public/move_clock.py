"""See it as of another day: where the band and the control send what was asked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recert.web.clock import read_day, show_as_of


@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    """Keep the day in the session and go back; an empty day is today again.

    Whether a page goes by it is decided where the page is made.
    """
    asked = request.POST.get("day", "")
    day = read_day(asked)
    if asked and day is None:
        messages.error(request, _("That is no day we can show. Choose one from the calendar."))
    else:
        show_as_of(request, day)
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    return HttpResponseRedirect(back)
