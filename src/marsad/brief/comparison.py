"""Set a :class:`~marsad.views.comparison_rows.ComparisonView` as one HTML page that can be printed."""

from __future__ import annotations

from marsad.brief.render import References, environment
from marsad.views.comparison_rows import ComparisonView

LISTED = 200
"""How many events that only the reference has a page lists; the tables have all of them."""


def render_comparison(view: ComparisonView) -> str:
    """Set a comparison as one HTML page: styles inside, no script, nothing fetched, every value escaped."""
    template = environment(True).get_template("comparison.html.j2")
    return template.render(view=view, refs=References(), listed=LISTED)
