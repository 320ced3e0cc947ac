"""The pages of this app; a park's own page combines apps and lives in coordination."""

from parks.views.industries import IndustryDeclare, IndustryEnd, ParkList

__all__ = ["IndustryDeclare", "IndustryEnd", "ParkList"]
