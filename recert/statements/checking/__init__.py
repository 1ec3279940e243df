"""Checking: whether something is an xAPI 1.0.3 statement. Plain data in, the first fault out."""

from recert.statements.called import name_of
from recert.statements.checking.agents import check_agent, check_agent_or_group
from recert.statements.checking.faults import Fault
from recert.statements.checking.forms import (
    check_iri,
    check_uuid,
    read_timestamp,
)
from recert.statements.checking.plainness import MOST_DEPTH, check_plain, read_json
from recert.statements.checking.wholes import check_statement

__all__ = [
    "MOST_DEPTH",
    "Fault",
    "check_agent",
    "check_agent_or_group",
    "check_iri",
    "check_plain",
    "check_statement",
    "check_uuid",
    "name_of",
    "read_json",
    "read_timestamp",
]
