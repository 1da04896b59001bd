"""How fast written French is read: words a second after warm-up, time to the first sentence, hostile text.

Run it as a script; it prints its figures, in processor time, and judges nothing.
"""

import subprocess
import sys
import time
from pathlib import Path

from audionews.french import read

TABLES = Path(__file__).parents[1] / "unit" / "french"
PLAIN = (
    "La ministre a défendu son projet devant les députés, sans convaincre une partie de sa majorité.",
    "Les secouristes ont travaillé toute la nuit dans les décombres, avec l’aide de leurs collègues italiens.",
    "« Nous n’avons rien vu venir », raconte la patronne du café de la gare, encore sous le choc.",
    "Selon l’association, la plupart des familles attendent toujours une réponse de la mairie.",
    "Le tribunal rendra sa décision dans les prochaines semaines, et l’avocat dit avoir confiance.",
)
HOSTILE = {
    "digits": "1",
    "numbers": "1 ",
    "points": "1.",
    "spaces": " ",
    "capitals": "A.",
    "brackets": "(",
    "letters": "a",
}


def article() -> list[str]:
    """Return sentences in the proportions of the press: about one in three has a number."""
    lines = (TABLES / "news.tsv").read_text(encoding="utf-8").split("\n")
    numbers = [line.split("\t")[0] for line in lines if "\t" in line]
    return [sentence for number in numbers for sentence in (number, *PLAIN[: 2 + len(number) % 2])]


def words_a_second(sentences: list[str], rounds: int = 5) -> float:
    """Return the best of several rounds over the same sentences."""
    words = sum(len(sentence.split()) for sentence in sentences)
    best = min(_seconds(sentences) for _ in range(rounds))
    return words / best


def _seconds(sentences: list[str]) -> float:
    start = time.process_time()
    for sentence in sentences:
        read(sentence)
    return time.process_time() - start


def first_sentence_ms(rounds: int = 5) -> float:
    """Return the milliseconds of processor time from a fresh interpreter's first line to the first sentence read."""
    program = (
        "import time; start = time.process_time(); from audionews.french import normalise; "
        "normalise('Le 1er mai 2024 à 14h30, 12,50 € et 3 % pour Louis XIV.'); print(time.process_time() - start)"
    )
    runs = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
        for _ in range(rounds)
    ]
    return 1000 * min(float(run.stdout) for run in runs)


def main() -> None:
    """Print the figures."""
    out = sys.stdout.write
    sentences = article()
    _seconds(sentences)
    out(f"article: {words_a_second(sentences):,.0f} words/s\n")
    out(f"sentences without a number: {words_a_second(list(PLAIN) * 20):,.0f} words/s\n")
    out(f"import and first sentence: {first_sentence_ms():.0f} ms\n")
    for name, piece in HOSTILE.items():
        text = piece * (1_000_000 // len(piece))
        out(f"1 MB of {name}: {_seconds([text]):.2f} s\n")


if __name__ == "__main__":
    main()
