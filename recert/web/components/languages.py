"""The languages a course may be held in, as they are called here."""

from __future__ import annotations

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _


def languages() -> list[tuple[str, str]]:
    """Every language with a code of two letters, by its name; English stands first."""
    found = [
        (code, str(_(info["name"])))
        for code, info in LANG_INFO.items()
        if len(code) == 2 and "name" in info
    ]
    return sorted(found, key=lambda each: (each[0] != "en", each[1]))
