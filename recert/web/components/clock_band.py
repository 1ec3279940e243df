"""The band that says as of which day a page is shown, and where to ask for another."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

from recert.web.clock import EARLIEST, LATEST, is_read_only, kept_day, shown_as_of, true_now

register = template.Library()


@register.inclusion_tag("components/clock_band.html", takes_context=True)
def clock_band(context: dict[str, Any]) -> dict[str, object]:
    """On every page that is shown as of another day: which one, and the way back to today."""
    request = context.get("request")
    shown = shown_as_of(request) if request else None
    if request is None or shown is None:
        return {}
    return {
        "shown": shown,
        "today": true_now().date(),
        "read_only": is_read_only(request),
        "action": reverse("public:clock"),
        "path": request.get_full_path() if request.method == "GET" else "/",
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/clock_foot.html", takes_context=True)
def clock_foot(context: dict[str, Any]) -> dict[str, object]:
    """In a sandbox, at the foot of every page: see it as of another day."""
    request = context.get("request")
    return _control(context) if request is not None and settings.SANDBOX else {}


@register.inclusion_tag("components/clock_control.html", takes_context=True)
def clock_control(context: dict[str, Any]) -> dict[str, object]:
    """The same on a page of its own, where the owner allows it on real data."""
    return _control(context)


def _control(context: dict[str, Any]) -> dict[str, object]:
    """What the control needs: the day it stands at, and where it leads back to."""
    request = context["request"]
    return {
        "action": reverse("public:clock"),
        "path": request.get_full_path() if request.method == "GET" else "/",
        "day": kept_day(request) or true_now().date(),
        "earliest": EARLIEST,
        "latest": LATEST,
        "csrf_token": context.get("csrf_token"),
    }
