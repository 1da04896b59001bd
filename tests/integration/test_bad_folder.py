"""A folder with one of each thing that goes wrong, and one article that does not."""

from pathlib import Path

from newsroom import ARTICLE, Newsroom

BAD = {
    "a-vide.txt": (b"", "is empty"),
    "b-blancs.md": (b" \n\n", "is empty"),
    "c-binaire.txt": (bytes(range(256)) * 20, "is not text"),
    "d-image.md": (b"\x89PNG\r\n\x1a\n", "is an image"),
    "e-sans-titre.txt": (
        ("Un paragraphe dont la longueur dit qu’il n’est pas un titre. " * 6).encode(),
        "no title",
    ),
    "f-titre-seul.txt": (b"Titre seul\n", "nothing to read under the title"),
    "g-date.txt": (ARTICLE.replace("23 août 2025", "31/02/2025").encode(), "the date “31/02/2025” does not exist"),
    "h-date.md": (b"---\ntitle: Le pont\ndate: 2025-13-45\n---\nIl rouvre.\n", "the date “2025-13-45” does not exist"),
    "i-yaml.md": (b"---\ntitle: Le pont: il rouvre\n---\nIl rouvre.\n", "front matter, line 2: "),
    "j-sans-fin.md": (b"---\ntitle: Le pont\n", "line 1: the front matter has no end"),
    "k-casse.xml": (b"<?xml version='1.0'?>\n<rss>\n<item></itme>", "line 3: is not well-formed XML: "),
    "l-vide.html": (b"<html><body><nav>Menu</nav></body></html>", "no title found"),
}


def test_each_is_one_line_that_names_it_and_the_good_one_is_published(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    newsroom.article("articles/z-pont.txt")
    for name, (data, _) in BAD.items():
        (newsroom.folder / "articles" / name).write_bytes(data)
    (newsroom.folder / "articles" / "m-perdu.txt").symlink_to("nulle-part.txt")
    done = newsroom.run("render", "articles", "--json")
    *told, counts = done.err.splitlines()
    wanted = [(f"articles/{name}: ", message) for name, (_, message) in BAD.items()]
    assert all(line.startswith(name + message) for line, (name, message) in zip(told, wanted, strict=False)), told
    assert [line["status"] for line in done.lines] == ["failed"] * (len(BAD) + 1) + ["rendered"]
    assert (done.code, counts, len(told)) == (1, f"1 rendered, 0 unchanged, {len(BAD) + 1} failed", len(BAD) + 1)
    assert newsroom.run("verify").code == 0
