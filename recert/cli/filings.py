"""What `recert audits verify` says of applications that were drawn as they came."""

from __future__ import annotations

from collections import Counter

from recert.rules.sampling.filings import Filings


def true_filings(period: Filings) -> list[str]:
    """What was checked of a record without faults, and what no file can prove."""
    size = Counter(each.stratum for each in period.filings)
    drawn = Counter(each.stratum for each in period.filings if each.drawn)
    since, until = (f"{each:%Y-%m-%d %H:%M} UTC" for each in (period.since, period.until))
    return [
        f"{period.title} ({period.body}), from {since} to {until}",
        "Everything in this record holds.",
        "  The secret: it is the one committed to.",
        f"  {len(period.filings):,} applications: each had the chance of its stratum and weight,",
        "  and was drawn, or not, as the secret says.",
        *(f"  {name}: {drawn[name]:,} drawn of {size[name]:,}." for name in sorted(size)),
        "What no file can prove, so please look yourself:",
        f"  that the commitment {period.commitment} was public from {since} on;",
        "  that every application is in the list.",
    ]


def about_filing(period: Filings, id: str) -> list[str]:
    """One identifier: with what chance, and was it drawn."""
    filing = next((each for each in period.filings if each.id == id), None)
    if filing is None:
        return [f"{id} is not in the list of this period."]
    why = f" ({filing.taken or filing.spared})" if filing.taken or filing.spared else ""
    was = "It was drawn." if filing.drawn else "It was not drawn."
    return [
        f"{id} is in the list, in the stratum “{filing.stratum}”.",
        f"Its chance was {filing.probability}{why}.",
        was,
    ]
