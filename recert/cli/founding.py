"""Founding: an empty database gets all its tables at once, as the models have them.

Running every migration there ever was, one after the other, takes ten times as long and ends at
the same tables; a test compares the two. Migrations are for databases that have something to keep.
"""

from __future__ import annotations

from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def found_empty_database() -> bool:
    """Lay all tables and note every migration as run; False where there is anything already.

    All or nothing: what is cut off in the middle leaves an empty database.
    """
    executor = MigrationExecutor(connection)
    recorder = executor.recorder
    recorder.ensure_schema()
    with connection.cursor() as cursor:
        is_empty = set(connection.introspection.table_names(cursor)) == {
            recorder.Migration._meta.db_table
        }
    if not is_empty or recorder.applied_migrations():
        return False
    with connection.schema_editor() as editor:
        for model in apps.get_models():  # what joins two of them is made with the first
            if model._meta.managed and model._meta.can_migrate(connection):
                editor.create_model(model)
        for room, name in executor.loader.graph.nodes:
            recorder.record_applied(room, name)
    return True
