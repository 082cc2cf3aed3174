//! What holds for every text: spans are sorted, apart, on boundaries, and cover all that shows.

use sayso_model::Article;
use sayso_reader::{Collection, Given, Warc, decode, feed, html, jsonl_line, plain, sitemap};
use std::time::{Duration, Instant};

/// Longest time for the largest inputs here, on a slow and busy machine.
const LIMIT: Duration = Duration::from_secs(60);

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end
    }

    fn text(&mut self, pieces: &[&str], count: usize) -> String {
        (0..self.below(count))
            .map(|_| pieces[self.below(pieces.len())])
            .collect()
    }
}

fn check(article: &Article) {
    let text = &article.text;
    let mut end = 0;
    let shows = |c: char| c.is_alphanumeric() || c.is_ascii_punctuation();
    for paragraph in &article.paragraphs {
        let span = paragraph.span;
        assert!(end <= span.start(), "{text:?}");
        assert!(
            !text[end..span.start()].contains(shows),
            "{:?} is left out of {text:?}",
            &text[end..span.start()]
        );
        let words = span.of(text);
        assert_eq!(words, words.trim(), "{text:?}");
        end = span.end();
    }
    assert!(!text[end..].contains(shows), "{text:?}");
    if let Some(place) = article.dateline {
        assert!(!place.of(text).is_empty());
    }
}

const PIECES: [&str; 40] = [
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    " ",
    "\u{A0}",
    "\u{200B}",
    "\u{C}",
    "\u{2029}",
    "\0",
    "word",
    "Word",
    "شمال",
    "日本。",
    "é",
    "😀",
    ".",
    "—",
    "KYIV",
    ", Oct. 28 (Reuters) - ",
    "By Ada Example",
    "Published: ",
    "28 October 2024",
    "2024-10-28",
    "date ",
    "28.10.2024",
    "Photo: ",
    "© 2024",
    "(AFP/X)",
    "Read more",
    "Subscribe",
    "- ",
    "? ",
    ": ",
    "| ",
    "(",
    ")",
    "\u{202B}",
    "U.S.",
    "a sentence of some length that goes on until it ends",
];

const MARKUP: [&str; 36] = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</i>",
    "<a href='x'>",
    "</a>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<svg>",
    "<title>",
    "</title>",
    "<h1>",
    "</h1>",
    "<br>",
    "<",
    ">",
    "\"",
    "&nbsp;",
    "&#x110000;",
    "&amp",
    "<meta property='article:published_time' content='2024'>",
    "<select><option>",
    "<li>",
    "words, more words and some more.",
    "<math><mi>",
    "<template>",
    "<figure><figcaption>",
    "\0é",
];

#[test]
fn any_text() {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    for _ in 0..3000 {
        let text = numbers.text(&PIECES, 40);
        let article = plain(text.clone(), "1", &Given::default());
        assert_eq!(article.text, text);
        check(&article);
        let line = serde_json::to_string(&serde_json::json!({"text": text})).unwrap();
        assert_eq!(jsonl_line(&line, 1, &Given::default()).unwrap().text, text);
        let cut = line.floor_char_boundary(numbers.below(line.len()));
        assert!(jsonl_line(&line[..cut], 1, &Given::default()).is_err());
    }
}

#[test]
fn any_page() {
    let mut numbers = Numbers(7);
    for _ in 0..600 {
        let page = numbers.text(&MARKUP, 60);
        check(&html(&page, "1", &Given::default()));
    }
}

#[test]
fn any_bytes() {
    let mut numbers = Numbers(11);
    for _ in 0..2000 {
        let length = numbers.below(200);
        let bytes: Vec<u8> = (0..length).map(|_| numbers.below(256) as u8).collect();
        if let Ok((text, _)) = decode(&bytes, None) {
            check(&plain(text, "1", &Given::default()));
        }
    }
}

const XML: [&str; 44] = [
    "<item>",
    "</item>",
    "<item/>",
    "<entry>",
    "</entry>",
    "<title>",
    "<title type='html'>",
    "</title>",
    "<link>",
    "</link>",
    "<link href='/x'/>",
    "<guid isPermaLink=false>",
    "</guid>",
    "<description>",
    "</description>",
    "<content:encoded>",
    "</content:encoded>",
    "<content type='xhtml'>",
    "</content>",
    "<source>",
    "</source>",
    "<pubDate>",
    "</pubDate>",
    "<url>",
    "</url>",
    "<loc>",
    "</loc>",
    "<n:name xmlns:n='x' xmlns:n='y'>",
    "</n:name>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>",
    "<?x",
    "?>",
    "&amp;",
    "&#0;",
    "&a;",
    "& <",
    "</>",
    "words é",
    "http://example.org/",
    "Mon, 28 Oct 2024",
];

#[test]
fn any_feed_and_sitemap() {
    let mut numbers = Numbers(13);
    for _ in 0..4000 {
        let pieces = numbers.text(&XML, 30);
        for root in ["<rss>", "<feed>", "<urlset>", ""] {
            let text = format!("{root}{pieces}");
            Collection::of_start(text.as_bytes());
            if let Ok(found) = sitemap(&text) {
                assert!(found.listed.iter().all(|page| !page.url.is_empty()), "{text}");
                assert!(!found.problems.is_empty(), "{text}");
            }
            let Ok(found) = feed(&text) else { continue };
            assert!(!found.problems.is_empty(), "{text}");
            let records = found
                .records
                .into_iter()
                .take(usize::from(numbers.below(20) == 0));
            records.for_each(|record| check(&record.article(&Given::default())));
        }
    }
}

const RECORDS: [&[u8]; 16] = [
    b"WARC/1.0\r\n",
    b"WARC/1.1\n",
    b"WARC-Type: response\r\n",
    b"WARC-Type: resource\r\n",
    b"WARC-Target-URI: x\r\n",
    b"Content-Type: text/html\r\n",
    b"Content-Length: 40\r\n",
    b"Content-Length: 7\r\n",
    b"HTTP/1.1 200 OK\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Content-Encoding: br\r\n",
    b"\r\n",
    b"\n\n",
    b"5\r\nferry",
    b"\x1F\x8B\x08\0\0\0\0\0\0\xFF\0",
    b"\xFF\0",
];

#[test]
fn any_archive() {
    let mut numbers = Numbers(17);
    for _ in 0..20_000 {
        let count = numbers.below(40);
        let pieces = (0..count).map(|_| RECORDS[numbers.below(RECORDS.len())]);
        let bytes = pieces.collect::<Vec<_>>().concat();
        let found = Warc::new(bytes.as_slice()).count();
        assert!(found <= bytes.len());
    }
}

#[test]
fn large_feeds_take_linear_time() {
    let size = 3 << 20;
    let start = Instant::now();
    for piece in XML
        .iter()
        .chain(&["<item><title>x</title></item>", "<url><loc>x</loc></url>"])
    {
        let filled = piece.repeat(size / piece.len());
        let _ = (
            feed(&format!("<rss>{filled}")),
            sitemap(&format!("<urlset>{filled}")),
        );
    }
    assert!(start.elapsed() < LIMIT, "{:?}", start.elapsed());
}

#[test]
fn large_inputs_take_linear_time() {
    let size = 3 << 20;
    let fill = |piece: &str| piece.repeat(size / piece.len());
    let texts = [
        "word ".repeat(4 << 20),
        fill("x"),
        fill("\n"),
        fill("A line that ends here.\n"),
        fill("Wrapped lines of a text that goes on and on,\nand "),
        fill("By Ada Example\n\n"),
        fill("日本"),
    ];
    for text in texts {
        let start = Instant::now();
        check(&plain(text.clone(), "1", &Given::default()));
        assert!(
            start.elapsed() < LIMIT,
            "{:?} for {:?}",
            start.elapsed(),
            &text[..12]
        );
    }
    let pages = [
        "<p>One of very many paragraphs, each with commas, and <b>bold</b> words.</p>\n".repeat(1 << 18),
        fill("<p>A paragraph of a very long page, with commas, and <b>bold</b> words.</p>\n"),
        fill("<div>"),
        fill("<div><p>x</div>"),
        fill("<a href=x><b>"),
        fill("<b a=1><i b=2><p>"),
        fill("<table><tr><td>x"),
        fill("</p>"),
        fill("<!--"),
        fill("<"),
        fill("words "),
        format!("<p {}>x", fill("a b c ")),
    ];
    let weighed = "<p>Few enough to weigh, with commas, and <b>bold</b> words.</p>\n".repeat(12_000);
    for page in pages.into_iter().chain([weighed]) {
        let start = Instant::now();
        check(&html(&page, "1", &Given::default()));
        assert!(
            start.elapsed() < LIMIT,
            "{:?} for {:?}",
            start.elapsed(),
            &page[..12]
        );
    }
}

#[test]
fn deep_pages_keep_their_words() {
    for tag in [
        "div",
        "span",
        "b",
        "blockquote",
        "ul",
        "table",
        "svg",
        "section",
        "a",
        "button",
    ] {
        let page = format!(
            "{}<p>In the depth, words stay.",
            format!("<{tag}>").repeat(10_000)
        );
        let article = html(&page, "1", &Given::default());
        assert!(article.text.contains("words stay"), "{tag}: {:?}", article.text);
        let closed = page + &format!("</{tag}>").repeat(10_000) + "<p>After it, more words.";
        let article = html(&closed, "1", &Given::default());
        assert!(
            article.text.contains("words stay") && article.text.contains("more words"),
            "{tag}"
        );
    }
}
