"""Time is counted in frames and said in whole milliseconds; these are the only conversions.

Nothing here rounds twice: a time is made once from a frame count and then only written in other forms.
"""

_MS_A_SECOND = 1000
_MS_A_MINUTE = 60 * _MS_A_SECOND
_MS_AN_HOUR = 60 * _MS_A_MINUTE


def to_ms(frames: int, rate: int) -> int:
    """Return the time of a frame count, in ms, rounded half up.

    Args:
        frames: Frames since the start, at least 0.
        rate: Frames a second, in hertz.

    >>> to_ms(22050, 44100)
    500
    """
    return (frames * _MS_A_SECOND + rate // 2) // rate


def to_frames(ms: int, rate: int) -> int:
    """Return the frame count of a time in ms, rounded half up, at ``rate`` hertz.

    >>> to_frames(500, 44100)
    22050
    """
    return (ms * rate + _MS_A_SECOND // 2) // _MS_A_SECOND


def clock(ms: int, separator: str = ".") -> str:
    """Return ``HH:MM:SS.mmm`` for a time in ms; SubRip wants a comma as ``separator``.

    >>> clock(3_723_004)
    '01:02:03.004'
    """
    hours, rest = divmod(ms, _MS_AN_HOUR)
    minutes, rest = divmod(rest, _MS_A_MINUTE)
    seconds, rest = divmod(rest, _MS_A_SECOND)
    return f"{hours:02}:{minutes:02}:{seconds:02}{separator}{rest:03}"


def seconds(ms: int) -> float:
    """Return a time in ms as seconds, exact to the millisecond.

    >>> seconds(1234)
    1.234
    """
    return ms / _MS_A_SECOND


def whole_seconds(ms: int) -> int:
    """Return a time in ms as whole seconds, rounded half up, for ``itunes:duration``.

    >>> whole_seconds(61_500)
    62
    """
    return (ms + _MS_A_SECOND // 2) // _MS_A_SECOND
