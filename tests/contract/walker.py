"""Visits the product as somebody: real requests, with every SQL statement they cause noted.

Within `undone()` nothing that is done stays: all requests run on one connection, in a transaction
that is taken back at the end, so that a walk of a thousand deeds needs no thousand databases.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from flask import Flask, before_render_template, template_rendered
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from jinja2_fragments.flask import before_render_template_block, template_block_rendered
from sqlalchemy import event
from werkzeug.datastructures import Headers

from tests.contract.register import BARE, SampleRegister
from tracker.extensions import db

WRITE = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM|TRUNCATE)\s+\"?(\w+)", re.I)
NOT_COUNTED = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA)", re.I)


@dataclass
class Visit:
    """What came of one request; `fault` is the traceback of what nobody caught."""

    role: str
    method: str
    url: str
    status: int = 500
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""
    statements: list[str] = field(default_factory=list)
    rendering_statements: list[str] = field(default_factory=list)
    fault: str = ""

    @property
    def text(self) -> str:
        """The body as text; what is packed, such as a workbook, is unpacked."""
        if self.body.startswith(b"PK"):
            with ZipFile(BytesIO(self.body)) as packed:
                parts = [packed.read(name) for name in packed.namelist()]
            return b"\n".join(parts).decode(errors="replace")
        return self.body.decode(errors="replace")

    @property
    def location(self) -> str:
        """Where it sends the visitor."""
        return self.headers.get("Location", "")

    @property
    def is_html(self) -> bool:
        """Whether it answers with a page or a part of one."""
        return self.headers.get("Content-Type", "").startswith("text/html")

    @property
    def written_tables(self) -> set[str]:
        """The tables that it wrote to."""
        found = (WRITE.match(statement) for statement in self.statements)
        return {match[2] for match in found if match}

    @property
    def outcome(self) -> str:
        """What a reader of the access table wants to know."""
        if self.fault:
            return "fault"
        if self.status == 401 or (self.status == 303 and "/sign-in?next=" in self.location):
            return "sign in"
        if self.status in {403, 404, 429}:
            return str(self.status)
        return "ok" if self.status < 500 and self.status not in {400, 405} else str(self.status)


class Walker:
    """Sends requests as the people of a sample register."""

    def __init__(self, app: Flask, register: SampleRegister) -> None:
        self.app = app
        self.register = register
        self._visit: Visit | None = None
        self._is_rendering = False

    def get(self, role: str, url: str, **kwargs: Any) -> Visit:
        """Look at a page."""
        return self.send(role, "GET", url, **kwargs)

    def post(self, role: str, url: str, data: Mapping[str, Any], **kwargs: Any) -> Visit:
        """Send a form, with the token that the visitor's session holds."""
        token = self.csrf_token(role)
        return self.send(role, "POST", url, data={**data, "csrf_token": token}, **kwargs)

    def send(
        self,
        role: str,
        method: str,
        url: str,
        *,
        data: Any = None,
        headers: Mapping[str, str] | Sequence[tuple[str, str]] = (),
        is_htmx: bool = False,
        cookie: str | None = None,
    ) -> Visit:
        """Send one request as somebody and note what it does."""
        visit = Visit(role, method, url)
        sent = Headers(headers)
        sent["Cookie"] = f"vaven={cookie or self.cookie(role)}"
        if is_htmx:
            sent["HX-Request"] = "true"
        client = FlaskClient(self.app, self.app.response_class, use_cookies=False)
        self._visit, self._is_rendering = visit, False
        try:
            response = client.open(url, method=method, data=data, headers=sent)
            visit.status, visit.headers, visit.body = (
                response.status_code,
                response.headers,
                response.data,
            )
            response.close()
        except Exception:
            visit.fault = traceback.format_exc()
        finally:
            self._visit = None
        return visit

    def cookie(self, role: str) -> str:
        """The session cookie of somebody's browser."""
        values: dict[str, Any] = {"csrf_token": self._csrf_secret(role), **self._steps(role)}
        token = self.register.token_of(role)
        if token is not None:
            values |= {"_user_id": token, "_fresh": True}
        serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        return str(serializer.dumps(values))

    def _steps(self, role: str) -> dict[str, str]:
        """The sign-ins that have begun in somebody's browser: one has no second factor yet."""
        steps = dict(self.register.steps)
        bare = steps.pop("bare_step")
        return steps | ({"factor_step": bare} if role == BARE else {})

    def csrf_token(self, role: str) -> str:
        """The token that this visitor's forms carry."""
        serializer = URLSafeTimedSerializer(self.app.config["SECRET_KEY"], salt="wtf-csrf-token")
        return str(serializer.dumps(self._csrf_secret(role)))

    def _csrf_secret(self, role: str) -> str:
        return f"secret-of-{role}"

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Take back, at the end, all that is done within."""
        engines = db._app_engines[self.app]
        engine, factory = engines[None], db.session.session_factory
        with engine.connect() as connection:
            outer = connection.begin()
            engines[None] = connection
            factory.configure(join_transaction_mode="create_savepoint")
            try:
                yield
            finally:
                engines[None] = engine
                factory.configure(join_transaction_mode="conditional_savepoint")
                outer.rollback()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Note the statements of each visit made within."""
        engine = db._app_engines[self.app][None]
        tied = (
            (before_render_template, self._begin_rendering),
            (before_render_template_block, self._begin_rendering),
            (template_rendered, self._end_rendering),
            (template_block_rendered, self._end_rendering),
        )
        event.listen(engine, "before_cursor_execute", self._note)
        for signal, receiver in tied:
            signal.connect(receiver, self.app)
        try:
            yield
        finally:
            event.remove(engine, "before_cursor_execute", self._note)
            for signal, receiver in tied:
                signal.disconnect(receiver, self.app)

    def _note(
        self, _connection: Any, _cursor: Any, statement: str, _parameters: Any, *_more: Any
    ) -> None:
        if self._visit is None or NOT_COUNTED.match(statement):
            return
        self._visit.statements.append(statement)
        if self._is_rendering:
            self._visit.rendering_statements.append(statement)

    def _begin_rendering(self, _app: Flask, **_more: Any) -> None:
        self._is_rendering = True

    def _end_rendering(self, _app: Flask, **_more: Any) -> None:
        self._is_rendering = False
