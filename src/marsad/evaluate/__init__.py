"""Gold → scores: one scorer per labelled set, from the same coded statements that users get.

``evaluate(set, path, coder)`` works on any file of a set's format.  A scorer maps what the set asks for from public
fields of :class:`marsad.values.Coded`; nothing is coded specially for a set.
"""

from marsad.evaluate.run import Report, evaluate, sets

__all__ = ["Report", "evaluate", "sets"]
