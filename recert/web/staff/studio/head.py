"""The head of a draft: its name, its days, what the body grants, where the rules are said."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from recert.lib.refusals import Refused
from recert.people.queries import Duty
from recert.rulebooks.actions import save_version
from recert.rules import rulebook as book
from recert.rules.reading.nodes import Table
from recert.rules.writing.lines import Tree
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.staff.studio.desk import Bench, at, bench_of, frame, seen_in
from recert.web.staff.studio.inputs import (
    Input,
    Offers,
    everything_in,
    input_of,
    inputs_of,
    keyed_rows,
    place_problems,
)
from recert.web.staff.studio.labels import label_of
from recert.web.staff.studio.outline import Entries, rewritten, top_of
from recert.web.staff.studio.sending import (
    Path,
    Plain,
    change_rows,
    path_of,
    plain_of,
    record_tree,
    sent_keyed,
    sent_record,
)
from recert.web.staff.studio.shapes import Shape, Sort, shapes_of

SECTIONS: dict[str, tuple[type, str]] = {
    "credentials": (book.Credential, "id"),
    "sources": (book.Source, "key"),
    "asks": (book.Asked, "key"),
}
"""The sections whose entries have a name each: what they are, and the name's field."""

_ELSEWHERE = ("body", "clauses", "in_force", "chosen_by", *SECTIONS)

_PLAIN_FIELDS = tuple(each for each in shapes_of(book.Rulebook) if each.field not in _ELSEWHERE)
_DAYS: tuple[Shape, ...] = (
    *shapes_of(book.Span),
    *(
        replace(each, default=None, required=True)  # in the head it is never left out
        for each in shapes_of(book.Clause)
        if each.field == "chosen_by"
    ),
)


@desk_for_staff(Duty.POLICY)
def head(request: DeskRequest, draft_id: str) -> HttpResponse:
    """Read and write the head of the edition."""
    bench = bench_of(request, draft_id)
    top = top_of(bench.version.text)
    if top is None:
        return redirect(at(request, "draft_file", bench))
    plain = head_of(top)
    refusals: list[str] = []
    if request.method == "POST" and bench.is_open:
        act, _sep, where = request.POST.get("do", "save").partition(" ")
        plain = sent_head(request.POST)
        if act == "save":
            try:
                return _saved(request, bench, plain)
            except Refused as refused:
                refusals = list(refused.sentences)
                bench = bench_of(request, draft_id)
        else:
            change_rows(plain, path_of(where), act)
    return _page(request, bench, plain, refusals)


def head_of(top: Table) -> dict[str, Plain]:
    """What a draft says in its head; the entries of its sections as rows."""
    plain = {key: plain_of(node) for key, node in top.entries.items() if key != "clauses"}
    return plain | {name: _rows(plain.get(name), key) for name, (_kind, key) in SECTIONS.items()}


def _rows(section: Plain | None, key: str) -> list[Plain]:
    """The entries of a section as rows, each with its name among its fields."""
    entries = section.items() if isinstance(section, dict) else ()
    return [{key: name, **(each if isinstance(each, dict) else {})} for name, each in entries]


def sent_head(data: QueryDict) -> dict[str, Plain]:
    """What the form of the head says."""
    plain = sent_record(_PLAIN_FIELDS, (), data)
    plain["in-force"] = sent_record(_DAYS, ("in-force",), data)
    for name, (kind, key) in SECTIONS.items():
        plain[name] = sent_keyed(_fields(kind, key), (name,), data)
    return plain


def _fields(kind: type, key: str) -> tuple[Shape, ...]:
    """The fields of an entry, its name first."""
    named = Shape(kind, key, key, Sort.TEXT, str, required=True)
    return (named, *(each for each in shapes_of(kind) if each.field != key))


def _saved(request: DeskRequest, bench: Bench, plain: dict[str, Plain]) -> HttpResponse:
    trees = head_trees(plain)

    def change(entries: Entries) -> None:
        for shape in _PLAIN_FIELDS:
            entries.pop(shape.key, None)
        entries.pop("asks", None)
        entries.update(trees)

    save_version(
        by=request.user,
        at=now(request),
        body_slug=request.desk.body.slug,
        draft_id=bench.draft.public_id,
        seen=seen_in(request),
        says=_("Head changed"),
        text=rewritten(bench.version.text, change),
    )
    messages.success(request, _("Saved."))
    return redirect(at(request, "draft_head", bench))


def head_trees(plain: dict[str, Plain]) -> dict[str, Tree]:
    """The head as it is written."""
    trees = record_tree(_PLAIN_FIELDS, plain)
    in_force = plain.get("in-force")
    trees["in-force"] = record_tree(_DAYS, in_force if isinstance(in_force, dict) else {})
    for name, (kind, key) in SECTIONS.items():
        rows = plain.get(name)
        entries = _by_name(rows if isinstance(rows, list) else [], kind, key)
        if entries or name != "asks":
            trees[name] = entries
    return trees


def _by_name(rows: list[Plain], kind: type, key: str) -> dict[str, Tree]:
    """Rows as entries; two of one name are kept apart, so that neither is lost."""
    entries: dict[str, Tree] = {}
    for row in rows:
        if isinstance(row, dict) and row:
            name = str(row.get(key, ""))
            while name in entries:
                name += "-2"
            entries[name] = record_tree(_fields(kind, key)[1:], row)
    return entries


def _page(
    request: DeskRequest, bench: Bench, plain: dict[str, Plain], refusals: list[str]
) -> HttpResponse:
    inputs = head_form(plain)
    problems = [each for each in bench.read.problems if not each.path.startswith("clauses")]
    left = place_problems(inputs, problems)
    wrong = [each for each in everything_in(inputs) if each.errors]
    context = frame(
        request, bench, "draft_head", inputs=inputs, problems=[*refusals, *left], wrong=wrong
    )
    return render(request, "staff/studio/head.html", context, status=422 if refusals else 200)


def head_form(plain: dict[str, Plain]) -> list[Input]:
    """The inputs of the head."""
    offers = Offers()
    fields = inputs_of(book.Rulebook, (), plain, offers, but=_ELSEWHERE)
    in_force = plain.get("in-force")
    days = in_force if isinstance(in_force, dict) else {}
    inside: Path = ("in-force",)
    dates = Input(inside, Sort.RECORD, _("In force"), required=True, is_said=True)
    dates.inputs = [input_of(each, (*inside, each.key), days.get(each.key), offers)
                    for each in _DAYS]  # fmt: skip
    sections = []
    for name, (kind, key) in SECTIONS.items():
        label, hint = label_of(book.Rulebook, name)
        section = Input((name,), Sort.RECORDS, label, hint)
        rows = plain.get(name)
        section.rows = keyed_rows(
            _fields(kind, key), (name,), rows if isinstance(rows, list) else [], offers
        )
        sections.append(section)
    return [*fields, dates, *sections]


urlpatterns = [path("policy/drafts/<str:draft_id>/head", head, name="draft_head")]
