"""Answers what has been said about an initiative, thread by thread, as far as the reader may know.

Names of people are told to those concerned alone; others read for whom something was said.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import may, may_somewhere
from tracker.database import read
from tracker.domain.conversations import CommentKind, pieces
from tracker.models import Comment, CommentMention, Organisation, Person, StatusReport
from tracker.queries.initiatives import InitiativePage

THREADS_SHOWN = 5
THREADS_ON_PAGE = 20


@dataclass(frozen=True, slots=True)
class MentionRow:
    """Whom a comment mentions, as the reader may know them.

    `person_name` is None for a person whose name the reader may not know, or who is erased; both
    names are None for the coordinators.
    """

    is_person: bool
    person_name: str | None
    organisation_name: str | None


@dataclass(frozen=True, slots=True)
class CommentRow:
    """Something said; `organisation_name` is None for the coordinators and others of the city.

    `person_name` is None for those who may not know it, empty where the person is erased.
    `words` are texts and mentions, in order; none where it was taken back.
    """

    public_id: uuid.UUID
    kind: CommentKind
    words: tuple[str | MentionRow, ...]
    language: str
    person_name: str | None
    organisation_name: str | None
    is_own: bool
    created_at: datetime
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """What was said first, and the answers; `report_on` is the day of the report it is about."""

    first: CommentRow
    answers: tuple[CommentRow, ...]
    report_id: uuid.UUID | None
    report_on: date | None
    is_sent_back: bool
    resolved_at: datetime | None
    may_settle: bool


def list_threads(
    actor: Actor, initiative: InitiativePage, *, limit: int, after: int = 0
) -> Sequence[ThreadRow]:
    """The threads of an initiative that the actor has been shown: open ones first, then the newest.

    Args:
        after: how many threads to leave out, for the pages that follow.
    """
    if not initiative.has_comments:
        return []
    ids = [initiative.id, *(row.id for row in initiative.absorbed)]
    found = read(_THREADS, {"initiative_ids": ids, "limit": limit, "after": after}).all()
    sight = _Sight(actor, initiative)
    of_root: dict[int, list[CommentRow]] = {}
    firsts: dict[int, Any] = {}
    for _id, rows in groupby(found, key=lambda row: row.id):
        own = list(rows)
        root_id = own[0].root_id or own[0].id
        firsts.setdefault(root_id, own[0])
        of_root.setdefault(root_id, []).append(sight.comment(own))
    return [sight.thread(firsts[root_id], said) for root_id, said in of_root.items()]


@dataclass(frozen=True, slots=True)
class _Sight:
    """What the reader may know of those who write and are mentioned."""

    actor: Actor
    initiative: InitiativePage

    @property
    def knows_names(self) -> bool:
        return may(self.actor, Permission.SEE_NAMES, self.initiative.subject)

    def name(self, person_id: int, name: str) -> str | None:
        return name if self.knows_names or person_id == self.actor.person_id else None

    def comment(self, rows: Sequence[Any]) -> CommentRow:
        first = rows[0]
        mentions = {row.number: self.mention(row) for row in rows if row.number is not None}
        return CommentRow(
            public_id=first.public_id,
            kind=first.kind,
            words=_words(first.text, mentions),
            language=first.language,
            person_name=self.name(first.person_id, first.person_name),
            organisation_name=first.organisation_name,
            is_own=first.person_id == self.actor.person_id,
            created_at=first.created_at,
            is_withdrawn=first.withdrawn_at is not None,
        )

    def mention(self, row: Any) -> MentionRow:
        is_person = row.mentioned_id is not None
        name = self.name(row.mentioned_id, row.mentioned_name) if is_person else None
        return MentionRow(is_person, name or None, row.mentioned_organisation)

    def thread(self, first: Any, said: Sequence[CommentRow]) -> ThreadRow:
        own = said[0].is_own or self.initiative.organisation_id in self.actor.organisation_ids
        return ThreadRow(
            first=said[0],
            answers=tuple(said[1:]),
            report_id=first.report_public_id,
            report_on=first.reported_on,
            is_sent_back=first.is_sent_back,
            resolved_at=first.resolved_at,
            may_settle=own or may_somewhere(self.actor, Permission.COORDINATE),
        )


def _words(text: str, mentions: Mapping[int, MentionRow]) -> tuple[str | MentionRow, ...]:
    return tuple(
        mentions.get(piece, f"@[{piece}]") if isinstance(piece, int) else piece
        for piece in pieces(text)
    )


def _root() -> Any:
    """The first comments of the threads of a page, in their order."""
    order = (
        Comment.resolved_at.is_not(None),
        Comment.is_sent_back.is_(False),
        Comment.id.desc(),
    )
    return (
        select(Comment.id, func.row_number().over(order_by=order).label("place"))
        .where(
            Comment.initiative_id.in_(bindparam("initiative_ids", expanding=True)),
            Comment.root_id.is_(None),
        )
        .order_by(*order)
        .limit(bindparam("limit"))
        .offset(bindparam("after"))
        .subquery()
    )


def _threads() -> Any:
    root, mentioned, named = _root(), aliased(Person), aliased(Organisation)
    return (
        select(
            Comment.id,
            Comment.public_id,
            Comment.root_id,
            Comment.kind,
            Comment.text,
            Comment.language,
            Comment.is_sent_back,
            Comment.created_at,
            Comment.resolved_at,
            Comment.withdrawn_at,
            Comment.person_id,
            Person.name.label("person_name"),
            Organisation.name.label("organisation_name"),
            StatusReport.public_id.label("report_public_id"),
            StatusReport.reported_on,
            CommentMention.number,
            CommentMention.person_id.label("mentioned_id"),
            mentioned.name.label("mentioned_name"),
            named.name.label("mentioned_organisation"),
        )
        .join(root, root.c.id == func.coalesce(Comment.root_id, Comment.id))
        .join(Person, Person.id == Comment.person_id)
        .outerjoin(Organisation, Organisation.id == Comment.organisation_id)
        .outerjoin(StatusReport, StatusReport.id == Comment.report_id)
        .outerjoin(CommentMention, CommentMention.comment_id == Comment.id)
        .outerjoin(mentioned, mentioned.id == CommentMention.person_id)
        .outerjoin(named, named.id == CommentMention.organisation_id)
        .order_by(root.c.place, Comment.id, CommentMention.number)
    )


_THREADS = _threads()
