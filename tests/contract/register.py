"""A full register for walks over the whole product, and a sample value for every URL argument.

One organisation of each family, people of every role, initiatives in every visibility and phase
with a marker in every field, partnerships in every standing, proposals, reports, links and files.
A new endpoint is walked without a change here, unless it has an argument of a new kind: then give
it samples in `tests/contract/samples.py`.
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

from argon2 import PasswordHasher
from PIL import Image
from sqlalchemy import select

from tests.clock import START
from tests.register import add_initiative, add_organisation, add_person
from tracker.access.actors import ANONYMOUS, Actor, OwnOrganisation
from tracker.database import transaction
from tracker.domain.importing.mappings import Mapping
from tracker.domain.initiative_content import InitiativeContent
from tracker.domain.lifecycle import Condition, Phase, Visibility, is_shared
from tracker.domain.measures import Counting, Direction, Part
from tracker.domain.outbox import MOST_ATTEMPTS
from tracker.domain.reminding import StopReason
from tracker.domain.reporting_periods import PeriodKind, Rhythm
from tracker.domain.roles import ListCode, MembershipRole, PlatformRole
from tracker.domain.saved_views import ViewAddress, ViewKind
from tracker.domain.verbs import Verb
from tracker.domain.ways_in import StepKind, WayIn
from tracker.extensions import db
from tracker.models import (
    AuditEntry,
    AuthenticatorApp,
    ContactListing,
    CoordinatorNote,
    ImportFile,
    Initiative,
    ListEntry,
    Notification,
    OneTimeLink,
    Organisation,
    OutboxEvent,
    OutsideIdentity,
    Partnership,
    Passkey,
    Person,
    RecoveryCode,
    RegisterState,
    ReminderStop,
    ReportLink,
    ReportReminder,
    SharedMeasure,
    SignInSession,
    ViewSubscription,
)
from tracker.queries.accounts import hash_token
from tracker.services import (
    accounts,
    activities,
    attachments,
    audit,
    conversations,
    coordinator_notes,
    import_files,
    import_preview,
    initiatives,
    measure_values,
    measures,
    notifications,
    open_organisations,
    partnerships,
    period_questions,
    phases,
    publication,
    recovery_codes,
    reporting_periods,
    saved_views,
    shared_measures,
    status_reports,
)
from tracker.services.activities import ActivityContent
from tracker.services.arrivals import NOWHERE, add_step
from tracker.services.attachments import AttachmentContent
from tracker.services.contact_listings import address_key
from tracker.services.conversations import CommentContent
from tracker.services.measure_values import ValueContent
from tracker.services.measures import MeasureContent, MeasureWording
from tracker.services.status_reports import ReportContent

PASSWORD = "ullgarnet hänger på tork"
CODE = "314159"
BUDGET = 7654300
"""What the first initiative has; each has a krona more than the one before."""
RECOVERY_CODE = "k3mpx2va9rtb"
BARE = "stranger_member"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
RETIRED = "retired"
CONTENT_MARKERS = ("title", "description", "purpose", "diarienummer")
CONTACT_MARKERS = ("contact_name", "contact_email", "contact_phone")
KINDS = {
    "association": "association",
    "stranger": "faith_community",
    "newcomer": "association",
    "department": "department",
    "other_department": "committee",
    "partner": "business",
    "authority": "state_authority",
    "closed": "business",
}
BACKGROUND = frozenset({"newcomer_manager", "authority_manager"})
MUNICIPAL = frozenset({"department", "other_department"})
FORGOTTEN = "newcomer_asked"
"""Runs, ends soon, and has not been heard of for long."""
ENDS_SOON, LONG_AGO = date(2026, 4, 1), date(2025, 12, 1)
UNCONFIRMED = frozenset({FORGOTTEN, "association_open"})
"""Nobody has said this term whether what is written is right."""

# label of the initiative: (lead organisation, phase it ends in, who sees it when registered)
INITIATIVES = {
    "association_draft": ("association", Phase.IDEA, Visibility.DRAFT),
    "association_coordinated": ("association", Phase.ONGOING, Visibility.COORDINATED),
    "association_shared": ("association", Phase.ONGOING, Visibility.SHARED),
    "association_open": ("association", Phase.PLANNED, Visibility.SHARED),
    "association_returned": ("association", Phase.COMPLETED, Visibility.SHARED),
    "newcomer_asked": ("newcomer", Phase.ONGOING, Visibility.SHARED),
    "department_draft": ("department", Phase.PLANNED, Visibility.DRAFT),
    "department_coordinated": ("department", Phase.PLANNED, Visibility.COORDINATED),
    "department_shared": ("department", Phase.ONGOING, Visibility.SHARED),
    "department_open": ("department", Phase.CLOSING, Visibility.SHARED),
    "department_received": ("other_department", Phase.ONGOING, Visibility.SHARED),
    "partner_shared": ("partner", Phase.PAUSED, Visibility.SHARED),
    "stranger_draft": ("stranger", Phase.ONGOING, Visibility.DRAFT),
    "stranger_coordinated": ("stranger", Phase.ONGOING, Visibility.COORDINATED),
    "authority_shared": ("authority", Phase.CANCELLED, Visibility.SHARED),
}
WITH_ATTACHMENTS = (
    "association_draft", "association_coordinated", "association_shared", "association_open",
    "department_shared",
)  # fmt: skip
HELD_BACK = {
    label: organisation
    for label, (organisation, _, visibility) in INITIATIVES.items()
    if not is_shared(visibility)
}
SEEN_BY_COORDINATORS = frozenset(label for label in HELD_BACK if "coordinated" in label)


def marker(label: str, field_name: str) -> str:
    """A word that stands in one field of one record and nowhere else."""
    return f"qz{label}{field_name}qz".replace("_", "")


@dataclass(frozen=True)
class SampleRegister:
    """What was put in, by label; people by the name of their role."""

    people: dict[str, Actor] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    organisations: dict[str, OwnOrganisation] = field(default_factory=dict)
    initiatives: dict[str, uuid.UUID] = field(default_factory=dict)
    partnerships: dict[str, uuid.UUID] = field(default_factory=dict)
    proposals: dict[str, uuid.UUID] = field(default_factory=dict)
    reports: dict[str, uuid.UUID] = field(default_factory=dict)
    other_sessions: dict[str, uuid.UUID] = field(default_factory=dict)
    passkeys: dict[str, uuid.UUID] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    steps: dict[str, str] = field(default_factory=dict)
    sign_in_link: str = "a-link-of-a-mail"
    imports: dict[str, uuid.UUID] = field(default_factory=dict)
    touchpoints: dict[str, uuid.UUID] = field(default_factory=dict)
    decisions: dict[str, uuid.UUID] = field(default_factory=dict)
    batches: dict[str, uuid.UUID] = field(default_factory=dict)
    mergers: dict[str, uuid.UUID] = field(default_factory=dict)
    entries: dict[str, str] = field(default_factory=dict)
    failed_mails: dict[str, uuid.UUID] = field(default_factory=dict)
    contact_link: str = "link-of-a-contact"
    report_link: str = "link-of-a-report"
    reminder_links: dict[str, str] = field(
        default_factory=lambda: {
            "association_member": "link-of-a-reminder",
            "association_manager": "link-of-one-who-stopped",
        }
    )
    feed_link: str = "address-of-a-feed"
    join_requests: dict[str, uuid.UUID] = field(default_factory=dict)
    invitations: dict[str, uuid.UUID] = field(default_factory=dict)
    invitation_links: dict[str, str] = field(default_factory=dict)
    join_links: dict[str, str] = field(default_factory=dict)
    views: dict[str, uuid.UUID] = field(default_factory=dict)
    notifications: dict[str, uuid.UUID] = field(default_factory=dict)
    notes: dict[str, uuid.UUID] = field(default_factory=dict)
    attachments: dict[str, uuid.UUID] = field(default_factory=dict)
    comments: dict[str, uuid.UUID] = field(default_factory=dict)
    activities: dict[str, uuid.UUID] = field(default_factory=dict)
    periods: dict[str, uuid.UUID] = field(default_factory=dict)
    measures: dict[str, uuid.UUID] = field(default_factory=dict)
    shared_measures: list[uuid.UUID] = field(default_factory=list)

    @property
    def shared_measure(self) -> uuid.UUID:
        """One of the shared list that nobody counts yet."""
        return self.shared_measures[-1]

    @property
    def roles(self) -> tuple[str, ...]:
        """Everybody who visits every page, nobody at all first."""
        return ("anonymous", *(role for role in self.people if role not in BACKGROUND))

    def actor(self, role: str) -> Actor:
        """Who that is; the disabled are nobody."""
        return ANONYMOUS if role in {"anonymous", "disabled"} else self.people[role]

    def token_of(self, role: str) -> str | None:
        """The session token in that person's cookie."""
        return self.tokens.get(role)


def build() -> SampleRegister:
    """Fill a migrated and seeded database; call it within an application context."""
    register = SampleRegister()
    for label, kind in KINDS.items():
        register.organisations[label] = add_organisation(
            f"Organisation {label}", kind=kind, is_municipal=label in MUNICIPAL
        )
    _add_people(register)
    _add_initiatives(register)
    _add_partnerships(register)
    _add_history(register)
    _publish(register)
    _add_reports(register)
    _add_measures(register)
    _add_attachments(register)
    _add_talk(register)
    _add_periods(register)
    _add_sessions(register)
    _add_passkeys(register)
    _add_steps(register)
    _add_imports(register)
    _add_views(register)
    _finish(register)
    return register


def _add_people(register: SampleRegister) -> None:
    own, member = register.organisations, MembershipRole.MEMBER
    people: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
        "association_member": (("association",), {"role": member}),
        "association_manager": (("association",), {}),
        "partner_manager": (("partner",), {}),
        "stranger_member": (("stranger",), {"role": member, "password_hash": None}),
        "stranger_manager": (("stranger",), {}),
        "department_member": (("department",), {"role": member}),
        "department_manager": (("department",), {}),
        "other_department_manager": (("other_department",), {}),
        "newcomer_manager": (("newcomer",), {}),
        "authority_manager": (("authority",), {}),
        "coordinator": ((), {"platform_roles": {PlatformRole.COORDINATOR}}),
        "reader": ((), {"platform_roles": {PlatformRole.READER}}),
        "administrator": ((), {"platform_roles": {PlatformRole.ADMINISTRATOR}}),
        "disabled": (("association",), {}),
    }
    quick, usual = QUICK.hash(PASSWORD), accounts.hash_password(PASSWORD)
    for role, (organisations, columns) in people.items():
        register.people[role] = add_person(
            f"{marker(role, 'name')} Person",
            *(own[label] for label in organisations),
            email=f"{role.replace('_', '.')}@example.org",
            **{"password_hash": usual if role == "administrator" else quick} | columns,
        )


def _add_initiatives(register: SampleRegister) -> None:
    for label, (organisation, phase, visibility) in INITIATIVES.items():
        lead = "department" if label == "department_received" else organisation
        texts: dict[str, Any] = {n: f"{marker(label, n)} ord" for n in CONTENT_MARKERS}
        register.initiatives[label] = add_initiative(
            register.people[f"{lead}_manager"],
            texts.pop("title"),
            organisation=register.organisations[lead],
            visibility=visibility,
            phase=phase,
            goals=("CY1",),
            working_groups=("meaningful_leisure",),
            target_groups=("children",),
            effort_types=("culture",),
            funding=("none",),
            reach="place",
            age_from=6,
            age_to=12,
            end_on=ENDS_SOON if label == FORGOTTEN else date(2026, 12, 1),
            budget_sek=BUDGET + len(register.initiatives),
            contact_name=f"{marker(label, 'contact_name')} Namn",
            contact_email=f"{marker(label, 'contact_email')}@example.org",
            contact_phone=marker(label, "contact_phone"),
            links=(f"https://example.org/{marker(label, 'link')}",),
            **texts,
        )


def _add_partnerships(register: SampleRegister) -> None:
    manager, at = register.people, register.initiatives["association_shared"]
    standings = {
        "asked": "department",
        "accepted": "partner",
        "declined": "authority",
        "ended": "newcomer",
    }
    for standing, label in standings.items():
        partnerships.ask(
            manager["association_manager"],
            at,
            organisation_id=register.organisations[label].public_id,
            role="contributing",
            note=f"{marker(standing, 'note')} rad",
            now=START,
        )
    partnerships.offer(
        manager["stranger_manager"],
        at,
        organisation_id=register.organisations["stranger"].public_id,
        role="implementing",
        note=f"{marker('offered', 'note')} rad",
        now=START,
    )
    query = select(Partnership.organisation_id, Partnership.public_id)
    ids = dict(db.session.execute(query).all())
    for standing, label in {**standings, "offered": "stranger"}.items():
        register.partnerships[standing] = ids[register.organisations[label].id]
    named = register.partnerships
    partnerships.answer(manager["partner_manager"], named["accepted"], is_accepted=True, now=START)
    partnerships.answer(
        manager["authority_manager"], named["declined"], is_accepted=False, now=START
    )
    partnerships.end(manager["association_manager"], named["ended"], now=START)


def _add_history(register: SampleRegister) -> None:
    people, known = register.people, register.initiatives
    register.proposals["association_shared"] = phases.propose(
        people["coordinator"],
        known["association_shared"],
        Phase.CLOSING,
        reason=f"{marker('proposal', 'reason')} skäl",
        now=START,
    )
    returned = known["association_returned"]
    initiatives.withdraw(
        people["association_manager"],
        returned,
        reason=f"{marker('withdrawal', 'reason')} skäl",
        now=START,
    )
    _share_again(people["association_manager"], returned)
    initiatives.hand_over(
        people["department_manager"],
        known["department_received"],
        organisation_id=register.organisations["other_department"].public_id,
        note=f"{marker('handover', 'note')} rad",
        now=START,
    )


def _share_again(actor: Actor, public_id: uuid.UUID) -> None:
    row = db.session.scalars(select(Initiative).where(Initiative.public_id == public_id)).one()
    initiatives.edit(
        actor,
        public_id,
        InitiativeContent(
            title=row.title,
            description=row.description,
            purpose=row.purpose,
            diarienummer=row.diarienummer,
            contact_name=row.contact_name,
            contact_email=row.contact_email,
            contact_phone=row.contact_phone,
            phase=row.phase,
            goal_areas=("children_youth",),
            places=("norrby",),
            start_on=row.start_on,
        ),
        version=row.version,
        visibility=Visibility.SHARED,
        note="",
        now=START,
    )


def _publish(register: SampleRegister) -> None:
    people, known = register.people, register.initiatives
    for label in ("association", "department"):
        publication.publish(people[f"{label}_manager"], known[f"{label}_open"], now=START)
        publication.confirm(people["coordinator"], known[f"{label}_open"], now=START)
    publication.publish(people["newcomer_manager"], known["newcomer_asked"], now=START)
    shown = register.organisations["association"].public_id
    open_organisations.open_page(people["association_manager"], shown, now=START)


def _add_reports(register: SampleRegister) -> None:
    for label, (organisation, phase, _visibility) in INITIATIVES.items():
        register.reports[label] = status_reports.submit(
            register.people[f"{organisation}_manager"],
            register.initiatives[label],
            ReportContent(
                condition=Condition.NEEDS_SUPPORT,
                phase=phase,
                happened=f"{marker(label, 'happened')} hände",
                obstacles=f"{marker(label, 'obstacles')} hinder",
                needs=f"{marker(label, 'needs')} behov",
                people_reached=17,
                reported_on=LONG_AGO if label in UNCONFIRMED else date(2026, 2, 20),
            ),
            submission_key=f"sample-{label}",
            now=START,
        )
    register.activities["running"] = activities.add(
        register.people["association_manager"],
        register.initiatives["association_shared"],
        ActivityContent(title="Soppa", first_on=date(2026, 2, 10), until=date(2026, 6, 2)),
        now=START,
    )
    register.activities["untold"] = activities.add(
        register.people["association_manager"],
        register.initiatives["association_shared"],
        ActivityContent(title="Resa", first_on=date(2026, 5, 10)),
        now=START,
    )
    activities.add(
        register.people["association_manager"],
        register.initiatives["association_shared"],
        ActivityContent(title="Fest", first_on=date(2026, 2, 20), people_reached=9),
        now=START,
    )


def _add_measures(register: SampleRegister) -> None:
    """Of each of some initiatives one in its own words and one of the shared list."""
    query = select(SharedMeasure.public_id).order_by(SharedMeasure.position)
    register.shared_measures.extend(db.session.scalars(query))
    told = ValueContent(number=31, measured_on=date(2026, 2, 3))
    shared_ids: list[uuid.UUID] = []
    parts = {Part.GIRLS_WOMEN: 14, Part.BOYS_MEN: 3, Part.OTHER_GENDER: 0}
    divided = ValueContent(number=17, measured_on=date(2026, 2, 3), parts=parts)
    for label in ("association_draft", "association_open", "department_shared"):
        actor = register.people[f"{label.partition('_')[0]}_manager"]
        wording = MeasureWording(
            name=f"{marker(label, 'measure')} räknas",
            unit="portioner",
            direction=Direction.MORE,
            counting=Counting.EACH_TIME,
        )
        register.measures[label] = measures.add(
            actor, register.initiatives[label], MeasureContent(wording=wording), now=START
        )
        shared_id = measures.add(
            actor,
            register.initiatives[label],
            MeasureContent(baseline=3, target=40),
            shared_id=register.shared_measures[0],
            now=START,
        )
        shared_ids.append(shared_id)
        for measure_id, value in ((register.measures[label], told), (shared_id, divided)):
            measure_values.tell(actor, register.initiatives[label], measure_id, value, now=START)
    measures.edit(
        register.people["association_manager"],
        register.initiatives["association_open"],
        shared_ids[1],
        MeasureContent(baseline=3, target=40, told_in=shared_ids[-1]),
        now=START,
    )
    shared_measures.retire(register.people["coordinator"], register.shared_measures[-2], now=START)


def _add_attachments(register: SampleRegister) -> None:
    file = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(file, "PNG")
    for label in WITH_ATTACHMENTS:
        register.attachments[label] = attachments.add(
            register.people[f"{INITIATIVES[label][0]}_manager"],
            register.initiatives[label],
            AttachmentContent(
                file=file.getvalue(),
                alt=f"{marker(label, 'alt')} bild",
                report_id=register.reports[label],
            ),
            now=START,
        )


def _add_talk(register: SampleRegister) -> None:
    """A thread about each of some initiatives, one with an answer and mentions."""
    for label in ("association_draft", "association_shared", "department_shared"):
        text = f"{marker(label, 'comment')} sagt"
        register.comments[label] = conversations.say(
            register.people[f"{label.partition('_')[0]}_manager"],
            register.initiatives[label],
            CommentContent(text=text),
            now=START,
        )
    conversations.say(
        register.people["coordinator"],
        register.initiatives["association_open"],
        CommentContent(
            text=f"{marker('question', 'comment')} frågat",
            report_id=register.reports["association_open"],
            is_sent_back=True,
        ),
        now=START,
    )
    for label in ("association_coordinated", "association_shared", "department_shared"):
        coordinator_notes.write(
            register.people["coordinator"],
            register.initiatives[label],
            f"{marker(label, 'internal')} mellan oss",
            now=START,
        )
        register.notes[label] = db.session.scalars(
            select(CoordinatorNote.public_id).order_by(CoordinatorNote.id.desc())
        ).first()
    answer = CommentContent(
        text=f"@Organisation partner {marker('answer', 'comment')}",
        root_id=register.comments["association_shared"],
    )
    register.comments["answer"] = conversations.say(
        register.people["stranger_manager"],
        register.initiatives["association_shared"],
        answer,
        now=START,
    )
    rows = db.session.scalars(select(Notification).order_by(Notification.id)).all()
    names = {person.person_id: role for role, person in register.people.items()}
    for row in rows:
        register.notifications[names[row.person_id]] = row.public_id
    notifications.read(
        register.people["department_manager"],
        register.notifications["department_manager"],
        now=START,
    )
    settled = register.comments["department_shared"]
    conversations.resolve(register.people["coordinator"], settled, now=START)


def _add_sessions(register: SampleRegister) -> None:
    with transaction() as session:
        for role, person in register.people.items():
            register.tokens[role] = secrets.token_urlsafe(16)
            other = _session(person, secrets.token_urlsafe(16))
            session.add_all([_session(person, register.tokens[role]), other])
            session.flush()
            register.other_sessions[role] = other.public_id
            register.links[role] = secrets.token_urlsafe(16)
            session.add(
                OneTimeLink(
                    token_hash=hash_token(register.links[role]),
                    person_id=person.person_id,
                    created_at=START,
                    expires_at=START + timedelta(days=2),
                )
            )


def _add_passkeys(register: SampleRegister) -> None:
    """A passkey of everybody's but theirs who has no second factor yet."""
    with transaction() as session:
        for role, person in register.people.items():
            if role == BARE:
                continue
            key = Passkey(
                person_id=person.person_id,
                credential_id=role.encode(),
                public_key=b"",
                name=f"{marker('passkey', 'name')} phone",
                created_at=START,
            )
            session.add(key)
            session.flush()
            register.passkeys[role] = key.public_id
            row = session.get_one(Person, person.person_id)
            audit.record(ANONYMOUS, Verb.FACTORS_CHANGED, row, at=START)


def _add_steps(register: SampleRegister) -> None:
    """Sign-ins that have begun, one of each kind, and a link of a mail."""
    with transaction():
        person_id = register.people["association_member"].person_id
        columns = {"person_id": person_id, "link_hash": hash_token(register.sign_in_link)}
        register.steps["code_step"] = add_step(
            StepKind.CODE, bound=NOWHERE, now=START, code=CODE, **columns
        )
        for label, name in (("department_manager", "factor_step"), (BARE, "bare_step")):
            register.steps[name] = add_step(
                StepKind.FACTOR,
                bound=NOWHERE,
                now=START,
                person_id=register.people[label].person_id,
                way=WayIn.PASSWORD,
            )
        _add_app(register.people["department_manager"])


def _add_app(person: Actor) -> None:
    """An app that shows codes, with a recovery code, and an account at work."""
    row = db.session.get_one(Person, person.person_id)
    db.session.add(AuthenticatorApp(person_id=row.id, secret="", created_at=START))
    db.session.add(
        OutsideIdentity(
            person_id=row.id, issuer="https://id.example.org", subject="7", created_at=START
        )
    )
    recovery_codes.replace(row)
    kept = db.session.scalars(select(RecoveryCode)).first()
    kept.code_hash = hash_token(f"recovery:{row.public_id}:{RECOVERY_CODE}")
    audit.record(ANONYMOUS, Verb.FACTORS_CHANGED, row, at=START)


def _session(person: Actor, token: str) -> SignInSession:
    return SignInSession(
        token_hash=hash_token(token),
        person_id=person.person_id,
        browser=f"{marker('session', 'browser')} browser",
        proved_at=START,
        created_at=START,
        last_seen_at=START,
        expires_at=START + timedelta(days=1),
    )


def _add_periods(register: SampleRegister) -> None:
    """A period that is open, one that is locked, and an initiative with a rhythm of its own."""
    coordinator, year = register.people["coordinator"], START.year
    for label, kind in (("open", PeriodKind.YEAR), ("locked", PeriodKind.TERTIAL_2)):
        content = reporting_periods.PeriodContent(
            year=year, kind=kind, opens_on=START.date(), due_on=date(year + 1, 1, 15)
        )
        register.periods[label] = reporting_periods.plan(coordinator, content, now=START)
    reporting_periods.lock(coordinator, register.periods[label], now=START)
    asked = ["Vad har ni lärt er?"]
    period_questions.ask(coordinator, register.periods["open"], asked, now=START)
    reporting_periods.make_exception(
        coordinator,
        register.initiatives["association_shared"],
        Rhythm(wants_tertials=True, wants_year=True, every_days=None),
        reason="Har stort bidrag.",
        now=START,
    )


def _add_views(register: SampleRegister) -> None:
    """A view that a member keeps alone, and one that a coordinator has shared."""
    at = ViewAddress(ViewKind.BOARD, "place=norrby")
    for label, role in (("own_view", "association_member"), ("shared_view", "coordinator")):
        name = f"{marker(label, 'name')} vy"
        owner = register.people[role]
        register.views[label] = saved_views.save(owner, at, name=name, now=START)
        saved_views.begin_with(owner, register.views[label])
        saved_views.begin_with(owner, None)
    saved_views.share(owner, register.views[label], now=START)
    saved_views.open_feed(owner, register.views[label], now=START)
    with transaction() as session:
        followed = session.scalars(select(ViewSubscription).filter_by(feed_opened_at=START)).one()
        followed.feed_hash = hash_token(register.feed_link)


def _finish(register: SampleRegister) -> None:
    """What is past or spare: a disabled person, a closed organisation, an entry, a demo."""
    with transaction() as session:
        entry = ListEntry(
            list_code=ListCode.FUNDING,
            code=RETIRED,
            position=90,
            name_sv=RETIRED,
            name_en=RETIRED,
            valid_to=date(2026, 1, 31),
        )
        session.add(entry)
        session.flush()
        audit.record(ANONYMOUS, Verb.CREATED, entry, at=START)
        state = session.get_one(RegisterState, 1)
        state.has_demo = True
        audit.record(ANONYMOUS, Verb.DEMO_LOADED, state, at=START)
        disabled = session.get_one(Person, register.people["disabled"].person_id)
        disabled.is_disabled = True
        why = {"reason": (None, "Slutat"), "note": (None, "Sagt till")}
        audit.record(ANONYMOUS, Verb.DISABLED, disabled, at=START, changes=why)
        closed = session.get_one(Organisation, register.organisations["closed"].id)
        closed.closed_on = START.date()
        audit.record(ANONYMOUS, Verb.CLOSED, closed, at=START)
        at = select(Initiative).where(
            Initiative.public_id == register.initiatives["association_open"]
        )
        named = session.scalars(at).one()
        session.add(
            ContactListing(
                initiative_id=named.id,
                address_key=address_key(named.contact_email),
                token_hash=hash_token(register.contact_link),
                asked_at=START - timedelta(days=20),
            )
        )
        named.changed_at = datetime(2025, 12, 1, 12, tzinfo=UTC)
        audit.record(ANONYMOUS, Verb.EDITED, named, at=START)
        reported = session.scalars(
            select(Initiative).where(
                Initiative.public_id == register.initiatives["association_shared"]
            )
        ).one()
        session.add(
            ReportLink(
                initiative_id=reported.id,
                person_id=register.people["association_member"].person_id,
                token_hash=hash_token(register.report_link),
                created_at=START,
                expires_at=START + timedelta(days=60),
            )
        )
        for role, link in register.reminder_links.items():
            session.add(
                ReportReminder(
                    person_id=register.people[role].person_id,
                    initiative_id=reported.id,
                    due_on=START.date(),
                    step=0,
                    sent_on=START.date(),
                    stop_hash=hash_token(link),
                )
            )
        stopped = register.people["association_manager"].person_id
        session.add(ReminderStop(person_id=stopped, reason=StopReason.UNWANTED, since=START))
        failed = session.scalars(
            select(OutboxEvent).where(OutboxEvent.done_at.is_(None)).order_by(OutboxEvent.id)
        ).first()
        assert failed is not None
        failed.attempts = MOST_ATTEMPTS
        register.failed_mails["failed_mail"] = uuid.UUID(failed.message_id)
    query = select(AuditEntry.entry_hash).where(AuditEntry.verb == Verb.DISABLED)
    register.entries.update(an_entry=db.session.scalars(query).one(), no_entry="0" * 64)


def _add_imports(register: SampleRegister) -> None:
    """A list whose columns wait to be chosen, and one that is read and waits to be saved."""
    organisation_id = register.organisations["association"].public_id
    for label in ("uploaded", "previewed"):
        text = (
            f"Titel;Beskrivning;Startdatum\n{marker(label, 'row')} läxhjälp;Vi läser;2026-02-01\n"
        )
        register.imports[label] = import_files.upload(
            register.people["association_manager"],
            name=f"{marker(label, 'file')}.csv",
            content=text.encode(),
            organisation_id=organisation_id,
            now=START,
        )
    previewed = register.imports["previewed"]
    query = select(ImportFile).where(ImportFile.public_id == previewed)
    file = db.session.scalars(query).one()
    chosen = import_files.choose_columns(
        register.people["association_manager"],
        previewed,
        mapping=Mapping.from_json(file.mapping),
        choices=dict(file.choices),
        rows=1,
        save_as=f"{marker('saved', 'mapping')}",
        now=START,
    )
    import_preview.stage(chosen.import_id, version=chosen.version, now=START)
