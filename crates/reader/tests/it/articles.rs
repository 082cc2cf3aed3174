//! Reports of every form, drawn as their paragraphs, one a line with its kind before it.

use sayso_model::{Article, ParagraphKind};
use sayso_reader::{Given, html, looks_like_html, plain};

/// The paragraphs of an article, one a line, line ends within them as `/`.
fn drawn(article: &Article) -> String {
    let mut lines = Vec::new();
    for paragraph in &article.paragraphs {
        let kind = match paragraph.kind {
            ParagraphKind::Headline => "title  ",
            ParagraphKind::Header => "header ",
            ParagraphKind::Caption => "caption",
            ParagraphKind::Heading => "heading",
            ParagraphKind::Body => "body   ",
            ParagraphKind::Boilerplate => "noise  ",
        };
        let words = paragraph
            .span
            .of(&article.text)
            .replace("\r\n", "/")
            .replace(['\n', '\r'], "/");
        lines.push(format!("{kind} {words}"));
    }
    for (name, value) in [
        ("by", article.byline.clone()),
        ("from", article.publisher.clone()),
        ("on", article.published.map(|d| d.to_string())),
        ("at", article.dateline.map(|s| s.of(&article.text).to_owned())),
        ("url", article.url.clone()),
    ] {
        lines.extend(value.map(|value| format!("{name} {value}")));
    }
    lines.join("\n")
}

fn check(text: &str, expected: &str) {
    let article = plain(text.to_owned(), "1", &Given::default());
    assert_eq!(article.text, text);
    assert_eq!(drawn(&article), aligned(expected), "\n{}", drawn(&article));
}

fn check_page(page: &str, expected: &str) {
    assert!(looks_like_html(page), "{page}");
    let article = html(page, "1", &Given::default());
    assert_eq!(drawn(&article), aligned(expected), "\n{}", drawn(&article));
}

fn aligned(expected: &str) -> String {
    expected
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn header_lines() {
    check(
        " date 2023-03-09 Harbour talks: ministers meet again in Lisbon\n\nTalks go on\n\nThe ministers met on Thursday.\n",
        "header  date 2023-03-09
         title   Harbour talks: ministers meet again in Lisbon
         heading Talks go on
         body    The ministers met on Thursday.
         on 2023-03-09",
    );
    check(
        "Ministers to meet in Lisbon\nBy Ada Example and Bo Sample\nPublished: 9 March 2023 | Updated: 10 March 2023, 08:15 GMT\nThe ministers will meet on Thursday, two officials said.\nNo agenda was given.\n",
        "title   Ministers to meet in Lisbon
         header  By Ada Example and Bo Sample
         header  Published: 9 March 2023 | Updated: 10 March 2023, 08:15 GMT
         body    The ministers will meet on Thursday, two officials said.
         body    No agenda was given.
         by Ada Example and Bo Sample
         on 2023-03-09",
    );
    check(
        "2023-03-09 The army shelled the town on Thursday.\n\nNobody was hurt.",
        "body    2023-03-09 The army shelled the town on Thursday.
         body    Nobody was hurt.",
    );
    check(
        "March 9, 2023\n\nBy Land and Sea\n\nThe convoy left on Monday.",
        "header  March 9, 2023
         title   By Land and Sea
         body    The convoy left on Monday.
         on 2023-03-09",
    );
}

#[test]
fn datelines() {
    check(
        "Strike shuts port\n\nNAIROBI, March 9 (Reuters) - Dockers walked out on Thursday.\n\n© 2023 Example News. All rights reserved.",
        "title   Strike shuts port
         header  NAIROBI, March 9 (Reuters) -
         body    Dockers walked out on Thursday.
         noise   © 2023 Example News. All rights reserved.
         from Reuters
         on 2023-03-09
         at NAIROBI",
    );
    check(
        "SANTA CRUZ, Feb. 8, 2011 (AFP) - Dockers walked out on Tuesday.",
        "header  SANTA CRUZ, Feb. 8, 2011 (AFP) -
         body    Dockers walked out on Tuesday.
         from AFP
         on 2011-02-08
         at SANTA CRUZ",
    );
    check(
        "GENEVA — Talks resumed.\n\nThey will go on.",
        "header  GENEVA —
         body    Talks resumed.
         body    They will go on.
         at GENEVA",
    );
    check(
        "LIMA, Peru (AP) — Miners blocked a road, Oct. 3 or earlier.",
        "header  LIMA, Peru (AP) —
         body    Miners blocked a road, Oct. 3 or earlier.
         from AP
         at LIMA, Peru",
    );
    check(
        "Geneva, 12 May 2021 (ICRC) – Aid reached the camp.",
        "header  Geneva, 12 May 2021 (ICRC) –
         body    Aid reached the camp.
         from ICRC
         on 2021-05-12
         at Geneva",
    );
    check(
        "ST. PETERSBURG/OSLO, Oct 3 (AFP) - Two ships collided.",
        "header  ST. PETERSBURG/OSLO, Oct 3 (AFP) -
         body    Two ships collided.
         from AFP
         at ST. PETERSBURG/OSLO",
    );
    check(
        "ASUNCION, 16 Mar 88 (ACAN-EFE) -- [Text] Dockers walked out on Thursday.",
        "header  ASUNCION, 16 Mar 88 (ACAN-EFE) -- [Text]
         body    Dockers walked out on Thursday.
         from ACAN-EFE
         on 1988-03-16
         at ASUNCION",
    );
    check(
        "NATO — the alliance — was founded in 1949.",
        "body    NATO — the alliance — was founded in 1949.",
    );
    check(
        "President Example (62) - a lawyer - won.",
        "body    President Example (62) - a lawyer - won.",
    );
    check(
        "UNITED NATIONS: A vote is due.",
        "body    UNITED NATIONS: A vote is due.",
    );
}

#[test]
fn captions_and_noise() {
    check(
        "Flood cuts off valley\n\nPhoto: Ada Example, CC BY 4.0\n\nThe river rose on Sunday.\n\nVillagers wade through water. (Bo Sample/AFP)\n\nRead more: What we know of the flood\n\nHelp is under way, the mayor told reporters.\n\nShare on Facebook\n\nSubscribe to our newsletter\n\nAdvertisement\n\nRelated:\n\n(Reporting by Ada Example; Editing by Bo Sample)",
        "title   Flood cuts off valley
         caption Photo: Ada Example, CC BY 4.0
         body    The river rose on Sunday.
         caption Villagers wade through water. (Bo Sample/AFP)
         noise   Read more: What we know of the flood
         body    Help is under way, the mayor told reporters.
         noise   Share on Facebook
         noise   Subscribe to our newsletter
         noise   Advertisement
         noise   Related:
         header  (Reporting by Ada Example; Editing by Bo Sample)",
    );
    check(
        "Photo evidence shows that the bridge was hit, the ministry said.\n\nSubscribe to the treaty, the envoy urged them. They refused.\n\nShare of voters falls, and parties sign up for talks.\n\nImages of the attack were verified by Reuters.\n\nTerms of a lease were left open by the port .\n\nRelated companies were fined in the U.S. by the court, it said, and both of them appealed on Tuesday.",
        "body    Photo evidence shows that the bridge was hit, the ministry said.
         body    Subscribe to the treaty, the envoy urged them. They refused.
         body    Share of voters falls, and parties sign up for talks.
         body    Images of the attack were verified by Reuters.
         body    Terms of a lease were left open by the port .
         body    Related companies were fined in the U.S. by the court, it said, and both of them appealed on Tuesday.",
    );
}

#[test]
fn layouts() {
    let wrapped = "Rail link reopens after flood\n\nThe rail link between the two cities reopened on\nTuesday, the operator said, eleven days after the\nriver had washed away a bridge. Trains run at half\nspeed.\n\nBackground\n\nThe line carries four million people a year, most\nof them commuters.\n";
    check(
        wrapped,
        "title   Rail link reopens after flood
         body    The rail link between the two cities reopened on/Tuesday, the operator said, eleven days after the/river had washed away a bridge. Trains run at half/speed.
         heading Background
         body    The line carries four million people a year, most/of them commuters.",
    );
    check(
        &wrapped.replace('\n', "\r\n"),
        "title   Rail link reopens after flood
         body    The rail link between the two cities reopened on/Tuesday, the operator said, eleven days after the/river had washed away a bridge. Trains run at half/speed.
         heading Background
         body    The line carries four million people a year, most/of them commuters.",
    );
    check(
        &wrapped.to_uppercase(),
        "title   RAIL LINK REOPENS AFTER FLOOD
         body    THE RAIL LINK BETWEEN THE TWO CITIES REOPENED ON/TUESDAY, THE OPERATOR SAID, ELEVEN DAYS AFTER THE/RIVER HAD WASHED AWAY A BRIDGE. TRAINS RUN AT HALF/SPEED.
         heading BACKGROUND
         body    THE LINE CARRIES FOUR MILLION PEOPLE A YEAR, MOST/OF THEM COMMUTERS.",
    );
    check(
        "COURT FREES EDITOR\nTHE COURT FREED THE EDITOR ON FRIDAY.\nHE HAD SPENT TWO YEARS IN JAIL.\n",
        "title   COURT FREES EDITOR
         body    THE COURT FREED THE EDITOR ON FRIDAY.
         body    HE HAD SPENT TWO YEARS IN JAIL.",
    );
    check(
        "Court frees editor\rThe court freed the editor on Friday.\rHe had spent two years in jail.\x0C\rNext page.",
        "title   Court frees editor
         body    The court freed the editor on Friday.
         body    He had spent two years in jail.
         body    Next page.",
    );
    check(
        "\u{FEFF}\u{A0}\u{200B}One.\u{2029}\u{202B}الجيش يعلن وقف إطلاق النار.\u{202C}\n\u{A0}\n首都で会談が行われた。",
        "body    One.
         body    الجيش يعلن وقف إطلاق النار.
         body    首都で会談が行われた。",
    );
    check("North Korea fires missile", "body    North Korea fires missile");
    check("", "");
    check(" \n\u{200B}\r\n", "");
    check("—\n\nOne.", "noise   —\nbody    One.");
}

const PAGE: &str = r#"<!DOCTYPE html><html><head><meta charset="utf-8"><title>Dam holds, engineers say | Example Post</title>
<link rel="canonical" href="https://example.org/2022/05/04/dam">
<meta property="og:site_name" content="Example Post"><meta property="article:published_time" content="2022-05-04T06:00:00+02:00">
<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Dam holds &amp; river falls","datePublished":"2022-05-04","author":[{"@type":"Person","name":"Ada Example"}],"publisher":{"name":"The Example Post"}}]}</script>
<style>p { color: red }</style></head><body><nav><ul><li><a href="/">Home</a><li><a href="/w">World</a></ul></nav>
<article><h1>Dam holds &amp; river falls</h1>
<figure><img src="x.jpg"><figcaption>The dam on Tuesday. Bo Sample/Example Pictures</figcaption></figure>
<p>The dam above the town of <b>Lower</b>&nbsp;Example held through the night, engineers said on Wednesday, and the river fell by half a metre.</p>
<h2>What comes next</h2>
<p>Some 4,000 people may go home, the mayor said &mdash; but not before Friday, because roads, bridges and power lines have to be checked first.</p>
<ul><li>Schools stay closed until Monday, the council said.</li><li>Trains run again.</li></ul>
<blockquote>“We were lucky,” said the head of the rescue service, who had been on the dam all night.</blockquote>
<script>document.write("<p>no</p>")</script>
<p>Subscribe to our newsletter</p></article><footer>© 2022 Example Post</footer></body></html>"#;

#[test]
fn pages() {
    check_page(
        PAGE,
        "title   Dam holds & river falls
         caption The dam on Tuesday. Bo Sample/Example Pictures
         body    The dam above the town of Lower Example held through the night, engineers said on Wednesday, and the river fell by half a metre.
         heading What comes next
         body    Some 4,000 people may go home, the mayor said — but not before Friday, because roads, bridges and power lines have to be checked first.
         body    Schools stay closed until Monday, the council said.
         body    Trains run again.
         body    “We were lucky,” said the head of the rescue service, who had been on the dam all night.
         noise   Subscribe to our newsletter
         by Ada Example
         from The Example Post
         on 2022-05-04
         url https://example.org/2022/05/04/dam",
    );
    check_page(
        "<html><body><h1>Short</h1><div>KYIV, Oct 3 (AFP) - One line.<br>Next, and<br> on.<br><br>Another <time datetime='2020-10-03'>today</time>.</div>",
        "title   Short
         header  KYIV, Oct 3 (AFP) -
         body    One line.
         body    Next, and/on.
         body    Another today.
         from AFP
         on 2020-10-03
         at KYIV",
    );
    check_page(
        "<p>One.<p>Two <i>and",
        "body    One.
         body    Two and"
            .replace("         body", "body")
            .as_str(),
    );
    check_page(
        "<body><nav>Only <a href='/'>links</a></nav></body>",
        "noise   Only links",
    );
    check_page("<div></div>", "");
}

#[test]
fn pages_are_told_from_text() {
    for text in [
        "",
        "Plain.",
        "He wrote <b> once.",
        "a < b > c",
        "<…> no",
        "<?xml version='1.0'?><rss><channel>",
        "<feed xmlns='x'>",
    ] {
        assert!(!looks_like_html(text), "{text}");
    }
    for text in [
        "<?xml version='1.0'?><!DOCTYPE html><html>",
        " <!-- x --><div class='a'>b</div>",
        "</p><p>x</p>",
        "cut</p><p>x</p><p>x</p><p>x</p><p>x</p>",
    ] {
        assert!(looks_like_html(text), "{text}");
    }
}

#[test]
fn given_wins() {
    let given = Given {
        date: Some(jiff::civil::date(2001, 2, 3)),
        publisher: Some("Given".into()),
        title: Some("Title".into()),
        url: Some("https://example.org/".into()),
    };
    for article in [
        html(PAGE, "1", &given),
        plain(
            "Published: 4 May 2022\n\nA\n\nOSLO (NTB) – Yes.".into(),
            "1",
            &given,
        ),
    ] {
        let found = (
            article.published,
            article.publisher.clone(),
            article.title.clone(),
            article.url.clone(),
        );
        assert_eq!(
            found,
            (
                given.date,
                given.publisher.clone(),
                given.title.clone(),
                given.url.clone()
            )
        );
    }
}
