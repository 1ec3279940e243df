"""Fills what `api` measures: a school, a course two bodies approved, learners, keys."""

# ruff: noqa: E402 - the models can be imported only once Django is ready
from __future__ import annotations

import json
import os
from pathlib import Path

import django

django.setup()

from allauth.account.models import EmailAddress

from benchmarks.api import AT, KEYS, LEARNERS, address_of
from recert.catalogue.actions import Profile, open_provider, open_source
from recert.catalogue.models import SourceKind
from recert.people.actions import register_person
from recert.people.models import Person
from recert.people.queries import body_named
from recert.rulebooks.actions import load_files
from tests.teaching import approved, taught

RULEBOOKS = [
    path
    for body in ("acsm", "ace")
    for path in (Path(__file__).resolve().parent.parent / "rulebooks" / body).glob("*.yaml")
]


def fill() -> list[str]:
    """Everything in bulk; the tokens of the keys."""
    load_files(RULEBOOKS, at=AT)
    nia = register_person(
        email="nia@example.org", name="Nia", password="a long enough secret", by=None, at=AT
    )
    provider = open_provider(by=nia, at=AT, profile=Profile(name="Movement Lab", zone="UTC"))
    _course, edition = taught(provider, "ML-101", "Ethics in practice", 120)
    for slug, amount in (("acsm", "2"), ("ace", "0.2")):
        approved(edition, body_named(slug), amount, f"{slug}-1")
    people = Person.objects.bulk_create(
        [Person(email=address_of(each), name=f"Learner {each}") for each in range(LEARNERS)],
        batch_size=1_000,
    )
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=each, email=each.email, verified=True, primary=True) for each in people],
        batch_size=1_000,
    )
    tokens = []
    for number in range(KEYS):
        source, secret = open_source(
            by=nia, at=AT, provider_slug=provider.slug, kind=SourceKind.API, name=f"LMS {number}"
        )
        tokens.append(f"{source.key}.{secret}")
    return tokens


if __name__ == "__main__":
    with open(os.environ["BENCH_TOKENS"], "w", encoding="utf-8") as file:  # noqa: PTH123
        json.dump(fill(), file)
