"""Rows: one person's facts laid out in columns, and read back the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from fractions import Fraction
from typing import Any

import numpy.typing as npt
import pyarrow as pa

from recert.rules.amounts import NotWholeGrains, from_grains, show, to_grains
from recert.rules.facts import (
    Activity,
    Attestation,
    Award,
    Carried,
    Decision,
    DecisionKind,
    Delivery,
    Document,
    DocumentKind,
    Facts,
    Ground,
    Holding,
    Kind,
    Member,
    Part,
    Reporter,
    Skills,
    Topic,
    Unit,
)
from recert.rules.population.columns import HOLDING, SCHEMA

Row = dict[str, Any]
_PLAIN = [each.name for each in fields(Activity) if each.name not in ("awards", "parts")]


class NotInColumns(ValueError):
    """Something about a person that columns cannot hold; says whose and what."""


def to_columns(people: Iterable[tuple[Facts, str]]) -> pa.Table:
    """People, each with the id of the holding to be judged, a row for each.

    Raises `NotInColumns` for credit finer than a grain, `KeyError` for a holding not held.
    """
    return pa.Table.from_pylist([_row(facts, holding) for facts, holding in people], SCHEMA)


def to_facts(row: Mapping[str, Any]) -> tuple[Facts, str]:
    """A row as Python has it (`RecordBatch.to_pylist`), as facts and the holding's id.

    Facts are the same as before but for the order of what has none: the holding judged
    stands first.
    """
    holding = Holding(id=_text(row, "holding"), **_held(row))
    others = (Holding(id=_text(each, "id"), **_held(each)) for each in _list(row, "others"))
    facts = Facts(
        person=_text(row, "person"),
        holdings=(holding, *others),
        activities=tuple(_activity(each) for each in _list(row, "activities")),
        documents=tuple(_document(each) for each in _list(row, "documents")),
        memberships=tuple(
            Member(body=_text(each, "body"), since=each["since"], until=each.get("until"))
            for each in _list(row, "memberships")
        ),
        attestations=tuple(
            Attestation(holding=_text(each, "holding"), to=_text(each, "to"), on=each["on"])
            for each in _list(row, "attestations")
        ),
        decisions=tuple(_decision(each) for each in _list(row, "decisions")),
        carried=tuple(_carried(each) for each in _list(row, "carried")),
        country=_text(row, "country"),
        attributes=dict(row.get("attributes") or ()),
    )
    return facts, holding.id


def spelt_out(batch: pa.RecordBatch, places: npt.ArrayLike) -> list[Row]:
    """Some rows of a batch, as Python has them."""
    some = batch.take(pa.array(places))
    # Words are looked up together: one by one it would take longer than judging does.
    columns = [column.cast(_spelt_out(column.type)) for column in some.columns]
    found: list[Row] = pa.RecordBatch.from_arrays(columns, some.schema.names).to_pylist()
    return found


def _spelt_out(type: pa.DataType) -> pa.DataType:
    """A type with words in place of their numbers."""
    if pa.types.is_dictionary(type):
        return type.value_type
    if pa.types.is_list(type):
        return pa.list_(_spelt_out(type.value_type))
    if pa.types.is_struct(type):
        fields = (type.field(place) for place in range(type.num_fields))
        return pa.struct([(each.name, _spelt_out(each.type)) for each in fields])
    return type


# ---------------------------------------------------------------- into a row


def _row(facts: Facts, holding: str) -> Row:
    held = facts.holding(holding)
    others = [each for each in facts.holdings if each is not held]
    return {
        "person": facts.person,
        "holding": held.id,
        **_plainly(held, HOLDING),
        "country": facts.country,
        "attributes": list(facts.attributes.items()),
        "others": [_plainly(each, ("id", *HOLDING)) for each in others],
        "activities": [_activity_row(each, facts.person) for each in facts.activities],
        "documents": [_all(each) for each in facts.documents],
        "memberships": [_all(each) for each in facts.memberships],
        "attestations": [_all(each) for each in facts.attestations],
        "decisions": [_all(each) for each in facts.decisions],
        "carried": [_all(each) for each in facts.carried],
    }


def _plainly(record: object, names: Iterable[str]) -> Row:
    return {name: _value(getattr(record, name)) for name in names}


def _all(record: Any) -> Row:
    return _plainly(record, (each.name for each in fields(record)))


def _value(value: object) -> object:
    match value:
        case frozenset():
            return " ".join(sorted(value))
        case Fraction():
            return show(value)
        case str():
            return str(value)
    return value


def _activity_row(activity: Activity, person: str) -> Row:
    row = _plainly(activity, _PLAIN)
    try:
        row["awards"] = [
            _plainly(each, ("unit", "by", "number")) | {"amount": to_grains(each.amount)}
            for each in activity.awards
        ]
    except NotWholeGrains as fault:
        raise NotInColumns(
            f"{person}, activity {activity.id}: an award of {fault} is not a whole number of "
            "grains (18,000 to a credit). Write it as the certificate prints it."
        ) from fault
    row["parts"] = [_all(each) for each in activity.parts]
    return row


# ---------------------------------------------------------------- out of a row


def _text(row: Mapping[str, Any], name: str) -> str:
    return row.get(name) or ""


def _list(row: Mapping[str, Any], name: str) -> list[Row]:
    return row.get(name) or []


def _words(row: Mapping[str, Any], name: str) -> list[str]:
    return _text(row, name).split()


def _amount(row: Mapping[str, Any], name: str) -> Fraction | None:
    return Fraction(row[name]) if row.get(name) else None


def _held(row: Mapping[str, Any]) -> Row:
    return {
        "body": _text(row, "body"),
        "credential": _text(row, "credential"),
        "level": _text(row, "level"),
        "certified": row["certified"],
        "expires": row.get("expires"),
        "number": _text(row, "number"),
        "previous_closed": row.get("previous_closed"),
    }


def _activity(row: Row) -> Activity:
    delivery = row.get("delivery")
    reported = row.get("reported_by")
    return Activity(
        id=_text(row, "id"),
        title=_text(row, "title"),
        kind=Kind(row["kind"]),
        completed=row["completed"],
        started=row.get("started"),
        delivery=Delivery(delivery) if delivery else None,
        provider=_text(row, "provider"),
        awards=tuple(_award(each) for each in _list(row, "awards")),
        minutes=row.get("minutes"),
        preparation=row.get("preparation"),
        topics=frozenset(Topic(each) for each in _words(row, "topics")),
        parts=tuple(
            Part(
                share=Fraction(each["share"]),
                topics=frozenset(Topic(word) for word in _words(each, "topics")),
            )
            for each in _list(row, "parts")
        ),
        assessed=row.get("assessed"),
        passed=row.get("passed"),
        grade=_text(row, "grade"),
        course=_text(row, "course"),
        subject=_text(row, "subject"),
        accredited_by=frozenset(_words(row, "accredited_by")),
        at_test_centre=row.get("at_test_centre"),
        cards=frozenset(DocumentKind(each) for each in _words(row, "cards")),
        card_months=row.get("card_months"),
        reported_by=Reporter(reported) if reported else Reporter.SELF,
        evidence=bool(row.get("evidence")),
        ordered=bool(row.get("ordered")),
    )


def _award(row: Row) -> Award:
    return Award(
        amount=from_grains(row["amount"]),
        unit=Unit(row["unit"]),
        by=_text(row, "by"),
        number=_text(row, "number"),
    )


def _document(row: Row) -> Document:
    skills = row.get("skills")
    return Document(
        id=_text(row, "id"),
        kind=DocumentKind(row["kind"]),
        issued=row["issued"],
        expires=row.get("expires"),
        skills=Skills(skills) if skills else None,
        issuer=_text(row, "issuer"),
    )


def _decision(row: Row) -> Decision:
    return Decision(
        kind=DecisionKind(row["kind"]),
        body=_text(row, "body"),
        on=row["on"],
        reason=_text(row, "reason"),
        holding=_text(row, "holding"),
        activity=_text(row, "activity"),
        clause=_text(row, "clause"),
        amount=_amount(row, "amount"),
        categories=frozenset(_words(row, "categories")),
        until=row.get("until"),
        ended=row.get("ended"),
        since=row.get("since"),
        ground=Ground(ground) if (ground := _text(row, "ground")) else None,
    )


def _carried(row: Row) -> Carried:
    return Carried(
        holding=_text(row, "holding"),
        amount=_amount(row, "amount") or Fraction(0),
        into=row["into"],
        earned=row.get("earned"),
        categories=frozenset(_words(row, "categories")),
        owed=bool(row.get("owed")),
    )


def day_of(number: int) -> date:
    """The day that a column writes as so many days since 1970."""
    return date.fromordinal(_EPOCH + number)


def number_of(day: date) -> int:
    """How a column writes a day."""
    return day.toordinal() - _EPOCH


_EPOCH = date(1970, 1, 1).toordinal()
