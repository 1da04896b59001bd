"""Feeds: an article for each entry that carries its whole text."""

import json
from pathlib import Path

import pytest

from audionews.articles import read_article
from audionews.articles.draft import Source
from audionews.errors import ArticleError
from unit.articles.samples import PARIS, articles_at, found_at, shape

TEXT = "La brebis du Larzac compte jusqu’à quatre. Au-delà, elle s’endort, et le berger avec elle, sur son bâton."


def rss(*items: str, channel: str = "") -> str:
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return (
        f'<?xml version="1.0"?><rss version="2.0" {spaces}><channel><title>Le Causse</title>'
        f"{channel}{''.join(items)}</channel></rss>"
    )


def item(inner: str = "", body: str = f"<![CDATA[<p>{TEXT}</p>]]>", title: str = "La brebis", guid: str = "b1") -> str:
    return f"<item><title>{title}</title><guid>{guid}</guid>{inner}<content:encoded>{body}</content:encoded></item>"


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    return tmp_path / "flux.xml"


def test_an_article_an_entry(feed: Path) -> None:
    feed.write_text(rss(item(), item(guid="b2", title="Le berger")))
    first, second = articles_at(feed)
    assert (first.id, first.title, second.id, second.title) == ("b1", "La brebis", "b2", "Le berger")
    assert [source.name for source in found_at(feed) if isinstance(source, Source)] == [
        f"{feed}: La brebis",
        f"{feed}: Le berger",
    ]


def test_facts(feed: Path) -> None:
    facts = (
        "<link>https://causse.example/b1</link><category>Non classé</category><category>Animaux</category>"
        "<category>Lait</category>"
        "<dc:creator>Zoé Lin, Paul Durand</dc:creator><pubDate>Tue, 14 Oct 2025 05:45:00 GMT</pubDate>"
        '<enclosure type="image/jpeg" url="https://causse.example/b.jpg"/>'
    )
    feed.write_text(rss(item(facts), channel="<language>fr-FR</language>"))
    (article,) = articles_at(feed)
    assert (article.category, article.author, article.language) == ("Animaux", "Zoé Lin, Paul Durand", "fr")
    assert (article.url, article.image) == ("https://causse.example/b1", "https://causse.example/b.jpg")
    assert article.published.isoformat() == "2025-10-14T07:45:00+02:00"


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("L&#8217;&amp;eacute;t&amp;eacute; &amp;amp; vous", "L’été & vous"),
        ("<![CDATA[Vous & <em>moi</em>]]>", "Vous & moi"),
        ("5 &lt; 6", "5 < 6"),
        ("<![CDATA[« Non »]]>", "Non"),
    ],
)
def test_titles_escaped_once_or_twice(feed: Path, title: str, said: str) -> None:
    feed.write_text(rss(item(title=title)))
    assert articles_at(feed)[0].title == said


@pytest.mark.parametrize(
    "body",
    [
        f"<![CDATA[<p>{TEXT}</p>]]>",
        f"&lt;p&gt;{TEXT}&lt;/p&gt;",
        f"&amp;lt;p&amp;gt;{TEXT}&amp;lt;/p&amp;gt;",
        TEXT,
        f"<p xmlns='http://www.w3.org/1999/xhtml'>{TEXT}</p>",
        f"<![CDATA[<p>{TEXT}</p><p>The post <a href='x'>La brebis</a> appeared first on <a href='y'>Le Causse</a>"
        f".</p><img src='p.gif'>]]>",
        f"<![CDATA[<figure><figcaption>Une brebis</figcaption></figure><p>{TEXT}</p><p>Lire aussi : <a href='z'>"
        f"Le bélier</a></p>]]>",
        f"<![CDATA[<h1>La brebis</h1><p>{TEXT} [&#8230;]</p>]]>",
    ],
)
def test_bodies_in_every_wrapping(feed: Path, body: str) -> None:
    feed.write_text(rss(item(body=body)))
    assert shape(articles_at(feed)[0]) == [TEXT]


def test_a_description_that_is_the_whole_text(feed: Path) -> None:
    feed.write_text(
        rss(
            f"<item><title>La brebis</title><description><![CDATA[<p>{TEXT}</p><p>{TEXT[::-1]}</p>]]>"
            f"</description></item>"
        )
    )
    assert len(articles_at(feed)[0].lead) == 2


@pytest.mark.parametrize(
    "teaser", ["Une brebis compte.", f"{TEXT} {TEXT} {TEXT} […]", f"&lt;p&gt;{TEXT}… Lire la suite&lt;/p&gt;", ""]
)
def test_a_teaser_is_no_article(feed: Path, teaser: str) -> None:
    feed.write_text(rss(f"<item><title>La brebis</title><description>{teaser}</description></item>"))
    (source,) = found_at(feed)
    assert isinstance(source, Source)
    with pytest.raises(ArticleError, match=r"flux\.xml: La brebis: holds only a teaser; the whole text belongs in"):
        read_article(source, PARIS)


def test_the_same_guid_twice_is_reported_and_the_rest_goes_on(feed: Path) -> None:
    feed.write_text(rss(item(), item(title="Encore"), item(guid="b3")))
    first, again, third = found_at(feed)
    assert isinstance(again, ArticleError)
    assert "Encore: comes twice: another entry has the guid b1" in str(again)
    assert isinstance(first, Source)
    assert isinstance(third, Source)


def test_an_entrys_bytes_do_not_change_with_the_rest_of_the_feed(feed: Path) -> None:
    feed.write_text(rss(item()))
    (before,) = found_at(feed)
    feed.write_text(rss(item(guid="b0"), item(), channel="<lastBuildDate>x</lastBuildDate>"))
    _, after = found_at(feed)
    assert isinstance(before, Source)
    assert isinstance(after, Source)
    assert before.data == after.data
    assert json.loads(before.data)["title"] == "La brebis"


def test_atom_with_relative_links_and_an_author_for_all(feed: Path) -> None:
    feed.write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://causse.example/" xml:lang="fr"><author>'
        "<name>Zoé Lin</name></author>"
        '<entry><title type="text">5 &lt; 6</title><id>a1</id><link rel="self" href="x"/><link href="b1"/>'
        "<updated>2025-01-02T03:04:05Z</updated>"
        f'<summary>Court.</summary><content type="text">{TEXT}\n\nFin &amp; suite.</content></entry></feed>'
    )
    (article,) = articles_at(feed)
    assert (article.title, article.author, article.url) == ("5 < 6", "Zoé Lin", "https://causse.example/b1")
    assert shape(article) == [TEXT, "Fin & suite."]


def test_careless_xml_is_mended(feed: Path) -> None:
    feed.write_bytes(
        b"\r\n"
        + rss(item("<author>a@b.example (Zo&eacute; Lin)</author><link>http://x.example/?a=1&b=2</link>")).encode(
            "cp1252"
        )
    )
    (article,) = articles_at(feed)
    assert (article.author, article.url) == ("Zoé Lin", "http://x.example/?a=1&b=2")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&f;</title></item>'
            "</channel></rss>",
            "declares XML entities",
        ),
        ('<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]><rss>&c;</rss>', "declares XML entities"),
        ("<rss><channel><item><title>La brebis</title>", "line 1: is not well-formed XML: Premature end of data"),
        ('<?xml version="1.0"?>\n<rss>\n\n<item></itme></rss>', "line 4: is not well-formed XML: Opening and"),
        ("<rss version='2.0'><channel><title>x</title></channel></rss>", "a feed without entries"),
        ("<sitemap><url/></sitemap>", "is XML but neither RSS nor Atom"),
    ],
)
def test_what_is_no_feed_or_a_trap(feed: Path, text: str, message: str) -> None:
    feed.write_text(text)
    (error,) = found_at(feed)
    assert isinstance(error, ArticleError)
    assert str(error).startswith(f"{feed}: ")
    assert message in str(error)


def test_a_byline_in_the_body_is_the_author_of_an_entry_without_one(feed: Path) -> None:
    feed.write_text(rss(item(body=f"<![CDATA[<p>Par <b>Zoé Lin</b></p><p>Le 3 mai 2025</p><p>{TEXT}</p>]]>")))
    (article,) = articles_at(feed)
    assert (article.author, article.published.date().isoformat()) == ("Zoé Lin", "2025-05-03")
    assert shape(article) == [TEXT]
    feed.write_text(rss(item(body=f"<![CDATA[<p>31/02/2025</p><p>{TEXT}</p>]]>")))
    with pytest.raises(ArticleError, match="La brebis: the date “31/02/2025” does not exist"):
        articles_at(feed)


def test_a_relative_address_starts_at_the_newspaper(feed: Path) -> None:
    feed.write_text(rss(item("<link>/brebis</link>"), channel="<link>https://causse.example/</link>"))
    (article,) = articles_at(feed)
    assert article.url == "https://causse.example/brebis"


def test_a_relative_address_without_a_newspaper_is_none(feed: Path) -> None:
    feed.write_text(rss(item("<link>/brebis</link>")))
    (article,) = articles_at(feed)
    assert article.url is None


def test_what_drupal_puts_before_a_text_is_not_read(feed: Path) -> None:
    head = "<span>La brebis</span><span><span>zlin</span></span><span><time>lun 30/06/2025 - 10:00</time></span>"
    feed.write_text(rss(item(body=f"<![CDATA[{head}<div><p>{TEXT}</p></div>]]>")))
    (article,) = articles_at(feed)
    assert shape(article) == [TEXT]


def test_a_short_text_is_read_without_the_box_that_asks_for_an_address(feed: Path) -> None:
    box = "<div class='card'><h2>Abonnez-vous</h2><form><input type='email'></form></div>"
    feed.write_text(rss(item(body=f"<![CDATA[<p>Il pleut.</p><h2>Et demain ?</h2><p>Aussi.</p>{box}]]>")))
    (article,) = articles_at(feed)
    assert shape(article) == ["Il pleut.", "# Et demain ?", "Aussi."]
