"""Forms of sign-in and of one's own account."""

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import Length
from wtforms.widgets import PasswordInput

from tracker.domain.ways_in import ProofKind
from tracker.forms import Line, TrackerForm, clean, required


class SignInForm(TrackerForm):
    """Address, and a password for those who have one.

    `next` is where the person was going, `kept_form` what they had sent, `answer` what a passkey
    says instead of either.
    """

    email = StringField(
        lazy_gettext("E-mail"),
        [required(), Length(max=254)],
        filters=[clean],
        render_kw={"autocomplete": "username", "inputmode": "email", "autocapitalize": "none"},
    )
    password = PasswordField(
        lazy_gettext("Password"),
        [Length(max=1000)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()
    kept_form = HiddenField()
    answer = HiddenField()

    def ask_for_password(self, is_only_way: bool) -> None:  # noqa: FBT001 - said by its name
        """Demand a password where no code can be sent."""
        if is_only_way:
            self.password.validators = [required(), *self.password.validators]


class CodeForm(TrackerForm):
    """The code that was mailed."""

    code = StringField(
        lazy_gettext("The code in the mail"),
        [required(), Length(max=40)],
        filters=[clean],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class FactorForm(TrackerForm):
    """A code of the app, or a recovery code."""

    code = StringField(
        lazy_gettext("The code in the app"),
        [required(), Length(max=40)],
        filters=[clean],
        description=lazy_gettext("Or one of your recovery codes."),
        render_kw={"autocomplete": "one-time-code"},
    )

    def ask_for_recovery_code(self) -> None:
        """Ask for no code of an app, where there is none."""
        self.code.label.text = gettext("Recovery code")
        self.code.description = ""


class AppForm(TrackerForm):
    """The first code of a new app, and its sealed secret."""

    code = StringField(
        lazy_gettext("The code that the app shows"),
        [required(), Length(max=40)],
        filters=[clean],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )
    sealed = HiddenField(validators=[Length(max=500)])


class ProofForm(TrackerForm):
    """What shows again who one is; `next` and `kept_form` as when signing in."""

    shown = StringField(validators=[required(), Length(max=1000)])
    next = HiddenField()
    kept_form = HiddenField()

    def ask_for(self, kind: ProofKind) -> None:
        """Ask for what this person has."""
        self.shown.label.text = PROOFS[kind]
        if kind is ProofKind.PASSWORD:
            self.shown.widget = PasswordInput()
            self.shown.render_kw = {"autocomplete": "current-password"}
        else:
            self.shown.render_kw = {"autocomplete": "one-time-code"}


PROOFS = {
    ProofKind.APP: lazy_gettext("The code in the app"),
    ProofKind.PASSWORD: lazy_gettext("Your password"),
    ProofKind.MAIL: lazy_gettext("The code in the mail"),
}


class PasskeyForm(TrackerForm):
    """What a device has answered, and what its passkey is called where it is a new one."""

    name = Line(
        lazy_gettext("What it is called"),
        60,
        description=lazy_gettext(
            "For example My phone. Left empty, it is named after the browser."
        ),
        render_kw={"autocomplete": "off"},
    )
    answer = HiddenField()


class ChoosePasswordForm(TrackerForm):
    """A new password, from a one-time link."""

    password = PasswordField(
        lazy_gettext("New password"),
        [required(), Length(max=1000)],
        description=lazy_gettext("At least 12 characters. A short sentence works well."),
        render_kw={"autocomplete": "new-password"},
    )


class ChangePasswordForm(ChoosePasswordForm):
    """A new password, when one knows the old one."""

    current = PasswordField(
        lazy_gettext("Your password now"),
        [required(), Length(max=1000)],
        render_kw={"autocomplete": "current-password"},
    )

    def leave_out_current(self) -> None:
        """Ask for no password up to now, where there is none."""
        del self.current

    def typed_current(self) -> str:
        """The password up to now, as it was typed."""
        return self.current.data if "current" in self else ""
