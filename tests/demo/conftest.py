"""The demo school."""

from tests.demo_fixture import built_demo, demo_school

__all__ = ["built_demo", "demo_school"]
