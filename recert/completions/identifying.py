"""Identifying: whom a provider means, when two facts agree or one is checked. Never a guess.

Nothing here says who exists: a number that is not known and a number whose holder was born on
another day have the same answer, None. As many queries for hundreds as for one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.db.models.functions import Upper

from recert.catalogue.models import CourseClass, Provider
from recert.completions.lines import Named
from recert.completions.models import Dispute, DisputeState, KnownAs
from recert.credentials.models import Certification, Register
from recert.credentials.queries import IN_REGISTER
from recert.enrolments.models import Enrolment, EnrolmentState
from recert.lib.folding import fold
from recert.people.models import Person


@dataclass(frozen=True, slots=True)
class _Held:
    """Who holds a number, and whether its body stands behind that."""

    person: Person
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found for many at once, by what each was named with."""

    numbers: dict[str, list[_Held]] = field(default_factory=dict)
    addresses: dict[str, Person] = field(default_factory=dict)  # checked ones
    accounts: dict[str, Person] = field(default_factory=dict)
    present: dict[str, Person] = field(default_factory=dict)  # by public id


def identify(named: Named, provider: Provider) -> Person | None:
    """Whom a provider means; None alike where nobody is known and where facts do not agree."""
    return identify_many((named,), provider)[0]


def identify_many(
    named: Sequence[Named],
    provider: Provider,
    *,
    course_class: CourseClass | None = None,
    by: Person | None = None,
) -> list[Person | None]:
    """Whom a provider means, in the order asked.

    `course_class`: whoever is enrolled in it may be named by their public id, and so may who
    waits for the provider's answer to a dispute; `by` by their own, reporting themselves.
    """
    known = _Known(
        numbers=_by_number(filter(None, map(number_key, named))),
        addresses=_by_address({each.email.strip().lower() for each in named} - {""}),
        accounts=_by_account(provider, {each.account for each in named} - {""}),
        present=_present({each.person for each in named} - {""}, provider, course_class, by),
    )
    return [_whom(each, known) for each in named]


def _whom(named: Named, known: _Known) -> Person | None:
    if named.person:
        return known.present.get(named.person)
    if named.account and (found := known.accounts.get(account_key(named))):
        return found
    by_address = known.addresses.get(named.email.strip().lower())
    if not named.number:
        return by_address
    return _by_two(named, known.numbers.get(number_key(named), []), by_address)


def _by_two(named: Named, held: Iterable[_Held], by_address: Person | None) -> Person | None:
    """Whose number it is, where a second fact agrees; what a body confirmed outranks the rest."""
    agreeing = [each for each in held if _agrees(named, each, by_address)]
    confirmed = [each for each in agreeing if each.is_confirmed]
    persons = {each.person.pk: each.person for each in confirmed or agreeing}
    return next(iter(persons.values())) if len(persons) == 1 else None


def _agrees(named: Named, held: _Held, by_address: Person | None) -> bool:
    person = held.person
    email = named.email.strip().lower()
    if email and (by_address == person or (held.is_confirmed and person.email == email)):
        return True
    return bool(named.born) and named.born == person.birthday and _name_fits(named.name, person)


def _name_fits(name: str, person: Person) -> bool:
    """Whether one word of the name is theirs; a slip in a number may hit the same birthday."""
    said, theirs = set(fold(name).split()), set(fold(person.name).split())
    return not said or not theirs or bool(said & theirs)


# ---------------------------------------------------------------- what is looked up by


def number_key(named: Named) -> str:
    """A number as it is looked up by: `acsm:104233`; empty without one."""
    number = named.number.strip().upper()
    return f"{named.body.strip().lower()}:{number}" if number else ""


def account_key(named: Named) -> str:
    """An account as it is looked up by."""
    return f"{named.system} {named.account}" if named.account else ""


def _by_number(keys: Iterable[str]) -> dict[str, list[_Held]]:
    wanted: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        body, _colon, number = key.partition(":")
        wanted[body].add(number)
    if not wanted:
        return {}
    condition = Q()
    for body, numbers in wanted.items():
        condition |= Q(body__slug=body, capitals__in=numbers)
    rows = (
        Certification.objects.alias(capitals=Upper("number"))
        .filter(condition, IN_REGISTER, person__erased_at=None)
        .exclude(register=Register.REJECTED)
        .order_by()
        .values_list("body__slug", "number", "register", "person")
    )
    held = list(rows)
    persons = Person.objects.in_bulk({person for _body, _number, _register, person in held})
    found: dict[str, list[_Held]] = defaultdict(list)
    for body, number, register, person in held:
        one = _Held(persons[person], register == Register.CONFIRMED)
        found[f"{body}:{number.upper()}"].append(one)
    return found


def _by_address(addresses: set[str]) -> dict[str, Person]:
    if not addresses:
        return {}
    rows = EmailAddress.objects.filter(
        email__in=addresses, verified=True, user__is_active=True
    ).select_related("user")
    return {row.email.lower(): row.user for row in rows}


def _by_account(provider: Provider, names: set[str]) -> dict[str, Person]:
    if not names:
        return {}
    rows = KnownAs.objects.filter(provider=provider, name__in=names).select_related("person")
    return {account_key(Named(system=row.system, account=row.name)): row.person for row in rows}


def _present(
    ids: set[str], provider: Provider, course_class: CourseClass | None, by: Person | None
) -> dict[str, Person]:
    """Whoever reports themselves, is enrolled, or asked the provider for their credit."""
    if not ids:
        return {}
    asked = Dispute.objects.filter(
        provider=provider, state=DisputeState.WAITING, person__public_id__in=ids
    ).select_related("person")
    found = {row.person.public_id: row.person for row in asked}
    found |= {by.public_id: by} if by is not None and by.public_id in ids else {}
    if course_class is not None:
        rows = Enrolment.objects.filter(
            course_class=course_class,
            state=EnrolmentState.ENROLLED,
            person__public_id__in=ids,
        ).select_related("person")
        found |= {row.person.public_id: row.person for row in rows}
    return found
