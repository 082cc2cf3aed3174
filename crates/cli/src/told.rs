//! What sitemaps and feeds tell of pages whose text stands elsewhere. They are looked through before all else, so that the order of the
//! files does not matter.

use crate::args::{Inputs, Kind};
use crate::collected::{self, FromFile, warnings};
use crate::input::{self, START};
use crate::report::{Log, Report};
use sayso::{Given, Listed};
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// The pages that are told of, and by which files.
#[derive(Default)]
pub struct Told {
    pages: HashMap<String, Page>,
    sitemaps: HashSet<PathBuf>,
}

#[derive(Default)]
struct Page {
    given: Given,
    /// The feed that names it: weaker than what the page calls its outlet.
    feed: Option<String>,
    /// Whether it is among the inputs.
    met: AtomicBool,
}

impl Told {
    /// What the sitemaps and feeds among the files tell; standard input and pipes can be read only once and come later.
    pub fn of(inputs: &Inputs, log: &mut Log) -> Self {
        let mut told = Self::default();
        for path in &inputs.files {
            let name = path.to_string_lossy();
            match list(path, inputs.input) {
                Some((Kind::Sitemap, from)) if told.sitemaps.insert(path.clone()) => {
                    told.sitemap(&name, from, log);
                }
                Some((Kind::Feed, from)) => {
                    // What is wrong with it is told where its entries are read.
                    if let Ok((feed, _)) = collected::feed(&name, from) {
                        feed.listed.into_iter().for_each(|page| told.add(page, true));
                    }
                }
                _ => {}
            }
        }
        told
    }

    fn sitemap(&mut self, name: &str, from: FromFile, log: &mut Log) {
        let (sitemap, mut problems) = match collected::sitemap(name, from) {
            Ok(read) => read,
            Err(report) => return log.write(&report),
        };
        problems.extend(sitemap.problems);
        warnings(name, &problems).for_each(|report: Report| log.write(&report));
        sitemap.listed.into_iter().for_each(|page| self.add(page, false));
    }

    /// What is told first stays.
    fn add(&mut self, listed: Listed, by_feed: bool) {
        let page = self.pages.entry(key(&listed.url).to_owned()).or_default();
        let Listed { url, given, .. } = listed;
        page.given.url = page.given.url.take().or(Some(url));
        page.given.date = page.given.date.or(given.date);
        page.given.title = page.given.title.take().or(given.title);
        let outlet = if by_feed {
            &mut page.feed
        } else {
            &mut page.given.publisher
        };
        *outlet = outlet.take().or(given.publisher);
    }

    /// Whether a file is a sitemap that has been read.
    pub fn is_sitemap(&self, path: &Path) -> bool {
        self.sitemaps.contains(path)
    }

    /// What is told of the page at an address; its address is that one. Nothing where it is not told of.
    pub fn given(&self, url: Option<&str>) -> Given {
        let Some((url, page)) = url.and_then(|url| Some((url, self.pages.get(key(url))?))) else {
            return Given::default();
        };
        page.met.store(true, Ordering::Relaxed);
        Given {
            url: Some(url.to_owned()),
            ..page.given.clone()
        }
    }

    /// The feed that names the page at an address.
    pub fn outlet(&self, url: Option<&str>) -> Option<String> {
        self.pages.get(key(url?))?.feed.clone()
    }

    /// What to say at the end, where pages were told of that are not there.
    pub fn note(&self) -> Option<String> {
        let missing = |page: &&Page| !page.met.load(Ordering::Relaxed);
        let missing = self.pages.values().filter(missing).count();
        (missing > 0).then(|| format!("the sitemaps and feeds: {}", without_text(missing)))
    }
}

/// What to say of addresses whose pages are not there.
pub fn without_text(count: usize) -> String {
    let addresses = if count == 1 { "address" } else { "addresses" };
    format!("{count} {addresses} listed without text: save the pages and give them together with the list")
}

/// A file that may tell of pages, and what it is.
fn list(path: &Path, wanted: Option<Kind>) -> Option<(Kind, FromFile)> {
    let may = match wanted {
        Some(kind) => matches!(kind, Kind::Sitemap | Kind::Feed),
        None => input::ending(path).0.is_none(),
    };
    // What is wrong with a file is told where it is read.
    if !may || path.as_os_str() == "-" || !path.metadata().ok()?.is_file() {
        return None;
    }
    let mut from: FromFile = BufReader::with_capacity(START, Box::new(File::open(path).ok()?));
    let (kind, _) = input::kind_of(path, from.fill_buf().ok()?, wanted);
    Some((kind, from))
}

/// An address without what does not tell pages apart: scheme, fragment, slash at the end.
fn key(url: &str) -> &str {
    let url = url.trim();
    let url = url.split_once('#').map_or(url, |(page, _)| page);
    let bare = ["https://", "http://"]
        .into_iter()
        .find_map(|s| url.strip_prefix(s));
    bare.unwrap_or(url).trim_end_matches('/')
}
