"""An address is the same as Flask's own, whatever it is asked with."""

from __future__ import annotations

import uuid

from flask import Flask, url_for

from tracker.addresses import address_of


def test_an_address_is_the_one_that_flask_would_give(app: Flask) -> None:
    public_id = uuid.uuid4()
    with app.test_request_context("/"):
        for _ in range(2):
            expected = url_for("initiatives.show", public_id=public_id)
            assert address_of("initiatives.show", public_id=public_id) == expected
        assert address_of("board.index") == url_for("board.index")
        assert address_of("board.index", place="norrby") == url_for("board.index", place="norrby")


def test_an_address_stands_under_the_path_that_the_proxy_tells(app: Flask) -> None:
    public_id = uuid.uuid4()
    with app.test_request_context("/", base_url="http://localhost/vaven"):
        expected = url_for("initiatives.show", public_id=public_id)
        assert expected.startswith("/vaven/")
        assert address_of("initiatives.show", public_id=public_id) == expected
