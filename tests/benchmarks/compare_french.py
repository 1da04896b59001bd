"""How the tables of tests/unit/french are read by audionews, by num2words alone and by espeak-ng alone.

Run it as a script; num2words is needed for this only (`pip install num2words`). espeak-ng gives sounds, no words: it
counts as right where its phonemes for what is written are its phonemes for what should be said.
"""

import ctypes
import importlib
import re
import sys
from collections.abc import Callable
from pathlib import Path

from audionews.french import normalise

TABLES = Path(__file__).parents[1] / "unit" / "french"
CLASSES = (
    *("cardinals", "ordinals", "roman", "dates", "times", "money", "percent", "measures", "parts", "scores", "ranges"),
    *("phones", "laws", "abbreviations", "sigles", "names", "electronic", "typography", "press", "unseen"),
    "unseen_numbers",
)
Reader = Callable[[str], str]
_PUNCTUATION = re.compile(r"[\s,;:.!?…'’«»“”\"-]+")


def rows(name: str) -> list[tuple[str, str]]:
    """Return the rows of a class that a reader has to change."""
    lines = (TABLES / f"{name}.tsv").read_text(encoding="utf-8").split("\n")
    pairs = [tuple(line.split("\t")[:2]) for line in lines if "\t" in line and not line.startswith("# ")]
    return [(pair[0], pair[1]) for pair in pairs if pair[0] != pair[1]]


def bare(words: str) -> str:
    """Return words without what has no sound: punctuation, hyphens, case."""
    return _PUNCTUATION.sub(" ", words).strip().lower()


def num2words_reader() -> Reader | None:
    """Return a reader that puts each number of a text in words, as a quick script would."""
    try:
        num2words = importlib.import_module("num2words").num2words
    except ImportError:
        return None

    def say(match: re.Match[str]) -> str:
        written = match[0].replace(",", ".")
        return str(num2words(float(written) if "." in written else int(written), lang="fr"))

    return lambda text: re.sub(r"\d+(?:,\d+)?", say, text)


def espeak_reader() -> Reader | None:
    """Return a reader that gives espeak-ng's phonemes of a text in French."""
    try:
        import espeakng_loader
    except ImportError:
        return None
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_Initialize(1, 0, espeakng_loader.get_data_path().encode(), 0)
    library.espeak_SetVoiceByName(b"fr")

    def phonemes(text: str) -> str:
        buffer = ctypes.create_string_buffer(text.encode())
        pointer = ctypes.c_void_p(ctypes.addressof(buffer))
        said = []
        while pointer.value:
            said.append(library.espeak_TextToPhonemes(ctypes.byref(pointer), 1, 0).decode())
        return re.sub(r"[\s_:|'ˈˌ,-]+", "", "".join(said))

    return phonemes


def right(read: Reader, pairs: list[tuple[str, str]], *, by_sound: bool = False) -> int:
    """Return how many rows a reader says as they should be said."""
    if by_sound:
        return sum(read(written) == read(spoken) for written, spoken in pairs)
    return sum(bare(read(written)) == bare(spoken) for written, spoken in pairs)


def main() -> None:
    """Print a table in Markdown."""
    out = sys.stdout.write
    numbers, espeak = num2words_reader(), espeak_reader()
    out("| class | rows | audionews | num2words alone | espeak-ng alone |\n|---|--:|--:|--:|--:|\n")
    total = [0, 0, 0, 0]
    for name in CLASSES:
        pairs = rows(name)
        figures = [
            len(pairs),
            right(normalise, pairs),
            right(numbers, pairs) if numbers else 0,
            right(espeak, pairs, by_sound=True) if espeak else 0,
        ]
        total = [one + other for one, other in zip(total, figures, strict=True)]
        out(f"| {name} | " + " | ".join(map(str, figures)) + " |\n")
    out("| **all** | " + " | ".join(map(str, total)) + " |\n")


if __name__ == "__main__":
    main()
