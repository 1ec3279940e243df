"""For developers: what the API takes and answers, read from its own description."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as lazy

from recert.web.api.problems import KINDS
from recert.web.api.site import api

GROUPS = {"completions": lazy("Completions"), "catalogue": lazy("Courses and classes")}

DOCUMENTED = ("CompletionIn", "PersonTaken", "PartTakenIn", "AwardIn", "CourseIn", "ClassIn")
"""Shapes that are shown by themselves; the others stand beside the operation that has them."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field or parameter: its name, what it holds, whether it has to be there."""

    name: str
    holds: str
    is_needed: bool
    says: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked of the API."""

    id: str
    method: str
    path: str
    title: str
    says: tuple[str, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """Something that stands in a body."""

    name: str
    says: str
    fields: tuple[Field, ...]


def developers_page(request: HttpRequest) -> HttpResponse:
    """What can be asked, what is sent with it, how the answer says no."""
    groups, shapes = _described()
    context = {"groups": groups, "shapes": shapes, "kinds": KINDS}
    return render(request, "api/developers.html", context)


@cache
def _described() -> tuple[Sequence[tuple[object, list[Operation]]], list[Shape]]:
    """The description in the order of the page; it is the same as long as the process lives."""
    description = api.get_openapi_schema()
    known: dict[str, Any] = description["components"]["schemas"]
    found: dict[str, list[Operation]] = {name: [] for name in GROUPS}
    for path, operations in description["paths"].items():
        for method, said in operations.items():
            found[said["tags"][0]].append(_operation(method, path, said, known))
    groups = [(title, found[name]) for name, title in GROUPS.items()]
    shapes = [
        Shape(
            name,
            " ".join(_paragraphs(known[name].get("description", ""))),
            _fields(known[name], known),
        )
        for name in DOCUMENTED
    ]
    return groups, shapes


def _operation(method: str, path: str, said: dict[str, Any], known: dict[str, Any]) -> Operation:
    fields = [
        Field(each["name"], _holds(each["schema"], known), each.get("required", False),
              each["schema"].get("description", ""))
        for each in said.get("parameters", [])
    ]  # fmt: skip
    body = said.get("requestBody")
    if body is not None:
        shape = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        if shape in DOCUMENTED:
            fields.append(Field("body", shape, is_needed=True, says=""))
        else:
            fields += _fields(known[shape], known)
    return Operation(
        id=said["operationId"],
        method=method.upper(),
        path=path,
        title=said["summary"],
        says=_paragraphs(said.get("description", "")),
        fields=tuple(fields),
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    """What a docstring says, without the lines it is broken into and its marks of code."""
    return tuple(
        " ".join(each.split()).replace("`", "") for each in text.split("\n\n") if each.strip()
    )


def _fields(shape: dict[str, Any], known: dict[str, Any]) -> tuple[Field, ...]:
    needed = set(shape.get("required", ()))
    return tuple(
        Field(name, _holds(held, known), name in needed, held.get("description", ""))
        for name, held in shape["properties"].items()
    )


def _holds(held: dict[str, Any], known: dict[str, Any]) -> str:
    """What a field holds, in a word or two."""
    if "$ref" in held:
        name = held["$ref"].rpartition("/")[2]
        return " | ".join(known[name]["enum"]) if "enum" in known[name] else name
    if "enum" in held:
        return " | ".join(map(str, held["enum"]))
    if "anyOf" in held:
        some = [each for each in held["anyOf"] if each.get("type") != "null"]
        return " | ".join(_holds(each, known) for each in some)
    if held.get("type") == "array":
        return f"[{_holds(held['items'], known)}]"
    return str(held.get("format") or held.get("type", "text"))
