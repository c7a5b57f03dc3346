"""Corrections: their form, finding what they mean again, and what each does."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.corrections import Correction, Corrections, apply_meanings, read_corrections
from geomap.corrections.form import parse_corrections, to_toml
from geomap.corrections.meanings import NameMeaning
from geomap.errors import UsageError
from geomap.gazetteer import open_gazetteer
from geomap.language.load import words_of_reason
from geomap.model.text import quote
from tests.model.small import TEXT, make_small_findings, span_of

STRIKE = "Des drones ont frappé Izmaïl dans la nuit."
FLOOD = "La crue du Danube gagne les quais d'œuvres à 日本."
SHELTER = "Des abris sont bâtis à la frontière."


@lru_cache(maxsize=1)
def gazetteer():
    return open_gazetteer()


@pytest.fixture
def found():
    return make_small_findings()


def apply(findings, *corrections):
    numbered = [replace(c, number=n) for n, c in enumerate(corrections, 1)]
    made = Corrections(numbered)
    result, outcome = made.apply(findings, gazetteer())
    return made.link(result), outcome


def one(findings, incident_id="s1"):
    return next(i for i in findings.incidents if i.id == incident_id)


# the form


def test_a_file_is_read_in_its_order(tmp_path):
    path = tmp_path / "corrections.toml"
    path.write_text(
        '[[correction]]\ndo = "move"\nquote = "q"\nto = [28.8, 45.3]\nauthor = "A"\ndate = 2024-05-02\n'
        '[[correction]]\ndo = "merge"\nquote = "q"\nwith = { document = "d", quote = "r" }\n'
        '[[correction]]\ndo = "name-means"\nname = "Tripoli"\nmeans = "gn:2210247"\n',
        "utf-8",
    )
    move, merge, name = parse_corrections(path)
    assert (move.to, move.author, move.date) == ((28.8, 45.3), "A", "2024-05-02")
    assert (merge.with_document, merge.with_quote) == ("d", "r")
    assert (name.name, name.means, name.document) == ("Tripoli", "gn:2210247", None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '[[correction]]\ndo = "reject"\nqoute = "x"\n',
            "correction 1: unknown key qoute, did you mean quote",
        ),
        ('[[correction]]\ndo = "remove"\n', "do is 'remove', not one of accept, reject"),
        ('[[correction]]\ndo = "move"\nquote = "x"\n', "correction 1: move needs to"),
        (
            '[[correction]]\ndo = "move"\nquote = "x"\nto = [45.3, 128.0]\n',
            "place id or \\[lon, lat\\]",
        ),
        ('[[correction]]\ndo = "retype"\nquote = "x"\nto = "drone"\n', "did you mean drone_strike"),
        ('[[correction]]\ndo = "redate"\nquote = "x"\nto = "hier"\n', "EDTF"),
        ('[[correction]]\ndo = "merge"\nquote = "x"\nwith = "y"\n', "with wants"),
        ("[[correction\n", "not valid TOML"),
        ('[correction]\ndo = "reject"\n', "under its own"),
        ('[[corrections]]\ndo = "reject"\n', "unknown table"),
    ],
)
def test_a_wrong_file_says_what_and_where(tmp_path, text, told):
    path = tmp_path / "corrections.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=told):
        read_corrections(path)


def test_all_faults_are_told_at_once(tmp_path):
    path = tmp_path / "corrections.toml"
    path.write_text('[[correction]]\ndo = "x"\n[[correction]]\ndo = "move"\nquot = "y"\n', "utf-8")
    with pytest.raises(UsageError, match=r"correction 1: .*; correction 2: "):
        read_corrections(path)


def test_a_place_that_is_not_in_the_gazetteer_is_refused():
    with pytest.raises(UsageError, match="no place gn:0"):
        Corrections([Correction("move", 1, quote="x", to="gn:0")]).check_places(gazetteer())


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@given(
    quote_=words, reason=words, name=words,
    to=st.tuples(st.floats(-180, 180), st.floats(-90, 90)), radius=st.floats(1, 1e5),
)  # fmt: skip
def test_what_is_written_is_read_as_the_same(tmp_path_factory, quote_, reason, name, to, radius):
    made = [
        Correction(
            "move", 1, quote=quote_, to=to, radius_m=radius, name=name, reason=reason, author="É"
        ),
        Correction("split", 2, document=name, quote=quote_, with_quote=reason),
    ]
    path = tmp_path_factory.mktemp("c") / "corrections.toml"
    path.write_bytes(to_toml(made).encode("utf-8"))
    assert parse_corrections(path) == made


# finding it again


def test_it_holds_when_other_words_of_the_document_change(found):
    added = "Une phrase nouvelle. "
    text = added + TEXT
    moved = [
        replace(i, id=f"x{n}", quotes=tuple(
            quote(text, replace(q.span, start=q.start + len(added), end=q.end + len(added)))
            for q in i.quotes
        ))
        for n, i in enumerate(found.incidents)
    ]  # fmt: skip
    edited = replace(found, document=replace(found.document, text=text), incidents=tuple(moved))
    (after,), outcome = apply([edited], Correction("reject", document="petit", quote=STRIKE))
    assert len(outcome.applied) == 1
    assert [i.on_map for i in after.incidents] == [False, False, True, True]


def test_it_holds_when_a_word_of_the_sentence_changes(found):
    old = Correction(
        "rename", document="petit", quote=STRIKE.replace("drones", "engins"), to="Neuf"
    )
    (after,), outcome = apply([found], old)
    assert outcome.stale == ()
    assert one(after).headline == "Neuf"


def test_it_holds_when_the_document_gets_another_name(found):
    renamed = replace(found, document=replace(found.document, id="autre"))
    (after,), outcome = apply([renamed], Correction("reject", document="petit", quote=STRIKE))
    assert outcome.stale == ()
    assert not one(after).on_map


def test_a_piece_of_the_quote_written_by_hand_is_enough_a_word_is_not(found):
    piece = STRIKE[4:30]
    assert len(piece) >= 20
    (after,), outcome = apply([found], Correction("reject", document="petit", quote=piece))
    assert outcome.stale == ()
    assert not one(after).on_map
    (after,), outcome = apply([found], Correction("reject", document="petit", quote=STRIKE[4:10]))
    assert after == found
    assert outcome.stale


def test_it_is_never_applied_to_another_sentence(found):
    gone = Correction("reject", document="petit", quote="Une usine a brûlé hier soir à Reni.")
    (after,), outcome = apply([found], gone)
    assert after == found
    assert outcome.applied == ()
    assert "no incident is told in these words" in str(outcome.stale[0])


def test_a_document_that_is_gone_leaves_its_corrections_told_and_unapplied(found):
    _, outcome = apply([found], Correction("reject", document="absent", quote="Rien de tel."))
    assert "there is no document absent" in str(outcome.stale[0])


def test_two_incidents_in_the_same_words_are_told_apart_by_type_or_not_at_all(found):
    twin = replace(one(found), id="s9", type="fire", layer="accidents")
    both = replace(found, incidents=(*found.incidents, twin))
    _, outcome = apply([both], Correction("reject", document="petit", quote=STRIKE))
    assert "two incidents are told in these words" in str(outcome.stale[0])
    (after,), outcome = apply(
        [both], Correction("reject", document="petit", quote=STRIKE, type="fire")
    )
    assert outcome.stale == ()
    assert (one(after, "s9").on_map, one(after).on_map) == (False, True)


# what each does


def test_a_rejected_incident_is_listed_with_who_and_why(found):
    (after,), _ = apply(
        [found],
        Correction(
            "reject", quote=STRIKE, author="A. Martin", date="2024-05-02", reason="exercice"
        ),
    )
    incident = one(after)
    assert not incident.on_map
    assert words_of_reason(incident.why_not, "fr") == (
        "écarté par un analyste : reject (A. Martin, 2024-05-02): exercice"
    )
    assert incident.corrected_by == ("reject (A. Martin, 2024-05-02): exercice",)


def test_an_accepted_incident_is_marked_and_stays_as_it_is(found):
    (after,), _ = apply([found], Correction("accept", quote=FLOOD, author="B"))
    incident = one(after, "s3")
    assert incident.corrected_by == ("accept (B)",)
    assert replace(incident, corrected_by=()) == one(found, "s3")


def test_a_moved_incident_takes_the_place_of_the_gazetteer(found):
    izmail = gazetteer().lookup("Sébastopol", lang="fr")[0].place
    (after,), _ = apply([found], Correction("move", quote=SHELTER, to=izmail.id))
    where = one(after, "s4").where
    assert (where.place_id, where.name, where.country) == (izmail.id, izmail.name, izmail.country)
    assert (where.extent.lon, where.extent.lat) == (izmail.lon, izmail.lat)
    assert where.geometry_kind == "point"


def test_an_incident_without_a_place_can_be_given_one(found):
    fear = 'On craint "=1+1" et <b>pire</b> ailleurs.'
    (after,), _ = apply([found], Correction("move", quote=fear, to=(28.8, 45.3), name="Reni"))
    incident = one(after, "s2")
    assert incident.on_map
    assert incident.why_not is None
    assert (incident.where.extent.lon, incident.where.name) == (28.8, "Reni")


def test_a_new_type_brings_its_layer(found):
    (after,), _ = apply([found], Correction("retype", quote=STRIKE, to="fire"))
    assert (one(after).type, one(after).layer) == ("fire", "accidents")


@pytest.mark.parametrize(
    ("to", "start", "end", "precision"),
    [
        ("2023-09-12", "2023-09-12", "2023-09-12", "day"),
        ("2023-09", "2023-09-01", "2023-09-30", "month"),
        ("2023", "2023-01-01", "2023-12-31", "year"),
        ("2023-09-12/2023-09-14", "2023-09-12", "2023-09-14", "days"),
        ("../2023-09-12", None, "2023-09-12", "open_interval"),
    ],
)
def test_a_new_date_keeps_its_precision(found, to, start, end, precision):
    (after,), _ = apply([found], Correction("redate", quote=STRIKE, to=to))
    when = one(after).when
    assert (when.edtf, when.start, when.end, when.precision) == (to, start, end, precision)


def test_two_incidents_of_one_document_become_one_with_all_their_quotes(found):
    (after,), outcome = apply([found], Correction("merge", quote=STRIKE, with_quote=FLOOD))
    assert outcome.stale == ()
    assert [i.id for i in after.incidents] == ["s1", "s2", "s4"]
    assert [q.exact for q in one(after).quotes] == [STRIKE, FLOOD]


def test_one_incident_becomes_two_at_the_quote_named(found):
    two = replace(one(found), quotes=(one(found).quotes[0], quote(TEXT, span_of(FLOOD))))
    both = replace(found, incidents=(two, found.incidents[1]))
    (after,), outcome = apply([both], Correction("split", quote=STRIKE, with_quote=FLOOD))
    assert outcome.stale == ()
    first, second, _ = after.incidents
    assert [q.exact for q in first.quotes] == [STRIKE]
    assert [q.exact for q in second.quotes] == [FLOOD]
    assert first.id != second.id
    assert len(first.casualties) == 2
    assert second.casualties == ()


def test_incidents_of_two_documents_are_linked_and_parted(found):
    other = make_small_findings("grand")
    join = Correction(
        "merge", document="petit", quote=STRIKE, with_document="grand", with_quote=STRIKE
    )
    (one_, two), _ = apply([found, other], join)
    assert one(one_).same_as == (("grand", "s1"),)
    assert one(two).same_as == (("petit", "s1"),)
    part = replace(join, do="split")
    made = Corrections([part])
    made.apply([found, other], gazetteer())
    for linked in made.link([one_, two]):
        assert one(linked).same_as == ()


def test_corrections_add_up(found):
    (after,), outcome = apply(
        [found],
        Correction("retype", quote=STRIKE, type="drone_strike", to="missile_strike"),
        Correction("redate", quote=STRIKE, type="drone_strike", to="2023-09-10"),
        Correction("rename", quote=STRIKE, type="drone_strike", to="Un titre"),
    )
    assert len(outcome.applied) == 3
    incident = one(after)
    assert (incident.type, incident.when.edtf, incident.headline) == (
        "missile_strike",
        "2023-09-10",
        "Un titre",
    )
    assert len(incident.corrected_by) == 3


# what names mean


def test_a_name_means_what_the_analyst_says_here_or_everywhere(found):
    here = Correction("name-means", 1, name="Danube", means="gn:1", document="petit")
    everywhere = Correction("name-means", 2, name="danube", means="gn:2")
    made = Corrections([here, everywhere])
    assert [m.place_id for m in made.meanings_in(found.document)] == ["gn:1"]
    elsewhere = replace(found.document, id="grand")
    assert [m.place_id for m in made.meanings_in(elsewhere)] == ["gn:2"]
    assert made.meanings_in(replace(found.document, text="Rien.")) == ()


def test_a_mention_takes_the_place_given_and_keeps_its_runners_up(found):
    place = gazetteer().lookup("Sébastopol", lang="fr")[0].place
    (mention,) = apply_meanings(found.mentions, [NameMeaning("IZMAIL", place.id)], gazetteer())
    assert mention.place == place
    assert mention.extent.lon == place.lon
    assert [c.place.id for c in mention.candidates] == [place.id, "gm:izmail"]


def test_a_name_no_text_holds_is_told(found):
    _, outcome = apply([found], Correction("name-means", name="Tombouctou", means="gn:1"))
    assert "no text holds this name" in str(outcome.stale[0])
