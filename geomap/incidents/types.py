"""From a frame and the words around it to one of the thirty types; which types may be one event.

The weapon decides among conflict types (brief of incidents, section 2); no type is a default sink:
an attack without weapon, attacker or victim stays ``strike_unspecified``.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

#: class of a weapon -> type of the strike, the first found nearest to the trigger wins.
TYPE_BY_WEAPON: dict[str, str] = {
    "usv": "drone_strike",
    "uav": "drone_strike",
    "rocket": "missile_strike",
    "missile": "missile_strike",
    "aircraft": "air_strike",
    "artillery": "shelling",
    "explosive": "bombing",
}
#: Classes of weapons, and of what only looks like one: "mortier d'artifice", "grenade lacrymogène".
WEAPONS: frozenset[str] = frozenset(TYPE_BY_WEAPON)
HARMLESS: frozenset[str] = frozenset({"fireworks", "teargas"})
STRIKES: frozenset[str] = frozenset(
    {"drone_strike", "missile_strike", "air_strike", "shelling", "strike_unspecified"}
)
#: The type of a strike whose means is not told.
UNKNOWN = "strike_unspecified"
#: What an attack leads to when it is said to have caused it.
EFFECTS: frozenset[str] = frozenset({"aid_or_outage", "industrial_accident", "evacuation"})
#: Types whose tellings may be one incident; the first of a set is the least specific.
_FAMILIES: tuple[tuple[str, ...], ...] = (
    ("strike_unspecified", "drone_strike", "missile_strike", "air_strike", "shelling", "bombing"),
    ("strike_unspecified", "attack_on_civilians", "bombing"),
    ("explosion", "bombing"),
    ("fire", "wildfire"),
    ("explosion", "fire"),
    ("explosion", "industrial_accident"),
    ("storm", "flood"),
    ("diplomatic_meeting", "agreement"),
)
#: Pairs that may be one event, the first told names it.
_EQUALLY_SPECIFIC: tuple[set[str], ...] = (
    {"explosion", "fire"}, {"explosion", "industrial_accident"}, {"storm", "flood"},
    {"diplomatic_meeting", "agreement"},
)  # fmt: skip
#: What "the attack" may go back to.
ATTACKS: frozenset[str] = STRIKES | {"bombing", "attack_on_civilians", "armed_clash"}
#: consequences of an attack, not incidents of their own when it caused them.
CONSEQUENCES: frozenset[str] = frozenset({"fire", "explosion"})
CAUSES: frozenset[str] = frozenset(
    {
        "drone_strike", "missile_strike", "air_strike", "shelling", "bombing",
        "strike_unspecified", "attack_on_civilians", "armed_clash", "transport_accident",
        "industrial_accident", "earthquake", "riot", "debris_or_ordnance_found",
    }
)  # fmt: skip


def refine(
    frame_type: str, trigger: AbstractSet[str], clause: AbstractSet[str], mentions: AbstractSet[str]
) -> str:
    """The incident type of a frame.

    ``trigger`` are the word classes inside or beside the trigger, ``clause`` those of its clause,
    ``mentions`` what its mentions are (``demonym``, ``state``, ``org``).
    """
    if frame_type == "fire":
        return "wildfire" if "vegetation" in clause else "fire"
    if frame_type == "pledge":
        return "pledge_or_statement"
    if frame_type == "explosion":
        return "bombing" if trigger & {"explosive"} else "explosion"
    if frame_type == "bombard":
        both = trigger | clause
        return _weapon(trigger) or _weapon(clause) or ("air_strike" if "craft" in both else UNKNOWN)
    if frame_type == "clash":
        both = trigger | clause
        crowd = both & {"protesters", "crowd", "police", "young"} and not both & {"armed_group"}
        return "riot" if crowd else "armed_clash"
    if frame_type == "strike":
        return _weapon(trigger) or _weapon(clause) or "strike_unspecified"
    if frame_type == "raid":
        weapon = _weapon(trigger) or _weapon(clause)
        if weapon is None and "police" in trigger | clause and "soldiers" not in trigger | clause:
            return "arrest_or_crackdown"
        fought = "armed_group" in clause and clause & {"soldiers", "police"}
        return (
            "armed_clash" if fought and weapon != "drone_strike" else weapon or "strike_unspecified"
        )
    if frame_type == "attack":
        return _attack(trigger, clause, mentions)
    return frame_type


def _weapon(classes: AbstractSet[str]) -> str | None:
    for weapon, type_ in TYPE_BY_WEAPON.items():
        if weapon in classes:
            return type_
    return None


def _attack(trigger: AbstractSet[str], clause: AbstractSet[str], mentions: AbstractSet[str]) -> str:
    both = trigger | clause
    if both & {"small_arms", "ramming"}:
        return "attack_on_civilians"
    weapon = _weapon(trigger) or _weapon(clause)
    if weapon is not None:
        return weapon
    if both & {"armed_group", "terror"}:
        if "soldiers" in both and not both & {"people"}:
            return "armed_clash"
        if "gendarmes" in both and not both & {"civilian"}:
            return "armed_clash"
        return "attack_on_civilians"
    if mentions & {"demonym", "state"}:
        return "strike_unspecified"
    if "soldiers" in both and not both & {"people", "bombing_word"}:
        return "armed_clash"
    if "soldiers" in both:
        return "strike_unspecified"
    if "bombing_word" in both:
        return "bombing"
    if "people" in both:
        return "attack_on_civilians"
    return "strike_unspecified"


def compatible(one: str, other: str) -> bool:
    """Whether two tellings of these types may be one incident."""
    return one == other or any(
        one in family and other in family and family[0] in {one, other} for family in _FAMILIES
    )


def more_specific(one: str, other: str) -> str:
    """Of two compatible types, the one that says more."""
    if {one, other} in _EQUALLY_SPECIFIC:
        return one
    for family in _FAMILIES:
        if one in family and other in family:
            return other if family[0] == one else one
    return one


def entails(cause: str, effect: str) -> bool:
    """Whether ``effect`` is a consequence of ``cause`` when the text says that one caused the other."""
    return causes(cause, effect) or (cause in CAUSES and effect in EFFECTS)


def causes(cause: str, effect: str) -> bool:
    """Whether ``effect`` is told as a consequence of ``cause`` when both stand together."""
    return cause in CAUSES and effect in CONSEQUENCES
