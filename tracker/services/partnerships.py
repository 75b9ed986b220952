"""Asking organisations to take part, offering to, answering and ending: nobody is named unasked."""

import uuid
from datetime import datetime

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, demand
from tracker.database import transaction
from tracker.domain.lifecycle import is_shared
from tracker.domain.roles import ListCode, PartnerStanding
from tracker.domain.verbs import Verb
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import Initiative, ListEntry, Organisation, Partnership
from tracker.services import audit, notices
from tracker.services.initiatives import (
    demand_shared,
    load,
    noticed,
    organisation_named,
    subject_of,
)
from tracker.services.personal_data import refuse_personal_data

LEAD_ROLE = "lead"
_OPEN = (PartnerStanding.ASKED, PartnerStanding.OFFERED)
_LIVE = (*_OPEN, PartnerStanding.ACCEPTED)


def ask(
    actor: Actor,
    initiative_id: uuid.UUID,
    *,
    organisation_id: uuid.UUID,
    role: str,
    note: str,
    now: datetime,
) -> None:
    """Ask another organisation to take part; it stands as asked until it accepts.

    Asking an organisation that has offered the same role accepts its offer.

    Raises:
        NotFoundError, NotAllowedError, PersonalDataError,
        RefusedError: `is_draft`, `is_coordinated`, `same_organisation`, `partner_already`,
            `unknown_choice`.
    """
    refuse_personal_data({"note": note})
    with transaction():
        initiative = load(actor, initiative_id, Permission.EDIT_INITIATIVE)
        demand_shared(initiative.visibility)
        organisation = organisation_named(organisation_id)
        if organisation.id == initiative.lead_organisation_id:
            raise RefusedError("same_organisation", "organisation")
        entry = partner_role(role)
        partnership = _standing(initiative, organisation)
        standing = _after_asking(partnership, entry)
        _set(partnership, initiative, organisation, entry, standing, note=note, now=now)
        if standing is PartnerStanding.ASKED:
            _record(actor, Verb.PARTNER_ASKED, initiative, organisation, entry, now=now)
            notices.tell_partner_asked(actor, initiative, organisation, entry, now=now)
        else:
            _record(actor, Verb.PARTNER_ACCEPTED, initiative, organisation, entry, now=now)
            _tell_offering(actor, initiative, organisation, is_accepted=True, now=now)


def _after_asking(partnership: Partnership | None, entry: ListEntry) -> PartnerStanding:
    """Where a partnership stands once it is asked for: what was offered in that role is accepted."""
    if partnership is None or partnership.standing not in _LIVE:
        return PartnerStanding.ASKED
    if partnership.standing is not PartnerStanding.OFFERED:
        raise RefusedError("partner_already", "organisation")
    is_same = partnership.role_id == entry.id
    return PartnerStanding.ACCEPTED if is_same else PartnerStanding.ASKED


def ask_newcomer(
    actor: Actor,
    initiative: Initiative,
    organisation: Organisation,
    role: ListEntry,
    *,
    now: datetime,
) -> None:
    """Ask an organisation that has just come in, inside the caller's transaction; it is not mailed.

    The caller has asked the policy for `actor`.
    """
    _set(None, initiative, organisation, role, PartnerStanding.ASKED, note="", now=now)
    _record(actor, Verb.PARTNER_ASKED, initiative, organisation, role, now=now)


def offer(
    actor: Actor,
    initiative_id: uuid.UUID,
    *,
    organisation_id: uuid.UUID,
    role: str,
    note: str,
    now: datetime,
) -> None:
    """Offer to take part in another organisation's initiative; that organisation answers.

    Raises:
        NotFoundError, NotAllowedError, PersonalDataError,
        RefusedError: `is_draft`, `is_coordinated`, `same_organisation`, `partner_already`,
            `unknown_choice`.
    """
    refuse_personal_data({"note": note})
    with transaction():
        initiative = _load_shared(actor, initiative_id)
        organisation = organisation_named(organisation_id)
        demand(actor, Permission.OFFER_PARTNERSHIP, Subject(organisation.id))
        if organisation.id == initiative.lead_organisation_id:
            raise RefusedError("same_organisation", "organisation")
        partnership = _standing(initiative, organisation)
        if partnership is not None and partnership.standing in _LIVE:
            raise RefusedError("partner_already", "organisation")
        entry = partner_role(role)
        _set(
            partnership,
            initiative,
            organisation,
            entry,
            PartnerStanding.OFFERED,
            note=note,
            now=now,
        )
        _record(actor, Verb.PARTNER_OFFERED, initiative, organisation, entry, now=now)
        notices.tell_partner_offered(actor, initiative, organisation, entry, now=now)


def answer(
    actor: Actor, partnership_id: uuid.UUID, *, is_accepted: bool, now: datetime
) -> uuid.UUID:
    """Accept or decline: the asked organisation answers a question, the lead one an offer.

    Returns the initiative's public id.

    Raises:
        NotFoundError, NotAllowedError, RefusedError: `answered_already`.
    """
    with transaction():
        initiative, partnership, organisation = _load_partnership(actor, partnership_id)
        if partnership.standing is PartnerStanding.ASKED:
            demand(actor, Permission.ANSWER_PARTNERSHIP, Subject(organisation.id))
            _tell_asking(actor, initiative, organisation, is_accepted=is_accepted, now=now)
        elif partnership.standing is PartnerStanding.OFFERED:
            demand(actor, Permission.EDIT_INITIATIVE, subject_of(initiative))
            _tell_offering(actor, initiative, organisation, is_accepted=is_accepted, now=now)
        else:
            raise RefusedError("answered_already")
        partnership.standing = PartnerStanding.ACCEPTED if is_accepted else PartnerStanding.DECLINED
        partnership.answered_at = now
        noticed(initiative, now=now)
        verb = Verb.PARTNER_ACCEPTED if is_accepted else Verb.PARTNER_DECLINED
        role = db.session.get_one(ListEntry, partnership.role_id)
        _record(actor, verb, initiative, organisation, role, now=now)
        return initiative.public_id


def end(actor: Actor, partnership_id: uuid.UUID, *, now: datetime) -> uuid.UUID:
    """End a partnership or take back a question or an offer; either side may.

    Returns the initiative's public id.

    Raises:
        NotFoundError, NotAllowedError, RefusedError: `answered_already`.
    """
    with transaction():
        initiative, partnership, organisation = _load_partnership(actor, partnership_id)
        if partnership.standing not in _LIVE:
            raise RefusedError("answered_already")
        if organisation.id not in actor.organisation_ids:
            demand(actor, Permission.EDIT_INITIATIVE, subject_of(initiative))
        partnership.standing = PartnerStanding.ENDED
        partnership.answered_at = now
        noticed(initiative, now=now)
        role = db.session.get_one(ListEntry, partnership.role_id)
        _record(actor, Verb.PARTNER_ENDED, initiative, organisation, role, now=now)
        return initiative.public_id


def _load_shared(actor: Actor, initiative_id: uuid.UUID) -> Initiative:
    initiative = load(actor, initiative_id, Permission.READ_REGISTER)
    demand_shared(initiative.visibility)
    return initiative


def _load_partnership(
    actor: Actor, partnership_id: uuid.UUID
) -> tuple[Initiative, Partnership, Organisation]:
    query = select(Partnership).where(Partnership.public_id == partnership_id)
    partnership = db.session.scalars(query).one_or_none()
    if partnership is None:
        raise NotFoundError
    public_id = db.session.scalar(
        select(Initiative.public_id).where(Initiative.id == partnership.initiative_id)
    )
    initiative = load(actor, public_id, Permission.READ_REGISTER)
    db.session.refresh(partnership)
    organisation = db.session.get_one(Organisation, partnership.organisation_id)
    return initiative, partnership, organisation


def partner_role(code: str) -> ListEntry:
    """What a partner can do in an initiative, by its code.

    Raises:
        RefusedError: `unknown_choice`, on `role`.
    """
    query = select(ListEntry).where(
        ListEntry.list_code == ListCode.PARTNER_ROLE, ListEntry.code == code
    )
    entry: ListEntry | None = db.session.scalars(query).one_or_none()
    if entry is None or code == LEAD_ROLE:
        raise RefusedError("unknown_choice", "role")
    return entry


def _standing(initiative: Initiative, organisation: Organisation) -> Partnership | None:
    query = select(Partnership).where(
        Partnership.initiative_id == initiative.id,
        Partnership.organisation_id == organisation.id,
    )
    found: Partnership | None = db.session.scalars(query).one_or_none()
    return found


def _set(
    partnership: Partnership | None,
    initiative: Initiative,
    organisation: Organisation,
    role: ListEntry,
    standing: PartnerStanding,
    *,
    note: str,
    now: datetime,
) -> None:
    row = partnership or Partnership(
        initiative_id=initiative.id, organisation_id=organisation.id, created_at=now
    )
    row.role_id = role.id
    row.standing = standing
    row.note = note.strip()
    row.answered_at = now if standing is PartnerStanding.ACCEPTED else None
    db.session.add(row)
    noticed(initiative, now=now)


def _record(
    actor: Actor,
    verb: Verb,
    initiative: Initiative,
    organisation: Organisation,
    role: ListEntry,
    *,
    now: datetime,
) -> None:
    audit.record(
        actor,
        verb,
        initiative,
        at=now,
        organisation_id=organisation.id,
        changes={"partner": (None, organisation.name), "role": (None, role.code)},
    )


def _tell_asking(
    actor: Actor, initiative: Initiative, partner: Organisation, *, is_accepted: bool, now: datetime
) -> None:
    notices.tell_partner_answered(
        actor,
        initiative,
        answering=partner,
        asking_id=initiative.lead_organisation_id,
        is_accepted=is_accepted,
        now=now,
    )


def _tell_offering(
    actor: Actor, initiative: Initiative, partner: Organisation, *, is_accepted: bool, now: datetime
) -> None:
    """Tell who has offered; not while the initiative is held back from them again."""
    if not is_shared(initiative.visibility):
        return
    notices.tell_partner_answered(
        actor,
        initiative,
        answering=db.session.get_one(Organisation, initiative.lead_organisation_id),
        asking_id=partner.id,
        is_accepted=is_accepted,
        now=now,
    )
