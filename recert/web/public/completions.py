"""The page behind a certificate of completion: does it stand, and what did it say.

No more is shown than it takes to compare: no numbers, no minutes, no place.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from recert.completions.certifying import Says, certificate_by_code, standing_instead, what_it_says
from recert.completions.models import Certificate
from recert.lib.days import local_day
from recert.web.papers.completion import amount_and_unit
from recert.web.public.limits import is_too_often

MOST_CHECKS = 30

TONES = {Says.GENUINE: "good", Says.CORRECTED: "warn", Says.VOIDED: "stop"}


def completion_page(request: HttpRequest, code: str) -> HttpResponse:
    """Whether the certificate with this code is genuine, and whether it still stands."""
    if is_too_often(request, "completion", MOST_CHECKS):
        return render(request, "public/completion.html", {"too_often": True}, status=429)
    found = certificate_by_code(code)
    if found is None:
        return render(request, "public/completion.html", {}, status=404)
    return render(request, "public/completion.html", _shown(request, found))


def _shown(request: HttpRequest, found: Certificate) -> dict[str, Any]:
    says, content = what_it_says(found), found.content
    context: dict[str, Any] = {
        "found": found,
        "says": says.value,
        "tone": TONES[says],
        "issued": local_day(found.issued_at, found.completion.provider.zone),
        "completed": date.fromisoformat(content["completed"]),
        "content": content,
        "awards": [
            (each["by"], " ".join(amount_and_unit(each)), each["number"])
            for each in content["awards"]
        ],
    }
    if request.user == found.person and says is not Says.VOIDED:
        context["instead"] = standing_instead(found)
    return context
