"""Which groups are near an incident in place and time: cells of one degree and weeks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from geomap.incidents.merging.score import Item

#: Latest groups looked at in one cell: keeps a busy city from becoming quadratic.
MOST_IN_CELL = 24
#: An area over more cells than this is looked up by its country and kind alone.
MOST_CELLS = 36
#: (family, week, where or who)
_Key = tuple[str, int, object]


class Index:
    """Groups by (family, week, cell), or by who met when there is no place."""

    def __init__(self) -> None:
        self._groups: dict[_Key, list[int]] = {}
        self._keys_of_week: dict[int, set[_Key]] = {}

    def add(self, item: Item, group: int) -> None:
        """Make a group findable where and when one of its members is."""
        for key in self._keys(item, spread=False):
            groups = self._groups.get(key)
            if groups is None:
                groups = self._groups[key] = []
                self._keys_of_week.setdefault(key[1], set()).add(key)
            if not groups or groups[-1] != group:
                groups.append(group)

    def near(self, item: Item) -> list[int]:
        """Group numbers worth a comparison, in ascending order, each once."""
        found: set[int] = set()
        for key in self._keys(item, spread=True):
            found.update(self._groups.get(key, ())[-MOST_IN_CELL:])
        return sorted(found)

    def forget_before(self, week: int) -> None:
        """Let go of all that only tellings of earlier weeks could meet."""
        for old in [number for number in self._keys_of_week if number < week]:
            for key in self._keys_of_week.pop(old):
                del self._groups[key]

    def _keys(self, item: Item, *, spread: bool) -> Iterator[_Key]:
        weeks = item.weeks(spread=spread)
        if item.extent is None:
            for family, week, who in product(item.families, weeks, item.who):
                yield family, week, ("who", who)
            return
        cells = item.cells(spread=spread)
        if len(cells) > MOST_CELLS:
            cells = {("wide", item.country)}
        elif item.country is not None:
            cells = {*cells, ("wide", item.country)} if spread else cells
        for family, week, cell in product(item.families, weeks, sorted(cells, key=str)):
            yield family, week, cell
        if spread is False and len(cells) <= MOST_CELLS and item.is_area:
            for family, week in product(item.families, weeks):
                yield family, week, ("area", item.country)
