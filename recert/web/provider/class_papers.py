"""Certificates of a class: everybody's at once, in a ZIP file."""

from __future__ import annotations

import zipfile
from io import BytesIO

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from recert.catalogue.queries import ProviderDuty, class_for_staff
from recert.completions.certifying import MOST_AT_ONCE, certifiable_in, certify_class
from recert.completions.models import Certificate
from recert.lib.numbers import whole
from recert.lib.refusals import Refused
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now
from recert.web.components.class_words import class_view
from recert.web.papers.completion import completion_name, paper_for_provider
from recert.web.private_files import private_paper

ZIP = "application/zip"


@desk_for_provider(ProviderDuty.REPORT)
def class_certificates(request: ProviderRequest, class_id: str) -> HttpResponse:
    """How many certificates a class has; on the button, so many of them in a ZIP file."""
    provider, at = request.at_provider.provider, now(request)
    row = class_for_staff(request.user, provider.slug, class_id, ProviderDuty.REPORT)
    if request.method == "POST":
        part = whole(request.POST.get("part", "1")) or 1
        try:
            made = certify_class(
                by=request.user, at=at, provider_slug=provider.slug, class_id=class_id, part=part
            )
        except Refused as no:
            messages.error(request, " ".join(no.sentences))
            return redirect("provider:class_certificates", provider.slug, class_id)
        name = _("certificates-%(class)s-%(part)s.zip") % {"class": row.public_id, "part": part}
        return private_paper(_zipped(request, made), name, ZIP)
    many = len(certifiable_in(row))
    context = {
        "provider": provider,
        "row": row,
        "view": class_view(row, at),
        "many": many,
        "parts": range(1, -(-many // MOST_AT_ONCE) + 1),
    }
    return render(request, "provider/class_certificates.html", context)


def _zipped(request: ProviderRequest, made: list[Certificate]) -> bytes:
    written, at = BytesIO(), now(request)
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:  # a PDF is packed already
        for each in made:
            archive.writestr(completion_name(each), paper_for_provider(each, at))
    return written.getvalue()


urlpatterns = [
    path("classes/<str:class_id>/certificates", class_certificates, name="class_certificates"),
]
