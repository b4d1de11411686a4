"""Reference data sets (UCDP GED, ACLED): their rows as events, and how our reports compare with them.  Pure."""

from marsad.reference.features import Fit
from marsad.reference.matching import Comparison, Coverage, Match, Matcher, Unmatched, coverage_of
from marsad.reference.reading import read_events
from marsad.reference.reports import Report, report_of
from marsad.reference.values import Event, Form, Reading

__all__ = [
    "Comparison", "Coverage", "Event", "Fit", "Form", "Match", "Matcher", "Reading", "Report", "Unmatched",
    "coverage_of", "read_events", "report_of",
]  # fmt: skip
