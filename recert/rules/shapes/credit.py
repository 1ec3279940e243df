"""Shapes of credit: what counts, what it is worth, minima and maxima, carrying."""

from __future__ import annotations

from recert.rules.facts import Delivery, Kind, Unit
from recert.rules.rulebook import (
    EVERYTHING,
    Admit,
    Base,
    Breadth,
    By,
    Carry,
    Category,
    Clause,
    Judgement,
    Limit,
    Measure,
    Months,
    Need,
    Once,
    Per,
    Refuse,
    Route,
    Rulebook,
    Several,
)
from recert.rules.rulebook.outcomes import Among
from recert.rules.shapes.shape import Shape
from recert.rules.shapes.signs import both, categories, either, of, rule, what, who

COLLEGE = frozenset({Unit.SEMESTER_CREDIT, Unit.QUARTER_CREDIT, Unit.TRIMESTER_CREDIT})
PRACTICE = frozenset({Kind.PRACTICE, Kind.TEACHING, Kind.EMPLOYMENT})


def _topic(book: Rulebook, clause: Clause) -> bool:
    needed = isinstance(clause.rule, Need) and EVERYTHING not in clause.rule.of
    return needed and of(Need, lambda w: bool(w.topics))(book, clause)


def _two_axes(book: Rulebook, clause: Clause) -> bool:
    """A limit in a rulebook whose limits lie over categories of more than one scheme."""
    if not isinstance(clause.rule, Limit):
        return False
    limited = {name for _, limit in book.of_kind(Limit) for name in limit.of}
    schemes = {
        each.scheme for name, each in book.of_kind(Category) if name.id in limited and each.scheme
    }
    return len(schemes) > 1


def _nested(book: Rulebook, clause: Clause) -> bool:
    """A need over topics that are all among those of another need's category."""
    if not isinstance(clause.rule, Need) or EVERYTHING in clause.rule.of:
        return False
    own = [each.topics for each in categories(book, clause.rule.of) if each.topics]
    wider = [
        each.topics
        for other, need in book.of_kind(Need)
        if other.id != clause.id
        for each in categories(book, need.of)
    ]
    return any(small < large for small in own for large in wider)


def _shared_hours(book: Rulebook, clause: Clause) -> bool:
    """A need over a category, sharing its hours with another over a different one."""
    if not isinstance(clause.rule, Need) or clause.rule.exclusive:
        return False
    others = [n for o, n in book.of_kind(Need) if o.id != clause.id and not n.exclusive]
    return EVERYTHING not in clause.rule.of and any(
        EVERYTHING not in other.of and set(other.of) != set(clause.rule.of) for other in others
    )


SHAPES = (
    Shape("total", "fitness V1, professions A1", "a least total",
          rule(Need, lambda n: EVERYTHING in n.of)),
    Shape("by-credential", "fitness V2", "an amount by credential or level",
          who(Need, lambda w: bool(w.credentials or w.levels))),
    Shape("by-person", "fitness V2, professions A5", "an amount by something about the person",
          either(who(Need, lambda w: bool(w.attributes)),
                 who(Limit, lambda w: bool(w.attributes)))),
    Shape("by-origin", "fitness V3", "an amount by where the credits come from",
          either(who(Need, lambda w: w.all_own is not None),
                 rule(Route, lambda r: bool(r.needs)))),
    Shape("by-timeliness", "professions A4", "more is due when filing late",
          who(Need, lambda w: w.late is not None)),
    Shape("prorated", "professions A3", "an amount by the months held, rounded",
          rule(Need, lambda n: n.prorated is not None)),
    Shape("prorated-begun", "professions A3", "a month begun is a month",
          rule(Need, lambda n: n.prorated is not None and n.prorated.months is not Months.WHOLE)),
    Shape("several-add", "fitness C7, professions A6", "more for each further certification",
          either(rule(Several, lambda s: s.each_extra > 0),
                 who(Need, lambda w: w.holds_at_least is not None))),
    Shape("several-highest", "fitness C5, professions A6", "only the highest requirement is due",
          rule(Several, lambda s: s.needs is Among.HIGHEST)),
    Shape("several-share", "fitness C4, C6", "the same credits serve every certification held",
          rule(Several, lambda s: s.needs is Among.SHARED)),
    Shape("alternatives", "professions A8", "a choice between whole ways to renew by credits",
          rule(Route, lambda r: bool(r.needs))),
    Shape("in-one-subject", "professions A8", "so much in a single subject",
          rule(Need, lambda n: n.in_one)),
    Shape("breadth", "fitness M5, M6, professions A10", "something in several categories",
          rule(Breadth)),
    Shape("hours", "fitness V4, semantics 9", "so much for an hour of so many minutes",
          rule(Measure, lambda m: m.by is By.HOURS)),
    Shape("other-bodies", "fitness V5, P3", "conversion by who awarded the credit",
          rule(Measure, lambda m: m.by is By.AWARD and bool(m.awarders))),
    Shape("own-and-outside", "fitness V6", "another rate for the body's own courses",
          what(Measure, lambda w: w.own is not None)),
    Shape("assessed", "fitness V7", "another rate for what was assessed",
          what(Measure, lambda w: w.assessed is not None)),
    Shape("flat", "fitness V8, professions A7", "a flat value for each",
          rule(Measure, lambda m: m.by is By.EACH)),
    Shape("by-day", "fitness V8", "a value for each day or week",
          rule(Measure, lambda m: m.by in (By.DAY, By.WEEK))),
    Shape("service-years", "fitness V10, professions A7, D7", "a value for each year of service",
          rule(Measure, lambda m: m.by is By.YEAR)),
    Shape("college", "fitness V9", "college credit by semester or quarter",
          rule(Measure, lambda m: bool(m.units & COLLEGE))),
    Shape("grade", "fitness V9", "college courses with a least grade",
          either(what(Measure, lambda w: bool(w.grade_at_least)),
                 what(Admit, lambda w: bool(w.grade_at_least)),
                 what(Refuse, lambda w: bool(w.not_ and w.not_.grade_at_least)))),
    Shape("card-length", "fitness V11", "a value by how long a card lasts",
          what(Measure, lambda w: w.card_months is not None)),
    Shape("item-cap", "fitness V12, professions D3, semantics 1",
          "a single activity earns so much at most",
          rule(Measure, lambda m: m.at_most is not None)),
    Shape("item-floor", "fitness V12, professions D6", "below so much it earns nothing",
          rule(Measure, lambda m: m.at_least is not None)),
    Shape("rounding", "fitness V13, semantics 1", "rounding down, up, or to the nearest",
          rule(Measure, lambda m: m.rounding is not None)),
    Shape("non-contact-rate", "fitness V15", "another rate by delivery",
          either(what(Measure, lambda w: bool(w.deliveries)),
                 what(Measure, lambda w: bool(w.not_ and w.not_.deliveries)))),
    Shape("relevance", "professions D6", "only the relevant share counts, or a share is needed",
          rule(Measure, lambda m: bool(m.about))),
    Shape("preparation", "professions D3", "preparing to teach counts too",
          rule(Measure, lambda m: m.preparation is not None)),
    Shape("prepared-once", "professions D3", "preparing counts the first time only",
          rule(Measure, lambda m: m.prepared_once)),
    Shape("worth-nothing", "fitness M16, G8", "what earns nothing, and is told so",
          either(rule(Measure, lambda m: m.by is By.NOTHING), rule(Refuse))),
    Shape("category-cap", "fitness M1, professions C3, D2, semantics 2",
          "at most so much of a category",
          rule(Limit, lambda li: bool(li.amount))),
    Shape("two-axes", "fitness M2, semantics 3",
          "limits on two axes over the same credit", _two_axes),
    Shape("cap-by-person", "fitness M3, M9", "a limit that depends on the person",
          either(who(Limit, lambda w: w.certified is not None),
                 who(Limit, lambda w: bool(w.levels or w.credentials)))),
    Shape("beyond-limits", "fitness M4", "a higher standard without the limits",
          rule(Need, lambda n: n.beyond_limits)),
    Shape("share-of-counted", "professions C3, semantics 5", "at most a share of what counts",
          rule(Limit, lambda li: li.share is not None and li.base is Base.COUNTED)),
    Shape("share-of-required", "professions C3, semantics 5", "at most a share of what is required",
          rule(Limit, lambda li: li.share is not None and li.base is Base.REQUIRED)),
    Shape("cap-each", "professions D3", "at most so much for each provider or course",
          rule(Limit, lambda li: li.each is not None)),
    Shape("cap-a-year", "fitness M13, professions D2", "at most so much a year",
          rule(Limit, lambda li: li.per is not Per.CYCLE)),
    Shape("delivery-cap", "fitness M9, professions D1", "at most so much at one's own pace",
          of(Limit, lambda w: bool(w.deliveries))),
    Shape("live-minimum", "professions D1", "at least so much live",
          of(Need, lambda w: Delivery.IN_PERSON in w.deliveries)),
    Shape("own-minimum", "fitness M7", "at least so much of the body's own",
          of(Need, lambda w: w.own is True or bool(w.providers or w.awarded_by))),
    Shape("quality-minimum", "fitness M8", "at least so much of one class",
          both(rule(Need, lambda n: EVERYTHING not in n.of), of(Need, lambda w: not w.topics))),
    Shape("topic", "fitness M10, professions C1", "a topic inside the total", _topic),
    Shape("nested-topics", "professions C4", "a topic inside a topic", _nested),
    Shape("shared-hours", "professions C6", "one hour serves several needs", _shared_hours),
    Shape("one-hour-one-topic", "professions C2, C5, C10, semantics 3, 7",
          "an hour may serve only one of them",
          rule(Need, lambda n: bool(n.exclusive))),
    Shape("overflow", "professions C7", "what is over in one fills another, never back",
          rule(Need, lambda n: bool(n.exclusive) and len(n.of) > 1)),
    Shape("capped-service", "professions C8", "a category serves a need only so far",
          rule(Need, lambda n: bool(n.accepts))),
    Shape("practice-hours", "fitness M14", "hours of practice beside education",
          of(Need, lambda w: bool(w.kinds & PRACTICE))),
    Shape("times", "fitness M12", "so many times in a cycle",
          rule(Once, lambda o: not o.same_course)),
    Shape("repeats", "fitness M15, professions D5", "no course twice",
          rule(Once, lambda o: o.same_course)),
    Shape("approved", "fitness P1, professions D4", "only from approved providers or courses",
          either(what(Admit, lambda w: bool(w.awarded_by or w.providers)),
                 of(Need, lambda w: bool(w.awarded_by)))),
    Shape("scope", "fitness P2", "pre-approval is not needed; scope is judged", rule(Judgement)),
    Shape("refused", "fitness P5, semantics 10",
          "kinds that never count, and are told why", rule(Refuse)),
    Shape("new-certification", "fitness C8", "earning a certification earns credit",
          what(Measure, lambda w: bool(w.kinds & {Kind.CERTIFICATION, Kind.EXAMINATION}))),
    Shape("ordered", "fitness C9", "what the body ordered as a remedy never counts",
          what(Refuse, lambda w: w.ordered is True)),
    Shape("no-carry", "fitness C1, professions R1", "nothing passes into the next cycle",
          rule(Carry, lambda c: bool(c.at_most) and all(not row.amount for row in c.at_most))),
    Shape("carry-cap", "professions R2", "so much passes on",
          rule(Carry, lambda c: any(row.amount for row in c.at_most))),
    Shape("carry-age", "professions R3, semantics 4",
          "only what was earned late in the cycle passes on",
          rule(Carry, lambda c: c.earned_within is not None)),
    Shape("carry-type", "professions R4", "only some kinds pass on, or under another name",
          rule(Carry, lambda c: c.of != (EVERYTHING,) or bool(c.relabel))),
    Shape("carry-barred", "professions R5", "what was carried in cannot serve some needs",
          rule(Carry, lambda c: bool(c.barred))),
    Shape("carry-periods", "fitness C2, professions R6", "carried credit lasts several cycles",
          rule(Carry, lambda c: c.periods > 1)),
    Shape("carry-forfeits", "professions R8", "who uses carried credit carries nothing on",
          rule(Carry, lambda c: c.forfeits)),
    Shape("debt", "fitness C3", "a shortfall passes on as a debt",
          rule(Carry, lambda c: c.owes is not None)),
)  # fmt: skip
