"""The API against its own description: whatever fits it or not, it answers as it says.

Schemathesis makes up the requests. Its other phase, which follows links from answer to answer,
is left out: it takes minutes, and what links there are the other tests follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as examples
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error, unsupported_method
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from recert.completions.models import Completion, Report
from tests.completions.scene import sent, set_birthdays
from tests.teaching import Teaching
from tests.web.api.calling import key_for

AnyCase: TypeAlias = Case[Any]

WSGI = get_wsgi_application()

CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    unsupported_method,
]
EXAMPLES = {GenerationMode.POSITIVE: 4, GenerationMode.NEGATIVE: 8}


def served(environ: dict[str, Any], start_response: Any) -> Any:
    """The site, asked by somebody who has an address."""
    return WSGI({"REMOTE_ADDR": "192.0.2.7", **environ}, start_response)


@pytest.fixture
def described(db: None) -> Iterator[schemathesis.BaseSchema]:
    """The description as the site gives it. The test's connection stays open between requests."""
    signals = (request_started, request_finished)
    for each in signals:
        each.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/openapi.json", served)
    for each in signals:
        each.connect(close_old_connections)


def operations(described: schemathesis.BaseSchema) -> list[Any]:
    found: list[Any] = list(described.get_all_operations())
    return [each.ok() for each in found]


def has_wrong_body(case: AnyCase) -> bool:
    """Whether a body that does not fit was sent; what else the address says may be passed over."""
    component = case.meta.components.get(ParameterLocation.BODY) if case.meta else None
    return component is not None and component.mode is GenerationMode.NEGATIVE


@pytest.mark.parametrize("mode", EXAMPLES)
def test_every_answer_is_as_described(
    teaching: Teaching, described: schemathesis.BaseSchema, mode: GenerationMode
) -> None:
    set_birthdays(teaching)
    _source, token = key_for(teaching)
    known = {"public_id": sent(teaching).public_id, "number": teaching.course.number}
    found = operations(described)
    for operation in found:

        @seed(5)
        @examples(
            max_examples=EXAMPLES[mode],
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: AnyCase) -> None:
            cache.clear()  # how often may be asked is tried elsewhere
            if mode is GenerationMode.POSITIVE:
                case.path_parameters = {
                    name: known.get(name, value) for name, value in case.path_parameters.items()
                }
            answer = case.call(headers={"Authorization": f"Bearer {token}"})
            checks = CHECKS + [negative_data_rejection] * has_wrong_body(case)
            case.validate_response(answer, checks=checks)

        ask()
    assert len(found) == 12


def test_nothing_is_done_without_a_key(
    teaching: Teaching, described: schemathesis.BaseSchema
) -> None:
    for operation in operations(described):

        @seed(5)
        @examples(max_examples=3, deadline=None, database=None, phases=[Phase.generate])
        @given(case=operation.as_strategy())
        def ask(case: AnyCase) -> None:
            cache.clear()
            assert case.call().status_code == 401

        ask()
    assert not Completion.objects.exists()
    assert not Report.objects.exists()
