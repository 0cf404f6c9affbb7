"""The language that a report is written in, and whether it is one that the steps after this can read."""

import math
import re
from collections.abc import Iterator

import numpy as np

from crosswire.records import AnnotatedReport, Problem, Report

# What is looked at of a long text: its beginning, middle and end, this many characters of each.
STRETCH = 2_000
# The share of a text's words, of those that no other language has, above which it is English beyond doubt.
ENGLISH = 0.1
# How much likelier than English another language must be, per root of the bytes. Of 4,265 English headlines 5 are
# above it; of 390 sentences in 51 other languages 3 are below.
LIKELIER = 2.0
# Letters from which on every language that the model knows is thought of, and not those of most news alone.
LONG = 500

_ONLY_ENGLISH = frozenset(
    "the and with said his which who this that they she from has been would were their about after could by it".split()
)
_ADDRESS = re.compile(r"://|^www\.|[@#]")
_NAMES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian",
    "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "ga": "Irish", "gl": "Galician", "gu": "Gujarati", "ha": "Hausa", "he": "Hebrew",
    "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic",
    "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "km": "Khmer", "kn": "Kannada",
    "ko": "Korean", "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ml": "Malayalam",
    "mn": "Mongolian", "mr": "Marathi", "ms": "Malay", "my": "Burmese", "nb": "Norwegian", "ne": "Nepali",
    "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian", "pa": "Punjabi", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "si": "Sinhala", "sk": "Slovak", "sl": "Slovene", "so": "Somali",
    "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "th": "Thai",
    "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese",
    "yo": "Yoruba", "zh": "Chinese",
}  # fmt: skip
_PIDGIN = "pcm"  # Nigerian Pidgin, which the model sees in any English report from West Africa


def language_of(text: str) -> str:
    """Tell the ISO 639-1 code of the language that a text is written in; "und" for a text without letters.

    A short text is English unless another language is much likelier: taking English for another
    language loses what it says. Languages are told apart by py3langid (Lui and Baldwin 2012).
    """
    sample = " ".join(word for word in " ".join(_stretches(text)).split() if not _ADDRESS.search(word))
    words = re.findall(r"\w+", sample.casefold())
    if words and sum(word in _ONLY_ENGLISH for word in words) >= ENGLISH * len(words):
        return "en"
    letters = sum(character.isalpha() for character in sample)
    if not letters:
        return "und"
    from py3langid.langid import rank

    # The model reads capitals as another script.
    written = sample.lower() if sum(character.isupper() for character in sample) > letters / 2 else sample
    scores = {language: score for language, score in rank(written) if letters >= LONG or language in _NAMES}
    likeliest = max(scores, key=lambda language: scores[language])
    margin = (scores[likeliest] - scores["en"]) / math.sqrt(len(written.encode("utf-8", "replace")))
    return "en" if margin <= LIKELIER or likeliest == _PIDGIN else str(likeliest)


def _stretches(text: str) -> Iterator[str]:
    if len(text) <= 3 * STRETCH:
        yield text
        return
    middle = len(text) // 2
    yield text[:STRETCH]
    yield text[middle : middle + STRETCH]
    yield text[-STRETCH:]


def is_supported(language: str) -> bool:
    """Tell whether what a report in this language says is read; of others only their words are compared."""
    return language in ("en", "und")


def unread(report: Report, language: str) -> AnnotatedReport:
    """Give a report in a language that is not read: its sentences, cut by rule, and nothing that they say.

    Its vectors are zeros, near to none: the model of sentences knows English only.
    """
    from crosswire.language.parsing import split
    from crosswire.language.vectors import DIMENSIONS

    sentences = split(report)
    vectors = np.zeros((len(sentences), DIMENSIONS), dtype=np.float32)
    words = np.zeros((0, DIMENSIONS), dtype=np.int8)
    return AnnotatedReport(report, language, sentences, (), (), (), (), (), (), vectors, vectors[:0], words)


def unsupported(report: Report, language: str) -> Problem:
    """Say that a report is in a language that is not read, and what that leaves out."""
    named = f"{report.path}:{report.id}" if report.path and report.id not in report.path else report.path or report.id
    known = f"{_NAMES[language]} ({language})" if language in _NAMES else f"a language that is not English ({language})"
    reason = f"is in {known}: only English is read: its statements and claims are left out"
    return Problem(named, reason)
