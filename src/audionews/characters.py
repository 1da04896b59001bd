"""What text may hold before it goes into a published file, and where it may be broken.

Not here: how French is read aloud; that is ``french/``.
"""

from audionews.expressions import expression

_FORBIDDEN = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_BREAKING = expression("[\t\n\x0b\x0c\r \x85\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]+")


def legal(text: str) -> str:
    r"""Return a text without the characters that XML cannot hold; nobody sees or hears them.

    They are dropped, not refused: a stray control character out of an editor's clipboard must not stop a feed.
    Tags and captions drop them too, so that all files of an episode say the same.

    Source: XML 1.0, production 2 (Char), and its note that discourages C1 controls.

    >>> legal("le\x00 pont\ud800")
    'le pont'
    """
    return text if text.isprintable() else _FORBIDDEN.sub("", text)


def folded(text: str) -> str:
    r"""Return a text on one line with single spaces; no-break spaces stay as they are.

    ``str.split`` would eat the no-break spaces of ``« Et après ? »``.

    >>> folded("  Et\n après\u202f? ")
    'Et après\u202f?'
    """
    return _BREAKING.sub(" ", legal(text)).strip(" ")
