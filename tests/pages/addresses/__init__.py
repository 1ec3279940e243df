"""Every address of the site: how to build it, who may see it, and what can be sent to it.

A file for each desk. The table is checked against Django's own list of addresses, so that a
page which is not entered here fails the tests.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.pages.addresses.api import API
from tests.pages.addresses.appeals import APPEALS
from tests.pages.addresses.audits import AUDITS
from tests.pages.addresses.catalogue import CATALOGUE
from tests.pages.addresses.claims import CLAIMS
from tests.pages.addresses.completions import COMPLETIONS
from tests.pages.addresses.courses import COURSES
from tests.pages.addresses.enrolments import ENROLMENTS
from tests.pages.addresses.lapse import LAPSE
from tests.pages.addresses.letters import LETTERS
from tests.pages.addresses.member import OWN
from tests.pages.addresses.member_audits import MEMBER_AUDITS
from tests.pages.addresses.money import MONEY
from tests.pages.addresses.page import Page
from tests.pages.addresses.papers import PAPERS
from tests.pages.addresses.providers import PROVIDERS
from tests.pages.addresses.public import ACCOUNT, PUBLIC
from tests.pages.addresses.register import REGISTER
from tests.pages.addresses.reporting import REPORTING
from tests.pages.addresses.reports import REPORTS
from tests.pages.addresses.staff import STAFF
from tests.pages.addresses.studio import STUDIO
from tests.pages.addresses.tills import TILLS
from tests.pages.addresses.xapi import XAPI

PAGES: tuple[Page, ...] = (
    *ACCOUNT,
    *API,
    *APPEALS,
    *AUDITS,
    *MEMBER_AUDITS,
    *PUBLIC,
    *OWN,
    *STAFF,
    *STUDIO,
    *PAPERS,
    *LETTERS,
    *LAPSE,
    *REPORTS,
    *MONEY,
    *REGISTER,
    *PROVIDERS,
    *COURSES,
    *CATALOGUE,
    *ENROLMENTS,
    *COMPLETIONS,
    *CLAIMS,
    *REPORTING,
    *TILLS,
    *XAPI,
)


def _everything(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _everything(each, inner)
        elif isinstance(each, URLPattern):
            yield f"{space}{each.name}"


def names_of_all() -> list[str]:
    """The name of every address there is, as Django knows them."""
    return list(_everything(get_resolver()))
