"""Writes the words of invented status reports from hand-written sentences.

The sentences are in `data/report_phrases.json`, sorted by what the report is about and by who is
writing: an association warm and short, a department dry, some in very plain Swedish or in English.
When a report is written, and how the initiative goes, is decided by `sample_reports`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from random import Random
from typing import Any, Generic, TypeVar

from tracker.domain.data_files import read_json
from tracker.domain.swedish_words import spelled

Card = TypeVar("Card")


class Voice(StrEnum):
    """Who is writing."""

    WARM = "warm"
    DRY = "dry"
    PLAIN = "plain"
    ENGLISH = "en"


class Moment(StrEnum):
    """Where in its life the initiative is when the report is written."""

    OPENING = "opening"
    RUNNING = "running"
    PAUSING = "pausing"
    AFTER_END = "after_end"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Setting:
    """What the reports of one initiative are about, and in whose voice.

    `topics` are effort types or themes of the phrase file; `place` is a phrase ("på Norrby") and
    `people` a noun in the definite plural ("barnen").
    """

    voice: Voice
    topics: tuple[str, ...]
    place: str
    people: str


@dataclass(frozen=True, slots=True)
class ReportWords:
    """The three texts of a report; obstacles and needs may be empty."""

    happened: str
    obstacles: str = ""
    needs: str = ""


class ReportWriter:
    """Writes the reports of one initiative without repeating a sentence until all are used."""

    def __init__(self, setting: Setting, dice: Random) -> None:
        phrases = _phrases()
        self._setting = setting
        self._dice = dice
        self._voice = setting.voice.value
        said: list[str] = [
            s for t in setting.topics for s in phrases["topics"][t].get(self._voice, ())
        ]
        general: list[str] = phrases["moments"]["general"][self._voice]
        self._topic = _Deck(said or general, dice)
        self._general = _Deck(general, dice)
        self._troubles = _Deck(_troubles(setting), dice)

    def write(
        self, moment: Moment, *, month: int, attendance: int, has_trouble: bool, asks: bool
    ) -> ReportWords:
        """Write one report; a troubled one names an obstacle, one that asks also a need."""
        sentences = self._framed(moment) or self._running(month, has_trouble=has_trouble)
        happened = " ".join(self._fill(sentence, attendance) for sentence in sentences)
        if not has_trouble:
            return ReportWords(happened)
        obstacle, need = self._troubles.draw()
        return ReportWords(happened, obstacle, need if asks else "")

    def _running(self, month: int, *, has_trouble: bool) -> list[str]:
        sentences = [self._topic.draw()]
        if self._voice != Voice.WARM or self._dice.random() < 0.6:
            sentences.append(self._topic.draw())
        if not has_trouble and self._dice.random() < 0.35:
            sentences.append(self._general.draw())
        elif self._dice.random() < 0.2:
            sentences.extend(self._seasonal(month))
        return list(dict.fromkeys(sentences))

    def _seasonal(self, month: int) -> list[str]:
        season = ("winter", "spring", "summer", "autumn")[month % 12 // 3]
        known = _phrases()["seasons"][season].get(self._voice, ())
        return [self._dice.choice(known)] if known else []

    def _framed(self, moment: Moment) -> list[str]:
        """Return the sentences that belong to the moment itself; none while it just runs."""
        if moment is Moment.RUNNING:
            return []
        frame = self._dice.choice(_phrases()["moments"][moment.value][self._voice])
        if moment is Moment.OPENING and self._dice.random() < 0.5:
            return [frame, self._topic.draw()]
        return [frame]

    def _fill(self, sentence: str, attendance: int) -> str:
        if "{" not in sentence:
            return sentence
        count = str(attendance) if self._voice == Voice.ENGLISH else spelled(attendance)
        people = self._setting.people
        return sentence.format(
            n=attendance,
            N=count.capitalize(),
            people=people,
            People=people.capitalize(),
            place=self._setting.place,
        )


class _Deck(Generic[Card]):
    """Cards in random order, shuffled again when all are drawn."""

    def __init__(self, cards: Iterable[Card], dice: Random) -> None:
        self._cards = list(cards)
        self._dice = dice
        self._left: list[Card] = []

    def draw(self) -> Card:
        """Take the next card."""
        if not self._left:
            self._left = self._dice.sample(self._cards, len(self._cards))
        return self._left.pop()


@cache
def _phrases() -> dict[str, Any]:
    content: dict[str, Any] = read_json("report_phrases.json")
    return content


@cache
def _troubles_by_topic(voice: str) -> dict[str | None, list[tuple[str, str]]]:
    found: dict[str | None, list[tuple[str, str]]] = {}
    for row in _phrases()["troubles"]:
        if row["voice"] == voice:
            for topic in row["topics"] or (None,):
                found.setdefault(topic, []).append((row["obstacle"], row["need"]))
    return found


def _troubles(setting: Setting) -> list[tuple[str, str]]:
    """Return fitting pairs of obstacle and need; those of the topic weigh more."""
    known = _troubles_by_topic(setting.voice.value)
    own = [pair for topic in setting.topics for pair in known.get(topic, ())]
    return own + known[None]
