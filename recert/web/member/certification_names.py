"""What a certification is called on a page: the body's own name of it, never our slug."""

from __future__ import annotations

from collections.abc import Iterable

from recert.credentials.models import Certification
from recert.rulebooks.queries import all_rulebooks
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
