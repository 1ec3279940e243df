"""What certifications and editions are called at this desk, and where they are explained."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from recert.credentials.models import Certification
from recert.people.models import Body
from recert.rulebooks.queries import credentials_of
from recert.rules.rulebook import Rulebook


def credential_names(body: Body) -> dict[str, str]:
    """The letters of each credential of a body, or else its name, by its id."""
    return {each.id: each.letters or each.name for each in credentials_of(body.slug)}


def certification_name(certification: Certification) -> str:
    """What one certification is called; its id where no edition names it any more."""
    names = credential_names(certification.body)
    return names.get(certification.credential, certification.credential)


def rulebook_url(rulebook: Rulebook | None) -> str:
    """The public page of an edition; empty where this installation does not show one."""
    if rulebook is None:
        return ""
    try:
        return reverse(
            "public:edition", kwargs={"slug": rulebook.body, "edition": rulebook.edition}
        )
    except NoReverseMatch:
        return ""
