"""What a clause or a head can get wrong though every word in it is known."""

from __future__ import annotations

import pytest

from recert.rules.reading import read_rulebook
from tests.rules.reading.test_rulebooks import HEADER


@pytest.mark.parametrize(
    ("rule", "key", "words"),
    [
        ("cycle: {length: 0 days}", "length", "cannot last no time"),
        ("cycle: {length: 1 year, starts-after-late: 2026-02-01}", "starts-after-late", "fixed"),
        ("cycle: {ends-on: 2026-08-31}", "", "Add length"),
        ("cycle: {fixed: {from: 2026-01-01, to: 2026-12-31}, ends-on: 2026-12-31}",
         "ends-on", "delete one"),
        ("cycle: {length: 2 years, ends-on: 2026-08-31, ends: month-end}", "ends", "delete one"),
        ("cycle: {length: 2 years, ends-yearly: '06-30', ends: month-end}",
         "ends-yearly", "delete all but one"),
        ("cycle: {length: 18 months, ends-yearly: '06-30'}", "length", "write whole years"),
        ("cycle: {length: 2 years, ends-yearly: '02-29'}", "ends-yearly", "every year has"),
        ("cycle: {length: 18 months, ends: birth-month}", "length", "write whole years"),
        ("cycle: {fixed: {from: 2026-01-01, to: 2026-12-31}, ends: birth-month}",
         "ends", "nobody's birth"),
        ("cycle: {length: 2 years, first-at-least: 6 months}", "first-at-least", "ends-on"),
        ("cycle: {length: 2 years, ends: month-end, parity: birth-year}", "parity", "ends-on"),
        ("cycle: {length: 3 years, ends: year-end, parity: birth-year}", "parity", "2 years"),
        ("cycle: {length: 1 year, ends: year-end, credit: {length: 0 days, ends: '12-31'}}",
         "credit.length", "in no time"),
        ("cycle: {length: 1 year, ends: year-end, credit: {length: 1 year, ends: '31 March'}}",
         "credit.ends", "month and day"),
        ("cycle: {length: 1 year, ends: year-end, credit: {length: 1 year, ends: '02-29'}}",
         "credit.ends", "every year has"),
        ("cycle: {length: 1 year, from-month: true, credit: {length: 1 year, ends: '12-31'}}",
         "from-month", "delete one"),
        ("cycle: {length: 1 year, opens: 30 days, closes: 2 months}", "closes", "before it opens"),
        ("window: {what: {topics: law}}", "", "it narrows nothing"),
        ("window: {instead: 1 year, within: 1 year}", "within", "keep one"),
        ("once: {ever: true, within: 1 year}", "within", "keep one"),
        ('fee: {for: late, prices: [{cycle-at-least: 3, cycle-at-most: 2, is: "1.00"}]}',
         "prices[1].cycle-at-most", "below at least"),
        ('fee: {for: late, prices: [{cycle-at-most: 0, is: "1.00"}]}',
         "prices[1].cycle-at-most", "from 1"),
        ('fee: {for: late, prices: [{every-nth-cycle: 1, is: "1.00"}]}',
         "prices[1].every-nth-cycle", "2 or more"),
        ('fee: {for: late, prices: [{late: {after: 1 year, until: 1 year}, is: "1.00"}]}',
         "prices[1].late.until", "no later than it begins"),
        ('fee: {for: late, prices: [{attributes: {tier: high}, is: "1.00"}]}',
         "prices[1].attributes.tier", "add asks"),
        ('fee: {for: late, prices: [{attributes: {birth-month: may}, is: "1.00"}]}',
         "prices[1].attributes.birth-month", "no answer"),
        ("admit: {what: {}}", "", "it names nothing"),
        ("refuse: {what: {not: {}}}", "what.not", "refuse everything"),
        ("refuse: {what: {grade-at-least: good}}", "what.grade-at-least", "letter grade"),
        ("refuse: {what: {completed: {from: 2026-02-02, to: 2026-02-01}}}",
         "what.completed.to", "correct from or to"),
        ("once: {times: 0}", "times", "write 1 or more"),
        ("measure: {by: each, units: ceu}", "units", "only belong to by: award"),
        ("measure: {by: each, minutes: 50}", "minutes", "only belong to by: hours"),
        ("measure: {by: hours, minutes: 0}", "minutes", "write how many"),
        ('measure: {by: each, at-least: "2", at-most: "1"}', "at-most", "below at-least"),
        ('need: {of: everything, amount: "3", per: half-year, accepts: {it: "0"}}',
         "accepts.it", "none of it is accepted"),
        ('need: {of: everything, amount: "3", ever: true, within: 1 year, exclusive: other}',
         "within", "keep one"),
        ('need: {of: everything, amount: "3", ever: true, per: cycle-year}', "per", "no windows"),
        ('need: {of: everything, amount: "3", within: 9 years, prorated: {months: whole}}',
         "prorated", "nothing is unfinished"),
        ('need: {of: everything, amount: "3", in-one: true}', "in-one", "two categories or more"),
        ('limit: {of: everything, share: "1"}', "share", "between 0 and 1"),
        ('limit: {of: everything, amount: "1", base: required}', "base", "write share"),
        ("carry: {}", "", "Add at-most"),
        ('carry: {at-most: "1", periods: 0}', "periods", "one cycle or more"),
        ('carry: {at-most: "1", owes-again: true}', "owes-again", "add owes"),
        ('carry: {owes: "0"}', "owes", "no debt of nothing"),
        ('carry: {at-most: "1", relabel: education}', "relabel", 'no category "education"'),
        ('several: {needs: shared, at-most: "60"}', "at-most", "add each-extra"),
        ("measure: {by: hours, prepared-once: true}", "prepared-once", "add preparation"),
        ("gate: {membership: true, lasting: 3 years}", "lasting", "only belongs to done"),
        ("gate: {done: {topics: law}, lasting: 3 years, ever: true}", "lasting", "delete times"),
        ("gate: {membership: true, days-beyond: 3}", "days-beyond", "only belongs to documents"),
        ("gate: {attests: truth, issued-within: 1 year}", "issued-within", "to documents"),
        ("route: {examination: true, needs: total}", "needs", "no needs of its own"),
        ("route: {subjects: 'ace:cpt'}", "subjects", "examination: true"),
        ("route: {at-test-centre: true}", "at-test-centre", "examination: true"),
        ("route: {extends: 2 years, extends-from: today}", "extends-from", "pass or expiry"),
        ("route: {extends-from: pass}", "extends-from", "by how long"),
        ("route: {to-level: expert}", "to-level", 'no level "expert"'),
        ("route: {needs: totals}", "needs", 'did you mean "total"?'),
        ('fee: {for: renewal, prices: "1.00", filed: {}}', "filed", "it has no days"),
        ('fee: {for: renewal, prices: "1.00", late: {after: 1 year, until: 12 months}}',
         "late.until", "no later than it begins"),
        ('fee: {for: late, prices: [{member: true, is: "1.00"}, {member: true, is: "2.00"}]}',
         "prices[2]", "for the same people"),
        ('fee: {for: late, prices: [{countries: us, is: "1.00"}]}',
         "prices[1].countries", "no country code"),
        ('fee: {for: late, prices: [{holds-at-least: 3, holds-at-most: 2, is: "1.00"}]}',
         "prices[1].holds-at-most", "below at least"),
        ('fee: {for: late, prices: [{certified: {from: 2026-02-02, to: 2026-02-01}, is: "1.00"}]}',
         "prices[1].certified.to", "correct from or to"),
        ("fee: {for: late, prices: {member: true}}", "prices", "a list of rows"),
        ("fee: {for: late, prices: []}", "prices", "no rows"),
        ('carry: {at-most: "1", of: live}', "of", 'no category "live"'),
        ('carry: {at-most: "1", barred: ethics}', "barred", 'no need "ethics"'),
        ("breadth: {at-least: 1, among: total}", "among", 'no category "total"'),
        ("several: {}", "", "it says nothing"),
        ("audit: {}", "", "it says nothing"),
        ('audit: {percent: "0"}', "percent", "between 0 and 100"),
        ("note:", "", "needs keys with values"),
    ],
)  # fmt: skip
def test_a_fault_is_told_where_it_stands(rule: str, key: str, words: str) -> None:
    kind = rule.partition(":")[0]
    total = '  total:\n    need: {of: everything, amount: "2"}\n    says: T.\n    source: EX1\n'
    clause = f"  it:\n    says: It.\n    source: EX1\n    {rule}\n"
    _, problems = read_rulebook(HEADER + total + clause)
    found = [problem for problem in problems if words in problem.message]
    assert found, problems
    path = f"clauses.it.{kind}"
    assert [problem.path for problem in found] == [f"{path}.{key}" if key else path]
    assert found[0].line == 22


@pytest.mark.parametrize(
    ("old", "new", "path", "words"),
    [
        ("body: ace", "body: ACE Inc", "body", "small letters"),
        ("edition: 2026", "edition: 2026 (new)", "edition", "letters, digits"),
        ('per-hour: "0.1"', 'per-hour: "0"', "unit.per-hour", "worth nothing"),
        ("read: 2026-11-21", "read: 2026-11-21, standing: sure", "sources.EX1.standing", "mirror"),
        ("in-force: {from: 2026-01-01, by: cycle-end}\n", "", "", '"in-force" is missing'),
        (", by: cycle-end", "", "in-force", "the date that chooses"),
        ("sources: {EX1: {", "sources: {EX 1: {", "sources.EX 1", "not a good name"),
        ("credentials: {cpt: {name: Personal Trainer, levels: []}}", "credentials: {}",
         "credentials", "nothing is here"),
        ("    says: Two years.\n", "    says: Two years.\n    who: {credentials: gei}\n",
         "clauses.period.who.credentials", 'no credential "gei"'),
        ("    says: Two years.\n", "    says: Two years.\n    who: {first-cycle: true}\n",
         "clauses.period.who.first-cycle", "cannot depend on which cycle"),
        ("currency: USD\n", "currency: USD\nasks: {tier: {says: Which?, answers: high}}\n",
         "asks.tier.answers", "list the others"),
        ("currency: USD\n",
         "currency: USD\nasks: {tier: {says: Which?, answers: [high, low], assumed: lw}}\n",
         "asks.tier.assumed", 'did you mean "low"?'),
        ("currency: USD\n", "currency: USD\nasks: {Tier: {says: Which?, answers: [a, b]}}\n",
         "asks.Tier", "not a good name"),
    ],
)  # fmt: skip
def test_a_fault_of_the_head_is_told(old: str, new: str, path: str, words: str) -> None:
    assert HEADER.count(old) == 1
    _, problems = read_rulebook(HEADER.replace(old, new))
    assert [problem.path for problem in problems if words in problem.message] == [path], problems


@pytest.mark.parametrize(
    "clauses",
    [
        # One after the other; for different people; chosen by different dates.
        (
            'a: {need: {of: everything, amount: "1"}, until: 2026-05-31}\n'
            'b: {need: {of: everything, amount: "2"}, since: 2026-06-01}'
        ),
        (
            'a: {need: {of: everything, amount: "1"}, who: {member: true}}\n'
            'b: {need: {of: everything, amount: "2"}, who: {member: false}}'
        ),
        (
            'a: {fee: {for: late, prices: "1.00", late: {until: 3 months}}}\n'
            'b: {fee: {for: late, prices: "2.00", late: {after: 3 months, until: 1 year}}}'
        ),
        (
            'a: {fee: {for: discount, prices: "1.00", filed: {to: 2026-05-31}}}\n'
            'b: {fee: {for: discount, prices: "2.00", filed: {from: 2026-06-01}}}'
        ),
        (
            "a: {lapse: {stage: {until: 6 months}, name: grace}}\n"
            "b: {lapse: {stage: {after: 6 months}, name: closed}}"
        ),
        # Months between two stages of which nothing is said.
        (
            "a: {lapse: {stage: {until: 6 months}, name: grace}}\n"
            "b: {lapse: {stage: {after: 9 months}, name: closed}}"
        ),
        # Two ways to renew, each with a total of its own.
        (
            'a: {need: {of: everything, amount: "1"}}\n'
            'b: {need: {of: everything, amount: "2"}}\n'
            "c: {route: {needs: a}}\nd: {route: {needs: b}}"
        ),
        'a: {limit: {of: everything, amount: "1"}}\nb: {limit: {of: everything, share: "0.5"}}',
    ],
)
def test_what_does_not_contradict_is_no_overlap(clauses: str) -> None:
    lines = [f"  {line[:-1]}, says: It., source: EX1}}\n" for line in clauses.splitlines()]
    rulebook, problems = read_rulebook(HEADER + "".join(lines))
    assert problems == ()
    assert rulebook is not None


def test_a_condition_names_a_question_and_one_of_its_answers() -> None:
    asks = "currency: USD\nasks: {tier: {says: Which?, answers: [high, low]}}\n"
    for condition, path, words in (
        ("{tier: high}", "", ""),
        ("{birth-year: odd}", "", ""),
        ("{tier: hig}", "clauses.period.who.attributes.tier", 'did you mean "high"?'),
        ("{tire: high}", "clauses.period.who.attributes.tire", 'did you mean "tier"?'),
    ):
        text = HEADER.replace("currency: USD\n", asks).replace(
            "    says: Two years.\n",
            f"    says: Two years.\n    who: {{attributes: {condition}}}\n",
        )
        _, problems = read_rulebook(text)
        assert [each.path for each in problems] == ([path] if path else [])
        assert all(words in each.message for each in problems)
