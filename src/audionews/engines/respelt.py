"""Words as one engine needs them spelled, around that engine; what is written and shown stays the same."""

from collections.abc import Sequence

from msgspec.structs import replace

from audionews.domain import Recording, SpokenWord, Voice
from audionews.engines import Around, Engine
from audionews.french.rules import Claim, Rule


class Respelt(Around):
    """Respells words before they are said, and gives word times back for the text as it was asked.

    Args:
        engine: Who says it.
        rule: Finds the words that this engine would read so that nobody knows them again.
    """

    def __init__(self, engine: Engine, rule: Rule) -> None:
        super().__init__(engine)
        self._rule = rule

    def synthesise(self, text: str, voice: Voice) -> Recording:
        """See ``Engine``."""
        found = [claim for claim in self._rule(text) if claim.spoken]
        said = _respelt(text, found)
        if not found or len(said) > self.longest:
            return self.engine.synthesise(text, voice)
        recording = self.engine.synthesise(said, voice)
        return replace(recording, words=recording.words and _moved_back(recording.words, found))


def _respelt(text: str, found: Sequence[Claim]) -> str:
    parts: list[str] = []
    end = 0
    for claim in found:
        parts += text[end : claim.start], claim.spoken
        end = claim.end
    return "".join([*parts, text[end:]])


def _moved_back(words: Sequence[SpokenWord], found: Sequence[Claim]) -> tuple[SpokenWord, ...]:
    """Return the words at their positions in the text that was asked; of a respelling only its first word stays."""
    moved: list[SpokenWord] = []
    shift, claims = 0, list(found)
    for word in words:
        while claims and word.position - shift >= claims[0].start + len(claims[0].spoken):
            shift += len(claims[0].spoken) - (claims[0].end - claims[0].start)
            claims.pop(0)
        position = word.position - shift
        if claims and position > claims[0].start:
            if moved and moved[-1].position == claims[0].start:
                continue
            position = claims[0].start
        moved.append(replace(word, position=position))
    return tuple(moved)
