"""The product served to a browser: on a free port of this machine, in a thread of the test."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterator
from wsgiref.types import WSGIApplication

from werkzeug.serving import WSGIRequestHandler, make_server

POLL_INTERVAL_S = 0.02
LONGEST_ANSWER_S = 10.0
LOOPBACK = "127.0.0.1"


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


class QuietHandler(WSGIRequestHandler):
    """Says nothing of each request; errors still reach the log. Its answers are counted.

    They are counted here and not by the answer's `close()`, which werkzeug leaves out when the
    browser has gone away in the middle of it.
    """

    counted: Counted

    def run_wsgi(self) -> None:
        """Answer one request."""
        with self.counted.one():
            super().run_wsgi()

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
    server = make_server(LOOPBACK, 0, app, threaded=True, request_handler=handler)
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
