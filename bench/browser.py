"""Signs in as a person does, and writes the requests that the signed-in browser would send."""

import re
from contextlib import closing
from urllib.parse import urlencode

from bench.client import Answer, Connection, Request, UnexpectedAnswerError

_PART = "HX-Request: true\r\n"
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_COOKIE = re.compile(r"^set-cookie: ([^=]+)=([^;]*)", re.IGNORECASE | re.MULTILINE)


class Browser:
    """One person's browser: a cookie jar and the token that forms carry."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookies: dict[str, str] = {}
        self.token = ""

    def sign_in(self, email: str, password: str) -> "Browser":
        """Sign in through the form.

        Raises:
            UnexpectedAnswerError: the product refused.
        """
        self._take_token(self._ask(self.get("/sign-in")))
        form = {"email": email, "password": password, "next": "/"}
        answer = self._ask(self.post("/sign-in", form))
        if answer.status != 303:
            raise UnexpectedAnswerError(answer.body.decode())
        self._take_token(self.fetch("/account"))
        return self

    def fetch(self, path: str) -> Answer:
        """Fetch a page.

        Raises:
            UnexpectedAnswerError: it is not there.
        """
        answer = self._ask(self.get(path))
        if answer.status != 200:
            raise UnexpectedAnswerError(f"{path}: {answer.status}")
        return answer

    def get(self, path: str) -> Request:
        """The request for a page."""
        return f"GET {path} HTTP/1.1\r\n{self._head()}\r\n".encode()

    def post(self, path: str, form: dict[str, str], *, as_part: bool = False) -> Request:
        """The request that sends a form; `as_part` asks for a part of the page alone."""
        body = urlencode({"csrf_token": self.token, **form}).encode()
        head = (
            f"POST {path} HTTP/1.1\r\n{self._head()}{_PART if as_part else ''}"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def _head(self) -> str:
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return f"Host: localhost\r\nAccept-Language: sv\r\nCookie: {cookie}\r\n"

    def _ask(self, request: Request) -> Answer:
        with closing(Connection(self._port)) as connection:
            answer = connection.ask(request)
        self._cookies.update(_COOKIE.findall(answer.head.decode("latin-1")))
        return answer

    def _take_token(self, answer: Answer) -> None:
        found = _TOKEN.search(answer.body.decode())
        if found is None:
            raise UnexpectedAnswerError("a page without a form")
        self.token = found[1]
