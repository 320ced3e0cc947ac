"""The page of the targets, for everybody what is public and for the zone all, and the records behind each."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.targets.definitions import targets_on
from coordination.targets.selectors import Tile, oversees_zone, tile_of, tiles_on
from core.as_of import AsOfPage
from parks.gate import PublicPage


class TargetsPage(AsOfPage, PublicPage):
    """The targets as of a day: open ones first, those past their date closed with their outcome."""

    template_name = "coordination/targets/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = self.as_of or timezone.localdate()
        tiles = tiles_on(day, self.request.user)
        return super().get_context_data(
            open=[tile for tile in tiles if not tile.is_closed],
            closed=[tile for tile in tiles if tile.is_closed],
            oversees=oversees_zone(self.request.user),
            day=day,
            **kwargs,
        )


class TargetPage(AsOfPage, PublicPage):
    """One target down to its records."""

    template_name = "coordination/targets/page.html"

    def show_past(self, day: Any) -> Any:
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = self.as_of or timezone.localdate()
        tile = self.find(day)
        others = [
            tile_of(each, day, self.request.user)
            for each in targets_on(day)
            if each.code == tile.target.code and each.version != tile.target.version
        ]
        return super().get_context_data(tile=tile, others=others, day=day, **kwargs)

    def find(self, day: Any) -> Tile:
        """The target of the address as of the day; what is not public asks who oversees the zone."""
        code, version = self.kwargs["target"], self.kwargs["version"]
        found = next((each for each in targets_on(day) if (each.code, each.version) == (code, version)), None)
        if found is None:
            raise Http404
        if not found.is_public and not oversees_zone(self.request.user):
            raise PermissionDenied(
                _("This target is read by whoever oversees the zone: its coordinators and auditors.")
            )
        return tile_of(found, day, self.request.user)
