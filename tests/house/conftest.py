"""What the house's tests share."""

from tests.walk.fixtures import quiet, walk

__all__ = ["quiet", "walk"]
