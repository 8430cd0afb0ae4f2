"""Any order of work on who gets in keeps the folder in order."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import UserError
from app.vault import (
    FirstSignIn,
    NewSlot,
    SchoolFolder,
    Unlocked,
    WrongPassword,
    add_with_start_code,
    change_roles,
    create,
    generate_recovery_code,
    remove_slot,
    replace_recovery_code,
    reset_slot,
    rotate_keys,
)
from app.vault.slots import keys_for_roles

from .conftest import FAST, PASSWORD, School

NAMES = ("an", "bo", "cas")
ROLES = (("teacher",), ("supervisor",), ("office",), ("it",), ("head",), ("teacher", "it"))
steps = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(NAMES), st.sampled_from(ROLES)),
    st.tuples(st.just("roles"), st.sampled_from(NAMES), st.sampled_from(ROLES)),
    st.tuples(
        st.sampled_from(["reset", "remove", "sign_in", "password"]),
        st.sampled_from(NAMES),
        st.just(()),
    ),
    st.tuples(st.sampled_from(["rotate", "recovery"]), st.just(""), st.just(())),
)


class Model:
    """What should be so: who has which roles, and the secret that lets each in."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.roles: dict[str, tuple[str, ...]] = {}
        self.secrets: dict[str, str] = {}
        self.old: dict[str, str] = {}

    def step(self, head: Unlocked, what: str, name: str, roles: tuple[str, ...]) -> None:
        """One thing that a headteacher does."""
        ids = {one.name: one.slot_id for one in head.slots()}
        if what == "add" and name not in self.roles:
            _, code = add_with_start_code(head, name, roles)
            self.roles[name], self.secrets[name] = roles, str(code)
        elif what == "roles" and name in self.roles:
            change_roles(head, ids[name], roles)
            self.roles[name] = roles
        elif what == "reset" and name in self.roles:
            self.old[name] = self.secrets[name]
            self.secrets[name] = str(reset_slot(head, ids[name]))
        elif what == "remove" and name in self.roles:
            remove_slot(head, ids[name])
            self.old[name] = self.secrets.pop(name)
            del self.roles[name]
        elif what == "rotate":
            rotate_keys(
                head,
                lambda connection, old, new: None,
                now=lambda: datetime(2026, 11, 24, tzinfo=UTC),
                progress=lambda _: None,
            )
        elif what == "recovery":
            self.school.code = generate_recovery_code()
            replace_recovery_code(head, self.school.code)

    def sign_in(self, name: str) -> Unlocked:
        """As this person; a start code makes place for a password."""
        found = self.school.door().sign_in(name, self.secrets[name])
        if isinstance(found, FirstSignIn):
            self.old[name], self.secrets[name] = self.secrets[name], f"van {name} zelf"
            found = found.choose(self.secrets[name])
        return found

    def check(self, head: Unlocked) -> None:
        """What a headteacher sees after each step."""
        assert head.roster_problems == ()
        assert head.roster is not None
        known = {one.name: one.roles for one in head.roster.members}
        assert known == {**self.roles, "directeur": ("head",), "herstelcode": ("head",)}


@pytest.mark.timeout(600)  # many key derivations, on a machine that may be busy
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.lists(steps, min_size=3, max_size=12))
def test_after_any_order_everyone_gets_in_with_exactly_the_keys_of_the_roles(
    order: list[tuple[str, str, tuple[str, ...]]],
) -> None:
    with tempfile.TemporaryDirectory() as place:
        code = generate_recovery_code()
        path = Path(place) / "a.school"
        create(path, slots=[NewSlot("directeur", PASSWORD, ("head",))], recovery_code=code,
               kdf=FAST)  # fmt: skip
        model = Model(School(SchoolFolder(path), code, []))
        for what, name, roles in order:
            if what in ("sign_in", "password") and name in model.roles:
                with model.sign_in(name) as unlocked:
                    if what == "password":
                        new = f"{model.secrets[name]}!"
                        unlocked.change_password(model.secrets[name], new)
                        model.old[name], model.secrets[name] = model.secrets[name], new
            with model.school.signed_in() as head:
                model.step(head, what, name, roles)
                model.check(head)
        with model.school.signed_in() as head:
            everything = dict(head.school_keys)
            model.check(head)
            try:
                remove_slot(head, head.slot_id)
            except UserError:
                pass
            else:
                assert any("head" in roles for roles in model.roles.values())
                return
        for name, roles in model.roles.items():
            with model.sign_in(name) as unlocked:
                assert unlocked.school_keys == keys_for_roles(everything, roles)
        for name, secret in model.old.items():
            try:
                model.school.door().sign_in(name, secret)
            except WrongPassword:
                continue
            raise AssertionError("an old secret still opens")
        model.school.door().recover(model.school.code).close()
