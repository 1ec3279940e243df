"""Who opened one's files at which body, and when; and who may check a certification."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recert.journal.queries import openings_of
from recert.people.queries import bodies, names_of
from recert.verification.actions import consent
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now

ON_A_PAGE = 50


@signed_in
def opened(request: MemberRequest) -> HttpResponse:
    """Every look at one's proof by a body's staff, the latest first."""
    found = openings_of(request.user.public_id)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    names = names_of({line.actor_id for line in rows})
    called = {body.slug: body.name for body in bodies()} if rows else {}
    lines = [(line, names.get(line.actor_id, ""), called.get(line.body_slug, "")) for line in rows]
    return render(request, "member/opened.html", {"page": page, "lines": lines})


@signed_in
@require_POST
def consented(request: MemberRequest, public_id: str) -> HttpResponse:
    """Agree that the public may check a certification, or take that back."""
    agrees = request.POST.get("agrees") == "yes"
    consent(by=request.user, at=now(request), public_id=public_id, agrees=agrees)
    said = _("The public can check it now.") if agrees else _("The public no longer can.")
    messages.success(request, said)
    return redirect("member:certification", public_id)


urlpatterns = [
    path("account/opened", opened, name="opened"),
    path("certifications/<str:public_id>/public", consented, name="consent"),
]
