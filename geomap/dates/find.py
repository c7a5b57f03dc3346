"""``find_dates``: every time expression of a document, in text order, each with its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geomap.dates.anchor import anchor_warnings
from geomap.dates.clock_rules import (
    clock_bounds,
    clock_of,
    iso_duration,
    night_of,
    part_label,
    with_part_of_day,
)
from geomap.dates.context import Context, Story, now_of, parse_now
from geomap.dates.frame import (
    Range,
    Wrapper,
    apply_wrapper,
    range_of,
    read_range,
    wrapper_before,
)
from geomap.dates.grammar import Grammar, grammar, scan
from geomap.dates.hanging import (
    bare_day,
    beside_noun,
    counts_from,
    hangs_on_a_noun,
    is_duration,
    is_no_day,
    may_be_about,
    opens_hours,
    part_of_another,
    without_counts,
)
from geomap.dates.join import Expression, join
from geomap.dates.resolve import RELATIVE, TOLD_PERIODS, read_main
from geomap.dates.stamps import stamp_of
from geomap.dates.tense import Clauses, read_clauses, tense_of
from geomap.dates.values import DAY, Now, Value
from geomap.dates.whens import basis_of, replace_parts, to_when
from geomap.model.dating import part_hours
from geomap.model.text import SegmentedText, Sentence, Span
from geomap.model.when import DateAnchor, PartOfDay, When

#: An expression that ends so many days before publication is background by itself.
REMOTE_DAYS = 30
#: Rules whose day is the next one behind a word that looks ahead.
_NEXT = frozenset({"weekday", "night"})
#: "peu après minuit lundi" is early on Monday, "peu avant" late: whichever night it belongs to.
_MIDNIGHT: dict[str, PartOfDay] = {"after": "early", "before": "evening"}
#: More would be one text's tables; the rest adds nothing a reader could use.
MOST_WARNINGS = 20


@dataclass(frozen=True, slots=True)
class DateReading:
    """The dates of a document, and what did not agree."""

    whens: tuple[When, ...]
    warnings: tuple[str, ...] = ()


def find_dates(segmented: SegmentedText, anchor: DateAnchor) -> list[When]:
    """Every time expression with a span, in text order (see the module's docstring)."""
    return list(read_dates(segmented, anchor).whens)


def read_dates(segmented: SegmentedText, anchor: DateAnchor) -> DateReading:
    """``find_dates`` with warnings: weekdays that disagree, days that the calendar has not."""
    rules = grammar(segmented.lang)
    found: list[When] = []
    warnings: list[str] = anchor_warnings(segmented, anchor)
    document_now = now_of(anchor)
    for block in segmented.blocks:
        now = parse_now(block.date) or document_now
        reader = _StoryReader(
            segmented, rules, now, block.first_sentence, block.last_sentence, warnings
        )
        for sentence in segmented.sentences[block.first_sentence : block.last_sentence]:
            if sentence.kind not in {"boilerplate", "dateline"}:
                found.extend(reader.sentence(sentence))
    if document_now is None:
        warnings = [*_untold(segmented, found), *warnings]
    unique = list(dict.fromkeys(warnings))
    if len(unique) > MOST_WARNINGS:
        more = len(unique) - MOST_WARNINGS
        unique = [*unique[:MOST_WARNINGS], f"{more} further warnings about dates"]
    return DateReading(tuple(found), tuple(unique))


def _untold(segmented: SegmentedText, found: Sequence[When]) -> list[str]:
    """What a text without a date says and cannot mean."""
    untold = [
        when.span.of(segmented.text) for when in found
        if when.edtf is None and when.duration is None and when.span is not None
    ]  # fmt: skip
    if not untold:
        return []
    more = f" and {len(untold) - 1} more" if len(untold) > 1 else ""
    return [f"the text has no date: {untold[0]!r}{more} cannot be told (say --date)"]


class _StoryReader:
    """Reads the sentences of one story in order; holds what it told so far."""

    def __init__(
        self, segmented: SegmentedText, rules: Grammar, now: Now | None, first: int, last: int,
        warnings: list[str],
    ) -> None:  # fmt: skip
        self.segmented = segmented
        self.rules = rules
        self.now = now
        self.sentences = (first, last)
        self.warnings = warnings
        self.story = Story()
        self.words: frozenset[str] | None = None

    def sentence(self, sentence: Sentence) -> list[When]:
        tokens, rules, last = self.segmented.tokens, self.rules, sentence.last_token
        self.story.in_sentence = None
        if sentence.paragraph != self.story.paragraph:
            self.story.paragraph = sentence.paragraph
            self.story.year = None
        stamp = stamp_of(self.segmented, sentence, rules)
        first = sentence.first_token
        if stamp is not None and stamp.kind != "day":
            first = stamp.last  # when something was written: no event happened then
        atoms = without_counts(tokens, scan(tokens, first, last, rules), rules)
        atoms = bare_day(tokens, first, last, rules) + atoms
        if not atoms:
            return []
        expressions = join(tokens, atoms, rules)
        clauses = read_clauses(tokens, sentence.first_token, last, rules.tense)
        found: list[When] = []
        index, floor = 0, sentence.first_token
        while index < len(expressions):
            whens, taken, used = self._next(expressions, index, floor, clauses)
            found += whens
            floor = max(floor, used)
            index += taken
        return found

    def _next(
        self, expressions: Sequence[Expression], index: int, floor: int, clauses: Clauses
    ) -> tuple[list[When], int, int]:
        """The times at ``index``, how many expressions they took, the token behind them."""
        one = expressions[index]
        tokens = self.segmented.tokens
        context = self._context(one, clauses)
        if index + 1 < len(expressions):
            two = expressions[index + 1]
            linked = range_of(tokens, one, two, floor, self.rules)
            if linked is not None:
                when = self._range(linked, one, two, context, floor)
                return ([when] if when is not None else []), 2, two.last
            if counts_from(one, two):
                return self._from_event(one, two, context), 2, two.last
        if part_of_another(tokens, one, self.rules) or is_no_day(one, context):
            return [], 1, floor
        if hangs_on_a_noun(tokens, one, expressions[index + 1 : index + 2], self.rules):
            value, last, taken = beside_noun(tokens, expressions, index, context)
            span = Span(*self._offsets(one.first, last))
            when = self._when(value, replace_parts(one), span, context, remember=False)
            return ([when] if when is not None else []), taken, last
        wrapper = wrapper_before(tokens, one.first, floor, self.rules)
        if wrapper is None and not one.strong and not opens_hours(tokens, one, floor, self.rules):
            return [], 1, floor
        if (
            wrapper is not None
            and wrapper.label == "about"
            and not may_be_about(tokens, one, self.rules)
        ):
            wrapper = None
            if not one.strong:
                return [], 1, floor
        if wrapper is not None and wrapper.label == "none" and not self._strong(one):
            return [], 1, floor
        when = self._single(one, wrapper, context)
        return ([when] if when is not None else []), 1, one.last

    def _from_event(self, one: Expression, two: Expression, context: Context) -> list[When]:
        event = read_main(two, context)
        if not isinstance(event, Value):
            return []
        self.story.in_sentence = event
        value = read_main(one, context)
        span = Span(*self._offsets(one.first, two.last))
        when = self._when(value, replace_parts(one), span, context, remember=False)
        return [] if when is None else [replace(when, basis="explicit", relative_to_event=False)]

    def _strong(self, one: Expression) -> bool:
        return one.strong or (one.main is not None and one.main.rule == "event")

    def _context(self, one: Expression, clauses: Clauses) -> Context:
        if self.words is None:
            first, last = self.sentences
            sentences = self.segmented.sentences
            begin, end = sentences[first].first_token, sentences[last - 1].last_token
            self.words = frozenset(self.segmented.tokens.keys[begin:end])
        tense = tense_of(clauses, one.first, one.last)
        if tense == "deferral":  # "reporté au 8 avril", but "reporté mardi"
            keys = self.segmented.tokens.keys
            opening = {keys[one.first], keys[one.first - 1] if one.first else ""}
            tense = "future" if opening & self.rules.deferred_to else "past"
        keys, main = self.segmented.tokens.keys, one.main
        if (
            main is not None
            and main.rule in _NEXT
            and one.first
            and (keys[one.first - 1] in self.rules.ahead)
        ):
            tense = "future"  # "en vigilance orange pour la nuit de samedi à dimanche"
        return Context(self.rules, self.now, self.story, tense, self.words, self.warnings)

    def _single(self, one: Expression, wrapper: Wrapper | None, context: Context) -> When | None:
        main = one.main
        label = wrapper.label if wrapper is not None else None
        if label == "by" and context.tense is None:
            context.tense = "future"
        if main is not None and is_duration(main, context):
            return self._duration(one)
        if label == "habit":
            return None
        value = self._night_told(one, context) or read_main(one, context)
        first = one.first if wrapper is None or label == "none" else wrapper.first
        if label is not None and label not in {"from_day", "none"}:
            return self._wrapped(label, value, one, first, context)
        if label == "from_day":
            first = wrapper.first if wrapper is not None else first
        return self._when(value, one, Span(*self._offsets(first, one.last)), context)

    def _night_told(self, one: Expression, context: Context) -> Value | None:
        """ "dans la nuit" alone, in the past: the night just ended, when the story is of today."""
        named = one.part
        if one.clock is not None and one.clock.rule == "clock_word":
            named = named or one.clock  # "à minuit"
        if one.main is not None or named is None or self.now is None or not self.now.exact:
            return None
        if part_label(named, context) != "night" or context.future:
            return None
        event = self.story.event_of_today(self.now)
        if event is not None and event.end != self.now.latest:
            single = event.precision == "day" and event.edtf is None and not event.coarse
            if context.tense == "pluperfect" and single:  # "mardi, il a dit que … dans la nuit"
                return night_of(event.start - DAY)
            return None
        return night_of(self.now.latest - DAY)

    def _wrapped(
        self, label: str, value: object, one: Expression, first: int, context: Context
    ) -> When | None:
        ahead = isinstance(value, Value) and self.now is not None and value.end > self.now.latest
        if label == "before" and context.future and ahead:
            label = "by"  # "débutera avant la fin de l'année"
        if label == "before" and one.phase is not None and not getattr(value, "future", False):
            label = "before_end"  # "avant la fin 2016": some day of it may be meant
        wrapped = apply_wrapper(label, value, context)  # type: ignore[arg-type]
        plain = replace_parts(one)
        span = Span(*self._offsets(first, one.last))
        when = self._when(wrapped, plain, span, context, remember=False)
        if when is None or label != "since":
            return when
        return replace(when, ongoing=not when.future)

    def _range(
        self, linked: Range, one: Expression, two: Expression, context: Context, floor: int,
    ) -> When | None:  # fmt: skip
        value = read_range(linked.kind, (one, two), context, read_main)
        merged = replace_parts(two)
        if linked.kind == "to" and one.main is not None and one.main.rule == "night":
            merged.part = two.part
        first = linked.first
        wrapper = wrapper_before(self.segmented.tokens, one.first, floor, self.rules)
        if wrapper is not None and wrapper.label == "habit":
            return None
        return self._when(value, merged, Span(*self._offsets(first, two.last)), context)

    def _duration(self, one: Expression) -> When | None:
        assert one.main is not None
        length = iso_duration(one.main, Context(self.rules, self.now, self.story))
        if length is None:
            return None
        span = Span(*self._offsets(one.first, one.last))
        return When(None, None, None, "unknown", "explicit", span, duration=length)

    def _offsets(self, first: int, last: int) -> tuple[int, int]:
        tokens = self.segmented.tokens
        return tokens.starts[first], tokens.ends[last - 1]

    def _when(
        self, value: object, one: Expression, span: Span, context: Context, *, remember: bool = True
    ) -> When | None:
        if value is None:
            return None
        relative = one.main is not None and (
            one.main.rule in RELATIVE
            or (one.main.rule == "period" and context.label(one.main) in TOLD_PERIODS)
        )
        if not isinstance(value, Value):
            return When(None, None, None, "unknown", "deictic", span, relative_to_event=relative)
        told_before = one.main is None and self.story.event is not None
        part = self._part(one, context)
        known = self.story.event
        if part == "night" and known is not None and known.night and (relative or told_before):
            value = known  # "la même nuit", "en pleine nuit": the night told before, not the next
        if not value.coarse:
            value = with_part_of_day(value, part, into=one.into)
        when = to_when(value, span, basis_of(value, relative or told_before))
        when = self._with_hours(when, value, one, part, context)
        when = replace(
            when, relative_to_event=relative, future=value.future, remote=self._remote(value),
            ongoing=one.main is not None and one.main.rule == "since_span",
        )  # fmt: skip
        if remember:
            self._remember(value, one, context)
        return when

    def _part(self, one: Expression, context: Context) -> PartOfDay | None:
        if one.part is not None:
            return part_label(one.part, context)
        if one.clock is not None and one.clock.rule == "clock_word":
            label = part_label(one.clock, context)
            lead = str(context.look("clocklead", one.clock.word("clocklead") or ""))
            is_day = one.main is not None and one.main.rule != "night"
            return _MIDNIGHT.get(lead, label) if label == "night" and is_day else label
        if one.main is not None and one.main.rule in {
            "part_today", "relative_part", "relative_day",
        }:  # fmt: skip
            return part_label(one.main, context)
        return None

    def _with_hours(
        self, when: When, value: Value, one: Expression, part: PartOfDay | None, context: Context
    ) -> When:
        """Narrow a day to its part or its clock time; a coarse date keeps neither."""
        if value.coarse or when.precision not in {"day", "part_of_day"} or value.edtf is not None:
            return when
        if one.clock is not None and one.clock.rule == "clock":
            clock = clock_of(one.clock, context)
            if clock is not None:
                day = value.start
                if value.night:
                    day = value.end if clock.hour < 12 else value.start
                start, end = clock_bounds(clock, day)
                until = clock_of(one.clock_end, context) if one.clock_end is not None else None
                if until is not None:
                    end = clock_bounds(replace(until, minute=until.minute or 0), day)[1]
                    if start < end:
                        return replace(when, start=start, end=end, precision="hour", part=None)
                    return when
                exact = clock.minute is not None and clock.bound == "at"
                zone = "Z" if clock.zone == "Z" else ""
                return replace(
                    when, edtf=start + zone if exact else day.isoformat(), start=start + zone,
                    end=end + zone, precision="minute" if exact else "hour", part=None,
                )  # fmt: skip
        if value.night:
            start, end = part_hours(value.start.isoformat(), "night")
            return replace(when, start=start, end=end, precision="part_of_day", part="night")
        if part is not None:
            start, end = part_hours(value.start.isoformat(), part)
            return replace(when, start=start, end=end, precision="part_of_day", part=part)
        return when

    def _remote(self, value: Value) -> bool:
        if self.now is None or value.open_end or value.coarse:
            return False
        return (self.now.latest - value.end).days > REMOTE_DAYS

    def _remember(self, value: Value, one: Expression, context: Context) -> None:
        """What later expressions of the story count from; background serves its sentence only."""
        if not value.future and not value.open_start and not value.open_end:
            self.story.in_sentence = value
            if context.tense != "pluperfect":
                self.story.last_event = value
                self.story.event_paragraph = self.story.paragraph
        if context.tense == "pluperfect":
            return
        main = one.main
        if main is None or not value.explicit or "year" not in main.caught or value.future:
            return
        if not self._is_participle_before(one):
            self.story.year = value.start.year

    def _is_participle_before(self, one: Expression) -> bool:
        """ "annexé en 2014": the year of a background fact, not of what follows."""
        tokens, words = self.segmented.tokens, self.rules.tense
        index = one.first - 1
        while index >= 0 and (tokens.keys[index],) in self.rules.links["genitive"]:
            index -= 1
        if index < 0 or not tokens.words[index].lower().endswith(words.participle_endings):
            return False
        return not any(tokens.keys[i] in words.auxiliaries for i in range(max(0, index - 3), index))
