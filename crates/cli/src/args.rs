//! What may stand on the command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use std::path::PathBuf;

/// Reads the news and keeps the record of who says what happened
#[derive(Parser)]
#[command(name = "sayso", version, max_term_width = 100, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Show the statements of articles: who says so, what, how sure, when and where
    Read(Read),
    /// Write all that is read out of articles as JSONL or CoNLL-U
    Annotate(Annotate),
    /// Show why statements are read out of their words
    Explain(Explain),
    /// Tell what a marked source does to a marked target, for sentences in JSONL
    Relate(Relate),
    /// Tell who a name or a description stands for on a day
    Resolve(Resolve),
    /// Add reports to a ledger, the record of who said what happened
    Ingest(Ingest),
    /// Ask a ledger what happened, who says so, and how it stands
    Query(Query),
    /// Write what a ledger knows in formats that other programs read
    Export(Export),
    /// Open a ledger as a page in the browser, with an HTTP API
    Serve(Serve),
    /// Look after a ledger: what it holds, whether it is whole
    Ledger(LedgerCommandArgs),
    /// Look at the tables of actors, check them, bring other ones
    Knowledge(KnowledgeArgs),
}

const READ_EXAMPLES: &str = "\
Examples:
  sayso read article.txt                    a page of who says what
  curl -s https://news.example/1 | sayso read
  sayso read --color always a.html | less -R
  sayso read --format jsonl *.html          one statement a line";

/// Show the statements of articles: who says so, what, how sure, when and where
///
/// Reads plain text and HTML (and JSONL, CoNLL-U, feeds and web archives, as `sayso annotate` does). Statements are grouped by source, those of the
/// article's own voice first; under each stand the words that say so.
#[derive(Args)]
#[command(after_help = READ_EXAMPLES)]
pub struct Read {
    #[command(flatten)]
    pub inputs: Inputs,
    /// What to write: a page for a person, or statement records, one a line
    #[arg(long, value_enum, default_value_t = ReadFormat::Text)]
    pub format: ReadFormat,
    #[command(flatten)]
    pub paper: Paper,
    #[command(flatten)]
    pub common: Common,
}

/// What a page looks like.
#[derive(Args)]
pub struct Paper {
    /// When to use colour; NO_COLOR is respected
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub color: Color,
    /// Columns of the page [default: those of the terminal, at most 100; 80 where there is none]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(30..=1000))]
    pub width: Option<u16>,
}

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  sayso explain article.txt                 why each statement is read out of the article
  sayso explain --statement 3 article.txt   the third
  sayso explain --statement 5f2c article.txt  the one whose id begins so";

/// Show why statements are read out of their words
///
/// For each statement: its words and their syntax, the frame or rule that found it, the scores of the network of events, what the actor
/// tables gave for whom, the words that change how certain it is, the chain of sources with their cues, the arithmetic of its date, its places.
#[derive(Args)]
#[command(after_help = EXPLAIN_EXAMPLES)]
pub struct Explain {
    #[command(flatten)]
    pub inputs: Inputs,
    /// Only the statement with this number in its article, from 1, or whose id begins so
    #[arg(long, short, value_name = "ID")]
    pub statement: Option<String>,
    #[command(flatten)]
    pub paper: Paper,
    #[command(flatten)]
    pub common: Common,
}

const ANNOTATE_EXAMPLES: &str = "\
Examples:
  sayso annotate article.txt                one JSON object
  sayso annotate news.jsonl -o news.layers.jsonl --threads 8
  zcat news.jsonl.gz | sayso annotate --input jsonl | jq .statements
  sayso annotate --input conllu --format conllu gold.conllu

Limits: the text of one article has at most 2 MB (2,000,000 bytes of UTF-8, some 350,000 words); one page, line or CoNLL-U document at most 32 MiB with its markup. What is longer is refused with an error, the rest goes through.";

/// Write all that is read out of articles as JSONL or CoNLL-U
///
/// JSONL in: objects with `id`, `text` and perhaps `title`, `published`, `publisher`, `url`; one line out for each line in, in their
/// order, with the same `id`. A line that cannot be read gives an error and no line. CoNLL-U in: its sentences and words are kept.
/// Feeds and web archives in: a line for each entry that has a text, and for each page.
#[derive(Args)]
#[command(after_help = ANNOTATE_EXAMPLES)]
pub struct Annotate {
    #[command(flatten)]
    pub inputs: Inputs,
    /// What to write: all layers, one document a line, or the words with their syntax
    #[arg(long, value_enum, default_value_t = AnnotateFormat::Jsonl)]
    pub format: AnnotateFormat,
    #[command(flatten)]
    pub common: Common,
}

const RELATE_EXAMPLES: &str = r#"Example:
  echo '{"id": 1, "sentence": "Peru expelled two Bolivian envoys.", "source_span": [0, 4], "target_span": [14, 33]}' | sayso relate"#;

/// Tell what a marked source does to a marked target, for sentences in JSONL
///
/// Objects in: `id`, `sentence`, `source_span`, `target_span`, the spans as [start, end) in Unicode code points. One line out for each
/// line in, in their order, with the same `id`: PLOVER `type` and `mode`, `quad` (1 verbal cooperation, 2 material cooperation,
/// 3 verbal conflict, 4 material conflict), `auxiliary` modes, `score` (probability of the type) and `evidence`, the span of the word that
/// tells most. A line that cannot be read gives an error and no line.
#[derive(Args)]
#[command(after_help = RELATE_EXAMPLES)]
pub struct Relate {
    /// JSONL files to read; `-`, or none, is standard input
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub running: Running,
}

const RESOLVE_EXAMPLES: &str = r#"Examples:
  sayso resolve "Yun Seok-yol" --date 2023-05-01
  sayso resolve "the prime minister" --country Haiti --date 2022-01-01
  sayso resolve "former Malian soldiers"
  echo '{"id": 1, "query": "Pentagon officials"}' | sayso resolve --input jsonl"#;

/// Tell who a name or a description stands for on a day
///
/// Prints an actor as JSON: `code`, `country` (ISO 3166-1 alpha-3 or PLOVER's code of a non-state body), `sector` (PLOVER, the primary one
/// first), `name`, `id`, `from` and `to` of the role matched, `score`; `null` for whom the tables do not know. With `--input jsonl`, objects
/// with `id`, `query` and perhaps `date`, `country` and `context` (text around the name) are read, and one line `{"id", "actor"}` is written for each.
#[derive(Args)]
#[command(after_help = RESOLVE_EXAMPLES)]
pub struct Resolve {
    /// A name or description; with `--input jsonl`, files to read (`-`, or none, is standard input)
    #[arg(value_name = "TEXT|FILE")]
    pub what: Vec<String>,
    /// Read questions from files, one a line
    #[arg(long, value_enum, value_name = "KIND")]
    pub input: Option<QuestionKind>,
    /// Day on which roles are understood [default: today's holders]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<Date>,
    /// Country that the text speaks of, as a code or by name: it decides between several, and tells whose "the prime minister" is
    #[arg(long, value_name = "COUNTRY")]
    pub country: Option<String>,
    #[command(flatten)]
    pub tables: TablesArg,
    #[command(flatten)]
    pub running: Running,
}

/// What questions stand in.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum QuestionKind {
    Jsonl,
}

/// The ledger.
#[derive(Args)]
pub struct LedgerArg {
    /// The ledger: one file
    #[arg(long, value_name = "FILE", default_value = "sayso.db")]
    pub ledger: PathBuf,
}

const INGEST_EXAMPLES: &str = "\
Examples:
  sayso ingest news.jsonl                   into sayso.db, which is made where it is missing
  sayso ingest archive/ --ledger war.db     all articles in a folder and in the folders in it
  sayso ingest archive/ --ledger war.db     again: only what is new is read
  sayso ingest crawl.warc.gz sitemap.xml    all pages of a web archive, with the dates and titles of the sitemap
  curl -s https://news.example/rss | sayso ingest -

A report is known by its id and text. One with the id or the address of another, and another text, is a newer version: both stay, and the old
one counts no more. Interrupted, it can be run again: what was added stays.";

/// Add reports to a ledger, the record of who said what happened
///
/// Reads plain text, HTML, JSONL, feeds (RSS, Atom, JSON Feed) and web archives (WARC, plain or gzip), files or folders with files. What a
/// sitemap, or a feed without its text, tells of a page goes to the page of the same address among the other files. Each report is kept as a whole
/// or not at all. At the end, what speaks of the same happening is put together.
#[derive(Args)]
#[command(after_help = INGEST_EXAMPLES)]
pub struct Ingest {
    /// Files and folders to read; `-` is standard input
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// What the files hold [default: by the file's ending, else by its beginning; text means plain text or HTML]
    #[arg(long, value_enum, value_name = "KIND")]
    pub input: Option<Kind>,
    #[command(flatten)]
    pub ledger: LedgerArg,
    /// Day of publication, where the article does not give one
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<Date>,
    /// Name of the outlet, where the article does not give one
    #[arg(long, value_name = "NAME")]
    pub publisher: Option<String>,
    /// Leave out events that are less probable than this, 0 to 1 [default: 0.5]
    #[arg(long, value_name = "P", value_parser = share)]
    pub min_score: Option<f64>,
    #[command(flatten)]
    pub tables: TablesArg,
    /// Threads to work on [default: one for each processor]; the ledger holds the same for any number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// No warnings, no progress and no summary, only errors
    #[arg(long, short)]
    pub quiet: bool,
}

const QUERY_EXAMPLES: &str = "\
Examples:
  sayso query                               everything, the latest first
  sayso query --actor RUS --type ASSAULT --from 2024-10-01
  sayso query --country MLI --status disputed --format jsonl
  sayso query --source NATO --text '\"north korean\" troop*' --statements
  sayso query --as-of 2024-10-20            what was known on that day
  sayso query --series --format csv         counts and intensities by month";

/// Ask a ledger what happened, who says so, and how it stands
///
/// Shows occurrences: what is the same happening or fact in all that was reported, with how it stands (single-source, corroborated, disputed,
/// denied, retracted, planned) and the independent origins behind it. An occurrence is shown when one of its statements fits all filters.
#[derive(Args)]
#[command(after_help = QUERY_EXAMPLES)]
pub struct Query {
    #[command(flatten)]
    pub ledger: LedgerArg,
    #[command(flatten)]
    pub filters: Filters,
    /// Statements instead of occurrences
    #[arg(long, conflicts_with = "series")]
    pub statements: bool,
    /// Counts and intensities by countries, type and month instead of occurrences, and the months in which the counts change
    #[arg(long)]
    pub series: bool,
    /// What to write: a table for a person, records, or a table for a program
    #[arg(long, value_enum, default_value_t = QueryFormat::Table)]
    pub format: QueryFormat,
    /// At most so many [default: 50 in a table for a person, else all]
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,
    /// Pass over the first so many
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: u64,
    #[command(flatten)]
    pub paper: Paper,
    #[command(flatten)]
    pub running: Running,
}

/// What is asked for.
#[derive(Args, Default)]
#[command(next_help_heading = "Filters")]
pub struct Filters {
    /// Who acts: the beginning of a code (RUS, RUSMIL), else words of a name
    #[arg(long, value_name = "WHO")]
    pub actor: Option<String>,
    /// On whom; as --actor
    #[arg(long, value_name = "WHO")]
    pub recipient: Option<String>,
    /// Who says so, anywhere in the chain of sources; as --actor
    #[arg(long, value_name = "WHO")]
    pub source: Option<String>,
    /// Country of an actor, a recipient or a place, as a code (MLI)
    #[arg(long, value_name = "CODE")]
    pub country: Option<String>,
    /// PLOVER type, perhaps with a mode (ASSAULT, ASSAULT-aerial), or relation (headed_by)
    #[arg(long, value_name = "TYPE")]
    pub r#type: Option<String>,
    /// PLOVER quad: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=4))]
    pub quad: Option<u8>,
    /// How sure the source is: CT+ PR+ PS+ CT- PR- PS- U; several with commas
    #[arg(long, value_name = "VALUES", value_delimiter = ',', allow_hyphen_values = true, value_parser = factuality)]
    pub factuality: Vec<String>,
    /// Words of a place's name, or a country's code
    #[arg(long, value_name = "NAME")]
    pub place: Option<String>,
    /// Not before this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub from: Option<Date>,
    /// Not after this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub to: Option<Date>,
    /// Words of the sentence or the title; \"in quotation marks\" they follow each other, with* is a beginning
    #[arg(long, value_name = "WORDS")]
    pub text: Option<String>,
    /// How it stands; several with commas
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = status)]
    pub status: Vec<sayso::ledger::Status>,
    /// event or fact
    #[arg(long, value_name = "KIND", value_parser = ["event", "fact"])]
    pub kind: Option<String>,
    /// Only from what was published by this day, as if nothing had come later
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub as_of: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum QueryFormat {
    Table,
    Jsonl,
    Csv,
}

const EXPORT_EXAMPLES: &str = "\
Examples:
  sayso export --as parquet -o statements.parquet
  sayso export --as geojson --country UKR --from 2024-01-01 -o map.geojson
  sayso export --as gdelt-tsv -o export.CSV --mentions mentions.CSV

Columns: plover-jsonl, polecat-tsv, csv, parquet, geojson and jsonld have statements; phoenix-tsv and gdelt-tsv occurrences that somebody affirms, as they
cannot say that something is denied or only planned. What a format has no place for is left out and counted.";

/// Write what a ledger knows in formats that other programs read
///
/// With filters, what fits; a statement fits by itself, an occurrence when one of its statements does.
#[derive(Args)]
#[command(after_help = EXPORT_EXAMPLES)]
pub struct Export {
    /// The format
    #[arg(long = "as", value_enum, value_name = "FORMAT")]
    pub format: ExportFormat,
    #[command(flatten)]
    pub ledger: LedgerArg,
    #[command(flatten)]
    pub filters: Filters,
    /// With gdelt-tsv: a second file, for the table of mentions
    #[arg(long, value_name = "FILE")]
    pub mentions: Option<PathBuf>,
    /// No summary, only errors
    #[arg(long, short)]
    pub quiet: bool,
    /// File to write instead of standard output; it appears when all is done, or not at all
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Taken as by the other commands; exports work on one thread
    #[arg(long, value_name = "N", hide = true)]
    pub threads: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// PLOVER 2.0 records with an extension `sayso`, one statement a line
    PloverJsonl,
    /// POLECAT's 40 columns with a header, one statement a row
    PolecatTsv,
    /// Phoenix's 26 columns, one occurrence a row
    PhoenixTsv,
    /// GDELT 2.0's 61 columns of events, one occurrence a row
    GdeltTsv,
    /// All fields in flat columns with a header, one statement a row
    Csv,
    /// The same columns with types
    Parquet,
    /// Points of places, lines of movements
    Geojson,
    /// schema.org claims with PROV-O
    Jsonld,
}

const SERVE_EXAMPLES: &str = "\
Examples:
  sayso serve --demo                        a small ledger of sample reports, to look around
  sayso serve --ledger war.db --open        and open the browser
  sayso ingest archive/ --ledger war.db     meanwhile: pages follow
  sayso serve --listen 0.0.0.0 --token-file token.txt

The ledger is only read. On other addresses than those of this machine everybody has to know the token: open /?token=… once, or send it as
`Authorization: Bearer …`. There is no encryption: put a proxy with TLS before it where the network is not yours.";

/// Open a ledger as a page in the browser, with an HTTP API
///
/// Search, articles with their layers, accounts side by side, series, map, actors and sources; every figure opens down to the sentences. The
/// API is described at /api/openapi.json and in `docs/serve.md`. Ctrl-C ends it.
#[derive(Args)]
#[command(after_help = SERVE_EXAMPLES)]
pub struct Serve {
    #[command(flatten)]
    pub ledger: LedgerArg,
    /// A small ledger of sample reports, made now and gone at the end
    #[arg(long, conflicts_with = "ledger")]
    pub demo: bool,
    /// The port; 0 is any that is free
    #[arg(long, value_name = "N", default_value_t = sayso_web::PORT)]
    pub port: u16,
    /// The address to listen on; others than those of this machine need a token
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    pub listen: std::net::IpAddr,
    /// What others have to know; programs on this machine can see it, so --token-file is better
    #[arg(long, value_name = "TOKEN", conflicts_with = "token_file")]
    pub token: Option<String>,
    /// File whose first line is the token
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    /// Open the page in the browser
    #[arg(long)]
    pub open: bool,
}

/// Look after a ledger: what it holds, whether it is whole
#[derive(Args)]
pub struct LedgerCommandArgs {
    #[command(subcommand)]
    pub command: LedgerCommand,
}

#[derive(Subcommand)]
pub enum LedgerCommand {
    /// Show what it holds
    Info(LedgerArg),
    /// Look whether the file is whole and all in it can be read; exit status 1 where not
    Check(LedgerArg),
    /// Make the file as small as can be
    Compact(LedgerArg),
    /// Put together anew what speaks of the same happening
    Relink(LedgerArg),
    /// Add documents that were annotated elsewhere, as on a cluster
    Import(Import),
}

const IMPORT_EXAMPLES: &str = "\
Examples:
  sayso ledger import archive/documents     Parquet that a Spark job wrote (docs/spark.md)
  sayso annotate --min-score 0.2 news.jsonl -o news.layers.jsonl
  sayso ledger import news.layers.jsonl     lines of `sayso annotate`

What is there already is passed over, so that it can be run again. Annotate with --min-score 0.2, as `sayso ingest` does, for the same ledger.";

/// Add documents that were annotated elsewhere, as on a cluster
///
/// Reads JSONL of `sayso annotate`, and Parquet with such lines in a column `document`; of folders all such files but those whose names begin
/// with `_` or `.`. Where rows have the columns `file`, `block` and `row`, versions of one report are added in that order, whatever the order
/// of the rows. At the end, what speaks of the same happening is put together.
#[derive(Args)]
#[command(after_help = IMPORT_EXAMPLES)]
pub struct Import {
    /// Files and folders
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub ledger: LedgerArg,
    /// No warnings and no summary, only errors
    #[arg(long, short)]
    pub quiet: bool,
}

const KNOWLEDGE_EXAMPLES: &str = "\
Examples:
  sayso knowledge                           how much the tables hold
  sayso knowledge show NATO --date 2020-01-01
  sayso knowledge check my-actors           mistakes and doubts in a folder of own tables
  sayso knowledge import Phoenix.actors.txt --to my-actors
  sayso read --knowledge my-actors article.txt";

/// Look at the tables of actors, check them, bring other ones
///
/// The tables are text files with tabs; their format is in `crates/knowledge/data/README.md` of the source. A folder of own tables
/// (`actors/*.tsv`, `agents.tsv` …) is given to the other commands with `--knowledge DIR`; what it says comes before what sayso comes with.
#[derive(Args)]
#[command(after_help = KNOWLEDGE_EXAMPLES)]
pub struct KnowledgeArgs {
    #[command(subcommand)]
    pub command: Option<KnowledgeCommand>,
}

#[derive(Subcommand)]
pub enum KnowledgeCommand {
    /// Show all that the tables have under a name or key
    Show {
        /// A name, or the key of an actor
        #[arg(value_name = "NAME", required = true)]
        names: Vec<String>,
        /// Only what holds on this day
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
        date: Option<Date>,
        #[command(flatten)]
        tables: TablesArg,
    },
    /// Look for mistakes (codes that there are not, impossible dates) and doubts (two in one office, one name of two bodies)
    ///
    /// Exit status 1 where something is wrong; doubts alone give 0.
    Check {
        /// Folder of tables [default: the tables that sayso comes with]
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
        /// Only mistakes, no doubts
        #[arg(long, short)]
        quiet: bool,
    },
    /// Make tables of PETRARCH dictionaries (actors and agents)
    Import {
        /// Dictionaries, as `Phoenix.Countries.actors.txt` and `Phoenix.agents.txt`
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        /// Folder that the tables go to; made where it is missing
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
    },
}

/// Own tables.
#[derive(Args)]
pub struct TablesArg {
    /// Folder of own tables of actors, laid out as those of sayso; they come first
    #[arg(long, value_name = "DIR")]
    pub knowledge: Option<PathBuf>,
}

#[derive(Args)]
pub struct Inputs {
    /// Files to read; `-`, or none, is standard input
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// What the files hold [default: by the file's ending, else by its beginning; text means plain text or HTML]
    #[arg(long, value_enum, value_name = "KIND")]
    pub input: Option<Kind>,
}

#[derive(Args)]
pub struct Common {
    /// Day of publication, where the article does not give one
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<Date>,
    /// Name of the outlet, where the article does not give one
    #[arg(long, value_name = "NAME")]
    pub publisher: Option<String>,
    /// Leave out events that are less probable than this, 0 to 1 [default: 0.5]
    #[arg(long, value_name = "P", value_parser = share)]
    pub min_score: Option<f64>,
    #[command(flatten)]
    pub tables: TablesArg,
    #[command(flatten)]
    pub running: Running,
}

/// How to work.
#[derive(Args)]
pub struct Running {
    /// Threads to work on [default: one for each processor]; the output is the same for any number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// No warnings and no progress, only errors
    #[arg(long, short)]
    pub quiet: bool,
    /// File to write instead of standard output; it appears when all is done, or not at all
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// What an input holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Plain text or HTML, an article a file
    Text,
    /// An article a line
    Jsonl,
    /// Sentences and words, with `# newdoc id = …` before each article
    Conllu,
    /// RSS, Atom or JSON Feed, an article an entry
    Feed,
    /// A web archive, plain or gzip, an article a page
    Warc,
    /// What is told of pages that stand in other files
    Sitemap,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AnnotateFormat {
    Jsonl,
    Conllu,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReadFormat {
    Text,
    Jsonl,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

fn share(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|p| (0.0..=1.0).contains(p));
    number.ok_or_else(|| "write a probability as 0.7".to_owned())
}

fn status(text: &str) -> Result<sayso::ledger::Status, String> {
    use sayso::ledger::Status;
    Status::from_name(text).ok_or_else(|| {
        let names: Vec<&str> = Status::ALL.iter().map(|s| s.name()).collect();
        format!("one of {}", names.join(", "))
    })
}

fn factuality(text: &str) -> Result<String, String> {
    let all = sayso::model::statement::Factuality::ALL;
    let known = all.iter().find(|f| f.name().eq_ignore_ascii_case(text));
    known
        .map(|f| f.name().to_owned())
        .ok_or_else(|| "one of CT+, PR+, PS+, CT-, PR-, PS-, U".to_owned())
}

fn date(text: &str) -> Result<Date, String> {
    let whole = text.len() == 10 && text.bytes().filter(|b| *b == b'-').count() == 2;
    text.parse()
        .ok()
        .filter(|_| whole)
        .ok_or_else(|| "write a day of the calendar as 2024-10-28".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn arguments_agree() {
        Cli::command().debug_assert();
    }

    #[test]
    fn dates() {
        assert_eq!(date("2024-10-28").unwrap().to_string(), "2024-10-28");
        for wrong in [
            "2024-13-01",
            "28.10.2024",
            "20241028",
            "2024-10-28T00:00",
            "today",
            "",
        ] {
            assert!(date(wrong).is_err(), "{wrong}");
        }
    }
}
