//! What the markup of a page tells about its article: JSON-LD, `meta` and `link` elements, `time`, headings.

use crate::metadata::{Known, one_line};
use crate::{dates, jsonl};
use dom_query::{Document, NodeRef};
use jiff::civil::Date;
use serde_json::Value;

/// A source of metadata, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum From {
    JsonLd,
    Meta,
    Weak,
    Markup,
    Time,
}

/// A value with the best source seen.
struct Best<T>(Option<(From, T)>);

impl<T> Best<T> {
    fn offer(&mut self, from: From, value: Option<T>) {
        if let Some(value) = value
            && self.0.as_ref().is_none_or(|(held, _)| from < *held)
        {
            self.0 = Some((from, value));
        }
    }

    fn take(self) -> Option<T> {
        self.0.map(|(_, value)| value)
    }
}

struct Found {
    title: Best<String>,
    published: Best<Date>,
    publisher: Best<String>,
    byline: Best<String>,
    url: Best<String>,
    /// First heading of the first order.
    heading: Option<String>,
}

/// Reads the metadata of a page, and the text of its main heading.
pub(crate) fn metadata(document: &Document) -> (Known, Option<String>) {
    let mut found = Found {
        title: Best(None),
        published: Best(None),
        publisher: Best(None),
        byline: Best(None),
        url: Best(None),
        heading: None,
    };
    for node in document.root().descendants_it().filter(NodeRef::is_element) {
        found.element(&node);
    }
    let known = Known {
        title: found.title.take(),
        published: found.published.take(),
        publisher: found.publisher.take(),
        byline: found.byline.take(),
        url: found.url.take(),
    };
    (known, found.heading)
}

/// The value of an attribute, on one line.
fn attribute(node: &NodeRef, name: &str) -> Option<String> {
    node.attr(name).and_then(|value| filled(&value))
}

fn filled(text: &str) -> Option<String> {
    let text = one_line(crate::dates::prefix(text, 2000));
    (!text.is_empty()).then_some(text)
}

impl Found {
    fn element(&mut self, node: &NodeRef) {
        let Some(name) = node.node_name() else { return };
        match &*name {
            "script" => self.script(&node.text()),
            "meta" => self.meta(node),
            "link" if attribute(node, "rel").as_deref() == Some("canonical") => {
                self.url.offer(
                    From::Meta,
                    attribute(node, "href").filter(|href| href.contains("://")),
                );
            }
            "title" => self.title.offer(
                From::Markup,
                filled(&node.text()).map(|title| without_site(&title)),
            ),
            "h1" => {
                let text = filled(&node.text());
                self.title.offer(From::Weak, text.clone());
                self.heading = self.heading.take().or(text);
            }
            "time" => {
                let date = attribute(node, "datetime").or_else(|| filled(&node.text()));
                self.published
                    .offer(From::Time, date.and_then(|date| dates::parse(&date)));
            }
            _ => {}
        }
        match attribute(node, "itemprop").as_deref() {
            Some("datePublished") => {
                let date = attribute(node, "datetime")
                    .or(attribute(node, "content"))
                    .or_else(|| filled(&node.text()));
                self.published
                    .offer(From::Markup, date.and_then(|date| dates::parse(&date)));
            }
            Some("author") => self.byline.offer(From::Markup, author(&node.text())),
            _ => {}
        }
        if attribute(node, "rel").as_deref() == Some("author") {
            self.byline.offer(From::Markup, author(&node.text()));
        }
    }

    fn meta(&mut self, node: &NodeRef) {
        let name = attribute(node, "property")
            .or(attribute(node, "name"))
            .or(attribute(node, "itemprop"));
        let (Some(name), Some(content)) = (name, attribute(node, "content")) else {
            return;
        };
        let date = || dates::parse(&content);
        match name.to_ascii_lowercase().as_str() {
            "og:title" => self.title.offer(From::Meta, Some(content)),
            "twitter:title" | "dc.title" | "headline" => self.title.offer(From::Weak, Some(content)),
            "article:published_time" | "og:published_time" => self.published.offer(From::Meta, date()),
            "date"
            | "pubdate"
            | "publishdate"
            | "publish-date"
            | "publish_date"
            | "dc.date"
            | "dc.date.issued"
            | "dcterms.date"
            | "dcterms.created"
            | "parsely-pub-date"
            | "sailthru.date"
            | "article.published"
            | "datepublished"
            | "cxenseparse:recs:publishtime" => self.published.offer(From::Weak, date()),
            "og:site_name" => self.publisher.offer(From::Meta, Some(content)),
            "publisher" | "dc.publisher" | "dcterms.publisher" | "application-name" => {
                self.publisher.offer(From::Weak, Some(content));
            }
            "author" | "article:author" | "dc.creator" | "parsely-author" | "sailthru.author" => {
                self.byline.offer(From::Meta, author(&content));
            }
            "og:url" => self
                .url
                .offer(From::Weak, Some(content).filter(|url| url.contains("://"))),
            _ => {}
        }
    }

    fn script(&mut self, json: &str) {
        let json = json.replace(|c: char| c.is_control(), " ");
        let json = json
            .trim()
            .trim_start_matches("<![CDATA[")
            .trim_start_matches("<!--");
        let json = json
            .trim_end_matches([';', ' '])
            .trim_end_matches("-->")
            .trim_end_matches("]]>");
        if let Ok(value) = serde_json::from_str::<Value>(&jsonl::whole_escapes(json)) {
            self.linked_data(&value);
        }
    }

    /// Looks for an article in JSON-LD: an object, a list of them, or a graph.
    fn linked_data(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.linked_data(item)),
            Value::Object(fields) => {
                if fields.get("@type").is_some_and(is_article) {
                    let text = |name: &str| fields.get(name).and_then(Value::as_str).and_then(filled);
                    self.title.offer(
                        From::JsonLd,
                        text("headline").or(text("name")).map(|title| decoded(&title)),
                    );
                    self.published.offer(
                        From::JsonLd,
                        text("datePublished").and_then(|date| dates::parse(&date)),
                    );
                    self.byline
                        .offer(From::JsonLd, fields.get("author").and_then(names));
                    self.publisher
                        .offer(From::JsonLd, fields.get("publisher").and_then(names));
                    let page = fields.get("mainEntityOfPage");
                    let id = page
                        .and_then(|page| page.as_str().or(page.get("@id")?.as_str()))
                        .and_then(filled);
                    self.url
                        .offer(From::Markup, text("url").or(id).filter(|url| url.contains("://")));
                }
                for name in ["@graph", "mainEntity", "mainEntityOfPage"] {
                    fields.get(name).iter().for_each(|value| self.linked_data(value));
                }
            }
            _ => {}
        }
    }
}

fn is_article(kind: &Value) -> bool {
    let article = |kind: &Value| {
        kind.as_str()
            .is_some_and(|k| k.ends_with("Article") || k.ends_with("Posting"))
    };
    article(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(article))
}

/// Names in JSON-LD: a string, an object with `name`, or a list of either.
fn names(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => author(name),
        Value::Object(fields) => fields.get("name").and_then(names),
        Value::Array(items) => {
            let all: Vec<String> = items.iter().take(20).filter_map(names).collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        _ => None,
    }
}

/// A name, without the `By` before it; addresses are none.
fn author(text: &str) -> Option<String> {
    let text = decoded(&filled(text)?);
    let name = text
        .strip_prefix("By ")
        .or(text.strip_prefix("by "))
        .unwrap_or(&text)
        .trim();
    (!name.contains("://") && !name.is_empty() && name.len() <= 200).then(|| name.to_owned())
}

/// Entities in JSON-LD are not for the parser of JSON, but many pages have them.
fn decoded(text: &str) -> String {
    if text.contains('&') {
        one_line(&Document::fragment(text).text())
    } else {
        text.to_owned()
    }
}

/// The title of a page without the name of the site after a bar or a long dash.
fn without_site(title: &str) -> String {
    let parted = [" | ", " — ", " – ", " - ", " :: ", " » "]
        .iter()
        .filter_map(|bar| title.rfind(bar))
        .max();
    match parted {
        Some(at)
            if title[..at].split_whitespace().count() > 3 && title[at..].split_whitespace().count() < 7 =>
        {
            title[..at].to_owned()
        }
        _ => title.to_owned(),
    }
}
