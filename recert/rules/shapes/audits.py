"""Shapes of audits: who is drawn, how a case goes, how it ends, what proves an activity."""

from __future__ import annotations

from recert.rules.rulebook import Audit, Moment, Occasion, Proof, Selection, Strata, Target
from recert.rules.shapes.shape import Shape
from recert.rules.shapes.signs import either, rule
from recert.rules.vocabulary import Evidence

_BULK = (Occasion.MONTH, Occasion.QUARTER, Occasion.YEAR, Occasion.TWO_YEARS, Occasion.CYCLE)

SHAPES = (
    Shape("audit-draw", "fitness A1, professions S3", "some renewals are drawn by lot",
          rule(Audit, lambda a: a.drawn is Selection.RANDOM)),
    Shape("audit-share", "fitness A1", "an exact percentage is drawn",
          rule(Audit, lambda a: a.percent is not None)),
    Shape("audit-bound", "fitness A1", "a bound or a range is published, the figure is not",
          rule(Audit, lambda a: a.percent_at_least is not None or a.percent_at_most is not None)),
    Shape("audit-strata", "fitness A2", "a share of each credential or level by itself",
          rule(Audit, lambda a: a.strata in (Strata.CREDENTIAL, Strata.LEVEL))),
    Shape("audit-in-bulk", "fitness A3, professions S3", "drawn all at once, every so often",
          rule(Audit, lambda a: a.per in _BULK)),
    Shape("audit-on-payment", "fitness A3", "drawn at the moment of paying",
          rule(Audit, lambda a: a.per is Occasion.PAYMENT and a.drawn is Selection.RANDOM)),
    Shape("audit-everyone", "fitness A7", "nobody is drawn: everyone sends everything",
          rule(Audit, lambda a: a.drawn is Selection.EVERYONE)),
    Shape("audit-again", "professions S3", "whoever failed is looked at again in any case",
          rule(Audit, lambda a: Target.FAILED in a.taken)),
    Shape("audit-targeted", "professions S3", "whoever is late or renews on a condition",
          rule(Audit, lambda a: bool(a.taken - {Target.FAILED}))),
    Shape("audit-first", "fitness A11", "the renewal waits until the audit is closed",
          rule(Audit, lambda a: a.waits is True and a.moment is Moment.BEFORE)),
    Shape("audit-answer", "fitness A4", "days to answer an audit",
          rule(Audit, lambda a: a.answer is not None)),
    Shape("audit-review", "fitness A4", "days for the body to look at the answer",
          rule(Audit, lambda a: a.review is not None)),
    Shape("audit-look-back", "fitness A5", "how long after renewing an audit may come",
          rule(Audit, lambda a: a.look_back is not None)),
    Shape("audit-keep", "fitness A5", "how long proof is kept",
          rule(Audit, lambda a: a.keep is not None)),
    Shape("audit-replace", "fitness A8", "what is not accepted may be replaced",
          rule(Audit, lambda a: bool(a.replace or a.replace_within))),
    Shape("audit-failing", "fitness A8, professions S3", "what failing an audit does",
          rule(Audit, lambda a: a.failing is not None)),
    Shape("audit-cure", "fitness A8", "time to put a failed audit right",
          rule(Audit, lambda a: a.cure is not None)),
    Shape("audit-deferral", "fitness A9", "an audit may be put off so long",
          rule(Audit, lambda a: a.defer is not None)),
    Shape("proof", "fitness A10", "which papers prove an activity",
          either(rule(Proof, lambda p: bool(p.accepted)), rule(Proof, lambda p: bool(p.shows)))),
    Shape("proof-not-own", "fitness A10", "one's own list is no proof",
          rule(Proof, lambda p: Evidence.OWN_LOG in p.refused)),
)  # fmt: skip
