"""The person who asks for something: what the rules need to know of them, and no more."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from tracker.domain.roles import MembershipRole, PlatformRole


class Role(StrEnum):
    """The roles that rules are written for."""

    ANONYMOUS = "anonymous"
    MEMBER = "member"
    MANAGER = "manager"
    COORDINATOR = "coordinator"
    READER = "reader"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class OwnOrganisation:
    """An organisation that the actor belongs to."""

    id: int
    public_id: uuid.UUID
    name: str
    role: MembershipRole
    is_municipal: bool


@dataclass(frozen=True)
class Actor:
    """Somebody signed in, or nobody (`ANONYMOUS`). Flask-Login's id is the session token.

    `proved_at` is when they last showed who they are.
    """

    person_id: int | None = None
    public_id: uuid.UUID | None = None
    name: str = ""
    language: str = ""
    session_id: int | None = None
    proved_at: datetime | None = None
    token: str = ""
    platform_roles: frozenset[PlatformRole] = frozenset()
    organisations: tuple[OwnOrganisation, ...] = ()
    is_active: bool = field(default=True)

    @property
    def is_authenticated(self) -> bool:
        """Whether somebody is signed in."""
        return self.person_id is not None

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody is signed in."""
        return self.person_id is None

    def get_id(self) -> str:
        """The session token; Flask-Login keeps it in the cookie."""
        return self.token

    @cached_property
    def organisation_ids(self) -> frozenset[int]:
        """Ids of all organisations the actor belongs to."""
        return frozenset(own.id for own in self.organisations)

    @cached_property
    def managed_ids(self) -> frozenset[int]:
        """Ids of the organisations the actor manages."""
        return frozenset(o.id for o in self.organisations if o.role is MembershipRole.MANAGER)

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Every role the actor has, over the register or in an organisation."""
        if self.is_anonymous:
            return frozenset({Role.ANONYMOUS})
        roles = {Role(role.value) for role in self.platform_roles}
        roles |= {Role(own.role.value) for own in self.organisations}
        return frozenset(roles)

    @property
    def is_coordinator(self) -> bool:
        """Whether the actor coordinates the whole register."""
        return PlatformRole.COORDINATOR in self.platform_roles

    @property
    def is_administrator(self) -> bool:
        """Whether the actor runs lists, people and settings."""
        return PlatformRole.ADMINISTRATOR in self.platform_roles

    @property
    def initials(self) -> str:
        """Two letters for the page header."""
        return "".join(part[0] for part in self.name.split()[:2]).upper()

    @property
    def organisation_name(self) -> str:
        """The first own organisation, for the page header."""
        return self.organisations[0].name if self.organisations else ""


ANONYMOUS = Actor()
