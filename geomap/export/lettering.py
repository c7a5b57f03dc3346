"""Words on a figure that cover neither each other nor a symbol."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geomap.export.projection import Box

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def try_text(
    axes: Axes,
    words: str,
    at: Any,
    places: Sequence[tuple[float, float, str, str]],
    taken: list[Box],
    *,
    halo: str,
    **style: Any,
) -> bool:
    """Write ``words`` at the first of ``places`` (offset in points, alignments) where they are whole
    and cover nothing in ``taken`` (pixels), which they join."""
    from matplotlib.patheffects import Stroke

    if not words:
        return False
    text = axes.annotate(
        words, at, xytext=(0, 0), textcoords="offset points", parse_math=False, clip_on=True,
        path_effects=[Stroke(linewidth=2.2, foreground=halo)], **style,
    )  # fmt: skip
    renderer = axes.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    room = axes.get_window_extent()
    for dx, dy, ha, va in places:
        text.set_position((dx, dy))
        text.set(ha=ha, va=va)
        box = text.get_window_extent(renderer)
        inside = room.x0 < box.x0 and box.x1 < room.x1 and room.y0 < box.y0 and box.y1 < room.y1
        if inside and not any(overlap((box.x0, box.y0, box.x1, box.y1), t) for t in taken):
            taken.append((box.x0, box.y0, box.x1, box.y1))
            # the halo is an outline, the words stay words: a drawing can be searched
            axes.annotate(
                words, at, xytext=(dx, dy), textcoords="offset points", parse_math=False,
                clip_on=True, ha=ha, va=va, **style,
            )  # fmt: skip
            return True
    text.remove()
    return False


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def box_round(x: float, y: float, half: float) -> Box:
    return (x - half, y - half, x + half, y + half)
