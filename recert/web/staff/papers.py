"""Papers a body gives out or takes: invoice and receipt, certificate, the pack of an audit."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from recert.audits.actions import take_pack
from recert.audits.models import Audit
from recert.audits.queries import audit_for_staff, sheet_of
from recert.credentials.queries import certification_for_staff
from recert.payments.queries import invoice_for_staff
from recert.people.queries import Duty
from recert.renewals.queries import documents_in
from recert.standing.queries import held_of
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import refusals_said
from recert.web.papers.audit_pack import pack_of, pack_response
from recert.web.papers.certificate import certificate_name, certificate_paper, why_no_certificate
from recert.web.papers.invoice import invoice_name, invoice_paper
from recert.web.private_files import private_paper


@desk_for_staff(Duty.MONEY)
def invoice(request: DeskRequest, public_id: str) -> HttpResponse:
    """A bill as its payer gets it."""
    found = invoice_for_staff(request.user, request.desk.body.slug, public_id)
    return private_paper(invoice_paper(found, now(request)), invoice_name(found))


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


@desk_for_staff(Duty.REVIEW)
def audit_pack(request: DeskRequest, public_id: str) -> HttpResponse:
    """All the proof of a case in one file, for a reviewer who has declared no conflict."""
    slug = request.desk.body.slug
    found = audit_for_staff(request.user, slug, public_id)
    with refusals_said(request):
        take_pack(by=request.user, at=now(request), body_slug=slug, public_id=public_id)
        return _pack(found, now(request))
    return redirect("staff:audit", slug, public_id)


def _pack(found: Audit, at: datetime) -> HttpResponse:
    sheet = sheet_of(found, at)
    pack = pack_of(
        found.certification,
        sheet.standing,
        sheet.rulebook,
        [line.activity for line in sheet.lines],
        documents_in(found.renewal) if found.renewal else (),
    )
    return pack_response(pack, at)


urlpatterns = [
    path("payments/<str:public_id>/paper.pdf", invoice, name="invoice_paper"),
    path("register/<str:public_id>/certificate.pdf", certificate, name="certificate"),
    path("audits/<str:public_id>/pack.zip", audit_pack, name="audit_pack"),
]
