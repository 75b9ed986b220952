"""Says why a wish was refused: one sentence a cause, made where it is shown."""

from flask import Flask
from flask_babel import gettext, lazy_gettext

PERSONAL_DATA = {
    "personal_identity_number": lazy_gettext("a personal identity number"),
    "coordination_number": lazy_gettext("a coordination number"),
    "phone_number": lazy_gettext("a phone number"),
    "email_address": lazy_gettext("an e-mail address"),
}

REFUSALS = {
    "wrong_credentials": lazy_gettext("The address or the password is not right."),
    "wrong_code": lazy_gettext("That is not the code. Check the digits in the latest mail."),
    "wrong_factor": lazy_gettext(
        "That code is not right. Look at the app again: it changes often."
    ),
    "passkey_unknown": lazy_gettext(
        "That passkey is not known here. Sign in another way, and add it on your account."
    ),
    "passkey_ended": lazy_gettext("It took too long. Try again."),
    "passkey_wrong": lazy_gettext("The passkey could not be added. Try again."),
    "passkey_taken": lazy_gettext("This device already has a passkey for an account here."),
    "passkeys_many": lazy_gettext("You have 20 passkeys. Take one away first."),
    "outside_ended": lazy_gettext("That page works once, for ten minutes. Sign in again."),
    "outside_cancelled": lazy_gettext("Nothing was changed. You can try again."),
    "outside_wrong": lazy_gettext(
        "The answer from your work account did not hold. Sign in again. If it happens again, tell "
        "those who run Väven."
    ),
    "outside_down": lazy_gettext(
        "The page where you sign in with your work account does not answer. Try again in a while, "
        "or sign in another way."
    ),
    "outside_unknown": lazy_gettext(
        "We know who you are at work, but you have no account in Väven. Ask to join, or ask the "
        "coordinators to invite you."
    ),
    "outside_closed": lazy_gettext(
        "Your account in Väven is closed. Ask the coordinators if it should be opened."
    ),
    "wrong_password": lazy_gettext("That is not your password."),
    "password_short": lazy_gettext("Choose at least 12 characters. A short sentence works well."),
    "password_long": lazy_gettext("Choose at most 200 characters."),
    "password_common": lazy_gettext(
        "That password is easy to guess. Choose one that has nothing to do with you or Borås."
    ),
    "note_needed": lazy_gettext("Say briefly why: the organisation sees it in the history."),
    "reason_needed": lazy_gettext("Say briefly why."),
    "same_phase": lazy_gettext("It is already in that phase."),
    "same_organisation": lazy_gettext(
        "That organisation is already responsible for the initiative."
    ),
    "partner_already": lazy_gettext("That organisation has already been asked, or takes part."),
    "unknown_choice": lazy_gettext("Choose from the list."),
    "answered_already": lazy_gettext("Somebody has already answered."),
    "corrected_already": lazy_gettext("That report has already been corrected."),
    "ends_before_start": lazy_gettext("The end comes before the beginning."),
    "term_too_long": lazy_gettext("Choose a day within a year of the first one."),
    "not_its_day": lazy_gettext("One of the days is not a day of this activity that has been."),
    "measure_counted": lazy_gettext("The initiative counts that already."),
    "measure_name_taken": lazy_gettext("There is already a shared measure with that name."),
    "measure_ended": lazy_gettext("The measure is ended."),
    "measure_unmeasurable": lazy_gettext(
        "It is said that this cannot be measured yet. Edit the measure first."
    ),
    "parts_do_not_add": lazy_gettext("The parts must add up to the number."),
    "not_its_number": lazy_gettext(
        "That measure cannot be the same number: it counts in another one itself, or others count "
        "in yours."
    ),
    "told_elsewhere": lazy_gettext("The number is told in another initiative, and counts there."),
    "name_needed": lazy_gettext("Say what you count."),
    "unit_needed": lazy_gettext("Say in what you count, for example people or hours."),
    "missing_needed": lazy_gettext("Say what is missing before it can be measured."),
    "not_taking_part": lazy_gettext(
        "Choose the organisation that leads the initiative, or one that takes part in it."
    ),
    "told_days_left_out": lazy_gettext(
        "Days that have been told of would fall outside. Choose days that hold them."
    ),
    "activity_has_been": lazy_gettext("It has been held. End it instead of taking it away."),
    "activity_over": lazy_gettext("It has no days left to come."),
    "future_date": lazy_gettext("Choose today or an earlier day."),
    "nothing_said": lazy_gettext(
        "Write a sentence about what has happened, or choose “Nothing new since last time”."
    ),
    "is_draft": lazy_gettext("This is a draft. Share it first."),
    "is_coordinated": lazy_gettext(
        "Only the organisation and the coordinators see this. Share it with everyone signed in first."
    ),
    "views_many": lazy_gettext("You have 50 saved views. Delete one first."),
    "view_name_taken": lazy_gettext("You already have a view with that name."),
    "not_complete": lazy_gettext("Fill in what is missing and share the initiative first."),
    "not_previewed": lazy_gettext("The list has to be looked through again before it is saved."),
    "register_changed": lazy_gettext(
        "Somebody has changed the register meanwhile. Look the list through again."
    ),
    "not_running": lazy_gettext("Only what runs, and is no draft, is asked about."),
    "no_end": lazy_gettext("The initiative has no end any longer."),
    "period_known": lazy_gettext("That period is there already."),
    "due_before_opening": lazy_gettext("The last day must come after the day when it opens."),
    "due_within_period": lazy_gettext("Reports cannot be due before the period has ended."),
    "period_locked": lazy_gettext("The period is locked already."),
    "period_open": lazy_gettext("The period is open already."),
    "reopening_reason_needed": lazy_gettext("Say why the period is opened again."),
    "exception_reason_needed": lazy_gettext("Say why another rhythm holds here."),
    "asked_lately": lazy_gettext("They have been asked within the last week."),
    "questions_too_many": lazy_gettext("Ask five questions at the most."),
    "quiet_day": lazy_gettext("Nobody is reminded on a free day. Do it on the next working day."),
    "gap_asked_lately": lazy_gettext("They have been asked about this within the last 30 days."),
    "contact_asked_lately": lazy_gettext(
        "The contact person has been asked within the last two weeks."
    ),
    "contact_answered": lazy_gettext("Nobody waits for an answer here any longer."),
    "nobody_reached": lazy_gettext(
        "Nobody at the organisation has an account. Invite somebody there first."
    ),
    "not_asked": lazy_gettext("Nobody is waiting for this confirmation any longer."),
    "name_taken": lazy_gettext("There is already an organisation with that name."),
    "email_taken": lazy_gettext("There is already an account with that address."),
    "number_taken": lazy_gettext("There is already an organisation with that number."),
    "number_invalid": lazy_gettext("That is not an organisation number. Write ten digits."),
    "number_personal": lazy_gettext(
        "That is a person's own number, as sole traders have. Leave the field empty: "
        "personal numbers are not kept here."
    ),
    "kind_of_another_family": lazy_gettext(
        "Only a coordinator can change whether an organisation is a part of the city."
    ),
    "address_not_web": lazy_gettext("Write a web address, for example www.boras.se."),
    "own_administrator": lazy_gettext(
        "You cannot take away your own account or your own role as administrator."
    ),
    "last_administrator": lazy_gettext("Somebody has to be an administrator."),
    "person_disabled": lazy_gettext("The account is closed. Open it first."),
    "demo_present": lazy_gettext("The demo city is here already."),
    "demo_absent": lazy_gettext("The demo city has been removed already."),
    "demo_names_taken": lazy_gettext(
        "The register holds organisations with names of the demo city. Load it into an empty one."
    ),
    "demo_no_administrator": lazy_gettext(
        "Make an administrator of your own first: run “tracker administrator create” on the server."
    ),
    "nobody_reads": lazy_gettext(
        "There is nobody who can read this here yet. Please contact the city in another way."
    ),
    "period_reversed": lazy_gettext("Choose a day that is not before the first."),
    "ages_reversed": lazy_gettext("Write an age that is not below the youngest."),
    "day_needed": lazy_gettext("Choose the first day of the new wording."),
    "programme_stays": lazy_gettext("A programme stays. Retire its goals one by one instead."),
    "edition_fixed": lazy_gettext("This area belongs to the statistical division, and stays."),
    "in_use": lazy_gettext("It is in use. Retire it instead."),
    "message_empty": lazy_gettext("Write something first."),
    "other_side_not_told": lazy_gettext(
        "One of the two is not shared with everyone yet, so the other side cannot be asked."
    ),
    "merged_already": lazy_gettext("The two have become one. Part them again first."),
    "not_waiting": lazy_gettext(
        "Somebody has decided about one of them meanwhile. Look the list through again."
    ),
    "too_many": lazy_gettext("Choose at most 200 at a time."),
    "released_already": lazy_gettext("The other side has been told already."),
    "too_late": lazy_gettext("It can be undone for 30 days, and they have passed."),
    "undone_already": lazy_gettext("It has been undone already."),
    "request_expired": lazy_gettext("The request has waited too long and has ended. Ask anew."),
    "organisation_merged": lazy_gettext("It has gone up in another organisation already."),
    "merger_with_itself": lazy_gettext("Choose another organisation than this one."),
    "merger_across": lazy_gettext(
        "A part of the city and somebody else's organisation cannot become one: who may edit the "
        "records would change."
    ),
    "last_manager": lazy_gettext(
        "Somebody has to answer for the organisation. Hand over to somebody else first."
    ),
    "nobody_answers": lazy_gettext("Choose somebody who answers for the organisation from now on."),
    "stays_or_leaves": lazy_gettext("The same person cannot both answer from now on and leave."),
    "nothing_changes": lazy_gettext("Choose who answers from now on, or who leaves."),
    "member_already": lazy_gettext("That person belongs to the organisation already."),
    "invited_already": lazy_gettext(
        "That address is invited already. Send the invitation again instead."
    ),
    "invitation_ended": lazy_gettext(
        "The invitation no longer holds. Ask whoever invited you for a new one."
    ),
    "organisation_closed": lazy_gettext("The organisation is closed."),
    "not_verified": lazy_gettext("A coordinator has to verify the organisation first."),
    "file_empty": lazy_gettext("The file is empty. Choose another."),
    "file_too_large": lazy_gettext("The file is larger than 10 MB. Choose a smaller one."),
    "file_kind_unknown": lazy_gettext("Choose a picture (JPEG, PNG or WebP) or a PDF."),
    "file_broken": lazy_gettext(
        "The file cannot be read to its end. Save it again, and try once more."
    ),
    "picture_too_large": lazy_gettext("The picture has too many pixels. Make it smaller first."),
    "pdf_locked": lazy_gettext("The PDF is locked by a password. Save it without one."),
    "pdf_too_long": lazy_gettext("The PDF is too long. Choose a shorter one."),
    "pdf_does_something": lazy_gettext(
        "The PDF holds a program, a form or another file. Print it to PDF, and add that one."
    ),
    "file_not_kept": lazy_gettext("The file could not be kept just now. Try again in a while."),
    "too_many_attachments": lazy_gettext("The initiative has 40 files. Take one away first."),
    "space_full": lazy_gettext("Your organisation has used its space. Take some files away first."),
    "code_taken": lazy_gettext("There is already an entry with that code."),
}


def refusal(code: str) -> str:
    """The sentence for a refused wish."""
    return str(REFUSALS[code])


def missing() -> str:
    """The sentence for a field that sharing wants."""
    return gettext("Fill this in before you register.")


def personal_data(findings: tuple[tuple[str, str], ...]) -> str:
    """The sentence for personal data found in a free text: what, and where."""
    found = ", ".join(f"{PERSONAL_DATA[kind]} ({excerpt})" for kind, excerpt in findings)
    return gettext(
        "This text contains %(found)s. Remove it, since others can read what you write here.",
        found=found,
    )


def init_app(app: Flask) -> None:
    """Make refusals known to templates as a filter."""
    app.jinja_env.filters["refusal"] = refusal
