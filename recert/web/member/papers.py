"""Papers to keep or to hand on: the invoice and receipt, the certificate."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from recert.credentials.queries import certification_for
from recert.payments.queries import invoice_for
from recert.standing.queries import held_of
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.papers.certificate import (
    certificate_name,
    certificate_paper,
    why_no_certificate,
)
from recert.web.papers.invoice import invoice_name, invoice_paper
from recert.web.private_files import private_paper


@signed_in
def invoice(request: MemberRequest, public_id: str) -> HttpResponse:
    """One's own invoice; the receipt, once something was paid."""
    found = invoice_for(request.user, public_id)
    return private_paper(invoice_paper(found, now(request)), invoice_name(found))


@signed_in
def certificate(request: MemberRequest, public_id: str) -> HttpResponse:
    """The certificate of what one holds; where there is none, back with the reason."""
    own = certification_for(request.user, public_id)
    held = held_of(own, now(request))
    why_not = why_no_certificate(held)
    if why_not:
        messages.warning(request, why_not)
        return redirect("member:certification", public_id)
    return private_paper(certificate_paper(held, now(request)), certificate_name(own))


urlpatterns = [
    path("invoices/<str:public_id>.pdf", invoice, name="invoice_paper"),
    path("certifications/<str:public_id>/certificate.pdf", certificate, name="certificate"),
]
