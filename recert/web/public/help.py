"""Help: short pages in plain words, and whether they helped."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.enquiries.actions import rate_page
from recert.web.clock import now
from recert.web.public.limits import is_too_often

MOST_RATINGS = 20


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page: its address, its title, and what it answers in a line."""

    slug: str
    title: Promise
    says: Promise


PAGES = (
    HelpPage(
        "recertification",
        lazy("How recertification works"),
        lazy("The cycle, the credits, and the act of renewing."),
    ),
    HelpPage(
        "log-a-credit",
        lazy("How do I log a credit?"),
        lazy("What to enter, what to keep, and what happens to it."),
    ),
    HelpPage(
        "what-counts",
        lazy("What counts, from body to body"),
        lazy("CECs, CEUs and contact hours, and how one becomes another."),
    ),
    HelpPage(
        "audits",
        lazy("Audits"),
        lazy("Who is drawn, what to send, and by when."),
    ),
    HelpPage(
        "late",
        lazy("I am late"),
        lazy("Grace is not active. What may still be done, and what it costs."),
    ),
    HelpPage(
        "appeals",
        lazy("Appeals and complaints"),
        lazy("A decision is wrong, or something else is: what to do."),
    ),
    HelpPage(
        "renewing",
        lazy("Renewing, step by step"),
        lazy("From the first look to the receipt."),
    ),
    HelpPage(
        "your-data",
        lazy("Your data"),
        lazy("What is kept, who sees it, and how to take it with you."),
    ),
)


def help_index(request: HttpRequest) -> HttpResponse:
    """Every help page."""
    return render(request, "public/help/index.html", {"pages": PAGES})


def help_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One help page, with its question at the end; `?thanks` once that was answered."""
    page = _page(slug)
    context = {
        "page": page,
        "others": [each for each in PAGES if each != page],
        "is_thanked": "thanks" in request.GET,
    }
    return render(request, f"public/help/{page.slug}.html", context)


@require_POST
def rate_help_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Note whether the page helped. Nothing about the reader is kept."""
    page = _page(slug)
    helpful = request.POST.get("helpful")
    if helpful in {"yes", "no"} and not is_too_often(request, "rate", MOST_RATINGS):
        rate_page(at=now(request), page=f"help/{page.slug}", helpful=helpful == "yes")
    return redirect(reverse("public:help_page", args=[page.slug]) + "?thanks#helpful")


def _page(slug: str) -> HelpPage:
    for page in PAGES:
        if page.slug == slug:
            return page
    raise Http404
