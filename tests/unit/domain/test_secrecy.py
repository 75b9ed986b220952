"""What is marked is looked at, and what is masked goes nowhere."""

from __future__ import annotations

from tracker.domain.secrecy import (
    Marked,
    Part,
    Why,
    fingerprint,
    marked_person,
    marked_text,
    marked_value,
    parts_of,
    settled,
)

TREE = {
    "title": "Matlaget",
    "contact": Marked("contact_name", Why.CONTACT, "Olle"),
    "history": [
        {"before": Marked("contact_name", Why.CONTACT, "Ulla"), "after": None},
        (Marked("note a", Why.NOTE, "Sjuk"), 3),
    ],
}


def test_values_with_one_key_are_one_choice() -> None:
    assert parts_of(TREE) == [
        Part("contact_name", Why.CONTACT, ("Olle", "Ulla")),
        Part("note a", Why.NOTE, ("Sjuk",)),
    ]


def test_masking_takes_every_value_of_a_key_and_no_other() -> None:
    assert settled(TREE, masked={"contact_name"}, mask="–") == {
        "title": "Matlaget",
        "contact": "–",
        "history": [{"before": "–", "after": None}, ["Sjuk", 3]],
    }


def test_the_fingerprint_is_that_of_what_was_looked_at() -> None:
    changed = {**TREE, "contact": Marked("contact_name", Why.CONTACT, "Nils")}

    assert fingerprint(parts_of(TREE)) == fingerprint(parts_of({**TREE, "title": "Annat"}))
    assert fingerprint(parts_of(TREE)) != fingerprint(parts_of(changed))


def test_persons_contacts_notes_and_findings_are_marked() -> None:
    assert marked_person("p", "Lea") == Marked("person p", Why.PERSON, "Lea")
    assert marked_person("p", "") == ""
    assert marked_value("contact_phone", "1", entry="e") == Marked(
        "contact_phone", Why.CONTACT, "1"
    )
    assert marked_value("reason", "x", entry="e") == Marked("note e", Why.NOTE, "x")
    assert marked_value("title", "x", entry="e") == "x"
    assert marked_value("budget_sek", 5, entry="e") == 5
    found = marked_text("Ring 070-123 45 67")
    assert isinstance(found, Marked)
    assert found.why is Why.FOUND
    assert marked_text("") == ""
