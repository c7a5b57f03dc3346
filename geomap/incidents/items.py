"""The stories of a document: its blocks, and in a block of short items each item.

Local papers print several matters under one head, each with a line of its own above it that names
where it was ("Un cycliste renversé à Redon"). A line that names a place the text has not named yet
opens an item; one that names none, or a place known already, is a heading of the same story.
"""

from __future__ import annotations

from geomap.incidents.clauses import Reading
from geomap.incidents.event import Event
from geomap.incidents.story import Story
from geomap.model.text import SegmentedText

#: The longest line that is read as the title of an item (tokens).
LONGEST_TITLE = 18
#: A lone place with its mark ("Verrue.", "Redon :") opens an item too.
LONE_PLACE = 2
_ENDS = frozenset(".!?…»”")
#: "Une femme blessée, héliportée au CHU de Rouen" goes on with the story.
_NO_PLACES = frozenset(
    {
        "actor_org", "actor_metonym", "embedded_name", "reporter_location", "destination",
        "affiliation", "route",
    }
)  # fmt: skip


class Stories:
    """The stories of a text, opened as its sentences are read in order."""

    def __init__(self, segmented: SegmentedText) -> None:
        self.segmented = segmented
        self._stories: list[Story] = []
        self._places: set[str] = set()

    @property
    def events(self) -> list[Event]:
        """All events in the order their stories opened."""
        return [event for story in self._stories for event in story.events]

    def story_of(self, reading: Reading) -> Story:
        """The story a sentence belongs to; every sentence is to be asked for, in order."""
        sentence = reading.sentence
        current = self._stories[-1] if self._stories else None
        if current is None or current.block != sentence.block:
            self._places.clear()
            self._open(reading)
        elif self._opens_item(reading):
            self._open(reading)
        self._places.update(_place_ids(reading))
        story = self._stories[-1]
        story.hear(reading)
        return story

    def _open(self, reading: Reading) -> None:
        self._stories.append(Story(reading.sentence.block, reading.sentence.index))

    def _opens_item(self, reading: Reading) -> bool:
        places = _place_ids(reading)
        if not places or places & self._places:
            return False
        sentence, text = reading.sentence, self.segmented.text
        before = text[: sentence.span.start].rstrip(" \t")
        if not before.endswith("\n"):
            return False
        size = reading.top - reading.low
        if any(
            first == reading.low and last >= reading.top - 1 and size <= last - first + LONE_PLACE
            for first, last, _ in reading.mentions
        ):
            return True
        line = text[sentence.span.start : sentence.span.end].rstrip()
        alone = text[sentence.span.end :].lstrip(" \t").startswith("\n")
        return alone and size <= LONGEST_TITLE and line[-1:] not in _ENDS


def _place_ids(reading: Reading) -> set[str]:
    return {
        mention.place.id
        for _, _, mention in reading.mentions
        if mention.place is not None
        and mention.kind not in {"demonym", "organisation"}
        and mention.role not in _NO_PLACES
    }
