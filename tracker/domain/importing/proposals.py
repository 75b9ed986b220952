"""What a row of a list proposes: an initiative in our terms, ready for the caller to compare."""

import hashlib
import json
from dataclasses import dataclass, fields
from datetime import date

from tracker.domain.importing.findings import Fault, Remark
from tracker.domain.importing.folding import fold
from tracker.domain.lifecycle import Phase, Visibility

_KEY_LENGTH = 120
_COUNTER = 8  # room for the number of the second of its name


@dataclass(frozen=True, slots=True)
class OrganisationReference:
    """An organisation as a row names it; `code` is the register's when it is known there.

    `role_code` is a partner's role when the cell gives one: "Röda Korset (Finansierar)".
    """

    name: str
    code: str = ""
    number: str = ""
    kind_code: str = ""
    role_code: str = ""


@dataclass(frozen=True, slots=True)
class ProposedInitiative:
    """The content of a row in our codes; empty where the row says nothing."""

    title: str = ""
    description: str = ""
    purpose: str = ""
    register_id: str = ""
    external_id: str = ""
    lead: OrganisationReference | None = None
    partners: tuple[OrganisationReference, ...] = ()
    goal_areas: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    effort_types: tuple[str, ...] = ()
    working_groups: tuple[str, ...] = ()
    funding: tuple[str, ...] = ()
    reach: str = ""
    age_from: int | None = None
    age_to: int | None = None
    start_on: date | None = None
    end_on: date | None = None
    phase: Phase | None = None
    visibility: Visibility | None = None
    budget_sek: int | None = None
    contact_name: str = ""
    links: tuple[str, ...] = ()
    diarienummer: str = ""

    def content_hash(self) -> str:
        """Give 64 hexadecimal figures that are the same for the same content and only then."""
        content = [getattr(self, name) for name in _FIELDS]
        return hashlib.sha256(json.dumps(content, default=_plain).encode()).hexdigest()

    def key(self) -> str:
        """Give what tells this initiative from others at the next import, at most 120 signs.

        The register's own id, else the list's own key, else title and organisation.
        """
        if self.register_id:
            return f"id:{self.register_id}"
        if self.external_id:
            return shortened(f"own:{self.external_id}")
        lead = fold(self.lead.code or self.lead.name) if self.lead else ""
        return shortened(f"title:{fold(self.title)}|{lead}")


_FIELDS = tuple(field.name for field in fields(ProposedInitiative))


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row as understood: its number in the file, what it proposes and what was found.

    A row with faults cannot be imported; `proposal` then holds what could be read. A row whose
    `duplicate_of` is set says the same as that earlier row. `key` is `proposal.key()`, made
    unique in the file by "#2" where rows of the same title and organisation differ.
    """

    number: int
    key: str
    content_hash: str
    proposal: ProposedInitiative
    faults: tuple[Fault, ...] = ()
    remarks: tuple[Remark, ...] = ()
    duplicate_of: int | None = None


def _plain(value: object) -> object:
    if isinstance(value, OrganisationReference):
        return [value.name, value.code, value.number, value.kind_code, value.role_code]
    return str(value)


def shortened(key: str) -> str:
    """A key that fits in the register: a long one keeps its beginning and is told by a digest."""
    if len(key) <= _KEY_LENGTH - _COUNTER:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return f"{key[: _KEY_LENGTH - _COUNTER - 33]}~{digest}"
