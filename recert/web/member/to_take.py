"""What to take: real courses for the plan, and some that together finish it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.enrolments.choices import Choice
from recert.enrolments.proposing import Bundle, Filled, Fitting, Proposal, proposal_for
from recert.rules.amounts import Money
from recert.rules.findings import RequirementFinding
from recert.standing.filling import Comes
from recert.standing.queries import Held
from recert.standing.words import amount_words, day_words, join, money_words, requirement_name
from recert.standing.words.plainly import need_name
from recert.standing.words.planning import Said, plan_sentences
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.components.class_words import ClassView, class_view
from recert.web.components.naming import certification_letters
from recert.web.components.place_words import cents_words
from recert.web.components.worth import WorthView, could_be
from recert.web.member.planned import plan_view

MOST = 3
"""So many courses are shown for each thing to do."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A class on the page: when, where, for how much, and what it does."""

    choice: Choice
    view: ClassView
    price: str
    member_of: str  # the body whose member price it is
    until: str = ""  # for what goes at one's own pace
    is_held: bool = False  # it is over, and waits to be reported
    worths: tuple[WorthView, ...] = ()
    fills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Together:
    """Courses that are taken together."""

    says: str
    is_enough: bool
    offers: tuple[Offer, ...]
    finished: str  # which certifications lack no credit then, where that is not all
    missing: tuple[str, ...]  # what is short even then


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do, and courses for it."""

    sentence: str
    offers: tuple[Offer, ...]
    is_whole: bool  # each of them does something of all that it serves
    courses: tuple[tuple[str, str], ...]  # the catalogue for each certification: name, address


@signed_in
def to_take(request: MemberRequest) -> HttpResponse:
    """Courses for everything that is missing."""
    at = now(request)
    only = request.GET.get("for", "")[:24]
    proposal = proposal_for(request.user, at, only)
    held = {each.standing.holding: each for each in proposal.outlook.held}
    telling = _Telling(held, at, only if only in held else "")
    bundles = [telling.together(each) for each in proposal.bundles]
    context = {
        "plan": plan_view(proposal.outlook, telling.only),
        "only": telling.name,
        "together": bundles[0] if bundles else None,
        "cheaper": bundles[1] if len(bundles) > 1 else None,
        "todos": list(telling.todos(proposal)),
    }
    return render(request, "member/to_take.html", context)


@dataclass(frozen=True, slots=True)
class _Telling:
    """Puts courses into words for somebody with these certifications."""

    held: dict[str, Held]
    at: datetime
    only: str  # one certification, by public id, or all

    @property
    def name(self) -> str:
        """The one certification; empty where it is about all."""
        return self._letters(self.only) if self.only else ""

    def together(self, bundle: Bundle) -> Together:
        taken = bundle.taken
        missing = tuple(
            self._missing(holding, clause, since, short)
            for (holding, clause, since), short in taken.lack.items()
        )
        offers = tuple(self._taken(bundle, each) for each in bundle.choices)
        finished = ""
        if missing and bundle.finished:
            names = join(self._letters(id) for id in bundle.finished)
            finished = ngettext(
                "%(names)s lacks no credit then.",
                "%(names)s lack no credit then.",
                len(bundle.finished),
            ) % {"names": names}
        says = _says(bundle, self.name)
        return Together(says, taken.is_enough, offers, finished, missing)

    def todos(self, proposal: Proposal) -> Iterator[Todo]:
        fits = dict(proposal.lines)
        for said in plan_sentences(proposal.outlook.plan, proposal.outlook.names):
            if self.only and self.only not in said.holdings:
                continue
            fitting = _first(fit for line in said.lines for fit in fits.get(line, ()))
            yield Todo(
                said.sentence,
                tuple(self._fitting(each) for each in fitting),
                all(each.is_whole for each in fitting),
                tuple(self._catalogues(said)),
            )

    def _catalogues(self, said: Said) -> Iterator[tuple[str, str]]:
        for id in said.holdings:
            yield self._letters(id), f"{reverse('public:catalogue')}?fills={id}"

    def _taken(self, bundle: Bundle, choice: Choice) -> Offer:
        found = bundle.taken.findings(choice.offered)
        comes = [
            Comes(held.certification, held.rulebook, finding)
            for held, finding in ((self.held[id], finding) for id, finding in found.items())
            if finding.counted
        ]
        by = bundle.taken.by.get(choice.offered.activity.id)
        return self._offer(choice, by, worths=could_be([tuple(comes)])[0])

    def _fitting(self, fit: Fitting) -> Offer:
        fills = tuple(self._fills(each) for each in fit.fills)
        return self._offer(fit.choice, None, fills=fills)

    def _offer(
        self,
        choice: Choice,
        by: date | None,
        worths: tuple[WorthView, ...] = (),
        fills: tuple[str, ...] = (),
    ) -> Offer:
        price = choice.price
        return Offer(
            choice,
            class_view(choice.row, self.at),
            cents_words(price.cents, price.currency),
            price.member_of.name if price.member_of else "",
            until=_("by %(day)s") % {"day": day_words(by)} if by else "",
            is_held=choice.row.ends_at is not None and choice.row.ends_at <= self.at,
            worths=worths,
            fills=fills,
        )

    def _letters(self, holding: str) -> str:
        held = self.held[holding]
        return certification_letters(held.certification, held.rulebook)

    def _fills(self, filled: Filled) -> str:
        """Of which certification it fills how much of what."""
        return _("%(name)s: fills %(amount)s of %(short)s missing") % {
            "name": self._what(filled.holding, filled.finding),
            "amount": amount_words(filled.amount, ""),
            "short": self._amount(filled.holding, filled.finding, filled.finding.short),
        }

    def _missing(self, holding: str, clause: str, since: date | None, short: Fraction) -> str:
        requirements = self.held[holding].standing.requirements
        finding = next(
            (each for each in requirements if (each.clause, each.since) == (clause, since)), None
        ) or next((each for each in requirements if each.clause == clause), None)
        if finding is None:
            return self._letters(holding)
        words = self._what(holding, finding), self._amount(holding, finding, short)
        return _("%(name)s: %(amount)s") % dict(zip(("name", "amount"), words, strict=True))

    def _what(self, holding: str, finding: RequirementFinding) -> str:
        """The certification, and what of it where that is not all its credit."""
        book = self.held[holding].rulebook
        assert book is not None  # what is short has an edition that says so
        name = need_name(book, finding.clause)
        if finding.kind == "breadth":
            name = requirement_name(finding, book)
        letters = self._letters(holding)
        return f"{letters}, {name}" if name else letters

    def _amount(self, holding: str, finding: RequirementFinding, amount: Fraction) -> str:
        book = self.held[holding].rulebook
        unit = book.unit.name if book is not None and finding.kind != "breadth" else ""
        return amount_words(amount, unit)


def _first(fits: Iterable[Fitting]) -> list[Fitting]:
    """A few courses, each once; those that fill all of a line before others."""
    found: dict[int, Fitting] = {}
    for each in sorted(fits, key=lambda fit: not fit.is_whole):
        found.setdefault(each.choice.row.edition.course_id, each)
    return list(found.values())[:MOST]


def _says(bundle: Bundle, name: str) -> str:
    """What these courses do together, for how much, by when."""
    many = len(bundle.choices)
    words = {"n": many, "cost": _cost(bundle), "name": name}
    if any(each.row.ends_at is not None for each in bundle.choices):
        words["cost"] = _("%(cost)s, by %(day)s") % {**words, "day": day_words(bundle.by)}
    if not bundle.taken.is_enough:
        says = ngettext(
            "No course we found finishes all of it. This one does most: %(cost)s.",
            "No courses we found finish all of it. These %(n)s do most: %(cost)s.",
            many,
        )
    elif name:
        says = ngettext(
            "This course finishes all the credit you are missing for %(name)s: %(cost)s.",
            "These %(n)s courses finish all the credit you are missing for %(name)s: %(cost)s.",
            many,
        )
    else:
        says = ngettext(
            "This course finishes all the credit you are missing: %(cost)s.",
            "These %(n)s courses finish all the credit you are missing: %(cost)s.",
            many,
        )
    return says % words


def _cost(bundle: Bundle) -> str:
    sums = [money_words(Money(cents, each)) for each, cents in sorted(bundle.sums.items())]
    if sums:
        return join(sums)
    return _("nothing more to pay") if any(e.place for e in bundle.choices) else _("free")


urlpatterns = [path("to-take/", to_take, name="to_take")]
