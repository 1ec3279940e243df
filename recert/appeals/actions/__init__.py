"""What may happen to appeals and complaints: sent, assigned, talked over, decided."""

from recert.appeals.actions.by_link import take_back_by_link, write_by_link
from recert.appeals.actions.deciding import decide
from recert.appeals.actions.handling import assign, declare_conflict, promise, write_from_desk
from recert.appeals.actions.sending import appeal, complain, take_back, write_message

__all__ = [
    "appeal",
    "assign",
    "complain",
    "decide",
    "declare_conflict",
    "promise",
    "take_back",
    "take_back_by_link",
    "write_by_link",
    "write_from_desk",
    "write_message",
]
