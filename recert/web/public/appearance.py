"""Light, dark, or like the reader's device: kept in a cookie, since it is nobody else's matter."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from recert.web.components.frame import THEME_COOKIE, THEMES

A_YEAR = timedelta(days=365)


@require_POST
def choose_appearance(request: HttpRequest) -> HttpResponse:
    """Remember the colours and go back to where the reader was."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    theme = request.POST.get("theme")
    if theme in dict(THEMES):
        response.set_cookie(
            THEME_COOKIE,
            theme,
            max_age=A_YEAR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response
