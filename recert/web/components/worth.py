"""Worth: what one activity comes to under each certification held, made ready for a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.credentials.models import Certification
from recert.rules.amounts import ZERO, show
from recert.rules.findings import ActivityFinding, Code, Reason, Standing, Verdict
from recert.rules.rulebook import Rulebook
from recert.standing.filling import Comes
from recert.standing.queries import Held, Worth
from recert.standing.words import amount_words, reason_sentence, verdict_of_activity
from recert.web.components.clauses import ClauseView, clause_view
from recert.web.components.naming import certification_letters, name_in, rulebook_url

OPEN = frozenset(
    {Code.NEEDS_PERSON, Code.NOT_ADMITTED, Code.REFUSED, Code.NOT_MEASURED, Code.SILENT}
)
UNSAID = frozenset({Code.NOT_MEASURED, Code.SILENT})
OUTSIDE = frozenset(
    {Code.OUT_OF_WINDOW, Code.BEFORE_CERTIFICATION, Code.AFTER_DEADLINE, Code.NOT_YET}
)
"""It belongs to no open cycle: nothing is wrong with the activity itself."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an activity came to: tone, words, and a word or two for a narrow column."""

    tone: str
    words: str | Promise
    short: str | Promise = ""


IN_FULL = Outcome("good", lazy("Counts in full"))
IN_PART = Outcome("warn", lazy("Counts in part"))
UNTIL_REVIEWED = Outcome("ask", lazy("Counts until a reviewer decides"))
REVIEWED_FIRST = Outcome("ask", lazy("A reviewer decides"), lazy("to ask"))
CARRIED = Outcome("note", lazy("Carried into the next cycle"), lazy("carried"))
NOTHING = Outcome("quiet", lazy("Does not count"))
POLICY_SILENT = Outcome("ask", lazy("The policy does not say"), lazy("unsaid"))
NO_POLICY = Outcome("ask", lazy("No policy covers this day"), lazy("no policy"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """One reason in words, with the clause behind it where there is one."""

    sentence: str
    clause: ClauseView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorthView:
    """What an activity counts for under one certification, and why not more."""

    id: str
    name: str
    body: str
    letters: str
    unit: str
    counted: Fraction
    claimed: Fraction
    tone: str
    word: str
    sentence: str
    whys: tuple[Why, ...]
    is_open: bool  # whether the body could still decide that it counts for more
    change: str = ""

    @property
    def counted_words(self) -> str:
        """What counts, with its unit."""
        return amount_words(self.counted, self.unit)


def would_be(worth: Iterable[Worth]) -> list[WorthView]:
    """What an activity would come to (or has just come to), with what it changes."""
    return [
        _view(each.certification, each.rulebook, each.finding, each.after, _change(each))
        for each in worth
    ]


def could_be(courses: Iterable[tuple[Comes, ...]]) -> list[tuple[WorthView, ...]]:
    """What each course of a list would come to; what comes to the same is said once."""
    said: dict[tuple[str, int], WorthView] = {}

    def view(each: Comes) -> WorthView:
        key = each.certification.public_id, id(each.finding)
        if key not in said:
            said[key] = _view(each.certification, each.rulebook, each.finding, None)
        return said[key]

    return [tuple(map(view, comes)) for comes in list(courses)]


def comes_to(held: Iterable[Held], activity_id: str) -> list[WorthView]:
    """What an entry comes to today under every certification held."""
    return [
        _view(
            each.certification, each.rulebook, finding_of(each.standing, activity_id), each.standing
        )
        for each in held
    ]


def finding_of(standing: Standing, activity_id: str) -> ActivityFinding | None:
    """What the standing found about an activity, if it looked at it."""
    return next((each for each in standing.activities if each.activity == activity_id), None)


def outcome_of(finding: ActivityFinding | None, standing: Standing | None) -> Outcome:
    """What an activity came to, in a few words; without a standing, wherever there is a finding."""
    covered = standing is None or standing.verdict is not Verdict.NOT_COVERED
    if finding is None or not covered:
        return NO_POLICY
    codes = {reason.code for reason in finding.reasons}
    if finding.counted > ZERO:
        if Code.NEEDS_PERSON in codes:
            return UNTIL_REVIEWED
        return IN_FULL if finding.counted >= finding.claimed else IN_PART
    if finding.carried > ZERO:
        return CARRIED
    if Code.NEEDS_PERSON in codes:
        return REVIEWED_FIRST
    return POLICY_SILENT if codes & UNSAID else NOTHING


def _view(
    certification: Certification,
    rulebook: Rulebook | None,
    finding: ActivityFinding | None,
    standing: Standing | None,
    change: str = "",
) -> WorthView:
    outcome = outcome_of(finding, standing)
    books = (rulebook,) if rulebook else ()
    return WorthView(
        id=certification.public_id,
        name=name_in(books, certification.credential),
        body=certification.body.name,
        letters=certification_letters(certification, rulebook),
        unit=rulebook.unit.name if rulebook else "",
        counted=finding.counted if finding else ZERO,
        claimed=finding.claimed if finding else ZERO,
        tone=outcome.tone,
        word=str(outcome.words),
        sentence=verdict_of_activity(finding, rulebook) if finding and rulebook else "",
        whys=_whys(finding, rulebook),
        is_open=bool(finding and {reason.code for reason in finding.reasons} & OPEN),
        change=change,
    )


def _whys(finding: ActivityFinding | None, rulebook: Rulebook | None) -> tuple[Why, ...]:
    if finding is None or rulebook is None:
        return ()
    return tuple(
        Why(sentence=reason_sentence(reason, rulebook), clause=_clause(reason, rulebook))
        for reason in finding.reasons
    )


def _clause(reason: Reason, rulebook: Rulebook) -> ClauseView | None:
    if not reason.clause:
        return None
    url = rulebook_url(rulebook)
    return clause_view(
        rulebook, rulebook.clause(reason.clause), f"{url}#{reason.clause}" if url else ""
    )


def _change(worth: Worth) -> str:
    """What is counted before and after, in one short sentence."""
    before, after = worth.before, worth.after
    if after.verdict is Verdict.NOT_COVERED:
        return ""
    numbers = {
        "before": show(before.counted),
        "after": amount_words(after.counted, after.unit),
    }
    if before.counted == after.counted:
        return _("In all, %(after)s count, with it or without it.") % numbers
    if before.verdict is not Verdict.READY and after.verdict is Verdict.READY:
        return _("From %(before)s to %(after)s in all. Then nothing is missing.") % numbers
    return _("From %(before)s to %(after)s in all.") % numbers
