"""Working off: a message that was kept becomes a report, once, now or by the worker."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from recert.catalogue.models import Source
from recert.completions.deliveries.reading import NotOurs, Unreadable, lines_in
from recert.completions.models import Delivery, ReportWay
from recert.completions.receiving import receive
from recert.lib.refusals import Refused

MOST_TRIES = 10
MOST_KEY = 100

FORGOTTEN_AFTER = timedelta(days=30)
"""What could not be worked off by then is emptied: it names learners."""

LEFT_ALONE_FOR = timedelta(minutes=1)
"""Whoever took a message works it off at once; the worker takes up what was left."""


def keep_delivery(*, source: Source, at: datetime, key: str, body: bytes) -> tuple[Delivery, bool]:
    """Keep a message whose signature was good, and whether it is new.

    The same id with other words is refused: it is not the message it says it is.
    """
    sha256 = hashlib.sha256(body).hexdigest()
    key = key or sha256
    if len(key) > MOST_KEY or "\x00" in key:
        raise Refused(_("The id of a message has at most 100 letters."))
    kept, is_new = Delivery.objects.get_or_create(
        source=source,
        key=key,
        defaults={"sha256": sha256, "body": body.decode(), "received_at": at},
    )
    if kept.sha256 != sha256:
        raise Refused(_("A message with this id came before, and it said something else."))
    return kept, is_new


def work_off(*, delivery: Delivery, at: datetime) -> Delivery:
    """Report what a message says; twice is once, since the report has the message's key."""
    source = Source.objects.select_related("provider").get(pk=delivery.source_id)
    if delivery.done_at is not None:
        return delivery
    Delivery.objects.filter(pk=delivery.pk).update(tries=F("tries") + 1)
    try:
        received = receive(
            by=None,
            at=at,
            provider=source.provider,
            way=ReportWay.WEBHOOK,
            key=f"hook:{delivery.public_id}",
            lines=lines_in(json.loads(delivery.body), source),
            source=source,
            name=delivery.key,
        )
    except (Unreadable, NotOurs, ValueError, RecursionError) as reason:
        return _done(delivery, at, said=str(reason))
    except Refused as refused:
        return _done(delivery, at, said=" ".join(refused.sentences))
    assert received.report is not None  # it was no dry run
    Delivery.objects.filter(pk=delivery.pk).update(report=received.report)
    return _done(delivery, at, said="")


@transaction.atomic
def _done(delivery: Delivery, at: datetime, said: str) -> Delivery:
    Delivery.objects.filter(pk=delivery.pk, done_at=None).update(
        done_at=at, said=said[:300], body=""
    )
    delivery.refresh_from_db()
    return delivery


def work_off_deliveries(*, at: datetime) -> int:
    """Take up messages somebody was interrupted at. Returns how many were worked off."""
    left = Delivery.objects.filter(
        done_at=None, tries__lt=MOST_TRIES, received_at__lt=at - LEFT_ALONE_FOR
    ).order_by("id")
    many = 0
    for delivery in left[:100]:
        work_off(delivery=delivery, at=at)
        many += 1
    return many


def forget_deliveries(*, at: datetime) -> int:
    """Empty messages nothing came of in time. Returns how many."""
    late = Delivery.objects.filter(done_at=None, received_at__lt=at - FORGOTTEN_AFTER)
    return late.update(done_at=at, body="", said=_("It could not be worked off in time."))
