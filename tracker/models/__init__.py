"""The tables; one file a subject. Rows carry constraints, no business verbs."""

from tracker.models.activities import Activity, ActivityDay
from tracker.models.attachments import Attachment
from tracker.models.audit import AuditEntry, AuditValue, RegisterState
from tracker.models.conversations import Comment, CommentMention
from tracker.models.coordinator_notes import CoordinatorNote
from tracker.models.goals import Goal, GoalArea, Programme
from tracker.models.imports import ImportFile, ImportMapping, ImportRow
from tracker.models.initiatives import (
    ContactListing,
    Initiative,
    InitiativeLink,
    PhaseProposal,
)
from tracker.models.invitations import Invitation, InvitationDeparture
from tracker.models.joining import JoinMessage, JoinRequest
from tracker.models.lists import ListEntry
from tracker.models.measures import (
    CountedElsewhere,
    Measure,
    MeasureValue,
    MeasureValuePart,
    SharedMeasure,
)
from tracker.models.notifications import Notification, UnmailedGroup
from tracker.models.organisation_mergers import OrganisationMerger
from tracker.models.organisations import Organisation
from tracker.models.outbox import DailyJob, OutboxEvent
from tracker.models.partnerships import Partnership
from tracker.models.people import Membership, OneTimeLink, Person, PersonRole
from tracker.models.places import Place, PlaceAlias, PlaceTie, WorkingGroup
from tracker.models.report_links import ReportLink
from tracker.models.report_reminders import ReminderStop, ReportReminder
from tracker.models.reporting_periods import PeriodQuestion, ReportingPeriod, ReportRhythm
from tracker.models.saved_views import SavedView, ViewSubscription
from tracker.models.sessions import SignInAttempt, SignInSession
from tracker.models.status_reports import StatusReport
from tracker.models.tags import (
    InitiativeGoal,
    InitiativeGoalArea,
    InitiativePlace,
    InitiativeTag,
    InitiativeWorkingGroup,
)
from tracker.models.touchpoints import (
    InitiativeFingerprint,
    InitiativeMerger,
    Touchpoint,
    TouchpointDecision,
    TouchpointMessage,
)
from tracker.models.ways_in import (
    AuthenticatorApp,
    KnownDevice,
    OutsideIdentity,
    Passkey,
    RecoveryCode,
    SignInStep,
)

__all__ = [
    "Activity",
    "ActivityDay",
    "Attachment",
    "AuditEntry",
    "AuditValue",
    "AuthenticatorApp",
    "Comment",
    "CommentMention",
    "ContactListing",
    "CoordinatorNote",
    "CountedElsewhere",
    "DailyJob",
    "Goal",
    "GoalArea",
    "ImportFile",
    "ImportMapping",
    "ImportRow",
    "Initiative",
    "InitiativeFingerprint",
    "InitiativeGoal",
    "InitiativeGoalArea",
    "InitiativeLink",
    "InitiativeMerger",
    "InitiativePlace",
    "InitiativeTag",
    "InitiativeWorkingGroup",
    "Invitation",
    "InvitationDeparture",
    "JoinMessage",
    "JoinRequest",
    "KnownDevice",
    "ListEntry",
    "Measure",
    "MeasureValue",
    "MeasureValuePart",
    "Membership",
    "Notification",
    "OneTimeLink",
    "Organisation",
    "OrganisationMerger",
    "OutboxEvent",
    "OutsideIdentity",
    "Partnership",
    "Passkey",
    "PeriodQuestion",
    "Person",
    "PersonRole",
    "PhaseProposal",
    "Place",
    "PlaceAlias",
    "PlaceTie",
    "Programme",
    "RecoveryCode",
    "RegisterState",
    "ReminderStop",
    "ReportLink",
    "ReportReminder",
    "ReportRhythm",
    "ReportingPeriod",
    "SavedView",
    "SharedMeasure",
    "SignInAttempt",
    "SignInSession",
    "SignInStep",
    "StatusReport",
    "Touchpoint",
    "TouchpointDecision",
    "TouchpointMessage",
    "UnmailedGroup",
    "ViewSubscription",
    "WorkingGroup",
]
