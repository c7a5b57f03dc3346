"""Who says it: source, office, channel, hedge, stance; quotations that go on."""

from __future__ import annotations

import pytest

from geomap.model.incident import Claim
from tests.incidents.marked import read

_STRIKE = "Un drone a frappé [Izmaïl|PPL] mardi. "
_STRIKE_EN = "A drone hit [Izmail|PPL] on Tuesday. "


def _claims(text: str, lang: str = "fr") -> list[Claim]:
    from geomap.incidents.claims import find_claims
    from geomap.incidents.clauses import read_document
    from geomap.incidents.lexicon import lexicon
    from geomap.places.roles import assign_roles
    from geomap.segmenting import segment

    found = read(text, lang)
    segmented = segment(found.document, lang)  # type: ignore[arg-type]
    mentions = assign_roles(segmented, found.mentions, lang)
    return list(find_claims(segmented, read_document(segmented, mentions, lexicon(lang))).claims)[
        1:
    ]


@pytest.mark.parametrize(
    ("lang", "text", "source", "role", "channel", "hedge", "stance"),
    [
        ("fr", "Selon le maire, Jean Test, le pont a cédé.", "Jean Test", "local_official", None, None, "asserts"),
        ("fr", "D'après les pompiers, le feu est éteint.", "pompiers", "emergency_services", None, None, "asserts"),
        ("fr", '"Tout va bien", a écrit sur Telegram le gouverneur Oleg Test.', "Oleg Test", "regional_governor", "Telegram", None, "asserts"),
        ("fr", "Le ministre de la Défense a démenti toute attaque.", "ministre de la Défense", "government", None, None, "denies"),
        ("fr", "Une source sécuritaire a indiqué que trois hommes seraient morts.", "source sécuritaire", "security_source", None, "conditional", "asserts"),
        ("fr", "L'armée a annoncé dans un communiqué la mort de deux soldats.", "armée", "armed_forces", "communiqué", None, "asserts"),
        ("fr", "Selon un bilan provisoire, dix personnes sont mortes, a dit la police.", "police", "police", None, "preliminary", "asserts"),
        ("fr", "« Tout brûle », nous indique un gendarme.", "gendarme", "police", None, None, "asserts"),
        ("fr", "Le pont a cédé, ont déclaré dimanche des responsables locaux.", "responsables locaux", "government", None, None, "asserts"),
        ("fr", "Le pont a cédé, a-t-on appris mardi auprès des pompiers.", "pompiers", "emergency_services", None, None, "asserts"),
        ("fr", "Le pont a cédé, selon un communiqué du SDIS.", "SDIS", "emergency_services", "communiqué", None, "asserts"),
        ("fr", "Dix personnes sont mortes, selon un bilan communiqué par la préfecture.", "préfecture", "local_official", None, None, "asserts"),
        ("fr", "Une accusation aussitôt rejetée par la police.", "police", "police", None, None, "denies"),
        ("fr", "Le maire a de son côté reconnu une erreur.", "maire", "local_official", None, None, "asserts"),
        ("fr", "Trois maisons ont brûlé, a précisé le maire, sur la messagerie Telegram.", "maire", "local_official", "Telegram", None, "asserts"),
        ("fr", "La police dément les allégations selon lesquelles elle aurait tiré.", "police", "police", None, None, "denies"),
        ("fr", "La police accuse les pompiers d'avoir tardé.", "police", "police", None, None, "asserts"),
        ("fr", "Le service des urgences (SDU) de la police a annoncé trois morts.", "service des urgences (SDU) de la police", "police", None, None, "asserts"),
        ("fr", "« Le feu avance, ont expliqué les pompiers, vers la mer. »", "pompiers", "emergency_services", None, None, "asserts"),
        ("fr", "« Le feu est fixé », a déclaré à l'AFP, lundi peu après l'aube, le colonel Jean Test.", "Jean Test", "armed_forces", "AFP", None, "asserts"),
        ("fr", "Le maire, qui accuse ses voisins, a quitté la ville.", "maire", "local_official", None, None, "asserts"),
        ("fr", "D'après les faits rapportés par les pompiers, le fourgon a versé.", "pompiers", "emergency_services", None, None, "asserts"),
        ("en", "Residents also said the fire was out.", "Residents", "witness", None, None, "asserts"),
        ("en", "Both sides deny targeting civilians.", "Both sides", "unattributed", None, None, "denies"),
        ("en", "The mayor told local media that the bridge gave way.", "mayor", "local_official", None, None, "asserts"),
        ("en", "According to the mayor, Jane Test, the bridge gave way.", "Jane Test", "local_official", None, None, "asserts"),
        ("en", "Police said the fire was out.", "Police", "police", None, None, "asserts"),
        ("en", "The army denied any attack.", "army", "armed_forces", None, None, "denies"),
        ("en", "The governor said on Telegram that a depot was hit.", "governor", "regional_governor", "Telegram", None, "asserts"),
    ],
)  # fmt: skip
def test_an_attribution_is_read(
    lang: str,
    text: str,
    source: str,
    role: str,
    channel: str | None,
    hedge: str | None,
    stance: str,
) -> None:
    claims = _claims(text, lang)
    assert [(c.source, c.source_role, c.channel, c.hedge, c.stance) for c in claims] == [
        (source, role, channel, hedge, stance)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Aucun groupe n'a revendiqué l'attaque.",
        "Des policiers sont signalés à la gare.",
        "Selon les premiers bilans, dix personnes sont mortes.",
        "Des migrants avaient lancé un appel au secours.",
        "Le conflit lancé par la police continue.",
        "Le feu a pris par avance.",
        "Trois hommes, selon lui, ont fui.",
        "Trois hommes ont fui, selon nos informations.",
        "Les pompiers, informés par un témoin, sont venus.",
    ],
)
def test_what_nobody_says_is_no_claim(text: str) -> None:
    assert _claims(text) == []


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        # an office told again in short, a word that points back, a pronoun on a channel
        ("Le procureur de Nantes, Jean Test, a témoigné. Le procureur a ajouté qu'il enquêtait.", ["Jean Test"]),
        ("Le colonel Jean Test a témoigné. Le feu avance. « Il fait nuit », a expliqué ce responsable.", ["Jean Test"]),
        ("Le maire, Jean Test, a témoigné. « On tient », a-t-il écrit sur Twitter.", ["Jean Test", "Jean Test"]),
        ("« Le feu avance », a dit Jean Test, le maire de la ville. Le maire a ajouté que la route est coupée.", ["Jean Test"]),
        ("Un pompier a témoigné.\n\nLe feu avance, a ajouté cette même source.", ["pompier"]),
        ("Samira, une habitante, a fui.\n\n« Tout brûle », a-t-elle raconté.", ["Samira"]),
        ("La police a accusé les pompiers, précisant que le feu avance.", ["police"]),
        ("La police a dénoncé un crime, accusant les pompiers de mentir.", ["police"]),
    ],
)  # fmt: skip
def test_who_spoke_before_speaks_again(text: str, sources: list[str]) -> None:
    assert [c.source for c in _claims(text)] == sources


def test_a_quotation_goes_on_with_the_same_speaker() -> None:
    claims = _claims(
        '"Des dégâts ont été constatés", rapporte le maire, Jean Test. "Six civils" sont à l\'hôpital.'
    )
    assert len(claims) == 1
    assert len(claims[0].quotes) == 2


def test_an_office_gets_the_name_told_two_sentences_later() -> None:
    claims = _claims(
        "Selon le gouverneur de la région, le port brûle. Le feu avance. "
        '"Trois quais sont touchés", a précisé Mikhaïl Test sur Telegram.'
    )
    assert [(c.source, c.source_role, c.channel) for c in claims] == [
        ("Mikhaïl Test", "regional_governor", "Telegram")
    ]


def test_a_preliminary_toll_is_no_source() -> None:
    assert _claims("Selon de premières informations, trois personnes sont blessées.") == []


def test_the_afternoon_is_no_source() -> None:
    assert _claims("Le feu a pris en fin d'après-midi.") == []


def test_a_toll_belongs_to_who_tells_it() -> None:
    found = read(_STRIKE + "Trois personnes ont été tuées, selon le maire, Jean Test.")
    toll = found.incidents[0].casualties[0]
    claims = {c.id: c.source for c in found.incidents[0].claims}
    assert claims[toll.claim] == "Jean Test"
    assert found.incidents[0].status == "reported"


def test_an_event_told_by_one_side_only_is_claimed() -> None:
    found = read("Selon le maire, Jean Test, un drone a frappé [Izmaïl|PPL] mardi.")
    assert found.incidents[0].status == "claimed"
    assert "Jean Test" in found.incidents[0].headline


def test_english_tolls_belong_to_who_tells_them() -> None:
    found = read(_STRIKE_EN + "Three people were killed, the mayor, Jane Test, said.", "en")
    assert [c.source for c in found.incidents[0].claims][1:] == ["Jane Test"]


def test_a_pronoun_speaks_for_the_person_the_paragraph_is_about() -> None:
    claims = _claims("Samira attend une trêve. Elle rationne le pain. « On tient », glisse-t-elle.")
    assert [c.source for c in claims] == ["Samira"]


def test_an_apposition_is_no_part_of_the_source() -> None:
    claims = _claims("Le syndicat FO, deuxième de la branche, après la CGT, a annoncé une grève.")
    assert [c.source for c in claims] == ["syndicat FO"]


def test_who_claims_an_attack_says_so() -> None:
    claims = _claims("Un attentat revendiqué par le groupe Test a fait deux morts.")
    assert [(c.source, c.source_role) for c in claims] == [("groupe Test", "non_state_armed")]


def test_a_quotation_over_two_sentences_is_all_the_speakers() -> None:
    found = read(
        f"{_STRIKE}« Des drones ont visé [Izmaïl|PPL]. Trois quais sont touchés », a dit le maire, Jean Test."
    )
    assert "Jean Test" in {c.source for i in found.incidents for c in i.claims}


@pytest.mark.parametrize(("date", "named"), [("2023-09-13", True), ("2011-09-13", False)])
def test_an_office_is_its_holder_of_the_day_when_the_text_names_that_person(
    date: str, named: bool
) -> None:
    from geomap.incidents.claims import find_claims
    from geomap.incidents.clauses import read_document
    from geomap.incidents.lexicon import lexicon
    from geomap.model.place import Mention
    from geomap.model.text import Document, Span
    from geomap.segmenting import segment

    text = "Emmanuel Macron est à Nice. Le président français a promis une aide."
    segmented = segment(Document("d", text, "x", lang="fr"), "fr")
    start = text.index("français")
    demonym = Mention(
        "m0", Span(start, start + 8), "français", kind="demonym", sentence=1, role="demonym",
        countries=("FR",),
    )  # fmt: skip
    readings = read_document(segmented, [demonym], lexicon("fr"))
    (claim,) = find_claims(segmented, readings, date).claims[1:]
    assert (claim.source == "Emmanuel Macron") is named
    nobody = "Le président français a promis une aide."
    other = segment(Document("d", nobody, "x", lang="fr"), "fr")
    readings = read_document(other, [], lexicon("fr"))
    assert "Macron" not in {c.source for c in find_claims(other, readings, date).claims}


def test_a_state_is_no_verb_of_saying() -> None:
    claims = _claims("Gunmen struck in Kaduna state, on Thursday, residents said.", "en")
    assert [c.source for c in claims] == ["residents"]


@pytest.mark.parametrize(
    ("lang", "text", "claims"),
    [
        # who did it is doubted, not the words
        ("fr", "Des jihadistes présumés ont tiré, a dit le maire.", [("maire", None, None)]),
        ("en", "Suspected militants opened fire, the mayor said.", [("mayor", None, None)]),
        # what follows a source is no part of it
        ("fr", "Une source sécuritaire interrogée par un journal a confirmé un mort.", [("source sécuritaire", None, None)]),
        # the channel that opens the sentence
        ("fr", "Dans un communiqué, la police déclare avoir vu le feu.", [("police", "communiqué", None)]),
        ("fr", "Sur X (anciennement Twitter), le ministre Jean Test a dit avoir vu le feu.", [("Jean Test", "X", None)]),
        # who wrote it
        ("fr", "Dix personnes sont mortes, précise un communiqué de l'armée.", [("armée", "communiqué", None)]),
        ("en", "A statement from the army said ten people were killed.", [("army", "statement", None)]),
        ("fr", "Dix personnes sont mortes, affirment ses dirigeants.", [("dirigeants", None, None)]),
        ("fr", "L'attaque, non confirmée par l'armée, a fait dix morts.", []),
        # nobody speaks
        ("fr", "Jusqu'ici aucun groupe n'a revendiqué l'attaque.", []),
        # told by another is told once
        ("fr", "Le procureur a indiqué que le gendarme a reconnu une erreur.", [("procureur", None, None)]),
        # apposition between the subject and its verb; a verb of doing behind a comma
        ("fr", "Le groupe Test, lié aux rebelles et responsable de nombreuses attaques dans la région, a revendiqué l'attaque.", [("groupe Test", None, None)]),
        # whoever opens the sentence; a part of a word is no verb; initials end no sentence
        ("fr", "Un notable du village a raconté que dix maisons avaient brûlé.", [("notable du village", None, None)]),
        ("en", "A clan chieftain from the valley said ten people were killed.", [("clan chieftain", None, None)]),
        ("en", "John Test, spokesman for the rebel-run ministry, said the strikes killed ten people.", [("John Test", None, None)]),
        # what the subject of the sentence says besides
        ("fr", "Le gouvernement a revu le bilan, affirmant lundi que dix personnes ont été tuées.", [("gouvernement", None, None)]),
        ("fr", "Le porte-parole de l'armée, Jean Test, a réagi, indiquant que l'attaque était une riposte.", [("Jean Test", None, None)]),
        ("fr", "La voiture a explosé, indiquant que dix personnes étaient à bord.", []),
        ("fr", "Jean Test, porte-parole du mouvement, a fermement démenti ces attaques.", [("Jean Test", None, None)]),
        ("fr", "Trois maisons ont brûlé, ont constaté des journalistes de l'AFP.", [("journalistes de l'AFP", None, None)]),
    ],
)  # fmt: skip
def test_what_is_said_of_a_claim(
    lang: str, text: str, claims: list[tuple[str, str | None, str | None]]
) -> None:
    assert [(c.source, c.channel, c.hedge) for c in _claims(text, lang)] == claims


def test_an_office_alone_is_the_only_one_named_who_holds_it() -> None:
    claims = _claims(
        "Le procureur de Nantes, Jean Test, a témoigné.\n\nLe feu avance. Un mort, a dit le procureur."
    )
    assert {c.source for c in claims} == {"Jean Test"}


def test_who_goes_on_after_an_event_speaks_of_it() -> None:
    found = read(
        "Un drone a frappé [Izmaïl|PPL] mardi. « Tout tremblait », a raconté Jeanne Test, une habitante."
    )
    assert [c.source for c in found.incidents[0].claims][1:] == ["Jeanne Test"]
    assert found.incidents[0].status == "reported"
