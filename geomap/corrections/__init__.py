"""An analyst's decisions, kept in ``corrections.toml`` and applied again at every run.

The file is a list of tables; the map's review mode and ``geomap review`` write the same form::

    [[correction]]
    do = "move"                      # accept reject move retype redate rename merge split name-means
    document = "2023-09-13-direct"   # id of the document the incident is told in
    quote = "Des drones ont visé le port."   # its first quote, word for word
    prefix = "…avant la citation"    # optional: what stands before and after the quote
    suffix = "après la citation…"
    type = "drone_strike"            # optional: what geomap said (before any correction); with
    place = "Izmaïl"                 # these an incident is found again although its words changed
    to = "gn:707308"                 # what it should be, see below
    author = "A. Martin"             # who decided, when (YYYY-MM-DD), and why
    date = "2024-05-02"
    reason = "le port est celui d'Izmaïl, pas de Kilia"

``to`` is, for ``move``: the id of a place, or ``[lon, lat]`` (then ``name`` and ``radius_m`` may
stand beside); for ``retype``: a type; for ``redate``: EDTF; for ``rename``: the new headline.
``accept`` and ``reject`` have none. ``merge`` and ``split`` have ``with = {document = "…", quote =
"…"}``, the other incident (``split`` in one document: the quote that begins the second). And::

    [[correction]]
    do = "name-means"
    name = "Tripoli"
    means = "gn:2210247"
    document = "2023-09-13-direct"   # here only; without it: everywhere

A correction belongs to the words it quotes, not to offsets or ids: it holds when the document is
read again, when other sentences change, and when documents come or go. What no longer fits is told
and kept, never applied to something else.
"""

from geomap.corrections.apply import Corrections, Outcome, read_corrections
from geomap.corrections.form import Correction
from geomap.corrections.meanings import apply_meanings

__all__ = ["Correction", "Corrections", "Outcome", "apply_meanings", "read_corrections"]
