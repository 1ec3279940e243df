"""The address at which a card processor tells what happened: the one page nobody looks at."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from recert.lib.refusals import NotFound
from recert.payments.actions import keep_event, work_off
from recert.payments.gateway import NotFromThem, gateway_of
from recert.payments.models import Seller
from recert.payments.queries import provider_paid
from recert.people.queries import body_named
from recert.web.clock import now, outside_now


@csrf_exempt  # what it brings instead is the processor's signature
@require_POST
def stripe_events(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a signed message for a body."""
    return _take(request, body_named(slug))


@csrf_exempt
@require_POST
def stripe_events_of_provider(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a signed message for a provider with a till of its own."""
    return _take(request, provider_paid(slug))


def _take(request: HttpRequest, seller: Seller) -> HttpResponse:
    """Take a signed message for a till: store it, then do what it asks for.

    Answers 400 to what the seller's account did not sign, or signed too long ago. Once it is
    stored the answer is 200, whatever becomes of it: the worker takes up what is left.
    """
    gateway = gateway_of(seller)
    if gateway is None:
        raise NotFound
    payload = request.body
    try:
        gateway.verify(payload, request.headers.get("Stripe-Signature", ""), outside_now())
        content = json.loads(payload)
        if content.get("livemode") is not gateway.account.is_live or content.get("account"):
            return HttpResponseBadRequest("This is for another account.")
        event = keep_event(at=now(request), seller=seller, payload=payload, content=content)
    except NotFromThem as reason:
        return HttpResponseBadRequest(f"Not taken: {reason}.")
    except (KeyError, TypeError, ValueError, AttributeError):
        return HttpResponseBadRequest("This is no event.")
    work_off(at=now(request), event=event)
    return HttpResponse("Thank you.", content_type="text/plain")
