"""What a page declares of itself: JSON-LD first, then meta tags, then the elements made for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from geomap.reading.dates import IsoDate, iso_date

_DATE_TAGS = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.date", "dcterms.created", "pubdate", "publish-date", "sailthru.date",
    "parsely-pub-date", "article:modified_time",
)  # fmt: skip
_TITLE_TAGS = ("og:title", "twitter:title", "dc.title", "title")
_OUTLET_TAGS = ("og:site_name", "application-name", "dc.publisher", "publisher")
_URL_TAGS = ("og:url",)
_ARTICLES = re.compile(r"(News|Live|Blog|Report|Opinion)?(Article|Posting|BlogPosting)$")


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """``updates`` are the entries of a live-blog: (date, title, text) each, as JSON-LD lists them."""

    title: str | None = None
    date: IsoDate | None = None
    url: str | None = None
    outlet: str | None = None
    lang: str | None = None
    updates: tuple[tuple[str | None, str | None, str], ...] = ()


def page_metadata(tree: Any) -> PageMetadata:
    """What an lxml tree of a page declares; nothing is guessed from its running text."""
    tags = _meta_tags(tree)
    article = _article_of(tree)
    updates = tuple(_updates(article))
    return PageMetadata(
        title=_text(article.get("headline"))
        or _first(tags, _TITLE_TAGS)
        or _element(tree, "title"),
        date=_date(article, tags, tree),
        url=_canonical(tree) or _first(tags, _URL_TAGS) or _text(article.get("url")),
        outlet=_name(article.get("publisher")) or _first(tags, _OUTLET_TAGS),
        lang=(tree.get("lang") or "").split("-")[0].lower() or None,
        updates=updates,
    )


def _meta_tags(tree: Any) -> dict[str, str]:
    tags: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = (meta.get("content") or "").strip()
        if name and content:
            tags.setdefault(name, content)
    return tags


def _article_of(tree: Any) -> dict[str, Any]:
    """The JSON-LD object of the article: a live-blog before others."""
    found: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            data = msgspec.json.decode((script.text or "").strip().encode("utf-8", "replace"))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
        found += [node for node in _nodes(data) if _is_article(node)]
    found.sort(key=lambda node: not isinstance(node.get("liveBlogUpdate"), list))
    return found[0] if found else {}


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for item in data:
            yield from _nodes(item)
    elif isinstance(data, dict):
        yield data
        yield from _nodes(data.get("@graph"))


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and _ARTICLES.search(name) for name in names)


def _updates(article: dict[str, Any]) -> Iterator[tuple[str | None, str | None, str]]:
    listed = article.get("liveBlogUpdate")
    for update in listed if isinstance(listed, list) else []:
        if not isinstance(update, dict):
            continue
        body = _text(update.get("articleBody")) or _text(update.get("description"))
        if body:
            date = _text(update.get("datePublished")) or _text(update.get("dateModified"))
            yield date, _text(update.get("headline")), body


def _date(article: dict[str, Any], tags: dict[str, str], tree: Any) -> IsoDate | None:
    told = [_text(article.get("datePublished")), *(tags.get(name) for name in _DATE_TAGS)]
    told += [t.get("datetime") for t in tree.iter("time") if t.get("pubdate") is not None]
    article_times = [t.get("datetime") for a in tree.iter("article") for t in a.iter("time")]
    told += article_times[:1]
    for value in told:
        found = iso_date(value) if value else None
        if found:
            return found
    return None


def _canonical(tree: Any) -> str | None:
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            return str(link.get("href"))
    return None


def _element(tree: Any, tag: str) -> str | None:
    found = next(iter(tree.iter(tag)), None)
    text = (found.text_content() if found is not None else "").strip()
    return " ".join(text.split()) or None


def _first(tags: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((tags[name] for name in names if name in tags), None)


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
