"""A workbench as its pages look at it: one function per page, each from an open workbench and a query to a view."""

from marsad.pipeline.observatory.opening import Observatory

__all__ = ["Observatory"]
