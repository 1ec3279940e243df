"""Adding a passkey or security key: allauth's form, with our words beside its fields."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext as _


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    """What the key is called, and whether it signs in without the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What you call it")
        self.fields["name"].help_text = _("So that you can tell several apart.")
        alone = self.fields["passwordless"]
        alone.label = _("It signs me in alone, without my password")
        alone.help_text = _("It then asks for your finger, your face or a PIN each time.")
