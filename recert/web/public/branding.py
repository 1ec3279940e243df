"""A body's colours and logo, as files for the pages that show them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from recert.lib.colours import STEPS, mixed
from recert.lib.refusals import NotFound
from recert.people.colours import ON_ACCENT, SURFACE
from recert.people.queries import body_named, logo_of

FOR_A_YEAR = "public, max-age=31536000, immutable"
"""Their addresses change with them."""

STRONGER = STEPS // 4
WASHED = STEPS - STEPS // 12


def body_colours(_request: HttpRequest, slug: str) -> HttpResponse:
    """A stylesheet that puts a body's accent in the place of ours."""
    body = body_named(slug)
    light, dark = body.accent, body.accent_dark
    if not light or not dark:
        raise NotFound
    pairs = {
        "--accent": (light, dark),
        "--accent-strong": (mixed(light, "#000000", STRONGER), mixed(dark, "#ffffff", STRONGER)),
        "--accent-wash": (mixed(light, SURFACE[0], WASHED), mixed(dark, SURFACE[1], WASHED)),
        "--on-accent": ON_ACCENT,
    }
    lines = "".join(f"  {name}: light-dark({a}, {b});\n" for name, (a, b) in pairs.items())
    response = HttpResponse(f":root {{\n{lines}}}\n", content_type="text/css")
    response["Cache-Control"] = FOR_A_YEAR
    return response


def body_logo(_request: HttpRequest, slug: str) -> HttpResponse:
    """A body's logo, written anew by us when it came in."""
    logo = logo_of(body_named(slug))
    if logo is None:
        raise NotFound
    response = HttpResponse(logo.png, content_type="image/png")
    response["Cache-Control"] = FOR_A_YEAR
    response["X-Content-Type-Options"] = "nosniff"
    return response
