"""One small document with one incident on the map, one line, one area, one listed; made by hand."""

from __future__ import annotations

import hashlib
import itertools

import pytest
from shapely.geometry import LineString, Polygon

from geomap.model.extent import Extent
from geomap.model.findings import Findings
from geomap.model.incident import Actor, Claim, Incident, Item, Toll, Where
from geomap.model.place import Candidate, Mention, Place, Reason
from geomap.model.text import Document, Span, quote
from geomap.model.when import DateAnchor, When

TEXT = (
    'Des drones ont frappé Izmaïl dans la nuit. "Six civils" ont été hospitalisés, dit Oleh.\n\n'
    "La crue du Danube gagne les quais d'œuvres à 日本. Des abris sont bâtis à la frontière.\n\n"
    'On craint "=1+1" et <b>pire</b> ailleurs.'
)


def span_of(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


IZMAIL = Place(
    "gm:izmail", "Izmaïl", "P", "PPL", 28.8375, 45.3506, 4000.0,
    country="UA", admin1="Odesa", population=70731, source="geomap",
)  # fmt: skip


def _incident(
    number: int, kind: str, words: str, extent: Extent | None, **more: object
) -> Incident:
    from geomap.model.incident import LAYER_BY_TYPE

    where = None
    if extent is not None:
        where = Where(
            "m1", extent, extent.kind, extent.precision or "settlement", extent.radius_m,
            name="Izmaïl", country="UA",
        )  # fmt: skip
    fields: dict[str, object] = {
        "id": f"s{number}",
        "layer": LAYER_BY_TYPE[kind],
        "type": kind,
        "headline": f"Titre {number} : {words[:20]}",
        "quotes": (quote(TEXT, span_of(words)),),
        "when": When("2023-09-13", "2023-09-13", "2023-09-13", "day", "document_date"),
        "where": where,
        "on_map": extent is not None,
    }
    return Incident(**(fields | more))  # type: ignore[arg-type]


def make_small_findings(document_id: str = "petit") -> Findings:
    point = Extent("point", 28.8375, 45.3506, 4000.0, precision="settlement")
    line = Extent(
        "line", 29.0, 45.25, 2000.0, LineString([(28.5, 45.3), (29.0, 45.25), (29.7, 45.4)]), "linear"
    )  # fmt: skip
    area = Extent(
        "area", 29.0, 45.1, None, Polygon([(28.8, 45.0), (28.8, 45.2), (29.2, 45.2), (29.2, 45.0)]),
        "border_strip", "bande de 10 km le long de la frontière",
    )  # fmt: skip
    night = When(
        "2023-09-12/2023-09-13", "2023-09-12T18:00", "2023-09-13T09:00", "part_of_day", "deictic",
        span_of("dans la nuit"), "night",
    )  # fmt: skip
    strike = _incident(
        1, "drone_strike", "Des drones ont frappé Izmaïl dans la nuit.", point, when=night,
        actors=(Actor("perpetrator", "Russie", "state_forces", "RU"),),
        means=(Item("uav", span_of("drones")),),
        casualties=(
            Toll("hospitalised", 6, 6, 6, "exact", span_of("Six civils"), "civilians", "c1"),
            Toll("killed", None, None, 3, "at_most", span_of("hospitalisés")),
        ),
        claims=(Claim("c0", "rédaction"), Claim("c1", "Oleh", "witness", attribution=span_of("dit Oleh"))),
    )  # fmt: skip
    fear = _incident(
        2, "pledge_or_statement", 'On craint "=1+1" et <b>pire</b> ailleurs.', None,
        why_not=Reason("no_site"), when=When(None, None, None, "unknown", "document_date"),
    )  # fmt: skip
    flood = _incident(3, "flood", "La crue du Danube gagne les quais d'œuvres à 日本.", line)
    shelter = _incident(4, "civil_protection", "Des abris sont bâtis à la frontière.", area)
    return Findings(
        document=Document(
            document_id, TEXT, hashlib.sha256(TEXT.encode()).hexdigest(), source=f"{document_id}.txt",
            title="Un « petit » texte", lang="fr", date="2023-09-13", date_precision="day",
            date_basis="option", url="https://example.org/a?b=1&c=2",
        ),
        anchor=DateAnchor("2023-09-13", "day", "option"),
        mentions=(
            Mention(
                "m1", span_of("Izmaïl"), "Izmaïl", place=IZMAIL, probability=0.93, role="site",
                role_reason=Reason("locative"), extent=point,
                candidates=(Candidate(IZMAIL, 0.93, (Reason("prominent", (), 1.5),), "Izmaïl"),),
            ),
        ),
        incidents=(strike, fear, flood, shelter),
    )  # fmt: skip


def incident_ids(findings: Findings) -> list[str]:
    return list(itertools.chain(i.id for i in findings.incidents))


@pytest.fixture
def small_findings() -> Findings:
    return make_small_findings()
