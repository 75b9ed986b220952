"""The closed sets of who people and organisations are to the register and to an initiative."""

from enum import StrEnum


class MembershipRole(StrEnum):
    """What a person may do within one organisation."""

    MEMBER = "member"
    MANAGER = "manager"


class PlatformRole(StrEnum):
    """What a person may do over the whole register."""

    COORDINATOR = "coordinator"
    READER = "reader"
    ADMINISTRATOR = "administrator"


class PartnerStanding(StrEnum):
    """Where a partnership stands between the lead organisation and the partner."""

    ASKED = "asked"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ENDED = "ended"


class OrganisationFamily(StrEnum):
    """The broad families that kinds of organisation belong to."""

    MUNICIPAL = "municipal"
    PUBLIC = "public"
    BUSINESS = "business"
    CIVIL = "civil"


class ListCode(StrEnum):
    """The lists that an administrator edits."""

    ORGANISATION_KIND = "organisation_kind"
    PARTNER_ROLE = "partner_role"
    TARGET_GROUP = "target_group"
    EFFORT_TYPE = "effort_type"
    REACH = "reach"
    FUNDING = "funding"


class PlaceKind(StrEnum):
    """How large a place is: the whole municipality, a district, or a RegSO area."""

    MUNICIPALITY = "municipality"
    DISTRICT = "district"
    REGSO = "regso"
