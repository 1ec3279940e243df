"""Webhooks: signed messages of other systems, kept first, worked off once."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from recert.catalogue.actions import note_use, open_source_with, secret_of
from recert.catalogue.models import SourceKind
from recert.completions.deliveries import NotSigned, check_signature, keep_delivery, work_off
from recert.completions.models import Delivery
from recert.lib.refusals import Refused
from recert.web.api.keys import count, say_allowance
from recert.web.api.problems import KEY_TAKEN, NO_KEY, Halted, problem
from recert.web.api.reading import body_of, read_json
from recert.web.clock import outside_now, true_now

log = logging.getLogger(__name__)


@csrf_exempt  # what it brings instead is the sender's signature
@require_POST
def webhook(request: HttpRequest, key: str) -> HttpResponse:
    """Take a signed message. Once it is kept the answer is 200, whatever becomes of it."""
    try:
        delivery = _taken(request, key)
    except Halted as halted:
        answer = problem(halted)
    else:
        answer = JsonResponse(_said(delivery))
        answer.headers["Cache-Control"] = "no-store"
    say_allowance(request, answer)
    return answer


def _taken(request: HttpRequest, key: str) -> Delivery:
    source = open_source_with(SourceKind.WEBHOOK, key)
    if source is None:
        raise Halted(NO_KEY, "There is no open webhook at this address.")
    count(request, source)
    body = body_of(request)
    try:
        check_signature(
            secret=secret_of(source),
            timestamp=request.headers.get("Webhook-Timestamp", ""),
            signatures=request.headers.get("Webhook-Signature", ""),
            body=body,
            at=outside_now(),
        )
    except NotSigned as reason:
        raise Halted(NO_KEY, f"Not taken: {reason}.") from None
    read_json(body)
    at = true_now()
    try:
        delivery, _is_new = keep_delivery(
            source=source, at=at, key=request.headers.get("Webhook-Id", ""), body=body
        )
    except Refused as refused:
        raise Halted(KEY_TAKEN, " ".join(refused.sentences)) from None
    note_use(source, at=at)
    try:
        return work_off(delivery=delivery, at=at)
    except Exception:
        log.exception("delivery %s could not be worked off; the worker tries", delivery.public_id)
        return delivery


def _said(delivery: Delivery) -> dict[str, object]:
    """What came of a message, as far as that is known."""
    return {
        "delivery": delivery.public_id,
        "report": delivery.report.public_id if delivery.report else "",
        "counts": delivery.report.said if delivery.report else {},
        "said": delivery.said,
    }
