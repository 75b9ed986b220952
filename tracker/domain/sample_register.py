"""A register of any size for measuring speed: believable, varied, the same every time.

Titles and descriptions are put together from hand-written blocks in `data/sample_register.json`;
three of ten initiatives lie in the focus district, and each has five status reports.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from tracker.domain.data_files import read_json
from tracker.domain.lifecycle import Phase, Visibility
from tracker.domain.reference_data import load_reference_data
from tracker.domain.reference_rows import MUNICIPALITY_CODE
from tracker.domain.report_texts import Setting, Voice
from tracker.domain.roles import OrganisationFamily, PartnerStanding, PlaceKind
from tracker.domain.sample_reports import Course, sample_reports
from tracker.domain.sample_rows import SampleInitiative, SampleOrganisation, SamplePartner
from tracker.domain.seeded import seeded
from tracker.domain.swedish_words import in_place, the_people

ORGANISATIONS = 200
REPORTS_EACH = 5
_FOCUS_SHARE = 0.3
_FOCUS = "norrby"
_PHASES = {
    Phase.ONGOING: 66,
    Phase.COMPLETED: 14,
    Phase.PLANNED: 8,
    Phase.CLOSING: 5,
    Phase.IDEA: 3,
    Phase.PAUSED: 3,
    Phase.CANCELLED: 1,
}
_VISIBILITIES = {Visibility.SHARED: 70, Visibility.OPEN: 25, Visibility.DRAFT: 5}


@dataclass(frozen=True)
class _Vocabulary:
    """What the register is built from, looked up once."""

    blocks: dict[str, Any]
    topics: tuple[str, ...]
    area_of: dict[str, str]
    places: dict[str, str]
    groups: tuple[str, ...]
    funding: tuple[str, ...]
    partner_roles: tuple[str, ...]
    ages: dict[str, tuple[int | None, int | None]]
    organisations: tuple[SampleOrganisation, ...]
    voices: dict[str, Voice]


def sample_organisations() -> tuple[SampleOrganisation, ...]:
    """Return the organisations that lead the sample register, always the same ones."""
    return _vocabulary().organisations


def generate(count: int, seed: int, today: date) -> Iterator[SampleInitiative]:
    """Yield `count` initiatives; the same arguments give the same ones."""
    vocabulary = _vocabulary()
    return (_initiative(vocabulary, seed, number, today) for number in range(1, count + 1))


def _initiative(vocabulary: _Vocabulary, seed: int, number: int, today: date) -> SampleInitiative:
    dice = seeded("sample", seed, number)
    lead = dice.choice(vocabulary.organisations)
    phase = dice.choices(tuple(_PHASES), weights=tuple(_PHASES.values()))[0]
    start_on, end_on = _period(phase, dice, today)
    topic_code = dice.choice(vocabulary.topics)
    tags = _tags(vocabulary, topic_code, dice)
    course = Course(
        start_on=start_on,
        end_on=end_on,
        phase=phase,
        setting=_setting(vocabulary, lead, tags),
        attendance=dice.randint(6, 28),
        report_count=REPORTS_EACH,
    )
    reports = sample_reports(course, dice, today)
    return SampleInitiative(
        key=f"s{number:05d}",
        **_texts(vocabulary, topic_code, tags["places"], dice),
        **tags,
        organisation=lead.name,
        phase=phase,
        visibility=dice.choices(tuple(_VISIBILITIES), weights=tuple(_VISIBILITIES.values()))[0],
        start_on=start_on,
        end_on=end_on,
        budget_sek=dice.randint(2, 600) * 1000 if dice.random() < 0.5 else None,
        diarienummer=_diarienummer(start_on, dice),
        language="sv",
        registered_on=min(start_on, reports[0].reported_on) - timedelta(days=dice.randint(5, 60)),
        partners=_partners(vocabulary, lead, dice),
        reports=reports,
    )


def _tags(vocabulary: _Vocabulary, topic_code: str, dice: Random) -> dict[str, Any]:
    topic = vocabulary.blocks["topics"][topic_code]
    places = _places(vocabulary, dice)
    target_groups = _some(topic["target_groups"], dice)
    age_from, age_to = vocabulary.ages[target_groups[0]]
    is_city_wide = places == (MUNICIPALITY_CODE,)
    goals = sorted(_some(topic["goals"], dice))
    return {
        "goal_areas": tuple(dict.fromkeys(vocabulary.area_of[goal] for goal in goals)),
        "goals": tuple(goals),
        "places": places,
        "target_groups": target_groups,
        "effort_types": (topic_code, *dice.sample(topic["with_effort_types"], dice.randint(0, 2))),
        "working_groups": _working_groups(vocabulary, places, dice),
        "funding": tuple(dice.sample(vocabulary.funding, dice.randint(0, 2))),
        "reach": "general" if is_city_wide else dice.choice(("group", "place")),
        "age_from": age_from,
        "age_to": age_to,
    }


def _some(choices: list[str], dice: Random) -> tuple[str, ...]:
    return tuple(dice.sample(choices, min(len(choices), dice.randint(1, 2))))


def _setting(vocabulary: _Vocabulary, lead: SampleOrganisation, tags: dict[str, Any]) -> Setting:
    return Setting(
        voice=vocabulary.voices[lead.kind],
        topics=tags["effort_types"],
        place=in_place(vocabulary.places[tags["places"][0]]),
        people=the_people(tags["target_groups"][0]),
    )


def _diarienummer(start_on: date, dice: Random) -> str:
    return f"DNR {start_on.year}-{dice.randint(1, 999):05d}" if dice.random() < 0.2 else ""


def _texts(
    vocabulary: _Vocabulary, topic_code: str, places: tuple[str, ...], dice: Random
) -> dict[str, Any]:
    topic = vocabulary.blocks["topics"][topic_code]
    return {
        "title": _title(vocabulary, topic, places, dice),
        "description": _description(topic, vocabulary.blocks, dice),
        "purpose": dice.choice(vocabulary.blocks["purposes"]) if dice.random() < 0.7 else "",
    }


def _title(
    vocabulary: _Vocabulary, topic: dict[str, Any], places: tuple[str, ...], dice: Random
) -> str:
    head = dice.choice(topic["titles"])
    tail = dice.choice(vocabulary.blocks["tails"])
    where = in_place(vocabulary.places[places[0]])
    patterns = (f"{head} {where}", f"{head} {tail}", f"{head} {tail} {where}", f"{head} – {tail}")
    return dice.choice(patterns)


def _description(topic: dict[str, Any], blocks: dict[str, Any], dice: Random) -> str:
    """Put together 40 to 120 words: what, why, when, how, with whom, and what comes of it."""
    sentences = [
        *dice.sample(topic["what"], dice.randint(1, 2)),
        *dice.sample(blocks["why"], dice.randint(1, 2)),
        dice.choice(blocks["when"]),
        *dice.sample(blocks["how"], dice.randint(2, 3)),
        dice.choice(blocks["partners"]),
        dice.choice(blocks["follow"]).format(n=dice.randint(12, 180)),
    ]
    return " ".join(sentences)


def _places(vocabulary: _Vocabulary, dice: Random) -> tuple[str, ...]:
    others = [code for code in vocabulary.places if code not in {_FOCUS, MUNICIPALITY_CODE}]
    if dice.random() < _FOCUS_SHARE:
        return (_FOCUS, *dice.sample(others, dice.choice((0, 0, 1))))
    if dice.random() < 0.1:
        return (MUNICIPALITY_CODE,)
    return tuple(dice.sample(others, dice.choice((1, 1, 1, 2, 3))))


def _working_groups(
    vocabulary: _Vocabulary, places: tuple[str, ...], dice: Random
) -> tuple[str, ...]:
    if _FOCUS not in places or dice.random() < 0.2:
        return ()
    return (dice.choice(vocabulary.groups),)


def _period(phase: Phase, dice: Random, today: date) -> tuple[date, date | None]:
    match phase:
        case Phase.IDEA | Phase.PLANNED:
            start_on = today + timedelta(days=dice.randint(10, 300))
            return start_on, start_on + timedelta(days=dice.randint(30, 400))
        case Phase.COMPLETED | Phase.CLOSING:
            end_on = today - timedelta(days=dice.randint(1, 40 if phase is Phase.CLOSING else 700))
            return end_on - timedelta(days=dice.randint(90, 500)), end_on
        case Phase.ONGOING | Phase.PAUSED | Phase.CANCELLED:
            start_on = today - timedelta(days=dice.randint(70, 900))
            is_open = dice.random() < 0.25
            return start_on, None if is_open else today + timedelta(days=dice.randint(5, 500))


def _partners(
    vocabulary: _Vocabulary, lead: SampleOrganisation, dice: Random
) -> tuple[SamplePartner, ...]:
    count = dice.choices((0, 1, 2, 3), weights=(6, 2, 1, 1))[0]
    chosen = dice.sample(vocabulary.organisations, count)
    standings = (PartnerStanding.ACCEPTED, PartnerStanding.ACCEPTED, PartnerStanding.ASKED)
    return tuple(
        SamplePartner(other.name, dice.choice(vocabulary.partner_roles), dice.choice(standings))
        for other in chosen
        if other != lead
    )


@cache
def _vocabulary() -> _Vocabulary:
    reference = load_reference_data()
    blocks: dict[str, Any] = read_json("sample_register.json")
    kinds = [e for e in reference.list_entries if e.list_code == "organisation_kind"]
    groups = [e for e in reference.list_entries if e.list_code == "target_group"]
    return _Vocabulary(
        blocks=blocks,
        topics=tuple(blocks["topics"]),
        area_of={goal.code: goal.goal_area_code for goal in reference.goals},
        places={p.code: p.name_sv for p in reference.places if p.kind is not PlaceKind.REGSO},
        groups=tuple(w.code for w in reference.working_groups),
        funding=tuple(sorted(reference.codes_of("funding") - {"none"})),
        partner_roles=tuple(sorted(reference.codes_of("partner_role") - {"lead"})),
        ages={e.code: (e.age_from, e.age_to) for e in groups},
        organisations=_organisations(blocks["names"]),
        voices={
            kind.code: Voice.WARM if kind.family is OrganisationFamily.CIVIL else Voice.DRY
            for kind in kinds
        },
    )


def _organisations(names: dict[str, Any]) -> tuple[SampleOrganisation, ...]:
    fixed = [
        SampleOrganisation(name, kind)
        for kind, known in names.items()
        if kind not in {"heads", "words"}
        for name in known
    ]
    made = [
        SampleOrganisation(f"{head} {word}", kind)
        for kind, heads in names["heads"].items()
        for head in heads
        for word in names["words"]
    ]
    return (*fixed, *seeded("organisations").sample(made, ORGANISATIONS - len(fixed)))
