"""What an action refused, told where the reader can mend it: by its field, or on the page."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form

from recert.lib.refusals import Refused
from recert.web.access import DeskRequest


def tell(form: Form, refused: Refused) -> None:
    """Add each refusal to its field, or to the whole form where the form has no such field."""
    for refusal in refused.refusals:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)


def say(request: DeskRequest, refused: Refused) -> None:
    """Say each refusal on top of the page the reader goes to."""
    for sentence in refused.sentences:
        messages.error(request, sentence)
