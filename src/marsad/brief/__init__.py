"""A brief as one self-contained page (HTML without script or network) and as Markdown, with the same content."""

from marsad.brief.render import render_html, render_markdown

__all__ = ["render_html", "render_markdown"]
