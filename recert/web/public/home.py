"""The front door: what this is, for somebody who has just come."""

from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _

from recert.web.components.professions import fields_of_bodies
from recert.web.public.check import CheckForm


def home_page(request: HttpRequest) -> HttpResponse:
    """Say what recert is; whoever is signed in goes to their own desk instead."""
    if request.user.is_authenticated:
        return redirect("member:home")
    context = {"fields": fields_of_bodies(), "form": CheckForm(), "example": _example()}
    return render(request, "public/home.html", context)


def icon(_request: HttpRequest) -> HttpResponse:
    """The mark, where browsers look for it while they show a file that is no page of ours."""
    return redirect(static("recert/mark.svg"))


def _example() -> dict[str, object]:
    """What a member's own page says first, with invented numbers."""
    return {
        "counted": Fraction("1.7"),
        "need": Fraction(2),
        "tag": _("Short"),
        "sentence": _("You need 0.3 more CECs, of which 0.1 in ethics, by 31 March 2027."),
    }
