"""The shape of the house that import-linter cannot see: foreign keys, circles, signatures, sizes, names."""

from __future__ import annotations

import ast
import configparser
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "pilotage"
PLATFORM = SOURCE / "platform"
LONGEST = 500
GRAB_BAGS = {"utils", "util", "common", "misc", "helpers", "helper"}

# `audit` and `parties` stand below `access`, where the Viewer is made: they cannot know it.
BELOW_ACCESS = {"audit", "parties"}
# These make the Viewer in the first place.
MAKES_THE_VIEWER = {"viewer_of", "viewer_by_token"}
# Says whose chain an event belongs to; changes nothing.
CHANGES_NOTHING = {"tenant_of"}


def test_foreign_keys_point_downward_only():
    rank = {room: n for n, room in enumerate(_storeys())}
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in rank
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is not None
        if rank.get(field.related_model._meta.app_label, -1) > rank[model._meta.app_label]
    ]
    assert upward == []


def test_no_circle_inside_a_room():
    """Module-level imports within one room form no loop."""
    circles = []
    for room in _rooms():
        try:
            TopologicalSorter(_imports_within(room)).prepare()
        except CycleError as error:
            circles.append(" → ".join(error.args[1]))
    assert circles == []


def test_queries_take_the_viewer_first():
    wrong = [
        f"{path.relative_to(ROOT)}: {function.name}"
        for path, function in _public_functions("queries")
        if _room(path) not in BELOW_ACCESS and function.name not in MAKES_THE_VIEWER
        if function.returns is None
        or ast.unparse(function.returns) != "NotFound"  # says no, reads nothing
        if [a.arg for a in function.args.posonlyargs + function.args.args][:1] != ["viewer"]
    ]
    assert wrong == []


def test_actions_say_by_whom_and_when():
    """Keyword-only `by` and `at`: an action can neither be called in the dark nor read the clock."""
    wrong = [
        f"{path.relative_to(ROOT)}: {function.name}"
        for path, function in _public_functions("actions")
        if function.name not in CHANGES_NOTHING
        if not {"by", "at"} <= {a.arg for a in function.args.kwonlyargs}
    ]
    assert wrong == []


def test_files_stay_readable():
    """About 400 lines is the time to split by noun; 500 is the end."""
    long = [
        f"{path.relative_to(ROOT)}: {lines} lines"
        for path in [*_modules(), *(ROOT / "tests").rglob("*.py")]
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    ]
    assert long == []


def test_no_grab_bags():
    """A thing is named by what it is; there is no drawer for the rest."""
    bags = [
        str(path.relative_to(ROOT))
        for path in SOURCE.rglob("*")
        if path.stem in GRAB_BAGS and "vendor" not in path.parts
    ]
    assert bags == []


def test_pages_are_named_not_spelled():
    """A word to somebody links a page by its name: a moved page takes its links with it."""
    pages = {
        f"/{match[1]}"
        for match in re.finditer(r'path\("([a-z]+/)', _text(SOURCE / "web" / "urls.py"))
    }
    spelled = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted(PLATFORM.rglob("*.py"))
        for node in ast.walk(ast.parse(_text(path)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if node.value.startswith(tuple(pages))
    ]
    assert pages
    assert spelled == []


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _storeys() -> list[str]:
    """Platform rooms from the lowest to the highest, as `.importlinter` lists them."""
    contract = configparser.ConfigParser()
    contract.read(ROOT / ".importlinter", encoding="utf-8")
    return contract["importlinter:contract:platform-rooms"]["layers"].split()[::-1]


def _modules() -> list[Path]:
    return [p for p in sorted(SOURCE.rglob("*.py")) if "migrations" not in p.parts]


def _rooms() -> list[Path]:
    """Second-level packages: `engines/law`, `web/shell` …"""
    return sorted(p.parent for p in SOURCE.glob("*/*/__init__.py"))


def _room(path: Path) -> str:
    return path.relative_to(PLATFORM).parts[0]


def _public_functions(kind: str) -> Iterator[tuple[Path, ast.FunctionDef]]:
    """Public functions of every platform room's `<kind>.py`, or those that the package `<kind>/` hands out."""
    for path in PLATFORM.glob(f"*/{kind}.py"):
        yield from ((path, one) for one in _functions(path))
    for face in PLATFORM.glob(f"*/{kind}/__init__.py"):
        handed_out = {name for node in _body(face) for name in _names(node)}
        for path in face.parent.glob("*.py"):
            yield from ((path, one) for one in _functions(path) if one.name in handed_out)


def _functions(path: Path) -> list[ast.FunctionDef]:
    found = [node for node in _body(path) if isinstance(node, ast.FunctionDef)]
    return [node for node in found if not node.name.startswith("_")]


def _names(node: ast.stmt) -> list[str]:
    return [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []


def _body(path: Path) -> list[ast.stmt]:
    return ast.parse(path.read_text(encoding="utf-8")).body


def _imports_within(room: Path) -> dict[str, set[str]]:
    """Module → modules of the same room that it imports at its top level."""
    package = ".".join(["pilotage", *room.relative_to(SOURCE).parts])
    modules = {_dotted(p): p for p in room.rglob("*.py") if "migrations" not in p.parts}
    return {
        name: {target for target in _targets(path, modules) if target != name}
        for name, path in modules.items()
        if name.startswith(package)
    }


def _targets(path: Path, modules: dict[str, Path]) -> Iterator[str]:
    for node in _body(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            found = [name for name in inner if name in modules]
            yield from found
            if len(found) < len(inner) and node.module in modules:
                yield node.module


def _dotted(path: Path) -> str:
    parts = ["pilotage", *path.relative_to(SOURCE).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
