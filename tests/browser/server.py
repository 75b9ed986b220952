"""The product served to a browser: on a free port of this machine, in a thread of the test."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterable, Iterator
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.serving import WSGIRequestHandler, make_server

POLL_INTERVAL_S = 0.02
LONGEST_ANSWER_S = 10.0
LOOPBACK = "127.0.0.1"
ANSWER = "tests.answer"


class Counted:
    """How many answers are under way.

    The server's threads cannot be waited for instead: a browser holds spare connections open.
    """

    def __init__(self) -> None:
        self._under_way = 0
        self._changed = threading.Condition()

    @contextlib.contextmanager
    def one(self) -> Iterator[None]:
        """Count an answer while the block runs."""
        self._change(1)
        try:
            yield
        finally:
            self._change(-1)

    def wait_until_idle(self) -> None:
        """Return when the last answer is sent; a test whose answer never ends fails here."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._under_way == 0, timeout=LONGEST_ANSWER_S):
                message = f"{self._under_way} answers were still under way"
                raise AssertionError(message)

    def _change(self, by: int) -> None:
        with self._changed:
            self._under_way += by
            self._changed.notify_all()


class ClosedOnce:
    """An answer that whoever gets there first may close."""

    def __init__(self, answer: Iterable[bytes]) -> None:
        self._answer = answer
        self._is_open = True

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._answer)

    def close(self) -> None:
        """Let go of what the answer holds, such as an open file."""
        if self._is_open:
            self._is_open = False
            close = getattr(self._answer, "close", None)
            if close is not None:
                close()


class QuietHandler(WSGIRequestHandler):
    """Says nothing of each request; errors still reach the log. Its answers are counted.

    They are counted and closed here because werkzeug leaves out an answer's `close()` when the
    browser has gone away in the middle of it.
    """

    counted: Counted

    def run_wsgi(self) -> None:
        """Answer one request."""
        with self.counted.one():
            try:
                super().run_wsgi()
            finally:
                answer = self.environ.get(ANSWER)
                if answer is not None:
                    answer.close()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Leave the request unlogged."""


@contextlib.contextmanager
def served(app: WSGIApplication) -> Iterator[str]:
    """The address of `app`, served until the block ends and its last answer is sent.

    The address says `localhost`, which browsers hold to be as safe as https.
    """
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    counted = Counted()
    handler = type("CountedHandler", (QuietHandler,), {"counted": counted})

    def answered(environ: WSGIEnvironment, start_response: StartResponse) -> ClosedOnce:
        environ[ANSWER] = ClosedOnce(app(environ, start_response))
        return environ[ANSWER]

    server = make_server(LOOPBACK, 0, answered, threaded=True, request_handler=handler)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": POLL_INTERVAL_S}, daemon=True
    )
    thread.start()
    try:
        yield f"http://localhost:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        counted.wait_until_idle()
