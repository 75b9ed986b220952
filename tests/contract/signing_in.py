"""A browser that signs in as people do: by the forms, with a cookie that a test can look at."""

from __future__ import annotations

import re
from http import HTTPStatus

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.contract.register import PASSWORD

EMAIL = "association.manager@example.org"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Browser:
    """A browser that keeps its cookie, and sends forms with the token of its own session."""

    def __init__(self, app: Flask) -> None:
        self.client = FlaskClient(app, app.response_class, use_cookies=True)
        self.headers: dict[str, str] = {}

    @property
    def cookie(self) -> str:
        """The session cookie as it stands now."""
        kept = self.client.get_cookie("vaven")
        return kept.value if kept else ""

    @property
    def is_signed_in(self) -> bool:
        """Whether the server knows who this is."""
        return self.client.get("/account").status_code == HTTPStatus.OK

    def post(self, url: str, **fields: str) -> TestResponse:
        """Send a form as a page shows it, with its token."""
        page = self.client.get("/account" if self.is_signed_in else "/sign-in")
        found = TOKEN.search(page.text)
        assert found is not None
        sent = {**fields, "csrf_token": found[1]}
        return self.client.post(url, data=sent, headers=self.headers)

    def sign_in(self, email: str = EMAIL, password: str = PASSWORD, **fields: str) -> TestResponse:
        """Sign in by the form."""
        return self.post("/sign-in", email=email, password=password, **fields)

    def is_taken_for_somebody(self, cookie: str) -> bool:
        """Whether the server still knows who sent this cookie, from another browser."""
        app = self.client.application
        other = FlaskClient(app, app.response_class, use_cookies=False)
        answer = other.get("/account", headers={"Cookie": f"vaven={cookie}"})
        return answer.status_code == HTTPStatus.OK
