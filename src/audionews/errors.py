"""Every error that audionews raises on purpose; each message begins with what it is about.

An error from a library stops at the module that owns the library and becomes one of these.
All of them survive pickling, because articles may be rendered in other processes.
"""


class AudionewsError(Exception):
    """The root of the tree: one line, for a person, that begins with its subject."""

    def __init__(self, subject: object, message: str, *rest: object) -> None:
        super().__init__(subject, message, *rest)
        self.subject = str(subject)
        self.message = message

    def __str__(self) -> str:
        return f"{self.subject}: {self.message}" if self.subject else self.message


class SettingsError(AudionewsError, ValueError):
    """A settings, voice or lexicon file that cannot be used; the message names the key or the line."""

    @property
    def path(self) -> str:
        """The file that is wrong."""
        return self.subject


class ArticleError(AudionewsError, ValueError):
    """An article that cannot be read."""

    @property
    def source(self) -> str:
        """The file or address as the user named it."""
        return self.subject


class VoiceError(AudionewsError, LookupError):
    """A voice that does not exist."""

    @property
    def name(self) -> str:
        """The voice that was asked for."""
        return self.subject


class EngineError(AudionewsError):
    """A speech engine that did not deliver."""

    @property
    def engine(self) -> str:
        """The engine's name."""
        return self.subject


class EngineUnavailableError(EngineError):
    """The engine cannot speak here and now: not installed, not known, or not reachable."""


class EngineRejectedError(EngineError):
    """The engine will never say this text: do not retry."""


class EngineFailedError(EngineError):
    """The engine did not say it this time: it may be retried.

    Args:
        subject: The engine's name.
        message: What happened.
        wait_s: How long the service asked to be left alone, in seconds; None when it did not say.
    """

    def __init__(self, subject: object, message: str, wait_s: float | None = None) -> None:
        super().__init__(subject, message, wait_s)
        self.wait_s = wait_s


class AudioError(AudionewsError):
    """Sound that cannot be decoded, joined, measured or encoded."""

    @property
    def detail(self) -> str:
        """What the decoder or encoder said."""
        return self.message


class TagError(AudionewsError):
    """A file whose tags cannot be read or written."""

    @property
    def path(self) -> str:
        """The file."""
        return self.subject


class PublishError(AudionewsError):
    """An output folder that cannot be read or written."""

    @property
    def path(self) -> str:
        """The file or folder."""
        return self.subject
