//! The rules as data: frames, classes, cues, hedges, source nouns. Formats in `data/README.md`.

use sayso_model::statement::{CueClass, Factuality, SourceKind};
use sayso_model::{EventType, Ontology};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

const FRAMES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/frames.rs"));

/// A mistake in a rule file.
#[derive(Debug, thiserror::Error, PartialEq)]
#[error("{file}: {message}")]
pub struct RuleError {
    /// The file.
    pub file: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// Words that tell of one kind of event.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// The file's name: what a sentence has.
    #[serde(skip)]
    pub name: String,
    /// PLOVER's type.
    #[serde(rename = "type")]
    event: String,
    /// PLOVER's mode.
    pub mode: Option<String>,
    /// PLOVER's contexts.
    #[serde(default)]
    pub contexts: Vec<String>,
    /// The nearest CAMEO code.
    pub cameo: Option<String>,
    /// Words and how their roles stand around them.
    pub when: Vec<When>,
    /// Sentences with the event: the trigger in brackets, then after `=>` what must come out.
    pub found: Vec<String>,
    /// Sentences without.
    pub passed: Vec<String>,
    /// Sentences with the event that the program does not read rightly yet.
    #[serde(default)]
    pub open: Vec<String>,
}

impl Frame {
    /// PLOVER's type.
    pub fn event(&self) -> EventType {
        EventType::from_name(&self.event).expect("checked when the rules are read")
    }
}

/// Words with one syntax.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// Verbs.
    #[serde(default)]
    pub verbs: Vec<String>,
    /// Nouns.
    #[serde(default)]
    pub nouns: Vec<String>,
    /// Slot → what must stand in it.
    #[serde(default)]
    pub needs: BTreeMap<String, Vec<String>>,
    /// Slot → what must not stand in it.
    #[serde(default)]
    pub unless: BTreeMap<String, Vec<String>>,
    /// Slots of the actor.
    #[serde(default = "subject")]
    pub actor: Vec<String>,
    /// Slots of the recipient.
    #[serde(default = "object")]
    pub recipient: Vec<String>,
    /// Slots of what is moved, given, said.
    #[serde(default)]
    pub theme: Vec<String>,
    /// Whether prepositions of place mean a movement.
    #[serde(default)]
    pub motion: bool,
    /// Whether all who take part are actors.
    #[serde(default)]
    pub reciprocal: bool,
    /// Whether these words tell of it even where the network of events sees nothing.
    #[serde(default)]
    pub sure: bool,
}

fn subject() -> Vec<String> {
    vec!["subj".into()]
}

fn object() -> Vec<String> {
    vec!["obj".into()]
}

/// `roles.toml`: who takes part in events of a type.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Roles {
    verb: Slots,
    noun: Slots,
    #[serde(default)]
    motion: bool,
    #[serde(default)]
    reciprocal: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Slots {
    actor: Vec<String>,
    recipient: Vec<String>,
}

/// A word that may trigger a frame.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// The frame's number.
    pub frame: usize,
    /// The number of its `when`.
    pub when: usize,
    /// Further words that must stand with it: after a verb its particle, preposition or object; before a noun its compound.
    pub rest: Vec<String>,
}

/// A way of saying.
#[derive(Clone, Debug)]
pub struct Cue {
    /// Further words after the first.
    pub rest: Vec<String>,
    /// `VERB NOUN ADJ ADP`.
    pub pos: String,
    /// What the source does.
    pub class: CueClass,
    /// What the source commits to.
    pub value: Factuality,
    /// The slot of the source.
    pub source: String,
    /// What the content may be.
    pub content: Vec<String>,
}

/// What a word does to the certainty of what it stands with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Effect {
    Certain,
    Probable,
    Possible,
    Negates,
    Doubts,
    Distances,
    Future,
    Past,
    Hypothetical,
}

impl Effect {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "certain" => Self::Certain,
            "probable" => Self::Probable,
            "possible" => Self::Possible,
            "negates" => Self::Negates,
            "doubts" => Self::Doubts,
            "distances" => Self::Distances,
            "future" => Self::Future,
            "past" => Self::Past,
            "hypothetical" => Self::Hypothetical,
            _ => return None,
        })
    }
}

/// All rules, indexed by their first (for compounds: last) word.
pub struct Rules {
    /// Frames in the order of their names.
    pub frames: Vec<Frame>,
    /// By type: the roles around a verb and around a noun that no frame knows.
    roles: HashMap<EventType, [When; 2]>,
    /// By type and mode: the nearest CAMEO code.
    cameo: HashMap<(EventType, Option<String>), String>,
    verbs: HashMap<String, Vec<Trigger>>,
    nouns: HashMap<String, Vec<Trigger>>,
    classes: HashMap<String, Vec<String>>,
    cues: HashMap<String, Vec<Cue>>,
    hedges: HashMap<String, Effect>,
    sources: HashMap<String, SourceKind>,
}

impl Rules {
    /// The rules that sayso comes with.
    ///
    /// # Errors
    /// When a file has a mistake; the files of a release are checked by a test.
    pub fn embedded() -> Result<Self, RuleError> {
        let mut rules = Self {
            frames: Vec::new(),
            roles: HashMap::new(),
            cameo: cameo_codes(),
            verbs: HashMap::new(),
            nouns: HashMap::new(),
            classes: HashMap::new(),
            cues: HashMap::new(),
            hedges: HashMap::new(),
            sources: HashMap::new(),
        };
        for (file, text) in [
            (
                "classes-cooperation.toml",
                include_str!("../data/classes-cooperation.toml"),
            ),
            (
                "classes-conflict.toml",
                include_str!("../data/classes-conflict.toml"),
            ),
            ("classes-people.toml", include_str!("../data/classes-people.toml")),
        ] {
            let table: BTreeMap<String, Vec<String>> = parse(file, text)?;
            for (name, words) in table {
                let singular = |w: &String| {
                    w.strip_suffix('s')
                        .filter(|s| !s.ends_with('s'))
                        .map(str::to_owned)
                };
                let singulars: Vec<String> = words.iter().filter_map(singular).collect();
                rules
                    .classes
                    .entry(name)
                    .or_default()
                    .extend(words.into_iter().chain(singulars));
            }
        }
        rules.add_roles(include_str!("../data/roles.toml"))?;
        for (name, text) in FRAMES {
            rules.add_frame(name, text)?;
        }
        rules.add_cues(include_str!("../data/cues.tsv"))?;
        for (line, cells) in cells(include_str!("../data/hedges.tsv")) {
            let effect =
                Effect::from_name(cells[2]).ok_or_else(|| wrong("hedges.tsv", line, "no such effect"))?;
            rules.hedges.insert(cells[0].to_lowercase(), effect);
        }
        for (line, cells) in cells(include_str!("../data/sources.tsv")) {
            let kind =
                SourceKind::from_name(cells[1]).ok_or_else(|| wrong("sources.tsv", line, "no such kind"))?;
            rules.sources.insert(cells[0].to_lowercase(), kind);
        }
        Ok(rules)
    }

    fn add_frame(&mut self, name: &str, text: &str) -> Result<(), RuleError> {
        let file = format!("frames/{name}.toml");
        let mut frame: Frame = parse(&file, text)?;
        frame.name = name.to_owned();
        if EventType::from_name(&frame.event).is_none() {
            return Err(RuleError {
                file,
                message: format!("`{}` is no PLOVER type", frame.event),
            });
        }
        for classes in frame
            .when
            .iter()
            .flat_map(|w| w.needs.values().chain(w.unless.values()))
        {
            for class in classes.iter().filter_map(|c| c.strip_prefix('@')) {
                if !["actor", "country", "person", "place"].contains(&class)
                    && !self.classes.contains_key(class)
                {
                    return Err(RuleError {
                        file,
                        message: format!("there is no class `@{class}`"),
                    });
                }
            }
        }
        let at = self.frames.len();
        for (number, when) in frame.when.iter().enumerate() {
            for verb in &when.verbs {
                let mut words = verb.split_whitespace().map(str::to_lowercase);
                let Some(first) = words.next() else { continue };
                let trigger = Trigger {
                    frame: at,
                    when: number,
                    rest: words.collect(),
                };
                self.verbs.entry(first).or_default().push(trigger);
            }
            for noun in &when.nouns {
                let mut words: Vec<String> = noun.split_whitespace().map(str::to_lowercase).collect();
                let Some(last) = words.pop() else { continue };
                self.nouns.entry(last).or_default().push(Trigger {
                    frame: at,
                    when: number,
                    rest: words,
                });
            }
        }
        self.frames.push(frame);
        Ok(())
    }

    fn add_roles(&mut self, text: &str) -> Result<(), RuleError> {
        let wrong = |message: String| RuleError {
            file: "roles.toml".into(),
            message,
        };
        let table: BTreeMap<String, Roles> = parse("roles.toml", text)?;
        for (name, roles) in table {
            let event =
                EventType::from_name(&name).ok_or_else(|| wrong(format!("`{name}` is no PLOVER type")))?;
            let when = |slots: Slots| When {
                verbs: Vec::new(),
                nouns: Vec::new(),
                needs: BTreeMap::new(),
                unless: BTreeMap::new(),
                actor: slots.actor,
                recipient: slots.recipient,
                theme: Vec::new(),
                motion: roles.motion,
                reciprocal: roles.reciprocal,
                sure: false,
            };
            self.roles.insert(event, [when(roles.verb), when(roles.noun)]);
        }
        match EventType::ALL.into_iter().find(|e| !self.roles.contains_key(e)) {
            Some(event) => Err(wrong(format!("`{}` is missing", event.name()))),
            None => Ok(()),
        }
    }

    /// The roles around a verb, or a noun, that tells of an event and that no frame knows.
    pub fn roles(&self, event: EventType, verbal: bool) -> &When {
        &self.roles[&event][usize::from(!verbal)]
    }

    /// The nearest CAMEO code of a type in a mode.
    pub fn cameo(&self, event: EventType, mode: Option<&str>) -> Option<String> {
        let of = |mode: Option<&str>| self.cameo.get(&(event, mode.map(str::to_owned))).cloned();
        of(mode).or_else(|| of(None))
    }

    fn add_cues(&mut self, text: &str) -> Result<(), RuleError> {
        for (line, cells) in cells(text) {
            let class =
                CueClass::from_name(cells[2]).ok_or_else(|| wrong("cues.tsv", line, "no such class"))?;
            let value =
                Factuality::from_name(cells[3]).ok_or_else(|| wrong("cues.tsv", line, "no such value"))?;
            let mut words = cells[0].split_whitespace().map(str::to_lowercase);
            let Some(first) = words.next() else { continue };
            let cue = Cue {
                rest: words.collect(),
                pos: cells[1].to_owned(),
                class,
                value,
                source: cells[4].to_owned(),
                content: cells[5].split('|').map(str::to_owned).collect(),
            };
            self.cues.entry(first).or_default().push(cue);
        }
        Ok(())
    }

    /// Frames that a verb may trigger.
    pub fn verb(&self, lemma: &str) -> &[Trigger] {
        self.verbs.get(lemma).map(Vec::as_slice).unwrap_or_default()
    }

    /// Frames that a noun may trigger.
    pub fn noun(&self, lemma: &str) -> &[Trigger] {
        self.nouns.get(lemma).map(Vec::as_slice).unwrap_or_default()
    }

    /// Ways of saying that begin with a word.
    pub fn cues(&self, lemma: &str) -> &[Cue] {
        self.cues.get(lemma).map(Vec::as_slice).unwrap_or_default()
    }

    /// What a word or phrase does to certainty.
    pub fn hedge(&self, words: &str) -> Option<Effect> {
        self.hedges.get(words).copied()
    }

    /// What kind of source a noun (or two words) is.
    pub fn source(&self, noun: &str) -> Option<SourceKind> {
        self.sources.get(noun).copied()
    }

    /// Whether a lemma or a pair of lemmas belongs to a class.
    pub fn in_class(&self, class: &str, words: &str) -> bool {
        self.classes
            .get(class)
            .is_some_and(|c| c.iter().any(|w| w == words))
    }
}

/// The shortest and lowest CAMEO code of each type and mode.
fn cameo_codes() -> HashMap<(EventType, Option<String>), String> {
    let mut codes = HashMap::new();
    for (code, row) in Ontology::plover().cameo {
        let best: &mut String = codes.entry((row.event, row.mode)).or_insert_with(|| code.clone());
        if (code.len(), &code) < (best.len(), best) {
            *best = code;
        }
    }
    codes
}

fn parse<T: for<'a> Deserialize<'a>>(file: &str, text: &str) -> Result<T, RuleError> {
    toml::from_str(text).map_err(|e| RuleError {
        file: file.to_owned(),
        message: e.to_string(),
    })
}

/// The rows of a table under its header, with their line numbers, padded to seven cells.
fn cells(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    let rows = text
        .lines()
        .enumerate()
        .filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty())
        .skip(1);
    rows.map(|(at, line)| {
        let mut cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        cells.resize(7.max(cells.len()), "");
        (at + 1, cells)
    })
}

fn wrong(file: &str, line: usize, message: &str) -> RuleError {
    RuleError {
        file: format!("{file}, line {line}"),
        message: message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_model::Ontology;

    #[test]
    fn frames_speak_plover() {
        let rules = Rules::embedded().expect("the rules are well formed");
        let ontology = Ontology::plover();
        for frame in &rules.frames {
            if let Some(mode) = &frame.mode {
                assert!(
                    ontology.has_mode(frame.event(), mode),
                    "{}: mode {mode}",
                    frame.name
                );
            }
            for context in &frame.contexts {
                assert!(
                    ontology.contexts.iter().any(|c| c.name == *context),
                    "{}: {context}",
                    frame.name
                );
            }
            if let Some(code) = &frame.cameo {
                assert!(ontology.cameo.contains_key(code), "{}: CAMEO {code}", frame.name);
            }
            let enough = frame.found.len() >= 3 && frame.passed.len() >= 3;
            assert!(enough, "{}: three found and three passed sentences", frame.name);
        }
    }
}
