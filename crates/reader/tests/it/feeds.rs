//! Feeds and sitemaps of every form, drawn as their entries, one a line.

use sayso_reader::{Collection, Feed, Given, feed, looks_like_feed, looks_like_sitemap, sitemap};

/// The entries of a feed, one a line: id, day, publisher, address, title, text of its article.
fn drawn(feed: Feed) -> String {
    let mut lines = Vec::new();
    let or = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
    for record in feed.records {
        let (id, problems) = (record.id.to_string(), record.problems.clone());
        let (day, publisher) = (record.published.map(|d| d.to_string()), record.publisher.clone());
        let (url, title) = (record.url.clone(), record.title.clone());
        let text = record.article(&Given::default()).text.replace('\n', "/");
        let parts = [id, or(day), or(publisher), or(url), or(title), text];
        lines.push(parts.join(" | "));
        lines.extend(
            problems
                .into_iter()
                .map(|problem| format!("  {}", problem.message)),
        );
    }
    for listed in feed.listed {
        let title = or(listed.given.title);
        lines.push(format!("listed {} | {title}", listed.url));
        assert_eq!(listed.given.url, Some(listed.url));
    }
    lines.extend(
        feed.problems
            .into_iter()
            .map(|problem| format!("problem {}", problem.message)),
    );
    lines.join("\n")
}

fn check(text: &str, expected: &str) {
    assert!(looks_like_feed(text.as_bytes()), "{text}");
    assert!(!looks_like_sitemap(text.as_bytes()), "{text}");
    let found = drawn(feed(text).unwrap());
    let wanted: Vec<&str> = expected.lines().map(str::trim).collect();
    let lines: Vec<&str> = found.lines().map(str::trim).collect();
    assert_eq!(lines, wanted, "\n{found}");
}

fn rss(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<!-- made by hand -->\n<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
         <channel><image><title>Logo</title><url>x.png</url></image><title>Harbour\n News</title>\
         <link>https://example.org/</link>{items}</channel></rss>"
    )
}

#[test]
fn rss_2() {
    check(
        &rss("<item><title><![CDATA[Ferry sinks &amp; floats]]></title><link> https://example.org/1 </link>\
              <guid isPermaLink=\"false\">a-1</guid><pubDate>Mon, 28 Oct 2024 23:30:00 -0700</pubDate>\
              <media:group><media:title>No</media:title><media:description>No.</media:description></media:group>\
              <description>Only the beginning.</description>\
              <content:encoded><![CDATA[<p>A ferry sank.</p><p>Nobody was hurt.</p>]]></content:encoded></item>\
              <item><title>Tugs &lt;b>strike&lt;/b></title><guid>https://example.org/2#id</guid><link>https://example.org/2</link>\
              <dc:date>2024-10-29</dc:date><source url=\"https://example.com\">Tug Post</source>\
              <description>Crews of 3 &lt; 4 tugs &amp; boats strike.</description></item>"),
        "a-1 | 2024-10-28 | Harbour News | https://example.org/1 | Ferry sinks & floats | A ferry sank.//Nobody was hurt.
         https://example.org/2#id | 2024-10-29 | Tug Post | https://example.org/2 | Tugs strike | Crews of 3 < 4 tugs & boats strike.",
    );
    // Markup that was not escaped, two-digit years, wrong weekdays, names of HTML's own, addresses within the site.
    check(
        &rss("<item><link>/3</link><pubDate>Tue, 28 Oct 24 10:00 GMT</pubDate>\
              <description><p>Talks<br>go on.</p><p>In Lisbon.</p></description></item>\
              <item><description>Caf&eacute; &amp;nbsp;burns</description><pubDate>soon</pubDate></item>"),
        "https://example.org/3 | 2024-10-28 | Harbour News | https://example.org/3 | - | Talks/go on.//In Lisbon.
         2 | - | Harbour News | - | - | Café burns
         its day of publication is no date: `soon`",
    );
    check(
        &rss(
            "<item><link>https://example.org/4</link><title>Only a title</title><description> </description></item>\
              <item><title>Nothing at all</title></item><item/>",
        ),
        "listed https://example.org/4 | Only a title
         problem entry 2 has neither a text nor an address: it was left out",
    );
    check(&rss(""), "problem the feed has no entries");
}

#[test]
fn older_rss() {
    check(
        "<!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" \"http://example.org/rss.dtd\">\
         <rss version=\"0.91\"><channel><title>Old News</title><item><title>One</title><link>http://example.org/1</link>\
         <description>A ferry sank.</description></item></channel></rss>",
        "http://example.org/1 | - | Old News | http://example.org/1 | One | A ferry sank.",
    );
    check(
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\">\
         <channel rdf:about=\"http://example.org/rss\"><title>RDF News</title><items><rdf:Seq>\
         <rdf:li resource=\"http://example.org/1\"/></rdf:Seq></items></channel>\
         <textinput><title>Search</title><name>q</name></textinput>\
         <item rdf:about=\"http://example.org/id/1\"><title>One</title><link>http://example.org/1</link>\
         <description>A ferry sank.</description></item></rdf:RDF>",
        "http://example.org/id/1 | - | RDF News | http://example.org/1 | One | A ferry sank.",
    );
    // As Python's ElementTree writes namespaces.
    check(
        "<ns0:RDF xmlns:ns0=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:ns1=\"http://purl.org/rss/1.0/\" \
         xmlns:ns2=\"http://purl.org/dc/elements/1.1/\"><ns1:item><ns1:link>http://example.org/1</ns1:link>\
         <ns2:date>2004-05-06</ns2:date><ns1:description>A ferry sank.</ns1:description></ns1:item></ns0:RDF>",
        "http://example.org/1 | 2004-05-06 | - | http://example.org/1 | - | A ferry sank.",
    );
}

#[test]
fn atom() {
    check(
        "\u{FEFF}<feed xmlns=\"http://www.w3.org/2005/Atom\"><title type=\"html\">Quay &amp;amp; Coast</title>\
         <author><name>Ada Example</name></author><link rel=\"self\" href=\"https://example.org/atom\"/>\
         <entry><id>tag:1</id><title>A &lt;b> in a title</title><link rel=\"edit\" href=\"https://example.org/edit\"/>\
         <link href=\"https://example.org/1\"/><published>2024-10-28T01:00:00+09:00</published>\
         <updated>2024-10-30T00:00:00Z</updated><author><name>Bo Sample</name></author><summary>Short.</summary>\
         <content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>A ferry sank.</p><p>Off a reef.</p></div></content></entry>\
         <entry><id>tag:2</id><title type=\"text\">Two</title><updated>2024-10-30T00:00:00Z</updated>\
         <source><id>tag:other</id><title>Tug Post</title><updated>2000-01-01T00:00:00Z</updated></source>\
         <content type=\"text\">Uses &lt;p> as it is.</content></entry>\
         <entry><id>tag:3</id><title>Three</title><link href=\"https://example.org/3\"/><content type=\"image/png\">AAAA</content></entry></feed>",
        "tag:1 | 2024-10-28 | Quay & Coast | https://example.org/1 | A in a title | A ferry sank.//Off a reef.
         tag:2 | 2024-10-30 | Tug Post | - | Two | Uses <p> as it is.
         listed https://example.org/3 | Three",
    );
    check(
        "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\"><a:author><a:name>Ada Example</a:name></a:author><a:entry>\
         <a:id>1</a:id><a:content type=\"html\">&lt;p>A ferry sank.</a:content></a:entry></a:feed>",
        "1 | - | Ada Example | - | - | A ferry sank.",
    );
    check(
        "<entry xmlns=\"http://www.w3.org/2005/Atom\"><id>1</id><summary>A ferry sank.</summary></entry>",
        "1 | - | - | - | - | A ferry sank.",
    );
}

#[test]
fn json_feed() {
    check(
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Harbour News", "home_page_url": "https://example.org", "items": [
            {"id": 7, "url": "/7", "title": " One ", "date_published": "2024-10-28T09:15:00-07:00", "content_text": "short", "content_html": "<p>A ferry sank."},
            {"id": "8", "content_text": " As <it> is.\n", "date_modified": "2024-10-29"},
            {"id": "9", "summary": "Only a summary.", "title": {}},
            {"id": "10", "external_url": "https://example.com/10"}, 11]}"#,
        "7 | 2024-10-28 | Harbour News | https://example.org/7 | One | A ferry sank.
         8 | 2024-10-29 | Harbour News | - | - |  As <it> is./
         9 | - | Harbour News | - | - | Only a summary.
         listed https://example.com/10 | -
         problem entry 5 is no object: it was left out",
    );
    check(
        r#"{"version":"https:\/\/jsonfeed.org\/version\/1","authors":[{"name":"Ada Example"}],"items":[{"id":"1","content_text":"A ferry sank. \ud83d"}]}"#,
        "1 | - | Ada Example | - | - | A ferry sank. \u{FFFD}",
    );
}

#[test]
fn feeds_that_break_off() {
    let whole = rss(
        "<item><link>https://example.org/1</link><description>A ferry sank.</description></item>\
                     <item><link>https://example.org/2</link><description>A second one.</description></item>",
    );
    check(
        &whole[..whole.find("A second").unwrap()],
        "https://example.org/1 | - | Harbour News | https://example.org/1 | - | A ferry sank.
         listed https://example.org/2 | -
         problem the feed breaks off: get it anew",
    );
    check(
        &whole.replace("A second one.", "<![CDATA[A second one."),
        "https://example.org/1 | - | Harbour News | https://example.org/1 | - | A ferry sank.
         listed https://example.org/2 | -
         problem line 4: not well-formed XML (syntax error: CDATA not closed: `]]>` not found before end of input): the feed was read up to there",
    );
    // The end tag of the first item is missing.
    check(
        &whole.replacen("</item>", "", 1),
        "https://example.org/1 | - | Harbour News | https://example.org/1 | - | A ferry sank.
         https://example.org/2 | - | Harbour News | https://example.org/2 | - | A second one.",
    );
    for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
        if let Ok(found) = feed(&whole[..end]) {
            assert_eq!(found.problems.len(), 1, "{}", &whole[..end]);
        }
    }
}

#[test]
fn entities_and_depth_cost_nothing() {
    let mut bomb = String::from("<!DOCTYPE rss [<!ENTITY a \"lol\">");
    for n in 0..20 {
        let (name, inner) = ((b'b' + n) as char, (b'a' + n) as char);
        bomb.push_str(&format!(
            "<!ENTITY {name} \"{}\">",
            format!("&{inner};").repeat(10)
        ));
    }
    bomb.push_str("<!ENTITY file SYSTEM \"file:///etc/passwd\">]>");
    let text = bomb + &rss("<item><description>Ferry &t; &file; sank.</description></item>")[22..];
    let found = feed(&text).unwrap();
    assert_eq!(
        found.records[0].clone().article(&Given::default()).text,
        "Ferry &t; &file; sank."
    );
    let deep = "<b>".repeat(500_000);
    let nested = rss(&format!(
        "<x>{deep}</x><item><description>{deep}Words stay.</description></item>"
    ));
    let found = feed(&nested).unwrap();
    assert!(
        found.records[0]
            .clone()
            .article(&Given::default())
            .text
            .contains("Words stay.")
    );
    let names: String = (0..50_000).map(|n| format!(" xmlns:n{n}=\"urn:{n}\"")).collect();
    let many = rss(&format!(
        "<item{names}>{}</item>",
        "<n1:a/><title/>".repeat(50_000)
    ));
    assert!(feed(&many).unwrap().records.is_empty());
    let json = format!(
        r#"{{"version": "https://jsonfeed.org/version/1", "items": {}"#,
        "[".repeat(500_000)
    );
    assert!(
        feed(&json)
            .unwrap_err()
            .to_string()
            .starts_with("line 1: not valid JSON")
    );
}

#[test]
fn no_feeds() {
    for text in [
        "",
        "A ferry sank.",
        "<html><head><title>Feed</title></head></html>",
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><item/></rdf:RDF>",
        "<feed xmlns=\"urn:products\"><entry/></feed>",
        "<urlset/>",
        "{}",
        "{\"items\": []}",
        "{\"text\": \"A ferry sank.\"}\n{\"text\": \"Two.\"}",
        "<!-- <rss> -->",
        "<rs",
    ] {
        assert!(!looks_like_feed(text.as_bytes()), "{text}");
        assert_eq!(feed(text), Err(sayso_reader::ReadError::NoFeed), "{text}");
    }
}

#[test]
fn sitemaps() {
    let head = "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:n=\"http://www.google.com/schemas/sitemap-news/0.9\" \
                xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\">";
    let pages = "<url><loc> https://example.org/a?b=1&amp;c=2 </loc><lastmod>2024-10-29T08:00:00+00:00</lastmod>\
                 <image:image><image:loc>https://example.org/x.png</image:loc><image:title>No</image:title></image:image>\
                 <n:news><n:publication><n:name>Harbour\n News</n:name><n:language>en</n:language></n:publication>\
                 <n:publication_date>2024-10-28</n:publication_date><n:title>Ferry sinks</n:title></n:news></url>\
                 <url><lastmod>2024-10-29</lastmod></url><url><loc>https://example.org/b</loc><priority>1</priority></url>";
    let text = format!("{head}{pages}</urlset>");
    assert!(looks_like_sitemap(text.as_bytes()) && !looks_like_feed(text.as_bytes()));
    assert_eq!(
        Collection::of_start(&text.as_bytes()[..40]),
        None,
        "its root is cut"
    );
    let found = sitemap(&text).unwrap();
    let [first, second] = &found.listed[..] else {
        panic!("{found:?}")
    };
    assert_eq!(first.url, "https://example.org/a?b=1&c=2");
    assert_eq!(
        first.given,
        Given {
            date: Some(jiff::civil::date(2024, 10, 28)),
            publisher: Some("Harbour News".to_owned()),
            title: Some("Ferry sinks".to_owned()),
            url: Some("https://example.org/a?b=1&c=2".to_owned()),
        }
    );
    assert_eq!(first.changed, Some(jiff::civil::date(2024, 10, 29)));
    assert_eq!(
        (second.url.as_str(), second.changed),
        ("https://example.org/b", None)
    );
    assert_eq!(found.problems[0].message, "page 2 has no `loc`: it was left out");

    let prefixed = "<s:urlset xmlns:s=\"https://www.sitemaps.org/schemas/sitemap/0.9\"><s:url><s:loc>https://example.org/</s:loc></s:url></s:urlset>";
    assert_eq!(sitemap(prefixed).unwrap().listed.len(), 1);
    let utf_16: Vec<u8> = [0xFEFF]
        .into_iter()
        .chain(prefixed.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert!(looks_like_sitemap(&utf_16));
    let index = "<sitemapindex><sitemap><loc>https://example.org/1.xml</loc></sitemap></sitemapindex>";
    assert!(looks_like_sitemap(index.as_bytes()));
    let found = sitemap(index).unwrap();
    assert!(found.listed.is_empty());
    assert_eq!(
        found.problems[0].message,
        "an index of 1 sitemaps: give these instead"
    );
    for text in ["", "<rss/>", "https://example.org/1", "<urlset"] {
        assert_eq!(sitemap(text), Err(sayso_reader::ReadError::NoSitemap), "{text}");
    }
    for end in head.len()..text.len() {
        let found = sitemap(&text[..end]).unwrap();
        assert!(found.listed.len() <= 2 && !found.problems.is_empty());
    }
}

#[test]
fn names() {
    for (name, wanted) in [
        ("CC-MAIN-2024.warc.wet.gz", Some(Collection::Warc)),
        ("A/B.WARC", Some(Collection::Warc)),
        ("x/news.rss", Some(Collection::Feed)),
        ("atom", None),
        ("news-sitemap-3.xml", Some(Collection::Sitemap)),
        ("sitemap/page.xml", None),
        ("index.html", None),
    ] {
        assert_eq!(Collection::of_name(name), wanted, "{name}");
    }
}
