"""The site of the API: its description, its doors, and how it says no."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError, ValidationErrorContext
from ninja.openapi.schema import OpenAPISchema

from recert.lib.refusals import Refused
from recert.web.api import catalogue, completions
from recert.web.api.keys import ApiKey, say_allowance
from recert.web.api.problems import (
    MEDIA_TYPE,
    NOT_FOUND,
    UNREADABLE,
    Halted,
    malformed,
    problem,
    refused,
)
from recert.web.api.reading import StrictParser, body_of

FIRST_ERROR = 400


class Api(NinjaAPI):
    """Says in its description what it answers, and lets nothing be kept by a cache."""

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        """The answer before it is filled."""
        body_of(request)
        answer = super().create_temporal_response(request)
        answer.headers["Cache-Control"] = "no-store"
        say_allowance(request, answer)
        return answer

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[Any]]
    ) -> ValidationError:
        """What is malformed, with what was sent, so that it can be said again."""
        return ValidationError(
            [
                {**error, "loc": (context.model.__ninja_param_source__, *error["loc"])}
                for context in error_contexts
                for error in context.pydantic_validation_error.errors(include_url=False)
            ]
        )

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The description. It takes half a second to make, so each process makes it once."""
        if path_prefix is None:
            path_prefix = self.get_root_path(path_params or {})
        return _described(self, path_prefix)

    def describe(self, path_prefix: str) -> OpenAPISchema:
        """The description, made anew; problems have a media type of their own."""
        schema = super().get_openapi_schema(path_prefix=path_prefix)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    content = answer.get("content", {})
                    if int(status) >= FIRST_ERROR and "application/json" in content:
                        content[MEDIA_TYPE] = content.pop("application/json")
        return schema


@cache
def _described(described: Api, path_prefix: str) -> OpenAPISchema:
    return described.describe(path_prefix)


api = Api(
    title="recert completions API",
    version="1",
    description="Report who completed what, and have it stand in their transcript at once.",
    auth=ApiKey(),
    parser=StrictParser(),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
api.add_router("/v1", completions.router)
api.add_router("/v1", catalogue.router)


def _answered(request: HttpRequest, halted: Halted) -> HttpResponse:
    answer = problem(halted)
    if halted.kind.status == 401:  # what the header belongs to
        answer.headers["WWW-Authenticate"] = 'Bearer realm="recert"'
    say_allowance(request, answer)
    return answer


@api.exception_handler(Halted)
def on_halted(request: HttpRequest, error: Halted) -> HttpResponse:
    """A request that ended with a problem."""
    return _answered(request, error)


@api.exception_handler(Refused)
def on_refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """What an action refused."""
    return _answered(request, refused(error))


@api.exception_handler(ValidationError)
def on_malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What does not have the shape it must have."""
    return _answered(request, malformed(error.errors))


@api.exception_handler(HttpError)
def on_unread(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that could not be read: the parser left word of why."""
    halted: Halted | None = getattr(request, "_halted", None)
    return _answered(request, halted or Halted(UNREADABLE, str(error)))


@api.exception_handler(Http404)
def on_missing(request: HttpRequest, _error: Http404) -> HttpResponse:
    """There is none such, or it is another's: the two look alike."""
    return _answered(request, Halted(NOT_FOUND, _("There is none such that this key can see.")))
