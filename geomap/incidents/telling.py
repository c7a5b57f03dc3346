"""The tellings of a sentence, one a kind of event and clause, with date and place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from geomap.incidents.claims import Claims
from geomap.incidents.draft import ASSERTED, Draft
from geomap.incidents.dying import dated_by_its_cause
from geomap.incidents.event import HARMFUL, HAZARDS
from geomap.incidents.eves import counts_from, eve_of
from geomap.incidents.fronting import site_is_fronted
from geomap.incidents.joining import united
from geomap.incidents.known import is_known, is_left_out
from geomap.incidents.lexicon import Lexicon
from geomap.incidents.sameness import SEQUELS
from geomap.incidents.sites import Sited, find_site
from geomap.incidents.times import Dated, own_date
from geomap.incidents.told import AFTER_REACH, NATURE, Told
from geomap.incidents.types import (
    ATTACKS,
)
from geomap.model.dating import day_before, until
from geomap.model.when import When

#: "à 16h50 locales (15h50 GMT)": words between the hour and the bracket.
CLOCK_REACH = 2
#: What a crowd and the police do to each other, they do in one place.
UNREST = frozenset({"peaceful_protest", "riot", "arrest_or_crackdown"})


def tell(
    drafts: list[Draft],
    dates: Sequence[Dated],
    lex: Lexicon,
    headline: bool,
    earlier: Callable[[When], bool],
    claims: Claims,
) -> list[Told]:
    """The tellings of one sentence, one a kind of event and clause."""
    drafts = _assertable(drafts)
    dated = frozenset(at for one in dates for at in range(one.first, one.last))
    dates = _without_other_clocks(drafts, dates)
    after = [
        one
        for one in dates
        if drafts
        and (
            _counts_from_it(one, drafts[0], lex)
            or any(counts_from(draft, one) and eve_of(draft, one, dates) for draft in drafts)
        )
    ]
    told: list[Told] = []
    sentence = drafts[0].sentence if drafts else -1
    sources = claims.sources_at.get(sentence, ())
    reported = bool(claims.said_at.get(sentence))
    for draft in drafts:
        if reported and not draft.reading.is_quoted(draft.first):
            draft.pluperfect = False  # "a raconté que … avaient été": only reported speech
        date = own_date(draft, dates, drafts)
        if is_left_out(draft, drafts, date, dates, lex):
            continue
        if is_known(draft, date, dates, lex, earlier):
            draft.anaphoric = True
        counting = next((one for one in dates if counts_from(draft, one)), None)
        if counting is not None and (date is None or date == counting.when):
            date = eve_of(draft, counting, dates)
            draft.pluperfect, draft.anaphoric = True, date is None
        elif draft.over or any(date is one.when for one in after) or _is_since(draft, lex):
            date = None
        if date is None and told and not draft.definite:
            date = told[-1].date  # "… en août des ballons et mené plusieurs tirs"
            if (
                date is not None
                and told[-1].draft.type == "arrest_or_crackdown"
                and draft.type in HARMFUL
            ):
                date = until(date)  # "interpellé lundi, il est soupçonné d'avoir poignardé …"
        before = date is not None and earlier(date)
        site = find_site(draft, drafts, lex, sources, dated, claims.said_at.get(sentence, ()))
        one = Told(draft, date, site, headline, before)
        one.fronted = site is not None and site_is_fronted(draft.reading, site.mention, dated, lex)
        told.append(one)
    if any(one.draft.type in HAZARDS for one in told):  # "secouru 39 migrants après le naufrage"
        told.sort(key=lambda one: one.draft.frame.subtype in SEQUELS)
    dated_by_its_cause(told)
    _dated_by_the_day_after(told, lex, dates)
    return _shared_sites(united(told))


def _counts_from_it(dated: Dated, draft: Draft, lex: Lexicon) -> bool:
    """ "Une semaine après la mort de …", "un mois après le début de …": how long ago something was."""
    keys, last = draft.reading.keys, dated.last
    return (
        dated.when.relative_to_event
        and keys[last - 1] in lex.words["after"]
        and last < draft.reading.top
        and (keys[last] in lex.words["definite"] or keys[last] in lex.words["indefinite"])
    )


def _is_since(draft: Draft, lex: Lexicon) -> bool:
    """ "a interpellé lundi un homme recherché depuis les faits": the day is that of the verb."""
    keys, at = draft.reading.keys, draft.first - 1
    return (
        draft.kind == "noun"
        and draft.definite
        and at - 1 >= draft.reading.low
        and keys[at] in lex.words["definite"]
        and keys[at - 1] in lex.words["since_then"]
    )


def _without_other_clocks(drafts: Sequence[Draft], dates: Sequence[Dated]) -> Sequence[Dated]:
    """ "à 16h50 locales (15h50 GMT)": the same hour by another clock dates nothing."""
    if not drafts or len(dates) == 1:
        return dates
    keys, ends = drafts[0].reading.keys, {one.last for one in dates}
    return [
        one
        for number, one in enumerate(dates)
        if not (
            number
            and keys[one.first - 1] == "("
            and one.first - 1 - CLOCK_REACH
            <= max((end for end in ends if end <= one.first - 1), default=-1)
        )
        and not (number and _shares_bracket(keys, dates[number - 1], one))
    ]


def _shares_bracket(keys: Sequence[str], left: Dated, right: Dated) -> bool:
    """ "(7h00 à Paris, 6h00 GMT)": both stand in one bracket."""
    between = keys[left.last : right.first]
    opened = left.first > 0 and keys[left.first - 1] == "("
    return opened and ")" not in between


def _dated_by_the_day_after(told: list[Told], lex: Lexicon, dates: Sequence[Dated]) -> None:
    """ "… mercredi à X au lendemain de la chute d'un missile": the missile fell on Tuesday."""
    for one in told:
        draft = one.draft
        if draft.kind != "noun" or not _follows(draft, lex.day_after):
            continue
        main = next((t.date for t in told if t is not one and t.date is not None), None)
        if one.date is not None and any(
            d.when is one.date and d.first >= draft.last for d in dates
        ):  # "au lendemain de l'attentat de mardi matin": a day of its own
            for other in told:
                if other is not one and other.date is one.date:
                    other.date = None
            continue
        eve = day_before(main) if main is not None else None
        if eve is not None:
            one.date, one.eve = eve, True


def _follows(draft: Draft, phrases: Sequence[tuple[str, ...]]) -> bool:
    keys, low = draft.reading.keys, draft.reading.low
    return any(
        tuple(keys[at - len(phrase) : at]) == phrase
        for phrase in phrases
        for at in range(max(low + len(phrase), draft.first - AFTER_REACH), draft.first + 1)
    )


def _shared_sites(told: list[Told]) -> list[Told]:
    """A blow told within a larger one of the same sentence lies where that one does."""
    for one in told:
        if one.site is None and one.draft.type == "debris_or_ordnance_found":
            one.site = next((other.site for other in told if other.site is not None), None)
        if one.site is None and one.draft.type in ATTACKS and not one.draft.frame.siteless:
            one.site = next(
                (
                    other.site for other in told
                    if other.site is not None and other.draft.type in ATTACKS
                    and not one.eve
                    and other.draft.realis in ASSERTED and not other.draft.negated
                ),
                None,
            )  # fmt: skip
        if one.site is None and one.draft.type in HAZARDS and one.draft.realis in ASSERTED:
            one.site = _site_of_sequel(one, told)
        if one.site is None and one.draft.type in UNREST:  # "police broke up a protest in X"
            one.site = next(
                (other.site for other in told if other.site and other.draft.type in UNREST), None
            )
    for number, one in enumerate(told):
        one.behind = number > 0
        one.shares_date = any(
            one.date is other.date
            and (one.site is None or (other.site and other.site.mention is one.site.mention))
            for other in told[:number]
        )
    return told


def _site_of_sequel(one: Told, told: list[Told]) -> Sited | None:
    """ "La crue a coupé plusieurs routes à X": where its sequel is told in its own clause, it was."""
    clause = one.draft.reading.clause_of(one.draft.first)
    return next(
        (
            other.site for other in told
            if other is not one and other.site is not None
            and other.draft.type == "aid_or_outage"
            and other.draft.reading.clause_of(other.draft.first) == clause
            and other.draft.realis in ASSERTED and not other.draft.negated
        ),
        None,
    )  # fmt: skip


def _assertable(drafts: list[Draft]) -> list[Draft]:
    """Without what is only supposed, and without words said in the first person about the future."""
    kept: list[Draft] = []
    nature = next((d for d in drafts if d.type in NATURE), None)
    for draft in drafts:
        if draft.frame.subtype == "alert" and nature is not None and nature is not draft:
            if nature.realis != "actual" or not nature.happens:
                nature.status, nature.realis = "alert", "possible"
            continue
        if draft.status == "statistic" or (draft.realis == "hypothetical" and not draft.negated):
            continue
        quoted = draft.reading.is_quoted(draft.first)
        if quoted and draft.realis in {"future", "intended", "possible"}:
            continue
        if draft.negated and (quoted or draft.without):
            continue
        kept.append(draft)
    return kept
