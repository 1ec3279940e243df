"""Shapes of leave: who may ask to be excused, when, what it gives, what it costs."""

from __future__ import annotations

from recert.rules.rulebook import Gives, Leave
from recert.rules.shapes.shape import Shape
from recert.rules.shapes.signs import rule

SHAPES = (
    Shape("hardship-window", "fitness L14", "asked for on certain days after the cycle only",
          rule(Leave, lambda leave: leave.asked is not None)),
    Shape("asked-before-the-end", "fitness L14", "asked for before the last day only",
          rule(Leave, lambda leave: leave.closes is not None)),
    Shape("asked-around-the-end", "fitness F10", "asked for within so many days of the last one",
          rule(Leave, lambda leave: leave.opens is not None or leave.late is not None)),
    Shape("leave-for-reasons", "professions S5", "granted for certain reasons",
          rule(Leave, lambda leave: bool(leave.grounds))),
    Shape("more-time-asked", "fitness F10, professions S5", "a later last day, for whoever asks",
          rule(Leave, lambda leave: leave.gives is Gives.EXTEND)),
    Shape("more-time-paid", "professions S1", "a fee for more time, once it is granted",
          rule(Leave, lambda leave: bool(leave.fee))),
    Shape("months-away", "professions A3", "less is due for the months somebody was away",
          rule(Leave, lambda leave: leave.lessens is not None)),
    Shape("leave-leaves-some", "professions S5", "all but so much is spared",
          rule(Leave, lambda leave: bool(leave.leaves))),
    Shape("leave-spares", "professions S5", "requirements are spared",
          rule(Leave, lambda leave: leave.gives is Gives.WAIVE)),
    Shape("leave-so-long", "professions S5", "only what lasts so long in a cycle counts",
          rule(Leave, lambda leave: leave.at_least is not None)),
)  # fmt: skip
