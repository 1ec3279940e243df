"""What a policy says of audits, and what it leaves to a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache

import pytest

from recert.rules import auditing
from recert.rules import rulebook as b
from recert.rules.auditing import Objection, Proving, objection_to, proof_for, share_said
from recert.rules.facts import Activity, Kind
from recert.rules.reading import read_rulebook
from recert.rules.reading.folders import read_body
from recert.rules.rulebook import Audit, Length, Occasion, Rulebook, Selection, Strata, Target
from recert.rules.vocabulary import Evidence
from recert.rules.writing import write_rulebook
from tests.rules.people import FOLDER

DAY = date(2026, 11, 21)


@cache
def edition(body: str, name: str) -> Rulebook:
    return next(each for each in read_body(FOLDER / body).rulebooks if each.edition == name)


def draw_of(body: str, name: str) -> auditing.Ordered:
    (ordered,) = auditing.draws_on(edition(body, name), DAY)
    return ordered


def test_acsms_draw_is_completed_by_the_clause_beside_it() -> None:
    clause, rule = draw_of("acsm", "2025")
    assert clause.id == "audit"
    assert (rule.drawn, rule.strata, rule.per) == (
        Selection.RANDOM,
        Strata.CREDENTIAL,
        Occasion.YEAR,
    )
    assert (rule.answer, rule.look_back) == (Length(days=30), Length(years=1))
    assert share_said(rule) == (None, None)  # not published: a person decides
    ((outcomes, more),) = auditing.beside(edition("acsm", "2025"), clause, DAY)
    assert outcomes.id == "audit-outcomes"
    assert (more.replace, more.failing, more.cure) == (True, b.Failing.INACTIVE, Length(years=1))


def test_only_what_speaks_of_the_same_people_completes_a_draw() -> None:
    book = edition("acsm", "2025")
    clause, _rule = draw_of("acsm", "2025")
    outcomes = book.clause("audit-outcomes")
    others = tuple(each for each in book.clauses if each is not outcomes)
    of_some = replace(outcomes, who=b.Who(credentials=frozenset({"cep"})))
    assert auditing.beside(replace(book, clauses=(*others, of_some)), clause, DAY) == ()


@pytest.mark.parametrize(
    ("body", "name", "share", "per", "taken"),
    [
        ("ausactive", "2022", (Fraction(10), None), Occasion.TWO_YEARS, set()),
        ("aapc", "2015", (Fraction(25), None), None, set()),
        ("ncsf", "2024", (Fraction(100), None), Occasion.FILING, set()),
        ("nsca", "2024-2026", (None, None), Occasion.PAYMENT, set()),
        ("fl-pe", "2017", (None, None), Occasion.CYCLE, {Target.FAILED}),
        (
            "ny-social-work",
            "2015",
            (None, None),
            Occasion.MONTH,
            {Target.FAILED, Target.CONDITIONAL},
        ),
    ],
)
def test_what_bodies_publish(
    body: str,
    name: str,
    share: tuple[Fraction | None, int | None],
    per: Occasion | None,
    taken: set[Target],
) -> None:
    _clause, rule = draw_of(body, name)
    assert (share_said(rule), rule.per, set(rule.taken)) == (share, per, taken)


@pytest.mark.parametrize(
    ("rule", "percent", "objection"),
    [
        (Audit(percent_at_least=Fraction(3)), "2", Objection.TOO_FEW),
        (Audit(percent_at_least=Fraction(3)), "3", None),
        (Audit(percent_at_most=Fraction(3)), "4", Objection.TOO_MANY),
        (Audit(percent_at_least=Fraction(8), percent_at_most=Fraction(10)), "9", None),
        (Audit(percent=Fraction(10)), "9", Objection.OTHER),
        (Audit(percent=Fraction(10)), "10", None),
        (Audit(drawn=Selection.EVERYONE), "50", Objection.OTHER),
        (Audit(drawn=Selection.TARGETED), "1", Objection.NOT_A_SHARE),
        (Audit(drawn=Selection.RANDOM), "1", None),
    ],
)
def test_a_figure_entered_is_held_against_the_clause(
    rule: Audit, percent: str, objection: Objection | None
) -> None:
    assert objection_to(rule, percent=Fraction(percent)) is objection


def test_a_number_against_a_number() -> None:
    assert objection_to(Audit(number=25), number=24) is Objection.OTHER
    assert objection_to(Audit(number=25), number=25) is None
    assert objection_to(Audit(drawn=Selection.TARGETED), number=0) is None


def test_strata_are_the_credentials_and_levels_the_clause_speaks_of() -> None:
    book, ordered = edition("acsm", "2025"), draw_of("acsm", "2025")
    strata = auditing.strata_of(book, ordered, percent=Fraction(5))
    assert [each.name for each in strata] == [each.id for each in book.credentials]
    assert {each.percent for each in strata} == {Fraction(5)}
    with pytest.raises(ValueError, match="How many are drawn"):
        auditing.strata_of(book, ordered)
    clause, rule = ordered
    one = (replace(clause, who=b.Who(credentials=frozenset({"cep"}))), rule)
    assert [each.name for each in auditing.strata_of(book, one, number=4)] == ["cep"]
    together = (clause, replace(rule, strata=Strata.TOGETHER))
    (all_,) = auditing.strata_of(book, together, number=4)
    assert (all_.name, all_.number) == (auditing.ALL_TOGETHER, 4)


def test_levels_are_strata_of_their_own_unless_the_clause_says_otherwise() -> None:
    assert auditing.stratum_name(None, "cpt", "two") == "cpt/two"
    assert auditing.stratum_name(Strata.LEVEL, "cpt", "") == "cpt"
    assert auditing.stratum_name(Strata.CREDENTIAL, "cpt", "two") == "cpt"


def test_a_silent_audit_orders_nothing() -> None:
    assert auditing.audits_on(edition("isc2", "2024"), DAY) == ()


def done(kind: Kind) -> Activity:
    return Activity(id="x", title="Something", kind=kind, completed=date(2026, 3, 1))


def test_what_proves_an_activity_at_acsm() -> None:
    proving = proof_for(edition("acsm", "2025"), done(Kind.COURSE), DAY)
    assert proving == Proving(
        accepted=frozenset(
            {
                Evidence.CERTIFICATE,
                Evidence.ATTENDANCE_LETTER,
                Evidence.TRANSCRIPT,
                Evidence.PUBLICATION,
            }
        ),
        refused=frozenset({Evidence.OWN_LOG}),
        shows="",
        clauses=("proof",),
    )
    service = proof_for(edition("acsm", "2025"), done(Kind.COMMITTEE_SERVICE), DAY)
    assert service is not None
    assert service.accepted == {Evidence.CONFIRMATION}
    assert service.refused == {Evidence.OWN_LOG}
    assert service.clauses == ("proof-of-service", "proof")


def test_where_the_policy_names_no_proof_nothing_is_made_up() -> None:
    assert proof_for(edition("aapc", "2015"), done(Kind.COURSE), DAY) is None


HEAD = """
body: example
name: Example
edition: "2026"
in-force: {from: 2026-01-01, by: cycle-end}
unit: {name: CEC, per-hour: "1"}
zone: America/New_York
currency: USD
rationale: Because it changes that fast.
rationale-source: PAGE
credentials: {trainer: {name: Trainer}}
sources: {PAGE: {title: Renewing, address: "https://example.org", read: 2026-11-21}}
clauses:
  cycle: {cycle: {length: 2 years}, says: Two years., source: PAGE}
"""


@pytest.mark.parametrize(
    ("clause", "says"),
    [
        ('audit: {percent: "10", number: 5}', "keep one way"),
        ('audit: {percent: "101"}', "between 0 and 100"),
        ('audit: {percent-at-least: "9", percent-at-most: "8"}', "is below percent-at-least"),
        ('audit: {drawn: everyone, percent: "10"}', "leaves no share to draw"),
        ("audit: {drawn: targeted}", "whom?"),
        ('audit: {light: "1"}', "lies between 0 and 1"),
        ("audit: {spared-cycles: 0}", "nobody is spared"),
        ("audit: {number: 0}", "nobody is drawn"),
        ("audit: {working-days: true}", "days of what?"),
        ("audit: {answer: 1 month, working-days: true}", "only days can be working days"),
        ("audit: {replace: false, replace-within: 60 days}", "nothing may be replaced"),
        ("audit: {moment: after-renewal, waits: true}", "nothing left to wait"),
        ("audit: {moment: before-renewal, look-back: 1 year}", "ends after the renewal"),
        ("audit: {moment: after-renewal, notice: 9 days}", "comes before the renewal"),
        ("audit: {keep: {from: activity}}", "how long?"),
        ("audit: {keep: {cycles: 2, from: activity}}", "delete from"),
        ("audit: {keep: {cycles: 0}}", "no time"),
        ("audit: {cure: 0 days}", "no time at all"),
        ("audit: {}", "it says nothing"),
        ("proof: {}", "what proves it?"),
        ("proof: {accepted: own-log}", "proves nothing to anybody else"),
        ("proof: {accepted: [card, receipt], refused: card}", "accepted and refused"),
    ],
)
def test_a_clause_that_cannot_be_meant_is_refused(clause: str, says: str) -> None:
    text = f"{HEAD}  wrong:\n    {clause}\n    says: So.\n    source: PAGE\n"
    rulebook, problems = read_rulebook(text)
    assert rulebook is None
    assert [says in str(problem) for problem in problems] == [True], problems


def test_the_head_says_why_and_where_that_is_said() -> None:
    rulebook, problems = read_rulebook(HEAD)
    assert problems == ()
    assert rulebook is not None
    assert rulebook.rationale == "Because it changes that fast."
    assert read_rulebook(write_rulebook(rulebook))[0] == rulebook
    for wrong, says in (
        (HEAD.replace("rationale-source: PAGE", "rationale-source: PAGES"), "no source"),
        (HEAD.replace("rationale: Because it changes that fast.\n", ""), "the source of what?"),
    ):
        none, problems = read_rulebook(wrong)
        assert none is None
        assert says in str(problems[0])
