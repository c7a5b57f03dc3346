"""What several tellings of a story have in common: an event, which becomes an incident."""

from __future__ import annotations

from dataclasses import dataclass, field

from geomap.incidents.draft import Draft
from geomap.incidents.told import Told
from geomap.model.place import Mention
from geomap.model.when import When

#: What rescuers come after.
HAZARDS = frozenset(
    {
        "earthquake", "flood", "storm", "tsunami", "landslide_volcano", "wildfire", "fire",
        "explosion", "transport_accident", "industrial_accident", "drone_strike",
        "missile_strike", "air_strike", "shelling", "bombing", "strike_unspecified",
    }
)  # fmt: skip
#: What people are killed and hurt in.
HARMFUL = HAZARDS | {"attack_on_civilians", "armed_clash", "riot", "peaceful_protest"}


@dataclass(slots=True)
class Event:
    """What several tellings of a story have in common; becomes an incident."""

    type: str
    block: int
    #: the first sentence of its story.
    opening: int
    told: list[Told] = field(default_factory=list)
    date: When | None = None
    site: Mention | None = None
    site_is_weak: bool = False
    others: list[Mention] = field(default_factory=list)
    series: bool = False
    #: several of a kind, told together ("des rassemblements à X et à Y").
    listed: bool = False
    realis: str = "actual"
    status: str = "reported"
    negated: bool = False
    because: str = ""
    begun: bool = False
    pluperfect: bool = False
    subtype: str | None = None
    consequences: list[Draft] = field(default_factory=list)
    #: sentences that only say what somebody thinks of it.
    judged: list[int] = field(default_factory=list)
    #: told by a text that looks back on it (a trial, a commemoration).
    recalled: bool = False
    about: Event | None = None

    @property
    def first(self) -> Draft:
        return self.told[0].draft

    @property
    def sentences(self) -> list[int]:
        return sorted({one.draft.sentence for one in self.told})
