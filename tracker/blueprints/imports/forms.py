"""The forms of an import: the file, and how its columns are read."""

from flask_babel import lazy_gettext
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField
from wtforms.validators import Optional

from tracker.forms import Line, TrackerForm


class UploadForm(TrackerForm):
    """A list, and whose it is where it does not say so itself."""

    file = FileField(
        lazy_gettext("File"),
        [FileRequired(lazy_gettext("Choose a file."))],
        description=lazy_gettext("Excel (xlsx, xls), OpenDocument (ods) or CSV, at most 20 MB."),
        render_kw={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.tsv,.txt"},
    )
    organisation = SelectField(
        lazy_gettext("Whose initiatives are they?"),
        [Optional()],
        description=lazy_gettext("Used for rows that name no organisation."),
    )


class ColumnsForm(TrackerForm):
    """What belongs to the whole list; the columns themselves are read by name."""

    creates_organisations = BooleanField(
        lazy_gettext("Create organisations that the register does not know, as unverified")
    )
    save_as = Line(
        lazy_gettext("Remember this choice of columns as"),
        120,
        description=lazy_gettext("For the next time you read in the same kind of list."),
    )
