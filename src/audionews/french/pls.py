"""Lexicons as other engines and products exchange them: W3C Pronunciation Lexicon Specification 1.0.

An alias is a respelling. A phoneme cannot be written in French spelling: on the way in it is left out and reported.

Source: https://www.w3.org/TR/2008/REC-pronunciation-lexicon-20081014/
"""

import unicodedata
from collections.abc import Sequence

from lxml import etree

from audionews.errors import SettingsError
from audionews.french.lexicon import Entry, parse_line

_PLS = "http://www.w3.org/2005/01/pronunciation-lexicon"
_XML = "http://www.w3.org/XML/1998/namespace"


def pls(entries: Sequence[Entry], language: str = "fr") -> bytes:
    """Return a lexicon file in UTF-8 with what is said for each entry as its alias.

    Engine, scope and case rule have no place in the format: pass the entries that shall be in it.
    """
    root = etree.Element(f"{{{_PLS}}}lexicon", nsmap={None: _PLS})
    root.set("version", "1.0")
    root.set("alphabet", "ipa")
    root.set(f"{{{_XML}}}lang", language)
    for entry in entries:
        lexeme = etree.SubElement(root, f"{{{_PLS}}}lexeme")
        etree.SubElement(lexeme, f"{{{_PLS}}}grapheme").text = entry.written
        etree.SubElement(lexeme, f"{{{_PLS}}}alias").text = entry.said()
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return written


def read_pls(data: bytes, source: object) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Return the entries of a file, and the words that have phonemes alone and so cannot be taken over.

    Raises:
        SettingsError: It is not XML, not a pronunciation lexicon, has a document type, or an alias cannot be said.
    """
    root = _root(data, source)
    entries: list[Entry] = []
    left_out: list[str] = []
    for lexeme in root.iter(f"{{{_PLS}}}lexeme"):
        words = [_text(element) for element in lexeme.iterchildren(f"{{{_PLS}}}grapheme")]
        alias = next((_text(element) for element in lexeme.iterchildren(f"{{{_PLS}}}alias")), "")
        if alias:
            entries += [_entry(word, alias, source, lexeme.sourceline) for word in words if word]
        else:
            left_out += filter(None, words)
    return tuple(entries), tuple(left_out)


def _root(data: bytes, source: object) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise SettingsError(source, f"is not XML: {error}") from error
    if root.getroottree().docinfo.doctype:
        raise SettingsError(source, "has a document type, which a lexicon needs not")
    if root.tag != f"{{{_PLS}}}lexicon":
        raise SettingsError(source, f"is not a W3C pronunciation lexicon: its root is {root.tag}")
    return root


def _text(element: etree._Element) -> str:
    return " ".join(unicodedata.normalize("NFC", "".join(element.itertext())).split())


def _entry(word: str, alias: str, source: object, line: int | None) -> Entry:
    return parse_line(f"{word}\t{alias}", source, line or 0)
