"""Tells people what waits for them, in the product and by mail: picks the recipients.

Everything here happens in the caller's transaction. The one who did the deed is never told of it,
nor is anybody disabled; nobody made up for the demo is mailed. A recipient's name stands in their
own mail alone.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from sqlalchemy import select

from tracker.access.actors import ANONYMOUS, Actor
from tracker.domain.lifecycle import Phase
from tracker.domain.mails import MailTemplate, Value
from tracker.domain.notifications import GROUP_OF, NOT_CHOSEN, kept_values
from tracker.domain.roles import MembershipRole, PlatformRole
from tracker.extensions import db
from tracker.models import (
    Initiative,
    JoinRequest,
    ListEntry,
    Membership,
    Notification,
    Organisation,
    Person,
    PersonRole,
    UnmailedGroup,
)
from tracker.services.outbox import add_mail

Values = Mapping[str, Value]


def tell_invited(person: Person, token: str, *, now: datetime) -> None:
    """Send the link with which a new person chooses a password; it works for 48 hours."""
    tell([person], MailTemplate.INVITATION, lambda _: {"token": token}, now=now)


def tell_partner_asked(
    actor: Actor, initiative: Initiative, partner: Organisation, role: ListEntry, *, now: datetime
) -> None:
    """Tell an organisation that it is asked to take part."""
    lead = _organisation(initiative.lead_organisation_id)
    tell(
        people_of(partner.id, but=actor),
        MailTemplate.PARTNER_ASKED,
        lambda person: {
            **_about(initiative),
            "lead": lead.name,
            "partner": partner.name,
            "role": _name(role, person),
        },
        now=now,
    )


def tell_partner_offered(
    actor: Actor, initiative: Initiative, partner: Organisation, role: ListEntry, *, now: datetime
) -> None:
    """Tell the lead organisation that another one offers to take part."""
    tell(
        people_of(initiative.lead_organisation_id, but=actor),
        MailTemplate.PARTNER_OFFERED,
        lambda person: {
            **_about(initiative),
            "partner": partner.name,
            "role": _name(role, person),
        },
        now=now,
    )


def tell_partner_answered(
    actor: Actor,
    initiative: Initiative,
    *,
    answering: Organisation,
    asking_id: int,
    is_accepted: bool,
    now: datetime,
) -> None:
    """Tell the organisation that asked or offered what the other one answered."""
    values = {**_about(initiative), "answering": answering.name, "is_accepted": is_accepted}
    people = people_of(asking_id, but=actor)
    tell(people, MailTemplate.PARTNER_ANSWERED, lambda _: values, now=now)


def tell_move_proposed(
    actor: Actor, initiative: Initiative, phase: Phase, *, now: datetime
) -> None:
    """Tell the organisation that answers for an initiative that a coordinator proposes a move."""
    values = {**_about(initiative), "phase": phase.value}
    people = people_of(initiative.lead_organisation_id, but=actor)
    tell(people, MailTemplate.MOVE_PROPOSED, lambda _: values, now=now)


def tell_publication_asked(
    actor: Actor, initiative: Initiative, lead: Organisation, *, now: datetime
) -> None:
    """Tell the coordinators that an organisation's first publication waits for them."""
    values = {**_about(initiative), "lead": lead.name}
    tell(
        people_with(PlatformRole.COORDINATOR, but=actor),
        MailTemplate.PUBLICATION_ASKED,
        lambda _: values,
        now=now,
    )


def tell_publication_confirmed(actor: Actor, initiative: Initiative, *, now: datetime) -> None:
    """Tell an organisation that its initiative is open to everyone now."""
    values = _about(initiative)
    people = people_of(initiative.lead_organisation_id, but=actor)
    tell(people, MailTemplate.PUBLICATION_CONFIRMED, lambda _: values, now=now)


def tell_handed_over(
    actor: Actor,
    initiative: Initiative,
    *,
    before: Organisation,
    after: Organisation,
    now: datetime,
) -> None:
    """Tell an organisation that it answers for an initiative from now on."""
    values = {**_about(initiative), "before": before.name, "after": after.name}
    people = people_of(after.id, but=actor)
    tell(people, MailTemplate.HANDED_OVER, lambda _: values, now=now)


def tell_join_waiting(request: JoinRequest, *, is_reply: bool, now: datetime) -> None:
    """Tell the coordinators that an organisation asks to join, or has replied to their question."""
    values: Values = {
        "organisation": request.organisation_name,
        "request_id": str(request.public_id),
        "is_reply": is_reply,
    }
    people = people_with(PlatformRole.COORDINATOR)
    tell(people, MailTemplate.JOIN_WAITING, lambda _: values, now=now)


def tell_feedback(*, message: str, about: str, reply_to: str, now: datetime) -> int:
    """Tell the administrators what somebody met on a page; returns how many were told."""
    people = people_with(PlatformRole.ADMINISTRATOR)
    told = [person for person in people if not person.is_disabled and not person.is_demo]
    tell(
        told,
        MailTemplate.FEEDBACK,
        lambda _: {"message": message, "about": about, "reply_to": reply_to},
        now=now,
    )
    return len(told)


def tell(
    people: Iterable[Person],
    template: MailTemplate,
    values_for: Callable[[Person], Values],
    *,
    now: datetime,
) -> None:
    """Tell people something: a line in their list in the product, and a mail.

    Call it as `tell(people, MailTemplate.X, lambda person: {...}, now=now)` inside the transaction
    of the deed. No mail goes to whoever has chosen none of that group, nor to people of the demo.

    Args:
        people: see `people_of` and `people_with`; the disabled among them are told nothing.
        template: a mail; those that `domain.notifications.GROUP_OF` names are told in the product.
        values_for: what the mail prints for a person, without their name (`WANTED_VALUES`).
    """
    told = [person for person in people if not person.is_disabled]
    unmailed = _unmailed(told, template)
    for person in told:
        values = values_for(person)
        if template in GROUP_OF:
            kept = kept_values(values)
            row = Notification(person_id=person.id, template=template, values=kept, created_at=now)
            db.session.add(row)
        if not person.is_demo and person.id not in unmailed:
            add_mail(
                to=person.email,
                template=template,
                language=person.language,
                values={"name": person.name, **values},
                now=now,
            )


def _unmailed(people: Iterable[Person], template: MailTemplate) -> set[int]:
    """Those of the people who have chosen no mails of this kind."""
    group = GROUP_OF.get(template)
    if group is None or template in NOT_CHOSEN:
        return set()
    query = select(UnmailedGroup.person_id).where(
        UnmailedGroup.group == group, UnmailedGroup.person_id.in_([each.id for each in people])
    )
    return set(db.session.scalars(query))


def _about(initiative: Initiative) -> dict[str, Value]:
    return {"initiative": initiative.title, "initiative_id": str(initiative.public_id)}


def _name(entry: ListEntry, person: Person) -> str:
    return entry.name_en if person.language == "en" else entry.name_sv


def _organisation(organisation_id: int) -> Organisation:
    organisation: Organisation = db.session.get_one(Organisation, organisation_id)
    return organisation


def people_of(organisation_id: int, *, but: Actor) -> list[Person]:
    """An organisation's managers; where it has none that can be reached, its members."""
    query = (
        select(Person, Membership.role)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organisation_id == organisation_id,
            Person.is_disabled.is_(False),
        )
        .order_by(Person.id)
    )
    found = db.session.execute(query).all()
    managers = [person for person, role in found if role is MembershipRole.MANAGER]
    chosen = managers or [person for person, _ in found]
    return [person for person in chosen if person.id != but.person_id]


def people_with(role: PlatformRole, *, but: Actor = ANONYMOUS) -> list[Person]:
    """Whoever has a role over the whole register."""
    query = (
        select(Person)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(PersonRole.role == role, Person.id != but.person_id)
        .order_by(Person.id)
    )
    return list(db.session.scalars(query))
