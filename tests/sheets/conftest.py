"""The school with pupils who are about to leave."""

from tests.transfer_fixtures import built_school, desk, school

__all__ = ["built_school", "desk", "school"]
