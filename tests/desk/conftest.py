"""The school with pupils who are about to leave."""

"""The school of `transfer_school`."""

from tests.transfer_fixtures import built_school, desk, school

__all__ = ["built_school", "desk", "school"]
