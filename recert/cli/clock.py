"""The one place where the command line reads the clock."""

import time
from datetime import datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """This moment; a sandbox may stop the clock with RECERT_NOW."""
    return settings.RECERT_NOW or timezone.now()


def outside() -> datetime:
    """This moment as everybody else's clock has it, even in a sandbox: what is signed says it."""
    return timezone.now()


def seconds() -> float:
    """Seconds on a clock that only runs on: how long something took."""
    return time.monotonic()
