"""The application: every page of the table with its twins, judgements, and errors as pages."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from pathlib import Path
from threading import Thread
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from marsad.brief.render import References
from marsad.errors import MarsadError, MissingError, MovedError, OutdatedError, UserError
from marsad.pipeline.observatory import Observatory
from marsad.pipeline.observatory.documents import original
from marsad.store import Wanted
from marsad.views.pages.query import parse
from marsad.web.envelope import Asked, envelope, links, plain, refusal
from marsad.web.forms import FORMS, Form, read
from marsad.web.guards import LOCAL, Forms, Guard
from marsad.web.makings import MAKINGS, Making
from marsad.web.pages import BY_NAME, PAGES, Page
from marsad.web.tables import attachment, csv_lines
from marsad.web.templating import STATIC, environment, scripts

_TWINS = (".json", ".csv")
_SAID = ("", ".json")
_FIRST = "/overview"
_WARMED = ("overview", "incidents", "incident", "documents")
_BY_PATH: Mapping[str, Page] = {page.path: page for page in PAGES if page.label}
_STATUS: tuple[tuple[type[MarsadError], int], ...] = ((MissingError, 404), (OutdatedError, 409), (UserError, 400))


@dataclass(frozen=True)
class Site:
    """What every request needs."""

    observatory: Observatory
    forms: Forms = field(default_factory=Forms)

    def render(self, template: str, **values: Any) -> str:
        """A template with what every page has."""
        given = {
            "workbench": self.observatory.bench(),
            "token": self.forms.token,
            "app": scripts(),
            "refs": References(),
        }
        return environment().get_template(template).render(given | values)

    def answer(self, page: Page, request: Request) -> Response:
        """A page, or its twin."""
        twin = next((t for t in _TWINS if request.url.path.endswith(t)), "")
        identity = request.path_params.get("id", "").removesuffix(twin)
        asked = Asked(page, parse(request.query_params.multi_items(), page.allowed, identity))
        if twin == ".csv":
            return self._csv(asked)
        with self.observatory.reading():
            try:
                view = page.view(self.observatory, asked.query)
            except MovedError as error:
                there = replace(asked, query=replace(asked.query, id=error.now))
                return RedirectResponse(there.address(twin))
            if twin == ".json":
                return _unless_known(request, envelope(asked, view, self.observatory.bench()))
            return HTMLResponse(self._html(asked, view))

    def _html(self, asked: Asked, view: object) -> str:
        page = asked.page
        return self.render(
            page.template, view=view, query=asked.query, page=page, asked=asked, links=links(asked, view)
        )  # fmt: skip

    def warm(self) -> None:
        """Make some pages that nobody sees, so that no visitor waits for indexes, names of the pack and templates."""
        for page in (BY_NAME[name] for name in _WARMED):
            with self.observatory.reading():  # one by one: whoever comes meanwhile waits for one page alone
                latest = self.observatory.store.browse.page("incidents", Wanted(order="-latest", limit=1)).ids
                if latest or not page.has_id:
                    asked = Asked(page, parse([], page.allowed, latest[0] if page.has_id else ""))
                    self._html(asked, page.view(self.observatory, asked.query))

    def _csv(self, asked: Asked) -> Response:
        if asked.page.table is None:
            raise MissingError("this page has no table", f"it has {asked.address('.json')}")
        lines = csv_lines(asked.page.table(self.observatory, asked.query))
        return StreamingResponse(
            (line.encode() for line in lines), media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": attachment(f"{asked.page.name}.csv")},
        )  # fmt: skip

    def original(self, request: Request) -> Response:
        """The file of a document as it came, to be kept; no browser is to make anything of it."""
        with self.observatory.reading():
            name, data = original(self.observatory, request.path_params["id"])
        return Response(data, media_type="application/octet-stream", headers={"Content-Disposition": attachment(name)})

    def refuse(
        self, request: Request, error: MarsadError, status: int, then: tuple[str, str] | None = None
    ) -> Response:
        """An error as a page, or as JSON where JSON was asked for; ``then`` is where to go on, in words."""
        if request.url.path.endswith(".json"):
            return Response(refusal(error), status, media_type="application/json")
        said = {"error": error, "status": status, "words": HTTPStatus(status).phrase, "then": then, "page": None}
        with self.observatory.reading():
            return HTMLResponse(self.render("error.html.j2", **said), status)


def application(folder: Path, hosts: Iterable[str] = (), warm: bool = False) -> Starlette:
    """The workbench of a folder as a web application.

    Parameters
    ----------
    folder
        The workbench folder.
    hosts
        Host names it answers to, beside those of this machine.
    warm
        Whether to get ready for the first visitor, beside answering, once it runs.

    Raises
    ------
    UserError
        When the folder is no workbench.
    """
    site = Site(Observatory(folder))

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        del app
        if warm:
            Thread(target=site.warm, daemon=True).start()
        yield

    return Starlette(
        lifespan=life,
        routes=[
            Route("/", lambda request: RedirectResponse(_FIRST), methods=["GET"]),
            *(Route(form.path + twin, _posted(site, form), methods=["POST"]) for form in FORMS for twin in _SAID),
            Route("/documents/{id}/original", lambda request: site.original(request), methods=["GET"]),
            *(Route(making.path, _made(site, making), methods=["GET"]) for making in MAKINGS),
            Mount("/static", StaticFiles(directory=STATIC), name="static"),
            *(route for page in PAGES for route in _routes(site, page)),
        ],
        middleware=[
            Middleware(Guard, hosts=frozenset((*LOCAL, *hosts))),
            # Level 9 takes 56 ms for the map's script where 6 takes 39 ms and sends 0.3 % more.
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=6),
        ],
        exception_handlers={
            MarsadError: _refuse(site), HTTPException: _refuse_http(site), Exception: _own_fault(site),
        },
    )  # fmt: skip


def _unless_known(request: Request, data: bytes) -> Response:
    """JSON, unless the browser has the same already."""
    tag = f'W/"{hashlib.blake2b(data, digest_size=12).hexdigest()}"'
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"ETag": tag})
    return Response(data, media_type="application/json", headers={"ETag": tag})


def _routes(site: Site, page: Page) -> Iterable[Route]:
    def endpoint(request: Request) -> Response:
        return site.answer(page, request)

    # A thing's id takes its twin's ending with it, and is cut there: ids hold dots.
    twins = (".json",) if page.drawn else ("", *_TWINS)
    paths = [page.path] if page.has_id else [page.path + twin for twin in twins]
    return [Route(path, endpoint, methods=["GET"], name=page.name + path[len(page.path) :]) for path in paths]


def _made(site: Site, making: Making) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        return making.make(site.observatory, parse(request.query_params.multi_items(), making.allowed)).response()

    return endpoint


def _posted(site: Site, form: Form) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        given = await read(form, request, site.observatory)
        try:
            site.forms.check(given.fields["token"], request.headers)
            done = await run_in_threadpool(form.act, site.observatory, given)
        except UserError as error:
            then = (form.home(given.fields), "Look at it as it is now")
            return await run_in_threadpool(site.refuse, request, error, status_of(error), then)
        if request.url.path.endswith(".json"):
            return Response(plain(form.path.strip("/"), done.item), media_type="application/json")
        return RedirectResponse(done.then, 303)

    return endpoint


def status_of(error: MarsadError) -> int:
    """The HTTP status that says what kind of error it is."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def _refuse(site: Site) -> Callable[[Request, Exception], Response]:
    def handler(request: Request, error: Exception) -> Response:
        assert isinstance(error, MarsadError)
        return site.refuse(request, error, status_of(error), _instead(request))

    return handler


def _instead(request: Request) -> tuple[str, str] | None:
    """Where to go on from an address without an answer: the page with nothing asked, or the list of such things."""
    path = _bare(request.url.path)
    if request.url.query and request.method == "GET" and path in _BY_PATH:
        return path, "This page without what was asked"
    listed = _BY_PATH.get("/" + path.split("/")[1])
    return (listed.path, f"All {listed.label.lower()}") if listed and listed.path != path else None


def _bare(path: str) -> str:
    return next((path.removesuffix(t) for t in _TWINS if path.endswith(t)), path)


_HINTS: Mapping[int, str] = {
    404: "the navigation names every page",
    405: "pages are read with GET; what is posted comes from the forms on pages",
}


def _refuse_http(site: Site) -> Callable[[Request, Exception], Response]:
    def handler(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        said = UserError(f"{request.url.path}: {error.detail}", _HINTS.get(error.status_code, ""))
        return site.refuse(request, said, error.status_code)

    return handler


def _own_fault(site: Site) -> Callable[[Request, Exception], Response]:
    def handler(request: Request, error: Exception) -> Response:
        del error  # its traceback is told where the server runs
        said = MarsadError("this page could not be made", "the fault is ours; what went wrong stands where Marsad runs")
        return site.refuse(request, said, 500)

    return handler
