"""An edition of the guild's policy that gives leave in every way."""

from __future__ import annotations

from recert.rulebooks.actions import publish_edition
from tests.renewals.guild import GUILD, NOW, Guild

_SOLD = GUILD.index("  more-time:")

LEAVE = (
    GUILD[:_SOLD]
    .replace('edition: "1"', 'edition: "2"')
    .replace("2020-01-01, by", "2020-06-01, by")
    + """  total:
    need: {of: everything, amount: "24"}
    says: Twenty-four.
    source: P
  child:
    leave: {gives: pause, grounds: parental, at-least: 10 days, at-most: 6 months, papers: true}
    says: A pause for a child, with papers.
    source: P
  months-ill:
    leave:
      {gives: lessen, grounds: illness, of: total, lessens: {months: whole},
       answer: 10 days, unanswered: granted}
    says: A month's part less for every month of illness.
    source: P
  asked-time:
    fee: {for: extension, prices: "99.00"}
    says: Sixty more days cost 99 once they are granted.
    source: P
  longer:
    leave:
      {gives: extend, opens: 60 days, closes: 0 days, lasts: 60 days, fee: asked-time,
       per-cycle: 1}
    says: Sixty more days, asked for in the last sixty.
    source: P
  hardship:
    leave: {grounds: bereavement, asked: {from: 2027-02-01, to: 2027-03-15}, decided-by: Board}
    says: The board hears of hardship from 1 February to 15 March.
    source: P
  flood:
    leave:
      {gives: waive, grounds: disaster, unless-audited: true, answer: 10 days,
       unanswered: denied}
    says: A requirement may be waived after a disaster, unless you are audited.
    source: P
"""
)


def give_leave(guild: Guild) -> None:
    """Publish it."""
    publish_edition(
        body=guild.body, text=LEAVE, by=guild.owner, at=NOW, cases_text="", name="leave.yaml"
    )
