"""Marsad: an open observatory for reporting on armed conflict."""

__version__ = "0.1.0"
