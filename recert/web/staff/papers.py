"""Papers a body gives out: the certificate; invoices and receipts are the till's."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from recert.credentials.queries import certification_for_staff
from recert.people.queries import Duty
from recert.standing.queries import held_of
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.papers.certificate import certificate_name, certificate_paper, why_no_certificate
from recert.web.private_files import private_paper


@desk_for_staff(Duty.REVIEW)
def certificate(request: DeskRequest, public_id: str) -> HttpResponse:
    """The certificate as its holder gets it; where there is none, back with the reason."""
    slug = request.desk.body.slug
    found = certification_for_staff(request.user, slug, public_id, Duty.REVIEW)
    held = held_of(found, now(request))
    why_not = why_no_certificate(held)
    if why_not:
        messages.warning(request, why_not)
        return redirect("staff:certificant", slug, public_id)
    return private_paper(certificate_paper(held, now(request)), certificate_name(found))


urlpatterns = [
    path("register/<str:public_id>/certificate.pdf", certificate, name="certificate"),
]
