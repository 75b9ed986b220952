"""How rows are changed: in one transaction, under a lock, with time that knows its zone."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from tests.clock import START
from tests.register import add_initiative, get_initiative
from tests.town import Town
from tracker.database import check_version, for_change, one_for_change, transaction
from tracker.errors import NotFoundError, StaleVersionError, WriteOutsideTransactionError
from tracker.extensions import db
from tracker.models import Initiative, SignInAttempt

pytestmark = pytest.mark.usefixtures("in_app")


def attempt(key: str, at: datetime = START) -> SignInAttempt:
    return SignInAttempt(key=key, at=at, is_success=False)


def kept() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(SignInAttempt.key).order_by(SignInAttempt.id)))


def test_what_happens_inside_is_kept_together() -> None:
    with transaction() as session:
        session.add(attempt("one"))
        session.add(attempt("two"))

    assert kept() == ["one", "two"]


def test_a_fault_keeps_nothing_of_it() -> None:
    with pytest.raises(ZeroDivisionError), transaction() as session:
        session.add(attempt("one"))
        session.flush()
        _ = 1 / 0

    assert kept() == []


def test_a_fault_leaves_the_next_transaction_whole() -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        _ = 1 / 0
    with transaction() as session:
        session.add(attempt("one"))

    assert kept() == ["one"]


def test_a_transaction_within_another_is_refused() -> None:
    with (
        transaction(),
        pytest.raises(RuntimeError, match=r"transaction\(\) within transaction\(\)"),
        transaction(),
    ):
        pass


def test_a_change_outside_a_transaction_is_refused() -> None:
    db.session.add(attempt("one"))

    with pytest.raises(WriteOutsideTransactionError):
        db.session.flush()
    db.session.rollback()
    assert kept() == []


def test_what_was_read_before_is_read_anew(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget")
    before = get_initiative(public_id)
    assert before.title == "Matlaget"

    with transaction():
        row = for_change(Initiative, public_id)
        assert row.version == 1


def test_a_row_is_locked_only_inside_a_transaction(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget")

    with pytest.raises(WriteOutsideTransactionError):
        for_change(Initiative, public_id)
    with pytest.raises(WriteOutsideTransactionError):
        one_for_change(select(Initiative))


def test_a_row_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFoundError), transaction():
        for_change(Initiative, uuid.uuid4())


def test_a_version_that_is_not_the_rows_is_stale(town: Town) -> None:
    row = get_initiative(add_initiative(town.lea, "Matlaget"))

    check_version(row, 1, dict)
    with pytest.raises(StaleVersionError) as refused:
        check_version(row, 2, lambda: {"title": "Matlaget"})
    assert refused.value.current == {"title": "Matlaget"}


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=UTC),
        datetime(2026, 3, 2, 10, 30, 15, 123456, tzinfo=timezone(timedelta(hours=1))),
    ],
)
def test_a_moment_comes_back_as_it_was_in_utc(moment: datetime) -> None:
    with transaction() as session:
        session.add(attempt("one", moment))

    db.session.rollback()
    found = db.session.scalars(select(SignInAttempt.at)).one()
    assert found == moment
    assert found.utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = START.replace(tzinfo=None)

    with pytest.raises(StatementError, match="naive datetime"), transaction() as session:
        session.add(attempt("one", naive))

    assert kept() == []


def test_no_moment_is_no_moment(town: Town) -> None:
    assert get_initiative(add_initiative(town.lea, "Matlaget")).published_at is None
