"""Rules of the Python source: short files and functions, docstrings, tests, floors kept apart."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from checks.faults import ROOT, Outcome

MOST_LINES_IN_A_FILE = 300
MOST_LINES_IN_A_FUNCTION = 40
TEST_FLOORS = ("unit", "integration", "contract")

# Modules that are tried through the door of their package: the test file that does it, by module.
_IMPORTING = "unit/domain/importing"
TRIED_IN: dict[str, str] = {
    f"tracker/domain/importing/{module}.py": f"{_IMPORTING}/test_{test}.py"
    for test, modules in {
        "amounts_and_ages": ("ages", "amounts"),
        "dates": ("date_shapes", "periods"),
        "header": ("body", "tables"),
        "reading": (
            "archives", "delimited", "encodings", "errors", "grid", "scanning", "signatures",
            "workbooks",
        ),
        "columns": ("fields", "mappings", "samples", "ticks"),
        "rows": ("cell_lists", "cells", "outcomes", "proposals", "row_drafts"),
        "values": ("folding",),
    }.items()
    for module in modules
}  # fmt: skip
for _module in ("import_organisations", "import_ready", "initiative_bulk", "initiative_rows"):
    TRIED_IN[f"tracker/services/{_module}.py"] = "integration/services/test_import_saving.py"
TRIED_IN["tracker/domain/importing/plans.py"] = "integration/services/test_import_comparing.py"
TRIED_IN["tracker/queries/reports_owed.py"] = "integration/blueprints/test_start.py"
TRIED_IN["tracker/services/period_questions.py"] = "integration/blueprints/test_reporting.py"
TRIED_IN["tracker/queries/period_standings.py"] = "integration/blueprints/test_reporting.py"
TRIED_IN["tracker/administrator_cli.py"] = "integration/test_cli.py"
TRIED_IN["tracker/import_cli.py"] = "integration/test_import_command.py"
TRIED_IN |= dict.fromkeys(
    ("tracker/blueprints/partnerships/routes.py", "tracker/blueprints/status_reports/routes.py"),
    "browser/test_journeys.py",
)
for _module in ("facts", "pairs", "notices"):
    TRIED_IN[f"tracker/services/touchpoint_{_module}.py"] = (
        "integration/services/test_touchpoints.py"
    )
for _module in ("due", "keeping", "rebuild", "telling"):
    TRIED_IN[f"tracker/services/touchpoint_{_module}.py"] = (
        "integration/services/test_touchpoint_matching.py"
    )
TRIED_IN["tracker/blueprints/initiatives/similar.py"] = (
    "integration/blueprints/test_initiatives_similar.py"
)
_ON_PAIR, _ON_LIST = (
    f"integration/blueprints/test_{name}.py" for name in ("touchpoints", "touchpoints_list")
)
TRIED_IN |= {
    "tracker/queries/mergers.py": "integration/blueprints/test_initiatives_merged.py",
    "tracker/access/touchpoint_sight.py": _ON_PAIR,
    "tracker/queries/touchpoints.py": _ON_PAIR,
    "tracker/queries/touchpoint_talk.py": _ON_PAIR,
    "tracker/touchpoint_labels.py": _ON_PAIR,
    "tracker/queries/touchpoint_worklist.py": _ON_LIST,
    "tracker/queries/touchpoint_figures.py": _ON_LIST,
    "tracker/queries/touchpoint_panels.py": _ON_LIST,
    "tracker/blueprints/initiatives/touchpoints.py": _ON_LIST,
}
TRIED_IN |= dict.fromkeys(
    ("tracker/domain/languages.py", "tracker/domain/partner_path.py"),
    "integration/test_languages.py",
)
TRIED_IN |= dict.fromkeys(
    (
        "tracker/blueprints/activities/area.py", "tracker/blueprints/activities/changes.py",
        "tracker/queries/activities.py",
        "tracker/blueprints/places/week.py", "tracker/queries/activity_weeks.py",
        "tracker/services/activities.py", "tracker/services/activity_changes.py",
    ),
    "integration/blueprints/test_activities.py",
)  # fmt: skip
TRIED_IN |= {
    "tracker/measure_labels.py": "unit/domain/test_measures.py",
    "tracker/queries/measures.py": "integration/blueprints/test_measures.py",
    "tracker/queries/measure_sums.py": "integration/blueprints/test_shared_measures.py",
    "tracker/queries/same_effort.py": "integration/blueprints/test_shared_measures.py",
    "tracker/services/shared_measures.py": "integration/blueprints/test_shared_measures.py",
    "tracker/services/measure_ties.py": "integration/blueprints/test_shared_measures.py",
    "tracker/services/measure_owners.py": "integration/services/test_measures.py",
    "tracker/queries/told_numbers.py": "integration/blueprints/test_measures.py",
    "tracker/queries/measure_values.py": "integration/blueprints/test_measures.py",
}
TRIED_IN |= dict.fromkeys(
    (
        "tracker/blueprints/initiatives/talk.py", "tracker/conversation_form.py",
        "tracker/queries/conversations.py", "tracker/queries/mentions.py",
        "tracker/queries/report_questions.py", "tracker/queries/said.py",
        "tracker/services/report_questions.py", "tracker/services/conversations.py",
    ),
    "integration/blueprints/test_conversations.py",
)  # fmt: skip
TRIED_IN |= dict.fromkeys(
    (
        "tracker/blueprints/notifications/routes.py", "tracker/domain/notifications.py",
        "tracker/queries/notifications.py", "tracker/services/conversation_notices.py",
        "tracker/services/notifications.py",
    ),
    "integration/blueprints/test_notifications.py",
)  # fmt: skip
TRIED_IN["tracker/queries/own_trail.py"] = "integration/blueprints/test_own_data.py"
TRIED_IN["tracker/domain/mail_paths.py"] = "integration/work/test_letters.py"
TRIED_IN |= dict.fromkeys(
    (
        "tracker/blueprints/coordinator_notes/routes.py", "tracker/queries/coordinator_notes.py",
        "tracker/services/coordinator_notes.py",
    ),
    "contract/test_coordinator_notes.py",
)  # fmt: skip
TRIED_IN["tracker/services/demo_measures.py"] = "integration/services/test_demo.py"
TRIED_IN["tracker/services/demo_conversations.py"] = "integration/services/test_demo.py"
TRIED_IN["tracker/queries/reporting_periods.py"] = "integration/services/test_reporting_periods.py"
TRIED_IN["tracker/reporting_labels.py"] = "integration/blueprints/test_reporting.py"
TRIED_IN |= {
    "tracker/domain/ways_in.py": "integration/services/test_sign_in_codes.py",
    "tracker/services/arrivals.py": "integration/services/test_sign_in_codes.py",
    "tracker/queries/sessions.py": "integration/services/test_accounts.py",
    "tracker/queries/second_factors.py": "integration/services/test_second_factors.py",
    "tracker/services/sealing.py": "integration/services/test_second_factors.py",
    "tracker/services/recovery_codes.py": "integration/services/test_second_factors.py",
    "tracker/services/factor_changes.py": "integration/services/test_second_factors.py",
    "tracker/services/sessions.py": "integration/services/test_accounts.py",
    "tracker/outside_settings.py": "unit/test_config.py",
    "tracker/services/passkey_answers.py": "integration/services/test_passkeys.py",
    "tracker/queries/passkeys.py": "integration/services/test_passkeys.py",
    "tracker/entrance.py": "integration/blueprints/test_accounts.py",
    "tracker/kept_forms.py": "integration/blueprints/test_accounts.py",
    "tracker/refusals.py": "unit/test_labels.py",
}
_PLACES = "integration/blueprints/test_places.py"
TRIED_IN |= dict.fromkeys(("tracker/domain/place_page.py", "tracker/queries/places.py"), _PLACES)
_WEAVING = "integration/blueprints/test_coverage.py"
TRIED_IN |= {
    "tracker/domain/coverage_view.py": _WEAVING,
    "tracker/queries/coverage.py": _WEAVING,
    "tracker/pictures.py": _WEAVING,
    "tracker/services/gap_questions.py": _WEAVING,
    "tracker/table_files.py": _WEAVING,
    "tracker/excel_file.py": "integration/queries/test_export.py",
    "tracker/filter_form.py": "integration/blueprints/test_board.py",
}
_OVER_TIME = "integration/blueprints/test_timeline.py"
TRIED_IN |= dict.fromkeys(
    (
        "tracker/domain/successors.py", "tracker/queries/successors.py",
        "tracker/blueprints/initiatives/following.py", "tracker/queries/timeline.py",
        *(
            f"tracker/blueprints/timeline/{module}.py"
            for module in ("axis", "chart", "drawing", "routes", "rows", "sheets")
        ),
    ),
    _OVER_TIME,
)  # fmt: skip
TRIED_IN |= dict.fromkeys(
    (
        "tracker/queries/map_areas.py",
        *(
            f"tracker/blueprints/map/{module}.py"
            for module in ("drawing", "figures", "routes", "sheets")
        ),
    ),
    "integration/blueprints/test_map.py",
)
TRIED_IN["tracker/domain/register_facts.py"] = "integration/queries/test_register_facts.py"
TRIED_IN["tracker/queries/changes.py"] = "integration/blueprints/test_changes.py"
TRIED_IN["tracker/blueprints/changes/routes.py"] = "integration/blueprints/test_changes.py"
_WORKLIST = "integration/blueprints/test_worklist.py"
TRIED_IN |= dict.fromkeys(
    (
        "tracker/blueprints/worklist/chart.py", "tracker/blueprints/worklist/routes.py",
        "tracker/blueprints/worklist/views.py",
        "tracker/domain/worklist.py", "tracker/queries/worklist.py",
        "tracker/queries/worklist_kinds.py",
        "tracker/queries/worklist_facts.py", "tracker/queries/worklist_figures.py",
        "tracker/services/reminders.py",
    ),
    _WORKLIST,
)  # fmt: skip
TRIED_IN["tracker/domain/touchpoint_decisions.py"] = "integration/services/test_touchpoints.py"
TRIED_IN["tracker/queries/organisation_mergers.py"] = (
    "integration/services/test_organisation_mergers.py"
)
_HANDING = "integration/services/test_members.py"
TRIED_IN |= {
    "tracker/services/hand_over.py": _HANDING,
    "tracker/services/answer_questions.py": _HANDING,
    "tracker/domain/answering.py": _HANDING,
    "tracker/queries/members.py": "integration/blueprints/test_members.py",
}
_INVITING = "integration/services/test_invitations.py"
TRIED_IN |= {
    "tracker/services/invitation_answers.py": _INVITING,
    "tracker/services/invitations_on_behalf.py": _INVITING,
    "tracker/domain/invitations.py": _INVITING,
    "tracker/queries/invitations.py": "integration/blueprints/test_invitations.py",
}
_JOINING = "integration/services/test_joining.py"
TRIED_IN |= {
    "tracker/services/join_requests.py": _JOINING,
    "tracker/services/join_answers.py": _JOINING,
    "tracker/domain/joining.py": _JOINING,
    "tracker/queries/join_requests.py": "integration/blueprints/test_joining.py",
    "tracker/joining_labels.py": "integration/blueprints/test_joining.py",
}
TRIED_IN["tracker/queries/orders.py"] = "integration/queries/test_board.py"
TRIED_IN["tracker/domain/compounds.py"] = "unit/domain/test_swedish.py"
TRIED_IN["tracker/domain/reference_rows.py"] = "unit/domain/test_reference_data.py"
TRIED_IN["tracker/domain/data_files.py"] = "unit/domain/test_reference_data.py"
TRIED_IN["tracker/domain/seeded.py"] = "unit/domain/test_sample_register.py"

TRIED_IN |= dict.fromkeys(
    (
        "tracker/audit_labels.py", "tracker/queries/audit.py", "tracker/queries/audit_rows.py",
        "tracker/services/reading.py",
    ),
    "integration/blueprints/test_audit.py",
)  # fmt: skip
TRIED_IN |= dict.fromkeys(
    ("tracker/queries/record_package.py", "tracker/record_pdf.py", "tracker/services/packages.py"),
    "integration/blueprints/test_packages.py",
)
TRIED_IN |= dict.fromkeys(
    (
        "tracker/queries/year_texts.py", "tracker/services/year_texts.py",
        "tracker/blueprints/year_texts/routes.py", "tracker/blueprints/year_texts/forms.py",
        "tracker/blueprints/year_texts/drafts.py",
    ),
    "integration/blueprints/test_year_texts.py",
)  # fmt: skip
TRIED_IN |= dict.fromkeys(
    ("tracker/blueprints/year_texts/paper.py", "tracker/blueprints/year_texts/word.py"),
    "unit/blueprints/test_year_texts.py",
)
TRIED_IN |= dict.fromkeys(
    (
        "tracker/blueprints/open_organisations/routes.py",
        "tracker/queries/open_organisations.py", "tracker/services/open_organisations.py",
    ),
    "integration/blueprints/test_open_organisations.py",
)  # fmt: skip
TRIED_IN |= dict.fromkeys(
    (
        "tracker/blueprints/attachments/routes.py", "tracker/blueprints/attachments/forms.py",
        "tracker/queries/attachments.py", "tracker/services/attachments.py",
    ),
    "integration/blueprints/test_attachments.py",
)  # fmt: skip
TRIED_IN["tracker/file_stores.py"] = "integration/services/test_attachment_stores.py"
TRIED_IN["tracker/queries/own_data.py"] = "integration/blueprints/test_own_data.py"
TRIED_IN["tracker/errors.py"] = "contract/test_log_lines.py"
TRIED_IN |= dict.fromkeys(
    (
        "tracker/blueprints/contacts/routes.py", "tracker/queries/contact_listings.py",
        "tracker/work/contacts.py",
    ),
    "integration/services/test_contact_listings.py",
)  # fmt: skip
TRIED_IN |= dict.fromkeys(
    ("tracker/queries/report_links.py", "tracker/services/report_links.py"),
    "integration/blueprints/test_report_links.py",
)
TRIED_IN |= dict.fromkeys(
    (
        "tracker/blueprints/report_reminders/routes.py", "tracker/queries/report_reminders.py",
    ),
    "integration/services/test_report_reminders.py",
)  # fmt: skip
TRIED_IN["tracker/services/forgetting.py"] = "integration/services/test_erasure.py"
TRIED_IN["tracker/csv_file.py"] = "integration/queries/test_export.py"
TRIED_IN["tracker/queries/saved_views.py"] = "integration/services/test_saved_views.py"
TRIED_IN |= dict.fromkeys(
    ("tracker/domain/atom_file.py", "tracker/domain/calendar_file.py"),
    "unit/domain/test_feed_files.py",
)
TRIED_IN["tracker/queries/view_feeds.py"] = "integration/blueprints/test_feeds.py"
TRIED_IN["tracker/queries/vocabulary.py"] = "integration/queries/test_finding.py"

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def modules(root: Path = ROOT) -> list[Path]:
    """The Python files of the product."""
    return sorted((root / "tracker").rglob("*.py"))


def short_files(root: Path = ROOT) -> Outcome:
    """No file is longer than 300 lines."""
    outcome = Outcome()
    for path in modules(root):
        outcome.looked_at += 1
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > MOST_LINES_IN_A_FILE:
            told = f"{lines} lines, at most {MOST_LINES_IN_A_FILE}: split it by subject"
            outcome.add(path, 1, told, root=root)
    return outcome


def short_functions(root: Path = ROOT) -> Outcome:
    """No function is longer than 40 lines, its docstring apart."""
    outcome = Outcome()
    for path in modules(root):
        for node in _functions(_tree(path)):
            outcome.looked_at += 1
            lines = _length(node)
            if lines > MOST_LINES_IN_A_FUNCTION:
                told = f"{node.name} has {lines} lines, at most {MOST_LINES_IN_A_FUNCTION}"
                outcome.add(path, node.lineno, told, root=root)
    return outcome


def docstrings(root: Path = ROOT) -> Outcome:
    """Every module, public class and public function says what it gives."""
    outcome = Outcome()
    for path in modules(root):
        tree = _tree(path)
        outcome.looked_at += 1
        if tree.body and not ast.get_docstring(tree):
            outcome.add(path, 1, "the module has no docstring", root=root)
        for node in _public(tree.body):
            outcome.looked_at += 1
            if not ast.get_docstring(node):
                outcome.add(path, node.lineno, f"{node.name} has no docstring", root=root)
    return outcome


def mirrored_tests(root: Path = ROOT) -> Outcome:
    """Every module with a function in it has a test file, which mirrors its place.

    Modules of declarations alone (tables, closed sets) have nothing of their own to try.
    """
    outcome = Outcome()
    for path in modules(root):
        if not _has_functions(path):
            continue
        outcome.looked_at += 1
        name = path.relative_to(root).as_posix()
        places = list(_test_places(path.relative_to(root / "tracker")))
        tried_in = [TRIED_IN[name]] if name in TRIED_IN else []
        if not any((root / "tests" / place).exists() for place in [*places, *tried_in]):
            outcome.add(path, 1, f"no test file: tests/{places[0]}, say", root=root)
    return outcome


def thin_blueprints(root: Path = ROOT) -> Outcome:
    """Blueprints know neither the session, nor models, nor each other."""
    outcome = Outcome()
    folder = root / "tracker" / "blueprints"
    for path in sorted(folder.rglob("*.py")):
        outcome.looked_at += 1
        area = path.relative_to(folder).parts[0]
        tree = _tree(path)
        for line, name in _imported(tree):
            if name == "tracker.models" or name.startswith("tracker.models."):
                outcome.add(path, line, f"imports {name}: ask a query or a service", root=root)
            if name.startswith("tracker.blueprints.") and name.split(".")[2] != area:
                outcome.add(path, line, f"imports another blueprint: {name}", root=root)
            if name == "tracker.extensions.db":
                outcome.add(path, line, "imports db: ask a query or a service", root=root)
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and ast.unparse(node) == "db.session":
                outcome.add(path, node.lineno, "uses db.session", root=root)
    return outcome


def _test_places(inside: Path) -> Iterator[str]:
    """Where the test file of a module may stand: an area's blueprint has one for all its files."""
    parts = inside.with_suffix("").parts
    if parts[0] == "blueprints" and len(parts) > 1:
        parts = parts[:2]
    if parts[-1] == "__init__":
        parts = parts[:-1] or ("app",)
    for floor in TEST_FLOORS:
        yield str(Path(floor, *parts[:-1], f"test_{parts[-1]}.py"))


def _has_functions(path: Path) -> bool:
    return next(_functions(_tree(path)), None) is not None


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def _public(body: list[ast.stmt]) -> Iterator[Definition]:
    for node in body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body)


def _imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"
