"""Choosing a new password, also by the address of a record that has become part of another."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm
from django.http import HttpRequest
from django.urls import reverse

from recert.people.models import Person
from recert.register.merging.following import led_to


class ResetForm(ResetPasswordForm):  # type: ignore[misc]  # allauth is untyped
    """One letter goes to the address that was typed, whatever there is; the page says the same.

    Where the person made the record part of another, the letter has the link: both addresses
    were shown to be theirs. Where a desk did, it only says that the other address signs in.
    """

    users: list[Person]

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the letter."""
        typed = str(self.cleaned_data["email"])
        led = None if self.users else led_to(typed)
        if led is None:
            return str(super().save(request, **kwargs))
        kept, made_it_so = led
        if made_it_so:
            self.users = [kept]
            return str(super().save(request, **kwargs))
        again = request.build_absolute_uri(reverse("account_reset_password"))
        get_adapter().send_mail("account/email/merged_account", typed, {"reset_url": again})
        return typed
