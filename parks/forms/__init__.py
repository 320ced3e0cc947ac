"""What is typed into this app's pages; the shape is checked here, the rules in ``policies``."""

from parks.forms.industries import DayInput

__all__ = ["DayInput"]
