"""Writing a case: fill in a person, see what the draft answers, tick what must come out."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from recert.lib.refusals import NotFound, Refused
from recert.people.queries import Duty
from recert.rulebooks.actions import save_version
from recert.rulebooks.drafts import CASES_FILE, ruling_with, try_case
from recert.rules.cases import Case
from recert.rules.facts import Facts
from recert.rules.reading import Problem, read_cases
from recert.rules.reading.files import as_bytes, read_nodes
from recert.rules.reading.nodes import Listing
from recert.rules.rulebook import Rulebook
from recert.rules.writing import write_cases
from recert.rules.writing.cases import write_case_tree
from recert.rules.writing.lines import Tree, text_of
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.staff.studio.desk import Bench, at, bench_of, frame, seen_in
from recert.web.staff.studio.expecting import expect_tree, offers
from recert.web.staff.studio.inputs import (
    Input,
    Offers,
    everything_in,
    inputs_of,
    place_problems,
)
from recert.web.staff.studio.outline import offers_of, top_of
from recert.web.staff.studio.sending import (
    Path,
    Plain,
    change_rows,
    path_of,
    plain_of,
    record_tree,
    sent_record,
)
from recert.web.staff.studio.shapes import Sort, shapes_of

HERE: Path = (0,)
"""The case is the first of a file of its own while it is written."""

PERSON: Path = (*HERE, "person")

_ASKED = ("case", "basis", "source", "as_of")
_CASE = tuple(each for each in shapes_of(Case) if each.field in _ASKED)
_PERSON = tuple(each for each in shapes_of(Facts) if each.field not in ("person", "attributes"))
_PLACEHOLDER: dict[str, Tree] = {"counted": '"0"'}


@desk_for_staff(Duty.POLICY)
def new(request: DeskRequest, draft_id: str) -> HttpResponse:
    """Begin a case with a person who holds the first credential."""
    bench = bench_of(request, draft_id)
    rulebook = _rulebook(bench)
    plain: dict[str, Plain] = {
        "as-of": str(rulebook.in_force.since),
        "basis": "derived",
        "person": {"holdings": [{"credential": rulebook.credentials[0].id}], "activities": [{}]},
    }
    return _case_page(request, bench, plain, 0)


@desk_for_staff(Duty.POLICY)
def case(request: DeskRequest, draft_id: str, number: int) -> HttpResponse:
    """Open a case, to see what comes out and to expect it."""
    bench = bench_of(request, draft_id)
    _rulebook(bench)
    top, _problems = read_nodes(as_bytes(bench.version.cases_text), CASES_FILE)
    if not isinstance(top, Listing) or not 0 < number <= len(bench.read.cases):
        raise NotFound
    plain = plain_of(top.items[number - 1])
    return _case_page(request, bench, plain if isinstance(plain, dict) else {}, number)


def _rulebook(bench: Bench) -> Rulebook:
    if bench.read.rulebook is None:
        raise NotFound
    return bench.read.rulebook


def _case_page(
    request: DeskRequest, bench: Bench, plain: dict[str, Plain], number: int
) -> HttpResponse:
    act = "answer" if number else ""
    if request.method == "POST":
        act, _sep, where = request.POST.get("do", "answer").partition(" ")
        plain = _sent(request.POST, _rulebook(bench))
        if act in ("add", "remove", "up"):
            change_rows(plain, path_of(where)[1:], act)
    written, problems = _read(bench, plain, number) if act in ("answer", "save") else (None, ())
    refusals: list[str] = []
    if act == "save" and written is not None and bench.is_open:
        try:
            return _saved(request, bench, written, number)
        except Refused as refused:
            refusals = list(refused.sentences)
            bench = bench_of(request, bench.draft.public_id)
    return _page(request, bench, plain, number, written, problems, refusals)


def _sent(data: QueryDict, rulebook: Rulebook) -> dict[str, Plain]:
    plain = sent_record(_CASE, HERE, data)
    person = sent_record(_PERSON, PERSON, data)
    answers = {key: data.get(f"attribute.{key}", "") for key in rulebook.asks}
    said: dict[str, Plain] = {key: each for key, each in answers.items() if each}
    plain["person"] = {**person, **({"attributes": said} if said else {})}
    return plain


def _read(
    bench: Bench, plain: dict[str, Plain], number: int
) -> tuple[Case | None, tuple[Problem, ...]]:
    """The case as the strict reader takes it."""
    person = plain.get("person")
    inner = person if isinstance(person, dict) else {}
    attributes = inner.get("attributes")
    tree: dict[str, Tree] = {**record_tree(_CASE, plain), "person": record_tree(_PERSON, inner)}
    if isinstance(attributes, dict) and isinstance(tree["person"], dict):
        tree["person"]["attributes"] = {key: text_of(str(v)) for key, v in attributes.items()}
    tree["expect"] = _PLACEHOLDER
    cases, problems = read_cases(write_case_tree(tree), name=CASES_FILE, body=bench.draft.body.slug)
    if not cases:
        return None, problems
    before = bench.read.cases[number - 1] if number else None
    expect = replace(cases[0].expect, counted=None)
    under = before.under if before else _rulebook(bench).edition
    written = replace(cases[0], expect=before.expect if before else expect, under=under)
    if before:
        held = {each.id for each in written.person.holdings}
        written = replace(written, id=before.id, of=before.of if before.of in held else written.of)
    return written, problems


def _saved(request: DeskRequest, bench: Bench, written: Case, number: int) -> HttpResponse:
    tried = try_case(ruling_with(_rulebook(bench)), written)
    expect = expect_tree(tried.standing, written, set(request.POST.getlist("expect")))
    if not expect:
        raise Refused(_("Tick at least one thing that must come out."))
    found = [*bench.read.cases]
    complete = with_expectation(bench, written, expect)
    if number:
        found[number - 1] = complete
    else:
        found.append(complete)
    if len({each.case for each in found}) < len(found):
        raise Refused(_("Another case has this title. Give this one its own."), "case")
    says = _("Case changed: %(title)s") if number else _("Case written: %(title)s")
    save_version(
        by=request.user,
        at=now(request),
        body_slug=request.desk.body.slug,
        draft_id=bench.draft.public_id,
        seen=seen_in(request),
        says=says % {"title": written.case},
        cases_text=write_cases(found, body=bench.draft.body.slug),
    )
    messages.success(request, _("Saved. The case expects this from now on."))
    return redirect(at(request, "draft_cases", bench))


def with_expectation(bench: Bench, written: Case, expect: dict[str, Tree]) -> Case:
    """The case with its expectations as the reader takes them."""
    tree: dict[str, Tree] = {"case": "x", "basis": "derived", "source": "x", "as-of": "2000-01-01"}
    person: dict[str, Tree] = {"holdings": [{"credential": "x", "certified": "2000-01-01"}]}
    person["activities"] = [
        {"id": text_of(each.id), "title": "x", "kind": "course", "completed": "2000-01-01"}
        for each in written.person.activities
    ]
    tree["person"] = person
    text = write_case_tree({**tree, "expect": {**expect}})
    cases, problems = read_cases(text, name=CASES_FILE, body=bench.draft.body.slug)
    if not cases:
        raise Refused(" ".join(problem.message for problem in problems))
    return replace(written, expect=cases[0].expect)


def _page(
    request: DeskRequest,
    bench: Bench,
    plain: dict[str, Plain],
    number: int,
    written: Case | None,
    problems: tuple[Problem, ...],
    refusals: list[str],
) -> HttpResponse:
    top = top_of(bench.version.text)
    named = offers_of(top) if top else Offers()
    about, person = _form(plain, named)
    left = place_problems([*about, *person], problems)
    tried = try_case(ruling_with(_rulebook(bench)), written) if written else None
    answers = plain.get("person")
    attributes = answers.get("attributes", {}) if isinstance(answers, dict) else {}
    context = frame(
        request, bench, "draft_cases",
        number=number,
        about=about,
        person=person,
        asks=[
            (key, asked, attributes.get(key, "") if isinstance(attributes, dict) else "")
            for key, asked in _rulebook(bench).asks.items()
        ],
        problems=[*refusals, *left],
        wrong=[each for each in everything_in([*about, *person]) if each.errors],
        offers=_offers(request, tried.standing, written) if tried and written else (),
    )  # fmt: skip
    return render(
        request, "staff/studio/case.html", context, status=422 if refusals or problems else 200
    )


def _offers(request: DeskRequest, standing: object, written: Case) -> list[object]:
    found = offers(standing, written)  # type: ignore[arg-type]
    ticked = set(request.POST.getlist("expect"))
    return [(each, each.name in ticked if ticked else each.is_ticked) for each in found]


def _form(plain: dict[str, Plain], named: Offers) -> tuple[list[Input], list[Input]]:
    elsewhere = [each.field for each in shapes_of(Case) if each.field not in _ASKED]
    about = inputs_of(Case, HERE, plain, named, but=elsewhere)
    for each in about:
        if each.sort is Sort.DAY and "T" in each.value:
            each.sort = Sort.TEXT  # a moment with its offset
    person = plain.get("person")
    inner = person if isinstance(person, dict) else {}
    return about, inputs_of(Facts, PERSON, inner, named, but=("person", "attributes"))


urlpatterns = [
    path("policy/drafts/<str:draft_id>/cases/new", new, name="draft_case_new"),
    path("policy/drafts/<str:draft_id>/cases/<int:number>", case, name="draft_case"),
]
