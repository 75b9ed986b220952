"""Every deed that needs permission. What each role may do stands in policy.py."""

from enum import StrEnum


class Permission(StrEnum):
    """A deed that needs permission."""

    USE_OWN_ACCOUNT = "use_own_account"
    READ_REGISTER = "read_register"
    SEE_DRAFT = "see_draft"
    SEE_COORDINATED = "see_coordinated"
    SEE_CONTACT = "see_contact"
    EXPORT_REGISTER = "export_register"
    REGISTER_INITIATIVE = "register_initiative"
    EDIT_INITIATIVE = "edit_initiative"
    REPORT_STATUS = "report_status"
    CHANGE_PHASE = "change_phase"
    PROPOSE_PHASE = "propose_phase"
    PUBLISH_INITIATIVE = "publish_initiative"
    ASK_FIRST_PUBLICATION = "ask_first_publication"
    CONFIRM_PUBLICATION = "confirm_publication"
    WITHDRAW_INITIATIVE = "withdraw_initiative"
    HAND_OVER_INITIATIVE = "hand_over_initiative"
    ANSWER_PARTNERSHIP = "answer_partnership"
    OFFER_PARTNERSHIP = "offer_partnership"
    IMPORT_INITIATIVES = "import_initiatives"
    EDIT_ORGANISATION = "edit_organisation"
    SEE_MEMBERS = "see_members"
    MANAGE_ORGANISATIONS = "manage_organisations"
    MANAGE_REFERENCE = "manage_reference"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_SETTINGS = "manage_settings"
