"""Each check finds what it is for, in a small house made for it, and leaves the rest alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from checks import catalogues, locks, partner_catalogues, source, templates
from checks.faults import Outcome

Build = Callable[[dict[str, str]], Path]
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Lay out a house of the given files and say where it stands."""

    def built(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return built


def told(outcome: Outcome) -> list[str]:
    return [str(fault) for fault in sorted(outcome.faults)]


def test_long_files_and_functions_are_found(build: Build) -> None:
    function = "def long() -> None:\n" + "    x = 1\n" * 40
    documented = 'def tall() -> None:\n    """' + "a\n" * 50 + '    """\n    x = 1\n'
    root = build({"tracker/a.py": function + documented, "tracker/b.py": "x = 1\n" * 301})

    assert told(source.short_functions(root)) == [
        "tracker/a.py:1: long has 41 lines, at most 40",
    ]
    assert told(source.short_files(root)) == [
        "tracker/b.py:1: 301 lines, at most 300: split it by subject",
    ]


def test_public_names_without_a_docstring_are_found(build: Build) -> None:
    text = '"""M."""\nclass A:\n    def b(self): ...\n    def _c(self): ...\n'
    root = build({"tracker/a.py": text, "tracker/b.py": "X = 1\n"})

    assert told(source.docstrings(root)) == [
        "tracker/a.py:2: A has no docstring",
        "tracker/a.py:3: b has no docstring",
        "tracker/b.py:1: the module has no docstring",
    ]


def test_a_module_without_a_test_file_is_found(build: Build) -> None:
    code = "def f(): ...\n"
    root = build(
        {
            "tracker/services/a.py": code,
            "tracker/services/b.py": code,
            "tracker/models/c.py": "class C: ...\n",
            "tracker/blueprints/board/routes.py": code,
            "tests/integration/services/test_a.py": "",
            "tests/integration/blueprints/test_board.py": "",
        }
    )

    assert told(source.mirrored_tests(root)) == [
        "tracker/services/b.py:1: no test file: tests/unit/services/test_b.py, say",
    ]


def test_a_blueprint_that_reaches_too_far_is_found(build: Build) -> None:
    text = (
        "from tracker.extensions import db\nfrom tracker.models.people import Person\n"
        "from tracker.blueprints.board import routes\nfrom tracker.blueprints.goals import forms\n"
        "db.session.commit()\n"
    )
    root = build({"tracker/blueprints/goals/routes.py": text})

    assert [fault.line for fault in source.thin_blueprints(root).faults] == [1, 2, 3, 5]


@pytest.mark.parametrize(
    "text",
    [
        '<p>{{ _("Show") }}</p>',
        '<p class="{{ kind }} wide">{{ count }} · 3</p>',
        "{% trans %}Show all{% endtrans %}",
        '<span lang="sv">Visa på svenska</span>',
        "{# Show #}<p>Väven</p>",
        "<option {% if chosen %}selected{% endif %}>{{ name }}</option>",
        "{{ id }}-hint {{ id }}-error",
        '<img src="x.png" alt="">',
    ],
)
def test_a_translated_template_is_left_alone(build: Build, text: str) -> None:
    root = build({"tracker/templates/a.html": text})

    assert told(templates.translated(root)) == []


@pytest.mark.parametrize(
    "text",
    [
        "{% if x %}\n<p>Visa</p>{% endif %}",
        '<p>{{ _("Show") }}\n all</p>',
        '\n<img alt="En karta">',
        '\n<button aria-label="Stäng {{ name }}"></button>',
        '\n<input type="submit" value="Spara">',
    ],
)
def test_a_word_outside_the_translation_is_found(build: Build, text: str) -> None:
    root = build({"tracker/templates/a.html": text})

    assert len(told(templates.translated(root))) == 1


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">x</p>',
        '<p onclick="x()">x</p>',
        '<p hx-on:click="x()">x</p>',
        "<script>x()</script>",
        "<style>p {}</style>",
    ],
)
def test_inline_code_in_a_template_is_found(build: Build, text: str) -> None:
    root = build({"tracker/templates/a.html": text})

    assert len(told(templates.nothing_inline(root))) == 1


def test_unescaped_text_in_a_template_is_found(build: Build) -> None:
    text = "{{ a|safe }}{% autoescape false %}{{ b }}{% endautoescape %}"
    root = build({"tracker/templates/a.html": text})

    assert len(told(templates.nothing_unescaped(root))) == 2


def test_a_template_that_does_not_parse_is_found(build: Build) -> None:
    root = build({"tracker/templates/a.html": "<p>\n{% if %}"})

    assert [fault.line for fault in templates.parse(root).faults] == [2]
    assert told(templates.no_unused_imports(root)) == []


def test_an_unused_import_in_a_template_is_found(build: Build) -> None:
    text = '{% from "m.html" import a, b as c %}{% import "n.html" as n %}{{ a() }}{{ n.x() }}'
    root = build({"tracker/templates/a.html": text})

    assert told(templates.no_unused_imports(root)) == [
        "tracker/templates/a.html:1: imports c and does not use it"
    ]


def test_strings_missing_doubled_or_unused_are_found(build: Build) -> None:
    root = build(
        {
            "tracker/a.py": 'X = [lazy_gettext("One"), gettext("Two"), gettext("Three")]\n',
            "tracker/templates/a.html": '{{ _("Four") }}{{ ngettext("%(num)d a", "%(num)d b", 2) }}',
            "tracker/translations/sv/a.po": HEADER
            + 'msgid "One"\nmsgstr "Ett"\n\nmsgid "Two"\nmsgstr "Två"\n\n'
            + 'msgid "Old"\nmsgstr "Gammal"\n',
            "tracker/translations/sv/b.po": HEADER
            + 'msgid "Two"\nmsgstr "Två"\n\nmsgid "Four"\nmsgstr "Fyra"\n\n'
            + 'msgid "%(num)d a"\nmsgid_plural "%(num)d b"\nmsgstr[0] "En"\nmsgstr[1] "%(num)d b"\n',
        }
    )

    assert {fault.told for fault in catalogues.complete(root).faults} == {
        "'Two' is in a.po, b.po",
        "'Three' is in no catalogue",
        "nobody uses 'Old'",
    }
    assert told(catalogues.certain(root)) == []


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        ('#, fuzzy\nmsgid "A"\nmsgstr "B"\n', "fuzzy"),
        ('msgid "A"\nmsgstr ""\n', "not translated"),
        ('msgid "%(name)s is"\nmsgstr "%(namn)s är"\n', "placeholders"),
        ('msgid "%(num)d a"\nmsgid_plural "%(num)d b"\nmsgstr[0] "En"\nmsgstr[1] "b"\n', "placeh"),
        ('#~ msgid "A"\n#~ msgstr "B"\n', "obsolete"),
    ],
)
def test_a_doubtful_message_is_found(build: Build, message: str, fault: str) -> None:
    root = build({"tracker/translations/sv/a.po": HEADER + message})

    (found,) = told(catalogues.certain(root))

    assert fault in found


def test_words_that_the_field_turned_down_are_found(build: Build) -> None:
    message = 'msgid "Overlap"\nmsgstr "Dubbelarbete"\n'
    root = build({"tracker/translations/sv/a.po": HEADER + message})

    assert len(told(catalogues.plain_words(root))) == 1


def test_addresses_and_missing_hashes_in_locks_are_found(build: Build) -> None:
    pinned = "flask==3.1 \\\n    --hash=sha256:aa\njinja2==3.1\n"
    root = build(
        {
            "requirements/run.txt": "--index-url somewhere\n" + pinned,
            "frontend/package-lock.json": '{"resolved": "https://x.example/a.tgz"}\n',
        }
    )

    assert [fault.path for fault in locks.without_addresses(root).faults] == [
        "requirements/run.txt",
        "frontend/package-lock.json",
    ]
    assert told(locks.with_hashes(root)) == ["requirements/run.txt:1: jinja2 has no hash"]


def test_a_package_for_newer_pythons_is_found(build: Build) -> None:
    project = '[project]\nrequires-python = ">=3.7"\n'
    root = build({"pyproject.toml": project, "requirements/run.txt": "nothing==1\npytest==9.0\n"})

    [fault] = locks.on_oldest_python(root).faults

    assert fault.told.startswith("pytest==9.0 wants Python >=3.")


def test_a_lock_behind_the_project_is_found(build: Build) -> None:
    root = build(
        {
            "pyproject.toml": '[project]\ndependencies = ["Flask>=3", "psycopg[binary]"]\n'
            '[project.optional-dependencies]\ntest = ["pytest"]\ncheck = ["ruff"]\n',
            "requirements/run.txt": "flask==3.1\npsycopg[binary]==3.3\n",
            "requirements/test.txt": "flask==3.0\npsycopg==3.3\n",
            "requirements/check.txt": "flask==3.1\npsycopg==3.3\npytest==9\nruff==1\n",
        }
    )

    assert [fault.told for fault in locks.up_to_date(root).faults] == [
        "pytest is missing: run `make locks`",
        "flask is locked at 3.0 and 3.1",
    ]


PATH = {
    "tracker/templates/base.html": '{{ _("Menu") }}{{ ngettext("%(num)d day", "%(num)d days", n) }}',
    "tracker/refusals.py": (
        "REFUSALS = {\n"
        '    "wrong_code": gettext("That is not the code."),\n'
        '    "code_taken": gettext("Taken"),\n'
        "}\n"
    ),
}


def test_the_partners_path_is_its_files_and_the_named_parts_of_others(build: Build) -> None:
    root = build({**PATH, "tracker/templates/board/board.html": '{{ _("Elsewhere") }}'})

    assert {text for _, text in partner_catalogues.wanted_strings(root)} == {
        "Menu",
        "%(num)d day",
        "That is not the code.",
    }


def test_a_word_of_the_path_that_a_language_lacks_is_found(build: Build) -> None:
    finnish = HEADER + 'msgid "Menu"\nmsgstr "Valikko"\n\nmsgid "Gone"\nmsgstr "Poissa"\n'
    root = build({**PATH, "tracker/translations/fi/common.po": finnish})

    faults = told(partner_catalogues.complete(root))
    assert len([line for line in faults if " catalogues of fi" in line]) == 2
    assert any("fi/common.po" in line and "nobody uses 'Gone'" in line for line in faults)


def test_a_language_that_counts_in_anothers_way_is_found(build: Build) -> None:
    two = (
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        'msgid "%(num)d day"\nmsgid_plural "%(num)d days"\n'
        'msgstr[0] "يوم واحد"\nmsgstr[1] "%(num)d يومًا"\n\n'
        'msgid "Save the page"\nmsgstr "Save the page"\n'
    )
    root = build({"tracker/translations/ar/common.po": HEADER.rstrip() + "\n" + two})

    faults = " ".join(told(partner_catalogues.certain(root)))
    assert "the language has 6 forms, here 2" in faults
    assert "the head does not say nplurals=6" in faults
    assert "left in English: 'Save the page'" in faults
