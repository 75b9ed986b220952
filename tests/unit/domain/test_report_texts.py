"""The sentences that invented reports are made of: enough, varied, and all their gaps filled."""

import re
from typing import Any

import pytest

from tracker.domain.data_files import read_json
from tracker.domain.reference_data import load_reference_data
from tracker.domain.report_texts import Moment, ReportWriter, Setting, Voice
from tracker.domain.seeded import seeded

COMMON = (
    *("meeting_place", "education", "social_support", "leisure_activity", "health_promotion"),
    *("sport", "culture", "physical_environment", "dialogue", "mentoring", "safety"),
    "early_intervention",
)


@pytest.fixture(scope="module")
def phrases() -> dict[str, Any]:
    content: dict[str, Any] = read_json("report_phrases.json")
    return content


def writer(voice: Voice, *topics: str, seed: object = 1) -> ReportWriter:
    return ReportWriter(Setting(voice, topics, "på Norrby", "barnen"), seeded(seed))


def sentences(phrases: dict[str, Any]) -> list[str]:
    groups = [*phrases["topics"].values(), *phrases["moments"].values()]
    groups += phrases["seasons"].values()
    said = [s for voices in groups for lines in voices.values() for s in lines]
    return said + [t[part] for t in phrases["troubles"] for part in ("obstacle", "need")]


def test_every_effort_type_has_its_own_sentences(phrases: dict[str, Any]) -> None:
    for effort_type in load_reference_data().codes_of("effort_type"):
        assert phrases["topics"][effort_type]["warm"]
        assert phrases["topics"][effort_type]["dry"]


@pytest.mark.parametrize("effort_type", COMMON)
def test_a_common_effort_type_has_25_different_ones(
    phrases: dict[str, Any], effort_type: str
) -> None:
    voices = phrases["topics"][effort_type]
    assert len({*voices["warm"], *voices["dry"]}) >= 25


def test_no_sentence_stands_twice(phrases: dict[str, Any]) -> None:
    for voices in phrases["topics"].values():
        for lines in voices.values():
            assert len(lines) == len(set(lines))


def test_sentences_are_short_and_end_as_sentences_do(phrases: dict[str, Any]) -> None:
    for sentence in sentences(phrases):
        assert len(sentence.split()) <= 22, sentence
        assert sentence[-1] in ".!?)", sentence
        assert sentence[0].isupper() or sentence[0] in "{0123456789", sentence


def test_gaps_have_known_names_only(phrases: dict[str, Any]) -> None:
    gaps = {gap for s in sentences(phrases) for gap in re.findall(r"\{(\w*)\}", s)}
    assert gaps == {"n", "N", "people", "People", "place"}


def test_troubles_speak_of_known_topics(phrases: dict[str, Any]) -> None:
    assert {t for row in phrases["troubles"] for t in row["topics"]} <= set(phrases["topics"])


@pytest.mark.parametrize("voice", list(Voice))
@pytest.mark.parametrize("moment", list(Moment))
def test_each_voice_can_write_at_each_moment(voice: Voice, moment: Moment) -> None:
    for month in range(1, 13):
        words = writer(voice, "sport", seed=month).write(
            moment, month=month, attendance=14, has_trouble=False, asks=True
        )
        assert words.happened
        assert "{" not in words.happened
        assert (words.obstacles, words.needs) == ("", "")


def test_a_troubled_report_names_an_obstacle_and_a_need_when_it_asks() -> None:
    reports = writer(Voice.WARM, "sport")
    asking = reports.write(Moment.RUNNING, month=5, attendance=9, has_trouble=True, asks=True)
    silent = reports.write(Moment.RUNNING, month=5, attendance=9, has_trouble=True, asks=False)
    assert asking.obstacles
    assert asking.needs
    assert silent.obstacles
    assert silent.needs == ""


def test_an_initiative_does_not_repeat_itself() -> None:
    reports = writer(Voice.DRY, "culture")
    texts = [
        reports.write(Moment.RUNNING, month=m, attendance=9, has_trouble=False, asks=False).happened
        for m in range(1, 7)
    ]
    assert len({text.split(".")[0] for text in texts}) == 6


def test_a_topic_without_sentences_falls_back_on_the_general_ones() -> None:
    words = writer(Voice.PLAIN, "sport").write(
        Moment.RUNNING, month=3, attendance=9, has_trouble=False, asks=False
    )
    assert words.happened
