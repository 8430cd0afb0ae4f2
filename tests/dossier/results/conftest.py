"""The school with pupils who are about to leave."""

from tests.transfer_fixtures import built_school, school

__all__ = ["built_school", "school"]
