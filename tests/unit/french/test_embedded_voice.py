"""What the embedded voice makes of the shipped respellings, by its own phonemes."""

import ctypes
import re
from collections.abc import Callable
from pathlib import Path

import espeakng_loader
import pytest

from audionews.french.lexicon import Entry, Lexicon, read_lexicon

SHIPPED = Path(__file__).parents[3] / "voices" / "lexicon"
Phonemes = Callable[[str], str]


@pytest.fixture(scope="module")
def phonemes() -> Phonemes:
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_Initialize(1, 0, espeakng_loader.get_data_path().encode(), 0)
    library.espeak_SetVoiceByName(b"fr")

    def said(text: str) -> str:
        buffer = ctypes.create_string_buffer(text.encode())
        pointer = ctypes.c_void_p(ctypes.addressof(buffer))
        clauses = []
        while pointer.value:
            clauses.append(library.espeak_TextToPhonemes(ctypes.byref(pointer), 1, 2).decode())
        return re.sub(r"[ˈˌ]", "", " ".join(clauses)).strip()

    return said


@pytest.fixture(scope="module")
def shipped() -> tuple[Entry, ...]:
    words = read_lexicon(sorted(SHIPPED.glob("*.tsv")))
    return tuple(entry for entry in words.entries if entry.engine == "espeak")


def respelt(text: str, entries: tuple[Entry, ...]) -> str:
    for claim in reversed(list(Lexicon(entries).rule("espeak")(text))):
        text = text[: claim.start] + claim.spoken + text[claim.end :]
    return text


def test_every_respelling_is_heard(phonemes: Phonemes, shipped: tuple[Entry, ...]) -> None:
    unheard = [
        entry.written
        for entry in shipped
        if phonemes(f"Voici {entry.written} encore.") == phonemes(f"Voici {entry.said()} encore.")
        and phonemes(f"Les ministres {entry.written}.") == phonemes(f"Les ministres {entry.said()}.")
    ]
    assert unheard == []


def test_french_words_are_said_by_the_french_voice(phonemes: Phonemes, shipped: tuple[Entry, ...]) -> None:
    english = [
        entry.written for entry in shipped if not entry.source.endswith("noms.tsv") and "(en)" in phonemes(entry.said())
    ]
    assert english == []


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Hier, l’ONU a voté.", "lony"),
        ("La CAF verse les aides.", "kaf"),
        ("L’Insee et les Ehpad", "lɛ̃se e le-z epad"),
        ("Le CROUS de Lille", "kʁus"),
        ("Les ministres décident.", "desid"),
        ("Les règles imposent un délai.", "ɛ̃pɔz œ̃"),
        ("Les fils de Paul", "fis"),
        ("en huitième de finale", "yitjɛm"),
        ("un jury d’assises", "ʒyʁi"),
        ("Les Éthiopiens sont authentiques.", "otɑ̃tik"),
        ("le blanchiment d’argent", "blɑ̃ʃimɑ̃"),
        ("avec tout le respect dû", "ʁɛspɛ dy"),
        ("à Chambéry et à Annecy", "ʃɑ̃beʁi e a ɑ̃si"),
        ("Élisabeth et Arthur", "elizabɛt e aʁtyʁ"),
        ("Marine LE PEN", "maʁin lə- pɛn"),
        ("Metz, Lens et Bruxelles", "mɛs"),
        ("à Beyrouth, à Damas", "beʁut"),
        ("chez McDonald’s", "mak donald"),
    ],
)
def test_a_listener_hears_the_word(phonemes: Phonemes, shipped: tuple[Entry, ...], written: str, heard: str) -> None:
    assert heard in phonemes(respelt(written, shipped))
