"""Appeals and complaints in words: their state and outcome, with the tone of each."""

from __future__ import annotations

from recert.appeals.models import Matter, Outcome, State

TONES: dict[State, str] = {
    State.RECEIVED: "wait",
    State.ASSIGNED: "note",
    State.DECIDED: "quiet",
    State.WITHDRAWN: "quiet",
}
OUTCOME_TONES: dict[Outcome, str] = {
    Outcome.UPHELD: "quiet",
    Outcome.OVERTURNED: "good",
    Outcome.PARTLY: "good",
    Outcome.JUSTIFIED: "good",
    Outcome.PARTLY_JUSTIFIED: "good",
    Outcome.UNJUSTIFIED: "quiet",
}


def how_far(matter: Matter) -> tuple[str, str]:
    """Tone and word: the outcome once there is one, the state before."""
    if matter.outcome:
        outcome = Outcome(matter.outcome)
        return OUTCOME_TONES[outcome], str(outcome.label)
    state = State(matter.state)
    return TONES[state], str(state.label)
