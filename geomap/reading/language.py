"""The language a document is read in, and what to tell when it does not show."""

from __future__ import annotations

from typing import Literal

from geomap.language.detect import detect_language
from geomap.language.load import LANGUAGES
from geomap.model.text import Document, Language

#: A text that shows neither language is read in this one; said in a warning.
DEFAULT_LANGUAGE: Language = "fr"
LanguageOption = Literal["fr", "en", "auto"]


def language_of(document: Document, option: LanguageOption = "auto") -> Language:
    """The language to read ``document`` in: the option, else what it is known or seen to be in.

    A text in another language, or in none that shows, is still read: in whichever of French and
    English it shows more of, else in French. ``language_warning`` says so.
    """
    if option != "auto":
        return option
    if document.lang == "fr":
        return "fr"
    if document.lang == "en":
        return "en"
    guess = detect_language(document.text[document.body :])
    if guess.lang == "fr":
        return "fr"
    if guess.lang == "en":
        return "en"
    french, english = guess.share("fr"), guess.share("en")
    if french == english:
        return DEFAULT_LANGUAGE
    return "fr" if french > english else "en"


def seen_language(
    text: str, declared: str | None, option: LanguageOption
) -> tuple[str | None, tuple[str, ...]]:
    """(language code or None, warnings) for a text just read.

    The option wins, then what the text shows, then what its source declares.
    """
    if option != "auto":
        return option, ()
    guess = detect_language(text)
    lang = guess.lang or (declared if declared in LANGUAGES else None)
    if lang in LANGUAGES:
        return lang, ()
    document = Document(id="", text=text, sha256="", lang=lang)
    used = language_of(document)
    seen = f"in a language that geomap does not read ({lang})" if lang else "in no language we know"
    return lang, (f"the text is {seen}: read as if it were {used}; say --lang if that is wrong",)
