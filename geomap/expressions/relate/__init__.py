"""Relations: how a place said by others becomes a shape. One small function a relation.

A relation is registered by its name with ``@relation("offset")``; the language files say which
words mean it. To add one: a function here, cues in ``language/*/expressions.toml``, gold rows.
"""

from __future__ import annotations

from geomap.expressions.relate.registry import REGISTRY, relate

__all__ = ["REGISTRY", "relate"]
