"""The public keys signed completions are checked with, where the standards look for them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from recert.completions.signed import public_keys

MEDIA_TYPE = "application/jwk-set+json"
AN_HOUR = 60 * 60


@require_safe
def signing_keys(_request: HttpRequest) -> HttpResponse:
    """The keys (RFC 7517), the one that signs first; anybody may keep them for an hour."""
    answer = JsonResponse({"keys": public_keys()}, content_type=MEDIA_TYPE)
    answer.headers["Cache-Control"] = f"public, max-age={AN_HOUR}"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
