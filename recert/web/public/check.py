"""Check a certification: is it good today. No more is said than a card would show."""

from __future__ import annotations

from io import BytesIO

import segno
from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from recert.rulebooks.queries import bodies_with_rulebooks
from recert.verification.queries import (
    PublicStatus,
    public_status,
    public_status_by_code,
    tells_all,
)
from recert.web.clock import now
from recert.web.components.words import STATUS_TONES
from recert.web.public.limits import is_too_often

MOST_CHECKS = 30
LONGEST_CODE = 12


class CheckForm(forms.Form):
    """A number as it is printed on the card, or the code on a public page."""

    body = forms.ChoiceField(label=lazy("Which body certified them?"))
    number = forms.CharField(
        label=lazy("Certification number or code"),
        max_length=60,
        help_text=lazy("As it is printed on the certificate or card."),
        error_messages={"required": lazy("Enter the number or the code.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offer the bodies that publish their policy here."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["body"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(body.slug, body.name) for body in bodies_with_rulebooks()]


def check_page(request: HttpRequest) -> HttpResponse:
    """Ask by body and number; the answer stands on the same page."""
    if "number" not in request.GET:
        form = CheckForm(initial=request.GET.dict())
        return render(request, "public/check.html", {"form": form})
    form = CheckForm(request.GET)
    if is_too_often(request, "check", MOST_CHECKS):
        return render(request, "public/check.html", {"form": form, "too_often": True}, status=429)
    if not form.is_valid():
        return render(request, "public/check.html", {"form": form}, status=422)
    slug, number = form.cleaned_data["body"], form.cleaned_data["number"]
    found = [_shown(each) for each in public_status(slug, number, now(request))]
    context = {"form": form, "asked": True, "all": found, "tells_all": tells_all(slug)}
    return render(request, "public/check.html", context)


def certification_page(request: HttpRequest, code: str) -> HttpResponse:
    """The page behind a code or badge: what this certification is today."""
    if is_too_often(request, "check", MOST_CHECKS):
        return render(request, "public/certification.html", {"too_often": True}, status=429)
    found = public_status_by_code(code, now(request))
    status = 200 if found else 404
    return render(request, "public/certification.html", _shown(found), status=status)


def certification_qr(_request: HttpRequest, code: str) -> HttpResponse:
    """The address of that page as a square to scan. It says nothing of whether one is there."""
    if len(code) > LONGEST_CODE:
        raise Http404  # and no square could hold it
    address = settings.SITE_URL + reverse("public:certification", args=[code])
    drawing = BytesIO()
    segno.make(address, error="m").save(drawing, kind="svg", scale=4, border=2, light="#ffffff")
    response = HttpResponse(drawing.getvalue(), content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=86400"
    return response


def _shown(found: PublicStatus | None) -> dict[str, object]:
    return {"found": found, "tone": STATUS_TONES[found.status] if found else ""}
