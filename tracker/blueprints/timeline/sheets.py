"""The lines of the timeline as cells of a file: the same lines as on the page, with their dates."""

from collections.abc import Sequence

from flask_babel import gettext

from tracker import http, labels
from tracker.addresses import address_of
from tracker.blueprints.timeline.axis import group_labels
from tracker.blueprints.timeline.chart import Chart
from tracker.csv_file import Cell
from tracker.domain.export_columns import SEPARATOR, ExportColumn, header
from tracker.languages import language

_COLUMNS = (
    ExportColumn.TITLE,
    ExportColumn.LEAD_ORGANISATION,
    ExportColumn.PHASE,
    ExportColumn.START_ON,
    ExportColumn.END_ON,
    ExportColumn.GOAL_AREAS,
    ExportColumn.PLACES,
)


def headers(chart: Chart) -> list[str]:
    """The headings; the first is what the lines are grouped by."""
    return [
        group_labels()[chart.question.grouping],
        *(header(column, language()) for column in _COLUMNS),
        gettext("Ends with nothing after it"),
        header(ExportColumn.PAGE, language()),
    ]


def cells_of_chart(chart: Chart) -> list[Sequence[Cell]]:
    """The cells, line by line."""
    phases = labels.phases()
    address = http.settings().address
    return [
        (
            stretch.group.name,
            line.named.title,
            line.named.organisation_name,
            phases[line.bar.phase],
            line.bar.start,
            line.bar.end,
            SEPARATOR.join(area.name for area in line.goal_areas),
            SEPARATOR.join(line.places),
            gettext("yes") if line.is_ending else "",
            address + address_of("initiatives.show", public_id=line.named.public_id),
        )
        for stretch in chart.stretches
        for line in stretch.lines
    ]
