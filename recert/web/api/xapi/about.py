"""About: which versions are spoken here; and what is known of an activity or somebody."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from recert.statements.checking import Fault, check_agent, check_iri, name_of, read_json
from recert.statements.models import MOST_NAME
from recert.statements.queries import activity_of, agent_names_of
from recert.web.api.xapi.asking import Asked
from recert.web.api.xapi.door import VERSIONS, resource


@resource("GET", is_open=True)
def about(asked: Asked) -> HttpResponse:
    """The versions spoken here, for anybody."""
    asked.only()
    return JsonResponse({"version": list(VERSIONS)})


@resource("GET")
def activities(asked: Asked) -> HttpResponse:
    """An activity, as the source last described it."""
    asked.only("activityId")
    if "activityId" not in asked.given:
        raise Fault("activityId", "is missing")
    check_iri(MOST_NAME)(asked.given["activityId"], "activityId")
    return JsonResponse(activity_of(asked.sender, asked.given["activityId"]))


@resource("GET")
def agents(asked: Asked) -> HttpResponse:
    """Somebody as xAPI calls a Person: what is asked by, and under which names they are known."""
    asked.only("agent")
    if "agent" not in asked.given:
        raise Fault("agent", "is missing")
    who = read_json(asked.given["agent"])
    check_agent(who, "agent")
    assert isinstance(who, dict)  # an agent is one
    names = agent_names_of(asked.sender, name_of(who))
    given = [who["name"]] if "name" in who else []
    found = {
        kind: [who[kind]] for kind in ("mbox", "mbox_sha1sum", "openid", "account") if kind in who
    }
    known = list(dict.fromkeys((*given, *names)))
    return JsonResponse({"objectType": "Person", **({"name": known} if known else {}), **found})
