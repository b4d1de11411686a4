"""What stands between other web sites and this server: headers, the check of the host, the token of forms."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from marsad.errors import OutdatedError, UserError

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; worker-src 'self' blob:;"
    " connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}  # fmt: skip
LOCAL = ("localhost", "127.0.0.1", "::1")


class Guard:
    """Refuses hosts that are not ours (DNS rebinding leads a foreign name here), and sets headers on every answer."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str] = LOCAL) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if host_of(Headers(scope=scope).get("host", "")) not in self._hosts:
            said = PlainTextResponse("This server answers to its own names only: http://localhost or --host.\n", 421)
            await said(scope, receive, with_headers)
            return
        await self._app(scope, receive, with_headers)


def host_of(header: str) -> str | None:
    """The host of a Host header, without port and brackets; None for nonsense."""
    try:
        return urlsplit(f"//{header}").hostname
    except ValueError:
        return None


class Forms:
    """Forms that only our own pages can post: each carries a token that other sites cannot read."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(24)

    def check(self, token: str, headers: Headers) -> None:
        """Refuse a form that is not from here.

        Raises
        ------
        OutdatedError
            When its token is of another server (one that was started again since).
        UserError
            When it comes from another site.
        """
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != headers.get("host"):
            raise UserError("this form was posted from another site", "use the form on the page itself")
        if not secrets.compare_digest(token.encode(), self.token.encode()):
            raise OutdatedError(
                "this form has expired: the server was started again since", "go back, reload the page, and judge again"
            )
