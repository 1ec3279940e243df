"""Components: what they say and draw, tried on every clause of every rulebook that ships."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from recert.rules.amounts import Money
from recert.rules.facts import Delivery, DocumentKind, Kind, Reporter, Skills, Topic, Unit
from recert.rules.findings import Status
from recert.rules.reading import read_rulebook
from recert.rules.rulebook import Rulebook
from recert.rules.vocabulary import Profession
from recert.standing.words import either
from recert.standing.words.vocabulary import choices, word
from recert.web.components.clause_facts import clause_facts
from recert.web.components.clauses import ClauseView, clause_views, in_force_words
from recert.web.components.drawings import CycleLine, Mark, cycle_line, share
from recert.web.components.tags import as_question
from recert.web.components.words import STATUS_TONES, day_range

EDITIONS = sorted(
    path
    for path in (Path(__file__).parents[2] / "rulebooks").glob("*/*.yaml")
    if not path.name.endswith(".cases.yaml")
)


def edition(path: Path) -> Rulebook:
    rulebook, problems = read_rulebook(path.read_text(encoding="utf-8"), name=path.name)
    assert rulebook is not None, problems
    return rulebook


def acsm() -> Rulebook:
    return edition(next(path for path in EDITIONS if path.match("acsm/2025.yaml")))


def draw(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_clause_of_every_edition_has_words_and_a_source(path: Path) -> None:
    rulebook = edition(path)
    views = clause_views(rulebook)
    assert len(views) == len(rulebook.clauses)
    for view in views.values():
        assert view.says
        assert view.source_title
        for row in view.rows:
            assert str(row.label).strip()
            assert str(row.value).strip(), f"{view.id}: {row.label} says nothing"


def test_the_numbers_of_a_need_are_told_for_each_credential() -> None:
    rulebook = acsm()
    rows = [(row.label, row.value) for row in clause_facts(rulebook, rulebook.clause("total"))]
    assert rows == [("ACSM-GEI and ACSM-CPT", "45 CECs"), ("ACSM-EP and ACSM-CEP", "60 CECs")]


def test_a_cycle_tells_its_length_end_and_zone() -> None:
    rulebook = acsm()
    rows = {row.label: row.value for row in clause_facts(rulebook, rulebook.clause("three-years"))}
    assert rows["Length"] == "3 years"
    assert str(rows["Ends on"]) == "31 December"
    assert rows["Until"] == "23:59 (America/New York)"


def test_a_silent_clause_tells_its_condition_and_nothing_else() -> None:
    rulebook = edition(next(path for path in EDITIONS if path.match("action/2020.yaml")))
    silent = next(clause for clause in rulebook.clauses if clause.silent and clause.kind == "lapse")
    rows = [(row.label, row.value) for row in clause_facts(rulebook, silent)]
    assert rows == [
        ("When", "any time after your last day"),
        ("What you may do", "the policy does not say"),
    ]


def test_a_dated_clause_says_which_date_decides() -> None:
    rulebook = acsm()
    dated = [clause for clause in rulebook.clauses if clause.span.since]
    assert any("for what is completed in that time" in in_force_words(each) for each in dated)


def test_a_number_opens_to_its_clause_within_a_sentence() -> None:
    view: ClauseView = clause_views(acsm(), "/rulebooks/acsm/2025/")["total"]
    html = draw('<p>You need {% figure "45 CECs" clause %}.</p>', clause=view)
    assert "</span>.</p>" in html  # no blank before the full stop
    assert "/rulebooks/acsm/2025/#total" in html
    opens = html.split('popovertarget="')[1].split('"')[0]
    assert f'id="{opens}"' in html


@pytest.mark.parametrize(
    ("done", "total", "thousandths"),
    [
        (0, 2, 0),
        (Fraction(1, 3), 1, 333),
        (Fraction("1.3"), 2, 650),
        (2, 2, 1000),
        (3, 2, 1000),
        (0, 0, 1000),
        (-1, 2, 0),
    ],
)
def test_a_share_stays_on_the_drawing(done: Fraction | int, total: int, thousandths: int) -> None:
    assert share(done, total) == thousandths


def test_the_cycle_line_has_every_day_in_words_and_in_order() -> None:
    end = date(2027, 3, 31)
    late = Mark(on=date(2027, 4, 1), label="Late")
    line = CycleLine(
        start=date(2025, 4, 1),
        end=end,
        today=date(2026, 11, 21),
        marks=(late, Mark(on=end, label="Last day", kind="end")),
        until=date(2027, 9, 30),
    )
    drawn = cycle_line(line)
    legend = drawn["legend"]
    assert isinstance(legend, list)
    assert [mark.label for mark in legend] == ["Cycle began", "Today", "Last day", "Late"]
    assert drawn["end"] == "79.9%"
    assert drawn["after"] == "20.1%"
    html = draw("{% cycle_line line %}", line=line)
    assert "31 March 2027" in html
    assert "style=" not in html


def test_grace_looks_as_inactive_as_it_is() -> None:
    html = draw('{% status "grace" %}')
    assert "Not active" in html
    assert "tone-stop" in html
    assert set(STATUS_TONES) == set(Status)


@pytest.mark.parametrize(
    "vocabulary", [Kind, Delivery, Topic, Unit, DocumentKind, Skills, Reporter, Profession]
)
def test_every_word_of_the_facts_has_words_for_the_reader(vocabulary: type[Kind]) -> None:
    for value in vocabulary:
        assert word(value)


def test_choices_begin_with_a_capital_and_keep_the_rest() -> None:
    assert ("cpr", "CPR") in choices({DocumentKind.CPR: "CPR"})  # type: ignore[dict-item]
    assert either(["a", "b", "c"]) == "a, b or c"


def test_days_amounts_and_money_in_words() -> None:
    today = date(2026, 11, 21)
    source = "{{ day|day }}, {{ day|away:today }}; {{ fee|money }}; {{ third|amount }}"
    html = draw(
        source,
        day=date(2027, 3, 31),
        today=today,
        fee=Money(12_950, "USD"),
        third=Fraction(1, 3),
    )
    assert html == "31 March 2027, in 130 days; $129.50; 1/3"
    assert draw("{{ none|day }}", none=None) == ""
    assert [day_range(today, None), day_range(None, today), day_range(None, None)] == [
        "since 21 November 2026",
        "until 21 November 2026",
        "",
    ]


def test_a_decimal_keeps_its_point_in_a_place_of_its_own() -> None:
    html = draw("{% decimal value %}", value=Fraction("0.75"))
    assert '0<span class="decimal-part">.75</span>' in html


class Sample(forms.Form):
    """A required and an optional field, and a choice."""

    title = forms.CharField(label="What was it?", help_text="As printed.")
    note = forms.CharField(required=False, widget=forms.TextInput(attrs={"placeholder": "Note"}))
    live = forms.ChoiceField(
        label="Was it live?", choices=[("y", "Yes"), ("n", "No")], widget=forms.RadioSelect
    )


def test_a_field_ties_label_hint_and_mistake_to_its_input() -> None:
    html = draw("{% field form.title %}", form=Sample({"title": ""}))
    assert 'for="id_title"' in html
    assert 'aria-describedby="id_title-hint id_title-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_title-error"' in html


def test_an_optional_field_says_so_and_repeats_nothing_inside() -> None:
    html = draw("{% field form.note %}", form=Sample())
    assert "(optional)" in html
    assert "placeholder" not in html


def test_a_group_of_choices_has_a_legend() -> None:
    html = draw("{% field form.live %}", form=Sample({}))
    assert "<legend>Was it live?</legend>" in html
    assert '<fieldset aria-describedby="id_live-error">' in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_the_error_summary_leads_to_each_field() -> None:
    form = Sample({"title": "", "live": ""})
    form.full_clean()
    form.add_error(None, "The whole is wrong.")
    html = draw("{% error_summary form %}", form=form)
    assert 'href="#id_title"' in html
    assert 'href="#id_live_0"' in html
    assert "What was it? This field is required." in html
    assert "The whole is wrong." in html
    assert draw("{% error_summary form %}", form=Sample()).strip() == ""
    assert as_question("Amount") == "Amount:"


def test_pages_of_a_list_keep_what_was_asked() -> None:
    request = RequestFactory().get("/x?q=yoga&page=2")
    page = Paginator(range(60), 25).page(2)
    html = draw("{% pagination page %}", page=page, request=request)
    assert "?q=yoga&amp;page=1" in html
    assert "26 to 50 of 60" in html
    single = Paginator(range(3), 25).page(1)
    assert draw("{% pagination page %}", page=single, request=request).strip() == ""


def test_blocks_escape_what_people_typed() -> None:
    html = draw(
        '{% panel "note" title %}<p>{{ typed }}</p>{% endpanel %}{% tag "good" typed %}',
        title="<b>",
        typed="<script>",
    )
    assert "<script>" not in html
    assert "<b>" not in html
    assert "<p>&lt;script&gt;</p>" in html
