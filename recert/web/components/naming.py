"""What certifications and editions are called on a page, and where an edition is explained.

The body's own names, never our slugs.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import NoReverseMatch, reverse

from recert.credentials.models import Certification
from recert.people.models import Body
from recert.rulebooks.queries import all_rulebooks, credentials_of
from recert.rules.rulebook import Credential, Rulebook


def credential_label(credential: Credential) -> str:
    """The credential's name with its letters."""
    if credential.letters and credential.letters != credential.name:
        return f"{credential.name} ({credential.letters})"
    return credential.name


def certification_name(certification: Certification) -> str:
    """The name of one certification."""
    return certification_names((certification,))[certification.public_id]


def certification_names(certifications: Iterable[Certification]) -> dict[str, str]:
    """The names of several certifications by public id, in one query."""
    books = all_rulebooks()
    return {
        each.public_id: name_in(books.get(each.body.slug, ()), each.credential)
        for each in certifications
    }


def name_in(books: Iterable[Rulebook], credential: str) -> str:
    """The newest edition's name of a credential; its id where no edition names it."""
    named = [
        credential_label(each) for book in books for each in book.credentials
        if each.id == credential
    ]  # fmt: skip
    return named[-1] if named else credential


def certification_letters(certification: Certification, rulebook: Rulebook | None) -> str:
    """The letters behind a name (ACSM-EP): what a narrow column says."""
    for credential in rulebook.credentials if rulebook else ():
        if credential.id == certification.credential and credential.letters:
            return credential.letters
    return f"{certification.body.slug}-{certification.credential}".upper()


def short_names(body: Body) -> dict[str, str]:
    """The letters of each credential of a body, or else its name, by its id."""
    return {each.id: each.letters or each.name for each in credentials_of(body.slug)}


def short_name(certification: Certification) -> str:
    """What staff call one certification; its id where no edition names it any more."""
    return short_names(certification.body).get(certification.credential, certification.credential)


def rulebook_url(rulebook: Rulebook | None) -> str:
    """The public page of an edition; empty where this installation does not show one."""
    if rulebook is None:
        return ""
    kwargs = {"slug": rulebook.body, "edition": rulebook.edition}
    try:
        return reverse("public:edition", kwargs=kwargs)
    except NoReverseMatch:
        return ""
