"""What the pages about learning systems need in the world, beside `tests.teaching`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from recert.catalogue.actions.sources import open_source
from recert.catalogue.models import Source, SourceKind
from recert.completions.from_statements.linking import link_activity
from recert.completions.from_statements.queries import accounts_waiting, activities_sent
from recert.completions.from_statements.taking import advance_statements
from recert.completions.hooks import open_hook_for_body, open_hook_for_provider
from recert.completions.models import Hook, HookEvent, Posting, Retraction
from recert.statements.storing import store
from tests.cast import NOW
from tests.teaching import Teaching

COURSE = "https://moodle.lab.example/course/view.php?id="


@dataclass(frozen=True, slots=True)
class Systems:
    """Movement Lab's Moodle: one course linked, one not, two accounts wait, one was undone."""

    source: Source
    retraction: Retraction
    said: str  # the id of a statement about the course that is linked
    waiting: str  # the id of a completion whose account nobody is linked to
    told: Hook  # Movement Lab's own system
    told_by_acsm: Hook


def set_systems(teaching: Teaching) -> Systems:
    """Let Moodle say what was completed."""
    source, _secret = open_source(
        by=teaching.nia, at=NOW, provider_slug=teaching.lab.slug, kind=SourceKind.STATEMENTS,
        name="Moodle of the Lab",
    )  # fmt: skip
    say(source, *(completed(name, course) for name in ("7", "8") for course in (2, 3)))
    source = link_activity(
        by=teaching.nia, at=NOW, provider_slug=teaching.lab.slug, source_id=source.public_id,
        activity=f"{COURSE}2", course_id=teaching.course.public_id,
    )  # fmt: skip
    advance_statements(at=NOW)
    undone = "https://xapi.edlm/profiles/edlm-lms/concepts/verbs/uncompleted"
    say(source, completed("8", 2) | {"verb": {"id": undone}})
    advance_statements(at=NOW)
    retraction = Retraction.objects.get(source=source)
    said = next(each for each in activities_sent(source) if each.course).statement_id
    waiting = next(iter(accounts_waiting(source))).completion_id
    told, _secret = open_hook_for_provider(
        by=teaching.nia, at=NOW, provider_slug=teaching.lab.slug, events=list(HookEvent),
        address="https://lab.example/told",
    )  # fmt: skip
    told_by_acsm, _secret = open_hook_for_body(
        by=teaching.cast.hal, at=NOW, body_slug="acsm", events=list(HookEvent),
        address="https://acsm.example/told",
    )  # fmt: skip
    return Systems(source, retraction, said, waiting, told, told_by_acsm)


def grow_systems(systems: Systems, number: int) -> None:
    """Let Moodle say more, of more people and courses, and take more of it back."""
    names = [f"{number}-{each}" for each in range(4)]
    say(systems.source, *(completed(name, course) for name in names for course in (2, number + 9)))
    advance_statements(at=NOW)
    undone = {"id": "https://xapi.edlm/profiles/edlm-lms/concepts/verbs/uncompleted"}
    say(systems.source, *(completed(name, 2) | {"verb": undone} for name in names))
    advance_statements(at=NOW)
    for hook in (systems.told, systems.told_by_acsm):
        Posting.objects.bulk_create(
            Posting(hook=hook, event=event, happened_at=NOW, not_before=NOW) for event in HookEvent
        )


def completed(name: str, course: int) -> dict[str, Any]:
    """That somebody completed a course, as Moodle says it."""
    return {
        "actor": {
            "account": {"homePage": "https://moodle.lab.example", "name": name},
            "name": f"Learner {name}",
        },
        "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"},
        "object": {
            "id": f"{COURSE}{course}",
            "definition": {
                "type": "https://w3id.org/xapi/cmi5/activitytype/course",
                "name": {"en": f"Ethics, part {course}"},
            },
        },
        "timestamp": NOW.isoformat(),
    }


def say(source: Source, *statements: dict[str, Any]) -> None:
    """Let a system say something."""
    authority = {
        "objectType": "Agent",
        "account": {"homePage": "https://here.example", "name": "k"},
    }
    store(source=source, at=NOW, authority=authority, sent=statements, attached={})
