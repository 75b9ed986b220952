"""All pages of the area: the list (worklist), one pair (review), and the figures (overview)."""

from tracker.blueprints.touchpoints import overview, review, worklist
from tracker.blueprints.touchpoints.area import blueprint

__all__ = ["blueprint", "overview", "review", "worklist"]
