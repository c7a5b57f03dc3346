"""Keeps the layers that a project asks for; an incident of another is neither drawn nor listed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from geomap.model.findings import Findings
from geomap.model.incident import LAYERS


def keep_layers(findings: Findings, layers: Collection[str]) -> Findings:
    """``findings`` with the incidents of ``layers`` only."""
    if set(layers) >= set(LAYERS):
        return findings
    kept = tuple(incident for incident in findings.incidents if incident.layer in layers)
    return replace(findings, incidents=kept)
