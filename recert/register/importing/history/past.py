"""Past: one row of what people have done becomes a deed, or problems that say where they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from recert.catalogue.models import Provider
from recert.lib.folding import fold
from recert.people.models import Body
from recert.people.queries import bodies
from recert.register.importing.checking import credential_meant
from recert.register.importing.columns import Column
from recert.register.importing.history.particulars import (
    PARTICULARS,
    read_awards,
    read_credit,
    read_particulars,
)
from recert.register.importing.reading import Key, Reading, Rule
from recert.rulebooks.queries import credentials_of, rulebooks_of
from recert.rules.amounts import to_grains
from recert.rules.facts import Activity, Award, Delivery, Kind, Reporter, Topic, Unit
from recert.rules.matching import what_matches
from recert.rules.rulebook import Category, Rulebook
from recert.transcript.entering import OLDEST

DECISIONS: dict[str, bool | None] = {
    **dict.fromkeys(
        ("", "pending", "submitted", "open", "self-reported", "logged", "undecided", "no decision"),
        None,
    ),
    **dict.fromkeys(
        ("accepted", "approved", "yes", "true", "1", "verified", "granted", "complete"), True
    ),
    **dict.fromkeys(("rejected", "denied", "refused", "no", "false", "0", "not accepted"), False),
}
"""What people write of what a body decided; None: nothing yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One row, understood: who did what, and what the body said of it."""

    row: int
    name: str = ""
    email: str = ""
    person_id: str = ""
    number: str = ""
    member_number: str = ""
    credential: str = ""
    key: str  # what tells the entry from the person's others
    entry_id: str = ""  # the body's own id of it, or ours as an export says it
    activity: Activity
    says: frozenset[str] = field(default=frozenset())  # the fields of it the list speaks of
    provider_name: str = ""
    accepted: bool | None = None
    decided_on: date | None = None
    grains: int | None = None  # accepted credit; None: as the rules reckon
    categories: tuple[str, ...] = ()
    reason: str = ""

    @property
    def has_own_id(self) -> bool:
        """Whether the row names the entry by an id."""
        return bool(self.entry_id)


def raw_keys(meant: Mapping[str, str]) -> Iterator[Key]:
    """What may make two rows be about the same: the body's own id of it, else its title."""
    if own := meant.get(Column.ENTRY_ID, ""):
        yield Column.ENTRY_ID, own
    else:
        yield Column.TITLE, fold(meant.get(Column.TITLE, ""))


class Checker:
    """Understands rows of what one body's people have done."""

    def __init__(self, body: Body, today: date) -> None:
        """Know the body's credentials, categories and unit; `today` is the latest day anywhere."""
        self._body, self._today = body, today
        self._credentials = credentials_of(body.slug)
        books = rulebooks_of(body.slug)
        self._newest: Rulebook | None = books[-1] if books else None
        self._earlier = [name for book in reversed(books) for name in _categories_in(book)]
        self._unit = unit_of(self._newest)
        self._providers = _slugs_by_name()

    def read(self, fields: Reading, days: Mapping[Column, date | None]) -> Deed:
        """What the row says; what is wrong with it is noted in `fields`."""
        provider = fields.text(Column.PROVIDER)
        accepted = _decision(fields)
        categories = self._categories(fields)
        activity = self._activity(fields, days, self._providers.get(fold(provider), ""))
        says = _says(fields)
        if categories and accepted is None:
            activity = self._in_category(fields, activity, categories[0])
            says |= {"kind", "topics", "delivery"}
        own = fields.text(Column.ENTRY_ID)
        people = (Column.PERSON_ID, Column.NUMBER, Column.MEMBER_NUMBER, Column.EMAIL)
        if not any(fields.meant.get(each) for each in people):
            fields.refuse(Column.PERSON_ID, Rule.NOBODY)
        return Deed(
            row=fields.row,
            name=fields.text(Column.NAME),
            email=fields.email(),
            person_id=fields.text(Column.PERSON_ID),
            number=fields.text(Column.NUMBER),
            member_number=fields.text(Column.MEMBER_NUMBER),
            credential=self._credential(fields),
            key=_key(self._body.slug, own, activity, provider),
            entry_id=own,
            activity=activity,
            says=frozenset(says),
            provider_name=provider,
            accepted=accepted,
            decided_on=self._decided_on(fields, days, activity),
            grains=_accepted_grains(fields, activity) if accepted else None,
            categories=categories if accepted else (),
            reason=fields.text(Column.REASON),
        )

    def _activity(
        self, fields: Reading, days: Mapping[Column, date | None], provider: str
    ) -> Activity:
        title = fields.text(Column.TITLE)
        if not title:
            fields.refuse(Column.TITLE, Rule.MISSING)
        done, begun = days.get(Column.COMPLETED), days.get(Column.STARTED)
        if done is None and not fields.is_wrong(Column.COMPLETED):
            fields.refuse(Column.COMPLETED, Rule.MISSING)
        if done is not None and done > self._today:
            fields.refuse(Column.COMPLETED, Rule.FUTURE)
        if done is not None and done < OLDEST:
            fields.refuse(Column.COMPLETED, Rule.NO_DAY)
        if done is not None and begun is not None and done < begun:
            fields.refuse(Column.COMPLETED, Rule.BACKWARDS, begun.isoformat())
        return Activity(
            id="",
            title=title,
            kind=_kind(fields),
            completed=done or self._today,
            started=begun,
            provider=provider,
            awards=self._awards(fields),
            reported_by=Reporter.BODY,
            **read_particulars(fields),
        )

    def _awards(self, fields: Reading) -> tuple[Award, ...]:
        """The amount in the body's own unit, as it recorded it, unless another is said."""
        if (all_said := read_awards(fields)) is not None:
            return all_said
        typed = fields.meant.get(Column.AMOUNT, "")
        unit = self._unit_said(fields)
        amount = _amount(fields, typed)
        if amount is None or unit is None:
            return ()
        by = self._body.slug if unit is self._unit else ""
        return (Award(amount=amount, unit=unit, by=by),)

    def _unit_said(self, fields: Reading) -> Unit | None:
        typed = fold(fields.meant.get(Column.UNIT, ""))
        if not typed or (self._newest and typed in _alike(self._newest.unit.name)):
            return self._unit
        for unit in Unit:
            if typed in _alike(unit.value):
                return unit
        if typed in ("hour", "hours", "h", "contact hours"):
            return Unit.CONTACT_HOUR
        fields.refuse(Column.UNIT, Rule.NO_UNIT, ", ".join(Unit))
        return None

    def _credential(self, fields: Reading) -> str:
        typed = fields.meant.get(Column.CREDENTIAL, "")
        found = credential_meant(typed, self._credentials) if typed else ""
        if typed and not found:
            fields.refuse(Column.CREDENTIAL, Rule.NO_CREDENTIAL)
        return found

    def _categories(self, fields: Reading) -> tuple[str, ...]:
        """The clauses that name them, each by its id or the last part of it."""
        found = []
        for each in filter(None, map(str.strip, fields.meant.get(Column.CATEGORY, "").split(";"))):
            typed = fold(each).replace(" ", "-")
            known = (*self.categories(), *self._earlier)
            named = [name for name in known if typed in (name, name.removeprefix("category-"))]
            if not named:
                fields.refuse(Column.CATEGORY, Rule.NO_CATEGORY, ", ".join(self.categories()))
            found += named[:1]
        return tuple(found)

    def categories(self) -> list[str]:
        """What the body's newest edition calls its categories."""
        return _categories_in(self._newest) if self._newest else []

    def _in_category(self, fields: Reading, activity: Activity, category: str) -> Activity:
        """What nobody has decided counts where the rules put it, so the row must be of its kind.

        Where a category is of one kind, or about one thing, that is what the row says.
        """
        rulebook = self._newest
        if rulebook is None:
            return activity
        rules = (rule for clause, rule in rulebook.of_kind(Category) if clause.id == category)
        rule = next(rules, None)
        if rule is None:  # of an earlier edition, which does not say where it falls today
            fields.refuse(Column.CATEGORY, Rule.NO_CATEGORY, ", ".join(self.categories()))
            return activity
        what = rule.what
        if len(what.kinds) == 1 and not fields.meant.get(Column.KIND):
            activity = replace(activity, kind=next(iter(what.kinds)))
        if len(what.topics) == 1:
            activity = replace(activity, topics=frozenset[Topic](what.topics))
        if len(what.deliveries) == 1:
            activity = replace(activity, delivery=Delivery(next(iter(what.deliveries))))
        if not what_matches(what, activity, rulebook):
            fields.refuse(Column.CATEGORY, Rule.NOT_OF_CATEGORY)
        return activity

    def _decided_on(
        self, fields: Reading, days: Mapping[Column, date | None], activity: Activity
    ) -> date | None:
        on = days.get(Column.DECIDED_ON)
        if on is not None and on > self._today:
            fields.refuse(Column.DECIDED_ON, Rule.FUTURE)
        if on is not None and on < activity.completed and not fields.is_wrong(Column.COMPLETED):
            fields.refuse(Column.DECIDED_ON, Rule.BACKWARDS, activity.completed.isoformat())
        return on


def unit_of(rulebook: Rulebook | None) -> Unit:
    """The unit a body counts in, among those of certificates."""
    if rulebook is not None:
        name = fold(rulebook.unit.name).replace(" ", "-")
        for unit in Unit:
            if name == unit.value:
                return unit
        if name == "hour":
            return Unit.CONTACT_HOUR
    return Unit.CREDIT


def _alike(unit: str) -> set[str]:
    plain = fold(unit)
    return {plain, f"{plain}s", plain.replace("-", " "), f"{plain.replace('-', ' ')}s"}


def _kind(fields: Reading) -> Kind:
    typed = fold(fields.meant.get(Column.KIND, "")).replace(" ", "-")
    if not typed:
        return Kind.COURSE
    for kind in Kind:
        if typed in (kind.value, f"{kind.value}s"):
            return kind
    fields.refuse(Column.KIND, Rule.NO_KIND)
    return Kind.COURSE


def _amount(fields: Reading, typed: str, column: Column = Column.AMOUNT) -> Fraction | None:
    """The amount; nothing earns zero."""
    if not typed:
        return None
    amount = read_credit(typed)
    if amount is None:
        fields.refuse(column, Rule.NO_AMOUNT)
    return amount or None


def _accepted_grains(fields: Reading, activity: Activity) -> int | None:
    """How much was accepted: a list without a column for it accepts what was awarded."""
    if Column.ACCEPTED not in fields.meant:
        return to_grains(activity.awards[0].amount) if activity.awards else None
    amount = _amount(fields, fields.meant[Column.ACCEPTED], Column.ACCEPTED)
    return None if amount is None else to_grains(amount)


def _says(fields: Reading) -> set[str]:
    """The fields of an activity that the list has columns for."""
    found = {"title", "completed", "provider"}
    found |= {each.field for column, each in PARTICULARS.items() if column in fields.meant}
    if Column.KIND in fields.meant:
        found.add("kind")
    if Column.STARTED in fields.meant:
        found.add("started")
    if {Column.AMOUNT, Column.AWARDS} & fields.meant.keys():
        found.add("awards")
    return found


def _categories_in(rulebook: Rulebook) -> list[str]:
    return [clause.id for clause, _rule in rulebook.of_kind(Category)]


def _slugs_by_name() -> dict[str, str]:
    """Providers and bodies by how a list may call them; of one name the body is meant."""
    schools = Provider.objects.values_list("slug", "name")
    owners = ((each.slug, each.name) for each in bodies())
    return {fold(said): slug for slug, name in (*schools, *owners) for said in (slug, name)}


def _decision(fields: Reading) -> bool | None:
    typed = fold(fields.meant.get(Column.DECIDED, ""))
    if typed not in DECISIONS:
        fields.refuse(Column.DECIDED, Rule.NO_DECISION)
        return None
    return DECISIONS[typed]


def _key(body: str, own: str, activity: Activity, provider: str) -> str:
    """What tells an entry from the person's others: the body's own id, else what it was."""
    said = (own,) if own else (fold(activity.title), activity.completed.isoformat(), fold(provider))
    whole = "\0".join(("own" if own else "what", body, *said))
    return "list:" + hashlib.sha256(whole.encode()).hexdigest()[:40]
