"""Pages without script or network: a brief (HTML and Markdown, with the same content), and a comparison (HTML)."""

from marsad.brief.comparison import render_comparison
from marsad.brief.render import render_html, render_markdown

__all__ = ["render_comparison", "render_html", "render_markdown"]
