"""Owner of mutagen: what sound files say about themselves, written and read back.

An MP3 has ID3v2.3 (``mp3``), an Opus file Vorbis comments (``opus``); both say the same.
"""

from audionews.tags.mp3 import listed, tag, tagged
from audionews.tags.opus import opus_tagged
from audionews.tags.reading import OpusTags, Tags, audio_length_ms, read_opus_tags, read_tags
from audionews.tags.wording import language_code

__all__ = [
    "OpusTags",
    "Tags",
    "audio_length_ms",
    "language_code",
    "listed",
    "opus_tagged",
    "read_opus_tags",
    "read_tags",
    "tag",
    "tagged",
]
