"""``anchor_document``: the document's own date, to which "hier" and "mercredi" are relative."""

from __future__ import annotations

from datetime import date

from geomap.dates.calendar_rules import day_number_of
from geomap.dates.context import Context, Story, parse_now
from geomap.dates.grammar import Atom, grammar, scan
from geomap.dates.join import join
from geomap.dates.stamps import date_of_text
from geomap.dates.values import Now, safe_date
from geomap.model.text import DocumentDatePrecision, SegmentedText
from geomap.model.when import DateAnchor

#: The lead: sentences in which a header's month may be told to the day.
LEAD_SENTENCES = 2
#: A dateline may be so many days before publication (night, time zones, a later update).
STAMP_DAYS = 2
#: Bases of a document's date that a lead may make more exact; rows and options are meant as told.
_REFINED = frozenset({"header", "text"})


def anchor_document(segmented: SegmentedText, date_option: str | None = None) -> DateAnchor:
    """The document's date: its own, told to the day by its lead where the header has a month only;
    else that of its dateline or publication line; else the option; else unknown. Never guessed."""
    document = segmented.document
    if document.date is None or document.date_basis == "option":
        stamped = date_of_text(segmented)
        if stamped is not None:
            return DateAnchor(stamped.isoformat(), "day", "text")
    if document.date is None:
        now = parse_now(date_option)
        if now is None or date_option is None:
            return DateAnchor(None, None)
        return DateAnchor(date_option, _precision(date_option), "option")
    anchor = DateAnchor(
        document.date, document.date_precision or _precision(document.date), document.date_basis
    )
    now = parse_now(document.date)
    if now is None:
        return DateAnchor(None, None)
    if now.exact or (document.date_basis or "header") not in _REFINED:
        return anchor
    day = date_of_text(segmented, now) or _day_of_lead(segmented, now)
    if day is None:
        return anchor
    return DateAnchor(day.isoformat(), "day", f"{document.date_basis or 'header'}+text")


def _precision(iso: str) -> DocumentDatePrecision:
    precisions: dict[int, DocumentDatePrecision] = {4: "year", 7: "month", 10: "day"}
    return precisions.get(len(iso), "minute")


def _day_of_lead(segmented: SegmentedText, now: Now) -> date | None:
    """The one full date (weekday, day, month) of the lead that lies in the header's period."""
    found: set[date] = set()
    for atom in _lead_dates(segmented):
        told = _day_in(atom, segmented, now)
        if told is not None:
            found.add(told)
    return found.pop() if len(found) == 1 else None


def _lead_dates(segmented: SegmentedText) -> list[Atom]:
    rules = grammar(segmented.lang)
    lead = [s for s in segmented.sentences if s.kind != "boilerplate"][:LEAD_SENTENCES]
    atoms: list[Atom] = []
    for sentence in lead:
        scanned = scan(segmented.tokens, sentence.first_token, sentence.last_token, rules)
        expressions = join(segmented.tokens, scanned, rules)
        atoms += [e.main for e in expressions if e.main is not None and e.main.rule == "calendar"]
    return [a for a in atoms if {"weekday", "day", "month"} <= a.caught.keys()]


def _day_in(atom: Atom, segmented: SegmentedText, now: Now) -> date | None:
    context = Context(grammar(segmented.lang), now, Story())
    month, day = context.number(atom, "month", "month"), day_number_of(atom, context)
    told = atom.word("year")
    if month is None or day is None or (told is not None and int(told) != now.latest.year):
        return None
    found = safe_date(now.latest.year, month, day)
    if found is None or not now.earliest <= found <= now.latest:
        return None
    return found if found.isoweekday() == context.number(atom, "weekday", "weekday") else None


def anchor_warnings(segmented: SegmentedText, anchor: DateAnchor) -> list[str]:
    """What the lead says against the document's date (kept; the document's date stays)."""
    now = parse_now(segmented.document.date)
    if now is None or anchor.basis not in {"header", "metadata", "row", "text", None}:
        return []
    warnings: list[str] = []
    stamped = date_of_text(segmented, now) if now.exact else None
    if stamped is not None and abs((stamped - now.latest).days) > STAMP_DAYS:
        warnings.append(
            f"the text says it is of {stamped.isoformat()}, its date is {now.told}: "
            "the document's date is kept"
        )
    rules = grammar(segmented.lang)
    for atom in _lead_dates(segmented):
        context = Context(rules, now, Story())
        month = context.number(atom, "month", "month")
        told = atom.word("year")
        in_period = now.earliest.month <= (month or 0) <= now.latest.month
        if not now.exact and not in_period and told is None:
            warnings.append(
                f"the lead's date ({' '.join(atom.caught.values())}) lies outside the document's "
                f"date {now.told}: the document's date is kept"
            )
    return warnings
