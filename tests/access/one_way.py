"""Finds every function of `app` that hands out pupil data, by its types, and says why it may.

A function hands out pupil data when its return type holds, anywhere inside, a `PupilData`, a row of
the database, or, in the rooms that know pupils, `bytes` (a document) or `Any` (who knows). It may
do so when it is one of these, and of nothing else:

- `PURE`: it is given nothing to read with, so it returns what it was given, made up otherwise.
- `INNER`: it is given a `Connection` or an `Act`. Those are made at the doors only (`openers`),
  which is checked in the source.
- `DOOR`: opens an act: `acts.act`, `acts.acts` and what they share.
- `USE_CASE`: a public method of what stands on the desk; for each there is a recipe that calls it
  and shows that the log grew, and that a refusal is logged.
- `PRIVATE`: of the same class, reached only through its use cases.
- `ABOVE`: in the commands or the demo, given a `Desk`.

What this cannot see: pupil data in a `str`, a number or an exception's text (reviewed by hand: the
ids and counts in `values`, messages to people), a function that calls `INNER` ones and whose own
type says nothing of it, and code that lies about its types through `Any` parameters or `getattr`.
Of these, all but the last still need a connection, and so a door: `openers` lists every function of
these rooms that opens a transaction by itself, whatever it returns.
"""

import ast
import functools
import importlib
import inspect
import pkgutil
import sys
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

import app
from app.access.pupil_data import PupilData
from app.access.session import Session
from app.desk import Desk, ItDesk, SchoolDoor
from app.dossier import acts
from app.dossier.acts import Act
from app.vault import Database, Unlocked

ROOMS = tuple(f"app.{room}" for room in ("dossier", "report", "letters", "sheets", "exchange"))
ABOVE_THE_DESK = ("app.commands", "app.demo")
DOORS = (acts.act, acts.acts, acts._acts)
READERS = (Session, Database, Unlocked, Desk, ItDesk, SchoolDoor)
GIVEN = (Connection, Act)
Function = Callable[..., Any]


class Why(StrEnum):
    """Why a function may hand out pupil data."""

    PURE = "pure"
    INNER = "inner"
    DOOR = "door"
    USE_CASE = "use case"
    PRIVATE = "private"
    ABOVE = "above"


def modules() -> Iterator[types.ModuleType]:
    """Every module of `app`, but for the migrations, which run before anyone signs in."""
    for found in pkgutil.walk_packages(app.__path__, "app."):
        if ".migrations" not in found.name:
            yield importlib.import_module(found.name)


def functions_of(module: types.ModuleType) -> Iterator[tuple[str, type | None, Function]]:
    """(name, class, function) of everything callable that is written in this module."""
    for name, thing in vars(module).items():
        if getattr(thing, "__module__", None) != module.__name__:
            continue
        if inspect.isclass(thing):
            for inner, member in vars(thing).items():
                function = _function(member)
                if function is not None and function.__module__ == module.__name__:
                    yield f"{module.__name__}.{name}.{inner}", thing, function
        elif inspect.isfunction(thing):
            yield f"{module.__name__}.{name}", None, thing


def _function(member: object) -> Function | None:
    if isinstance(member, property):
        return member.fget
    if isinstance(member, (staticmethod, classmethod)):
        return typing.cast(Function, member.__func__)
    return member if inspect.isfunction(member) else None


def hints_of(function: Function) -> dict[str, Any]:
    """Its types, also those that its module imports for the type checker only."""
    return typing.get_type_hints(function, localns=_typing_only(function.__module__))


@functools.cache
def _typing_only(module: str) -> dict[str, Any]:
    imported: dict[str, Any] = {}
    for node in ast.walk(ast.parse(inspect.getsource(sys.modules[module]))):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            exec(compile(ast.Module(node.body, []), module, "exec"), imported)
    return imported


def mentions(told: Any, wanted: Callable[[Any], bool], seen: frozenset[Any] = frozenset()) -> bool:
    """Does this type, an argument of it, or a field of a dataclass in it fit?"""
    if wanted(told):
        return True
    arguments = typing.get_args(told)
    if typing.get_origin(told) is typing.get_origin(Callable[[], None]) and arguments:
        return mentions(arguments[-1], wanted, seen)
    if any(mentions(one, wanted, seen) for one in arguments if one is not Ellipsis):
        return True
    if inspect.isclass(told) and is_dataclass(told) and told not in seen:
        hints = typing.get_type_hints(told)
        return any(mentions(hints[one.name], wanted, seen | {told}) for one in fields(told))
    return False


def _is_pupil_data(told: Any) -> bool:
    return inspect.isclass(told) and issubclass(told, PupilData)


def _is_row(told: Any) -> bool:
    mapping = inspect.isclass(typing.get_origin(told)) and issubclass(
        typing.get_origin(told), Mapping
    )
    return mapping and typing.get_args(told)[-1] is Any


def hands_out(function: Function, module: str) -> bool:
    """Does its return type hold pupil data, a row, or in the rooms a document or anything?"""
    told = hints_of(function).get("return")
    if mentions(told, _is_pupil_data):
        return True
    if module.startswith(ROOMS):
        return mentions(told, lambda one: one in (bytes, Any) or _is_row(one))
    return module.startswith("app.desk") and told is bytes


def _given(function: Function, owner: type | None, kinds: tuple[type, ...]) -> bool:
    """Is something of these kinds among the parameters, or in the object a method belongs to?"""
    told = [one for name, one in hints_of(function).items() if name != "return"]
    if owner is not None:
        made = hints_of(owner.__init__) if not is_dataclass(owner) else {"self": owner}
        told += [one for name, one in made.items() if name != "return"]

    def fits(one: Any) -> bool:
        return inspect.isclass(one) and issubclass(one, kinds)

    return any(mentions(one, fits) for one in told)


def why(
    name: str, owner: type | None, function: Function, services: tuple[type, ...]
) -> Why | None:
    """Why this function may hand out pupil data; None when no reason is known."""
    if function in DOORS:
        return Why.DOOR
    if _given(function, owner, GIVEN):
        return Why.INNER
    if owner in services:
        return Why.PRIVATE if name.rsplit(".", 1)[1].startswith("_") else Why.USE_CASE
    if not _given(function, owner, READERS):
        return Why.PURE
    if name.startswith(ABOVE_THE_DESK) and _given(function, owner, (Desk,)):
        return Why.ABOVE
    return None


def walk(
    services: tuple[type, ...], found: typing.Iterable[types.ModuleType] | None = None
) -> dict[str, Why | None]:
    """Every function that hands out pupil data, with the reason why it may."""
    classified: dict[str, Why | None] = {}
    for module in found if found is not None else modules():
        for name, owner, function in functions_of(module):
            if hands_out(function, module.__name__):
                classified[name] = why(name, owner, function, services)
    return classified


def services_on(desk: Desk) -> tuple[type, ...]:
    """The classes of what stands on the desk, and the desk itself."""
    standing = {type(one) for name, one in vars(desk).items() if not name.startswith("_")}
    return (Desk, *(one for one in standing if one.__module__.startswith("app.")))


def built_outside(folders: typing.Iterable[Path]) -> set[str]:
    """Where a value of pupils is made by hand, outside the rooms that read it from the database."""
    names = {one.__name__ for one in _all_below(PupilData)}
    found = set()
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                called = node.func if isinstance(node, ast.Call) else None
                name = getattr(called, "id", getattr(called, "attr", ""))
                if name in names:
                    found.add(f"{path.relative_to(folder.parent)}: {name}")
    return found


def _all_below(base: type) -> set[type]:
    return {one for below in base.__subclasses__() for one in (below, *_all_below(below))}


def values_of_pupils() -> set[type]:
    """Every class of values that hold something of a pupil."""
    for _ in modules():
        pass  # importing them is what declares the classes
    return _all_below(PupilData)


def openers(root: Path = Path(app.__file__).parent) -> set[str]:
    """`module.function` of all that opens a transaction by itself, outside the vault."""
    found = set()
    for path in sorted(root.rglob("*.py")):
        module = ".".join(("app", *path.relative_to(root).with_suffix("").parts))
        if not module.startswith("app.vault"):
            found |= {f"{module}.{name}" for name in opening(path.read_text("utf-8"))}
    return found


_OPENERS = frozenset(
    {"transaction", "connect", "raw_connection", "connect_copy", "migration", "copy_into"}
    | {"read_copy", "open_copy", "new_copy", "Database"}
)
"""Ways to a connection: methods of a database, and functions that open a file of their own."""


def opening(source: str) -> set[str]:
    """The functions and methods in this source that reach the database by themselves."""
    found = set()

    def visit(node: ast.AST, inside: tuple[str, ...]) -> None:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            inside = (*inside, node.name)
        called = node.func if isinstance(node, ast.Call) else None
        name = getattr(called, "attr", getattr(called, "id", None))
        if name in _OPENERS or (isinstance(node, ast.Attribute) and node.attr in _OPENERS):
            found.add(".".join(inside))
        for child in ast.iter_child_nodes(node):
            visit(child, inside)

    visit(ast.parse(source), ())
    return found
