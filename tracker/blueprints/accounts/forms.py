"""Forms of sign-in and of one's own account."""

from flask_babel import lazy_gettext
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import Length

from tracker.forms import TrackerForm, clean, required


class SignInForm(TrackerForm):
    """Address and password; `next` is where the person was going, `kept_form` what they had sent."""

    email = StringField(
        lazy_gettext("E-mail"),
        [required(), Length(max=254)],
        filters=[clean],
        render_kw={"autocomplete": "username", "inputmode": "email", "autocapitalize": "none"},
    )
    password = PasswordField(
        lazy_gettext("Password"),
        [required(), Length(max=1000)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()
    kept_form = HiddenField()


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
