"""What screens, briefs and exports show: plain rows with footnotes, computed from values alone.

A view never turns a claim into a fact: each row keeps who says it, how hedged, and the quotes it rests on.
"""

from marsad.views.areas import areas_of, attribution_of
from marsad.views.brief import brief_view
from marsad.views.claims import claim_rows, disputes, ledger, movements, ties
from marsad.views.incidents import Desk, incident_rows
from marsad.views.material import Filters, Material, Selection, find_area, select, within
from marsad.views.notes import Note, Notes, Piece, Source, safe_url, source_of
from marsad.views.rows import BriefView
from marsad.views.sentences import sentence_view
from marsad.views.sources import labels_used, singles
from marsad.views.timeline import Timeline, timeline

__all__ = [
    "BriefView",
    "Desk",
    "Filters",
    "Material",
    "Note",
    "Notes",
    "Piece",
    "Selection",
    "Source",
    "Timeline",
    "areas_of",
    "attribution_of",
    "brief_view",
    "claim_rows",
    "disputes",
    "find_area",
    "incident_rows",
    "labels_used",
    "ledger",
    "movements",
    "safe_url",
    "select",
    "sentence_view",
    "singles",
    "source_of",
    "ties",
    "timeline",
    "within",
]
