"""Signed completions: handed out so that anybody can check them alone, and taken from others."""

from recert.completions.signed.bringing import Brought, bring_signed
from recert.completions.signed.keys import public_keys, revoke_key, rotate_key, signing_key
from recert.completions.signed.pinning import pin_keys, pinned_to
from recert.completions.signed.reading import NotACompletion, SignedCompletion, read_signed
from recert.completions.signed.saying import signed_completion

__all__ = [
    "Brought",
    "NotACompletion",
    "SignedCompletion",
    "bring_signed",
    "pin_keys",
    "pinned_to",
    "public_keys",
    "read_signed",
    "revoke_key",
    "rotate_key",
    "signed_completion",
    "signing_key",
]
