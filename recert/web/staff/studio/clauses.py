"""One clause in a form: every field with its words, what is wrong beside it, and in words."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.text import slugify
from django.utils.translation import gettext as _

from recert.lib.refusals import NotFound, Refused
from recert.people.queries import Duty
from recert.rulebooks.actions import save_version
from recert.rulebooks.drafts import RULEBOOK_FILE
from recert.rulebooks.queries import read_once
from recert.rules import rulebook as book
from recert.rules.reading.forms import KINDS
from recert.rules.writing.lines import Tree
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.clauses import clause_view
from recert.web.staff.studio.desk import Bench, at, bench_of, frame, seen_in
from recert.web.staff.studio.inputs import (
    Input,
    Offers,
    everything_in,
    inputs_of,
    place_problems,
)
from recert.web.staff.studio.labels import KIND_WORDS
from recert.web.staff.studio.outline import (
    clause_in,
    kind_of,
    offers_of,
    section,
    top_of,
    with_clause,
    with_clause_moved,
    without_clause,
)
from recert.web.staff.studio.sending import (
    Path,
    Plain,
    change_rows,
    path_of,
    plain_of,
    record_tree,
    sent_record,
)
from recert.web.staff.studio.shapes import Shape, shapes_of

BEFORE = ("says",)
"""What comes first on the form, since a clause begins with what it says."""

_OWN_PAGE = ("id", "rule", "span")


def _around() -> tuple[Shape, ...]:
    """The fields around a rule; the days stand among them, as they do in the file."""
    own = tuple(each for each in shapes_of(book.Clause) if each.field not in _OWN_PAGE)
    days = tuple(replace(each, key=each.field) for each in shapes_of(book.Span))
    return (*own[:3], *days, *own[3:])


@desk_for_staff(Duty.POLICY)
def clause(request: DeskRequest, draft_id: str, clause_id: str) -> HttpResponse:
    """Read and write one clause."""
    bench = bench_of(request, draft_id)
    top = top_of(bench.version.text)
    table = clause_in(top, clause_id) if top else None
    if top is None or table is None:
        raise NotFound
    kind = kind_of(table)
    plain = {key: plain_of(node) for key, node in table.entries.items()}
    text, refusals = bench.version.text, []
    if request.method == "POST" and bench.is_open and kind:
        act, _sep, where = request.POST.get("do", "save").partition(" ")
        plain = sent_clause(kind, clause_id, request.POST)
        if act in ("add", "remove", "up"):
            change_rows(plain, path_of(where)[2:], act)
        else:
            text = _changed(act, text, clause_id, clause_tree(kind, plain))
            try:
                return _saved(request, bench, clause_id, act, text)
            except Refused as refused:
                refusals = list(refused.sentences)
                bench = bench_of(request, draft_id)
    return _page(request, bench, clause_id, kind, plain, refusals)


def sent_clause(kind: str, id: str, data: QueryDict) -> dict[str, Plain]:
    """What the form of a clause says."""
    path: Path = ("clauses", id)
    rule = sent_record(shapes_of(KINDS[kind]), (*path, kind), data)
    return {kind: rule, **sent_record(_around(), path, data)}


def clause_tree(kind: str, plain: dict[str, Plain]) -> dict[str, Tree]:
    """A clause as it is written."""
    rule = plain.get(kind)
    tree = record_tree(shapes_of(KINDS[kind]), rule if isinstance(rule, dict) else {})
    return {kind: tree, **record_tree(_around(), plain)}


def _changed(act: str, text: str, id: str, tree: Tree) -> str:
    match act:
        case "delete":
            return without_clause(text, id)
        case "earlier" | "later":
            return with_clause_moved(text, id, -1 if act == "earlier" else 1)
    return with_clause(text, id, tree)


def _saved(request: DeskRequest, bench: Bench, id: str, act: str, text: str) -> HttpResponse:
    says = {
        "delete": _("Clause removed: %(id)s"),
        "earlier": _("Clause moved: %(id)s"),
        "later": _("Clause moved: %(id)s"),
    }.get(act, _("Clause changed: %(id)s"))
    save_version(
        by=request.user,
        at=now(request),
        body_slug=request.desk.body.slug,
        draft_id=bench.draft.public_id,
        seen=seen_in(request),
        says=says % {"id": id},
        text=text,
    )
    if act == "delete":
        messages.success(request, _("Removed. The version before is kept."))
        return redirect(at(request, "draft", bench))
    rulebook, _problems = read_once(text, RULEBOOK_FILE)
    if rulebook is None:
        many = _("Saved. Something is still to mend: see below, and the list of clauses.")
        messages.warning(request, many)
    else:
        messages.success(request, _("Saved."))
    return redirect(at(request, "draft_clause", bench, id))


def _page(
    request: DeskRequest,
    bench: Bench,
    id: str,
    kind: str,
    plain: dict[str, Plain],
    refusals: list[str],
) -> HttpResponse:
    top = top_of(bench.version.text)
    offers = offers_of(top) if top else Offers()
    first, rule, rest = clause_form(kind, id, plain, offers)
    inside = [each for each in bench.read.problems if each.path.startswith(f"clauses.{id}.")]
    whole = [each.message for each in bench.read.problems if each.path == f"clauses.{id}"]
    left = place_problems([*first, *rule, *rest], inside)
    rulebook = bench.read.rulebook
    found = next((each for each in rulebook.clauses if each.id == id), None) if rulebook else None
    words = KIND_WORDS.get(kind, (_("No kind that is known"), ""))
    context = frame(
        request, bench, "draft",
        id=id, kind=kind, kind_word=words[0], kind_says=words[1],
        first=first, rule=rule, rest=rest,
        problems=[*refusals, *whole, *left],
        wrong=[each for each in everything_in([*first, *rule, *rest]) if each.errors],
        said=clause_view(rulebook, found) if rulebook and found else None,
        clause_url=at(request, "draft_clause", bench, id),
    )  # fmt: skip
    return render(request, "staff/studio/clause.html", context, status=422 if refusals else 200)


def clause_form(
    kind: str, id: str, plain: dict[str, Plain], offers: Offers
) -> tuple[list[Input], list[Input], list[Input]]:
    """What the clause says; its rule; and what stands around it."""
    path: Path = ("clauses", id)
    inner = plain.get(kind)
    rule = inputs_of(KINDS[kind], (*path, kind), inner if isinstance(inner, dict) else {}, offers) \
        if kind else []  # fmt: skip
    around = inputs_of(book.Clause, path, plain, offers, but=_OWN_PAGE)
    days = inputs_of(book.Span, path, _days(plain), offers)
    for each, key in zip(days, ("since", "until"), strict=True):
        each.path = (*path, key)
    first = [each for each in around if each.path[-1] in BEFORE]
    rest = [each for each in around if each.path[-1] not in BEFORE]
    return first, rule, [*rest[:2], *days, *rest[2:]]


def _days(plain: dict[str, Plain]) -> dict[str, Plain]:
    """The days of a clause under the keys of a span."""
    keys = {"from": "since", "to": "until"}
    return {key: plain[own] for key, own in keys.items() if own in plain}


# ---------------------------------------------------------------- a new one


@desk_for_staff(Duty.POLICY)
def add(request: DeskRequest, draft_id: str) -> HttpResponse:
    """Choose the kind of a new clause and its name."""
    bench = bench_of(request, draft_id)
    top = top_of(bench.version.text)
    taken = set(section(top, "clauses")) if top else set()
    kind = request.POST.get("kind", "")
    id, says = slugify(request.POST.get("id", "")), request.POST.get("says", "").strip()
    problems = []
    if request.method == "POST":
        problems = _hindrances(kind, id, says, taken)
        if not problems:
            try:
                return _added(request, bench, kind, id, says)
            except Refused as refused:
                problems = list(refused.sentences)
    context = frame(
        request, bench, "draft", kinds=KIND_WORDS, problems=problems, kind=kind, id=id, says=says
    )
    return render(request, "staff/studio/clause_add.html", context, status=422 if problems else 200)


def _hindrances(kind: str, id: str, says: str, taken: set[str]) -> list[str]:
    found = []
    if kind not in KINDS:
        found.append(_("Choose what kind of clause it is."))
    if not id:
        found.append(_("Give it a short name, such as ethics-hour."))
    if id in taken:
        found.append(_("There is a clause called %(id)s. Choose another name.") % {"id": id})
    if not says:
        found.append(_("Say the rule in plain words."))
    return found


def _added(request: DeskRequest, bench: Bench, kind: str, id: str, says: str) -> HttpResponse:
    top = top_of(bench.version.text)
    sources = list(section(top, "sources")) if top else []
    plain: dict[str, Plain] = {"says": says, **({"source": sources[0]} if sources else {})}
    tree = {kind: {}, **record_tree(_around(), plain)}
    save_version(
        by=request.user,
        at=now(request),
        body_slug=request.desk.body.slug,
        draft_id=bench.draft.public_id,
        seen=seen_in(request),
        says=_("Clause added: %(id)s") % {"id": id},
        text=with_clause(bench.version.text, id, tree),
    )
    return redirect(at(request, "draft_clause", bench, id))


urlpatterns = [
    path("policy/drafts/<str:draft_id>/clauses/add", add, name="draft_clause_add"),
    path("policy/drafts/<str:draft_id>/clause/<str:clause_id>", clause, name="draft_clause"),
]
