"""What the import contracts cannot see: the habits of the house, checked on every file.

Each test lists its offenders as `file:line: what`, so that a failure says where to look.
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, OneToOneField

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "recert"
DESKS = ("web", "cli")

# The order of pyproject.toml's contract, highest first. Rooms of one line are neighbours.
FLOORS = (
    {"web", "cli"},
    {"reporting"},
    {"register"},
    {"appeals"},
    {"audits", "verification", "completions"},
    {"enrolments"},
    {"renewals"},
    {"standing", "payments"},
    {"transcript", "statements"},
    {"catalogue", "credentials", "enquiries"},
    {"rulebooks"},
    {"people"},
    {"notices"},
    {"journal"},
    {"lib", "rules"},
)
HEIGHT = {room: -number for number, rooms in enumerate(FLOORS) for room in rooms}

FORBIDDEN_NAMES = {"utils", "util", "helpers", "common", "core", "base", "manager", "service"}
FORBIDDEN_NAMES |= {"managers", "services", "misc", "signals"}
GIVEN_NAMES = {PACKAGE / "web" / "sqlite3" / "base.py"}  # Django looks for a database there
MOST_LINES = 400


def sources(*folders: str) -> list[Path]:
    """The Python files under these folders of the checkout, migrations aside."""
    return sorted(
        file
        for folder in folders
        for file in (ROOT / folder).rglob("*.py")
        if "migrations" not in file.parts
    )


def below_the_desks() -> list[Path]:
    """Every file of the law and the record."""
    return [file for file in sources("recert") if file.relative_to(PACKAGE).parts[0] not in DESKS]


def where(file: Path, node: ast.AST) -> str:
    return f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call of the tree with what is called, written out: `date.today`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


# ---------------------------------------------------------------- the clock

CLOCK = re.compile(
    r"(^|\.)((date|datetime)\.(today|now|utcnow)|timezone\.(now|localdate|localtime)"
    r"|time\.(time|time_ns|monotonic|localtime|gmtime))$"
)


def clock_readings(source: str, file: Path) -> list[str]:
    tree = ast.parse(source)
    found = [f"{where(file, node)}: {name}()" for name, node in calls(tree) if CLOCK.search(name)]
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add"):
            found.append(f"{where(file, node)}: {node.arg}")
        # The function itself, handed over to be called later (`default=timezone.now`).
        if isinstance(node, ast.keyword) and CLOCK.search(ast.unparse(node.value)):
            found.append(f"{where(file, node)}: {ast.unparse(node.value)}")
    return found


def test_nobody_below_the_desks_reads_the_clock() -> None:
    found = [o for file in below_the_desks() for o in clock_readings(file.read_text(), file)]
    assert found == []


def test_the_desks_read_the_clock_in_one_place_each() -> None:
    own = {PACKAGE / desk / "clock.py" for desk in DESKS}
    desks = [file for file in sources("recert/web", "recert/cli") if file not in own]
    assert [o for file in desks for o in clock_readings(file.read_text(), file)] == []


@pytest.mark.parametrize(
    "source",
    [
        "date.today()",
        "datetime.datetime.now(tz)",
        "timezone.now()",
        "time.time()",
        "DateField(auto_now=True)",
        "DateTimeField(default=timezone.now)",
    ],
)
def test_a_reading_of_the_clock_is_noticed(source: str) -> None:
    assert clock_readings(source, PACKAGE / "rules" / "invented.py")


# ---------------------------------------------------------------- floats


def floats(source: str, file: Path) -> list[str]:
    tree = ast.parse(source)
    found = [
        f"{where(file, node)}: {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]
    found += [f"{where(file, node)}: {n}()" for n, node in calls(tree) if n in ("float", "round")]
    found += [
        f"{where(file, node)}: {node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("FloatField", "DecimalField")
    ]
    return found


def test_there_are_no_floats_below_the_desks() -> None:
    assert [o for file in below_the_desks() for o in floats(file.read_text(), file)] == []


@pytest.mark.parametrize("source", ["x = 0.1", "float('1')", "round(x)", "models.FloatField()"])
def test_a_float_is_noticed(source: str) -> None:
    assert floats(source, PACKAGE / "rules" / "invented.py")


# ---------------------------------------------------------------- rooms


def test_every_room_has_its_place_in_the_order() -> None:
    rooms = {folder.parent.name for folder in PACKAGE.glob("*/__init__.py")}
    assert rooms == set(HEIGHT)


def test_foreign_keys_point_down_and_leave_no_name_above() -> None:
    """A key to a higher room would turn the house upside down, and no import shows it."""
    found = []
    for model in apps.get_models():
        room = model._meta.app_label
        if not model.__module__.startswith("recert."):
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey | OneToOneField | ManyToManyField):
                continue
            other = field.related_model._meta.app_label
            if other == room or not field.related_model.__module__.startswith("recert."):
                continue
            if HEIGHT[other] >= HEIGHT[room]:
                found.append(f"{model.__name__}.{field.name} points up to {other}")
            # Django gives a name of its own to "+" where many point to many.
            if not (field.remote_field.related_name or "").endswith("+"):
                found.append(f"{model.__name__}.{field.name} needs related_name='+'")
    assert found == []


def test_rooms_are_made_of_the_same_few_files() -> None:
    found = []
    rooms = [r for r in HEIGHT if r not in (*DESKS, "lib", "rules")]
    for room in rooms:
        if not (PACKAGE / room / "apps.py").exists():
            found.append(f"{room} has no apps.py")
        if (
            not (PACKAGE / room / "queries.py").exists()
            and not (PACKAGE / room / "queries").is_dir()
        ):
            found.append(f"{room} has no queries")
    assert found == []


def test_desks_do_not_borrow_from_one_another() -> None:
    """What two desks need belongs to `components`; a desk is a package with addresses."""
    web = PACKAGE / "web"
    desks = {urls.parent.name for urls in web.glob("*/urls.py")}
    found = []
    for desk in desks:
        for file in sorted((web / desk).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                    "recert.web"
                ):
                    borrowed = set((node.module or "").split(".")[2:3]) & (desks - {desk})
                    found += [f"{where(file, node)}: {other}" for other in borrowed]
    assert found == []


# ---------------------------------------------------------------- files


def test_files_stay_short() -> None:
    files = sources("recert", "tests", "benchmarks")
    assert [
        f"{file.relative_to(ROOT)}: {lines} lines"
        for file in files
        if (lines := len(file.read_text().splitlines())) > MOST_LINES
    ] == []


def test_nothing_is_imported_inside_a_function() -> None:
    found = []
    for file in sources("recert", "tests", "benchmarks"):
        for outer in ast.walk(ast.parse(file.read_text())):
            if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
                found += [
                    where(file, node)
                    for node in ast.walk(outer)
                    if isinstance(node, ast.Import | ast.ImportFrom)
                ]
    assert found == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in set(PACKAGE.rglob("*")) - GIVEN_NAMES
        if path.stem in FORBIDDEN_NAMES and (path.suffix == ".py" or path.is_dir())
    ]
    assert found == []


def test_queries_are_counted_where_the_order_of_tests_makes_no_difference() -> None:
    """By `tests.counting` or pytest-django's fixtures, which read the editions first."""
    found = [
        where(file, node)
        for file in sources("tests")
        for name, node in calls(ast.parse(file.read_text()))
        if name.rpartition(".")[2] in {"CaptureQueriesContext", "assertNumQueries"}
    ]
    assert [each.partition(":")[0] for each in found] == ["tests/counting.py"]


# ---------------------------------------------------------------- what is committed


def committed() -> list[Path]:
    """Every text file that git keeps."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def test_the_locks_hold_hashes_and_no_address() -> None:
    for lock in sorted(ROOT.glob("requirements*.txt")):
        text = lock.read_text()
        assert "://" not in text, f"{lock.name} names a host"
        pins = re.findall(r"^[a-z0-9-]+==", text, re.MULTILINE)
        assert len(pins) == len(re.findall(r"^[a-z0-9-]+==[^\n]* \\$", text, re.MULTILINE)), (
            f"{lock.name} has a package without hashes"
        )


def test_no_committed_file_knows_the_machine_it_was_written_on() -> None:
    # A path begins after a blank or a quote; inside an address the same letters are nobody's.
    mark = re.compile(r"(?<![\w.])/(?:work|root|home)/\w")
    found = []
    for file in committed():
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{file.relative_to(ROOT)}: {path}" for path in mark.findall(text)]
    assert found == []
