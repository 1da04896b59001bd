"""Sample articles in the shapes newsrooms send, each compared with what a good reader finds in it."""

from pathlib import Path

import pytest

from unit.articles.samples import articles_at, differences, headings, paragraphs

OWN = Path(__file__).parents[2] / "articles"
REAL = Path(__file__).parents[4] / "shared" / "articles"


def samples(folder: Path) -> list[Path]:
    known = (path.with_suffix("").with_suffix("") for path in sorted(folder.glob("*.expected.json")))
    return [next(each for each in sorted(folder.glob(f"{stem.name}.*")) if each.suffix != ".json") for stem in known]


@pytest.mark.parametrize("path", samples(OWN), ids=lambda path: path.name)
def test_own_sample_is_read_as_a_good_reader_would(path: Path) -> None:
    assert differences(path) == []


def test_there_are_samples_of_every_format() -> None:
    assert {path.suffix for path in samples(OWN)} >= {".txt", ".md", ".html", ".htm", ".xml", ".rss", ".rdf"}


@pytest.mark.skipif(not REAL.is_dir(), reason="the real input is not beside the checkout")
class TestRealInput:
    @pytest.mark.parametrize("path", samples(REAL), ids=lambda path: path.name)
    def test_is_read_as_a_good_reader_would(self, path: Path) -> None:
        assert differences(path) == []

    def test_the_newspapers_own_article(self) -> None:
        (path,) = REAL.glob("000_*.txt")
        (article,) = articles_at(path)
        assert article.title.startswith("Musk joue ses dernières cartes")
        assert (article.category, article.author) == ("Technologie", "Jean")
        assert article.published.date().isoformat() == "2025-08-23"
        assert len(headings(article)) == 4
        assert len(paragraphs(article)) == 5

    def test_a_folder_holds_each_article_once_and_no_readme(self) -> None:
        names = [article.id for article in articles_at(REAL)]
        assert len(names) == len(set(names)) >= 6
        assert "README" not in names
