"""Which outlet published a document: by id, name, alias or domain, however its source was given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from marsad.pack.names import fold
from marsad.pack.types import Outlet, Pack

_HOST = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)
_ARTICLE = re.compile(r"^the\s+")


def find_outlet(pack: Pack, source: str | None, url: str | None = None) -> Outlet | None:
    """Find the outlet of a document.

    Parameters
    ----------
    source
        What the document says of where it comes from: an id, a name or alias in any case, a domain or an address; else
        words that hold a name ("BBC News - Pashto").
    url
        The document's own address, which decides where the source does not.
    """
    names, domains = pack.outlet_names, pack.outlet_domains
    said = (source or "").strip()
    if found := pack.outlets.get(said) or names.get(fold(said)) or names.get(_ARTICLE.sub("", fold(said))):
        return found
    for address in (said, url or ""):
        if found := _by_host(address.strip(), domains):
            return found
    hits = () if _HOST.fullmatch(said) else pack.names.find(said)
    return next((pack.outlets[h.outlets[0]] for h in hits if h.outlets), None)


def _by_host(address: str, domains: Mapping[str, Outlet]) -> Outlet | None:
    """The outlet of an address, or of the nearest domain above it that is known."""
    if not _HOST.fullmatch(address):
        return None
    try:
        host = urlsplit(address if "://" in address else f"//{address}").hostname or ""
    except ValueError:  # "http://[" is no address
        return None
    parts = host.split(".")
    return next((domains[d] for n in range(len(parts)) if (d := ".".join(parts[n:])) in domains), None)
