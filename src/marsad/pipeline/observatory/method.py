"""How the workbench comes to what it shows."""

from __future__ import annotations

from importlib.metadata import version

from marsad.pipeline.observatory.opening import Observatory
from marsad.views import attribution_of
from marsad.views.pages.method import Credit, Made, MethodPage, method_page
from marsad.views.pages.query import Query


def method(observatory: Observatory, query: Query) -> MethodPage:
    """Scales, settings, versions, and whose facts are used."""
    del query  # it is the same whatever is asked for
    pack, bench, store = observatory.pack, observatory.workbench, observatory.store
    made = Made(
        version("marsad"), bench.settings["backend"], f"{pack.id} {pack.version}", pack.name, store.resolution_key()
    )
    areas = attribution_of(pack)
    credits_ = [Credit("Outlines of areas", areas)] if areas else []
    credits_ += [Credit(f"Gazetteer {g.name}", f"{g.attribution}; {g.licence}") for g in store.gazetteers()]
    credits_ += [Credit(f"Reference {r.name}", f"{r.attribution}; {r.licence}") for r in store.references.all()]
    credits_ += [Credit(name, words) for name, words in sorted(pack.sources.items())]
    return method_page(made, bench.settings, credits_)
