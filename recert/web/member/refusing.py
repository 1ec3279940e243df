"""Putting an action's refusals on the form that asked for it: beside their fields."""

from django.forms import Form

from recert.lib.refusals import Refused


def tell(form: Form, refused: Refused) -> None:
    """Add each refusal to its field, or to the whole form where the form has no such field."""
    for refusal in refused.refusals:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
