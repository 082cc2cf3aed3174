//! The tables of the file, and what brings older files up to date. `FORMAT.md` describes them for people.

use crate::Error;
use rusqlite::{Connection, TransactionBehavior};

/// `SAYS` in ASCII: marks a file as a ledger of ours (SQLite's `application_id`).
pub const APPLICATION: i64 = 0x5341_5953;

/// The version of the tables (SQLite's `user_version`): the number of steps below.
pub const VERSION: i64 = STEPS.len() as i64;

/// What makes version n+1 of version n.
const STEPS: &[&str] = &[VERSION_1, VERSION_2];

/// The oldest version that can be read as it is.
pub const READABLE: i64 = 1;

const VERSION_1: &str = r"
CREATE TABLE state (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE document (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  numeric INTEGER NOT NULL,
  hash BLOB NOT NULL UNIQUE,
  title TEXT,
  published TEXT,
  publisher TEXT,
  url TEXT,
  notice TEXT,
  superseded_by INTEGER REFERENCES document (id),
  statements INTEGER NOT NULL,
  text BLOB NOT NULL,
  claims BLOB NOT NULL,
  records BLOB NOT NULL,
  UNIQUE (name, numeric)
) STRICT;
CREATE INDEX document_url ON document (url) WHERE url IS NOT NULL;
CREATE INDEX document_published ON document (published);

CREATE TABLE sentence (
  id INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES document (id),
  number INTEGER NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX sentence_document ON sentence (document, number);

CREATE TABLE statement (
  id INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES document (id),
  number INTEGER NOT NULL,
  hash TEXT NOT NULL,
  kind TEXT NOT NULL,
  type TEXT NOT NULL,
  mode TEXT,
  quad INTEGER,
  intensity REAL,
  cameo TEXT,
  sentence INTEGER NOT NULL REFERENCES sentence (id),
  trigger_start INTEGER NOT NULL,
  trigger_end INTEGER NOT NULL,
  first TEXT,
  last TEXT,
  factuality TEXT NOT NULL,
  auxiliary INTEGER NOT NULL,
  score REAL NOT NULL
) STRICT;
CREATE UNIQUE INDEX statement_document ON statement (document, number);
CREATE INDEX statement_sentence ON statement (sentence);
CREATE INDEX statement_last ON statement (last DESC, hash);

CREATE TABLE party (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL,
  country TEXT NOT NULL,
  name TEXT NOT NULL,
  key TEXT NOT NULL,
  words TEXT NOT NULL,
  UNIQUE (name, code, country, key)
) STRICT;
CREATE INDEX party_code ON party (code);
CREATE INDEX party_country ON party (country);

CREATE TABLE takes_part (
  statement INTEGER NOT NULL REFERENCES statement (id),
  role INTEGER NOT NULL,
  party INTEGER NOT NULL REFERENCES party (id),
  PRIMARY KEY (statement, role, party)
) STRICT, WITHOUT ROWID;
CREATE INDEX takes_part_party ON takes_part (party, role);

CREATE TABLE place (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  country TEXT NOT NULL,
  lat REAL NOT NULL,
  lon REAL NOT NULL,
  geonames_id INTEGER NOT NULL,
  feature TEXT NOT NULL,
  words TEXT NOT NULL,
  UNIQUE (name, country, lat, lon, geonames_id, feature)
) STRICT;
CREATE INDEX place_country ON place (country);

CREATE TABLE happens_at (
  statement INTEGER NOT NULL REFERENCES statement (id),
  role TEXT NOT NULL,
  leg INTEGER NOT NULL,
  place INTEGER NOT NULL REFERENCES place (id),
  PRIMARY KEY (statement, role, leg, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX happens_at_place ON happens_at (place);

CREATE TABLE copy (
  document INTEGER NOT NULL REFERENCES document (id),
  copy_of INTEGER NOT NULL REFERENCES document (id),
  similarity REAL NOT NULL,
  contained REAL NOT NULL,
  PRIMARY KEY (document, copy_of)
) STRICT, WITHOUT ROWID;
CREATE TABLE band (hash INTEGER NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (hash, document)) STRICT, WITHOUT ROWID;
CREATE TABLE shingle (hash INTEGER NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (hash, document)) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE sentence_words USING fts5 (text, content='', tokenize='porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE title_words USING fts5 (text, content='', tokenize='porter unicode61 remove_diacritics 2');
";

const VERSION_2: &str = r"
CREATE TABLE bond (
  later INTEGER NOT NULL,
  earlier INTEGER NOT NULL,
  odds INTEGER NOT NULL,
  PRIMARY KEY (later, earlier)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_superseded ON document (superseded_by) WHERE superseded_by IS NOT NULL;
";

/// What linking makes; records are deflated. Used for the ledger's own tables, and for temporary ones that stand before them when the record of an earlier day
/// is asked for.
const DERIVED: &str = r"
CREATE {temp}TABLE occurrence (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  status TEXT NOT NULL,
  type TEXT NOT NULL,
  quad INTEGER,
  intensity REAL,
  actors TEXT NOT NULL,
  recipients TEXT NOT NULL,
  first TEXT,
  last TEXT,
  record BLOB NOT NULL
) STRICT;
CREATE INDEX {schema}occurrence_id ON occurrence (id);
CREATE INDEX {schema}occurrence_last ON occurrence (last DESC, id);
CREATE {temp}TABLE occurrence_statement (
  statement INTEGER NOT NULL,
  occurrence INTEGER NOT NULL,
  PRIMARY KEY (statement, occurrence)
) STRICT, WITHOUT ROWID;
CREATE INDEX {schema}occurrence_statement_occurrence ON occurrence_statement (occurrence);
CREATE {temp}TABLE origin (
  id INTEGER PRIMARY KEY,
  occurrence INTEGER NOT NULL,
  source TEXT NOT NULL,
  code TEXT,
  stance TEXT NOT NULL,
  independent INTEGER NOT NULL
) STRICT;
CREATE INDEX {schema}origin_occurrence ON origin (occurrence);
CREATE {temp}TABLE origin_document (
  origin INTEGER NOT NULL,
  document INTEGER NOT NULL,
  PRIMARY KEY (origin, document)
) STRICT, WITHOUT ROWID;
";

/// The tables of occurrences; `temporary` ones are seen instead of those of the file, on this connection only.
pub fn derived(temporary: bool) -> String {
    let (temp, schema) = if temporary { ("TEMP ", "temp.") } else { ("", "") };
    DERIVED.replace("{temp}", temp).replace("{schema}", schema)
}

/// What every connection asks for. Readers need no more than the time-out.
pub fn prepare(connection: &Connection, writes: bool) -> Result<(), Error> {
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    if writes {
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // A commit outlives a killed program; the last ones may be lost when the power fails, the file stays whole.
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
    }
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cache_size", -64_000)?;
    connection.pragma_update(None, "mmap_size", 1_i64 << 30)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// The version of a file; `None` for a new one.
///
/// # Errors
/// When the file is no ledger, or one of a newer program.
pub fn version(connection: &Connection) -> Result<Option<i64>, Error> {
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    if application != APPLICATION {
        let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", (), |row| row.get(0))?;
        return if application == 0 && version == 0 && tables == 0 {
            Ok(None)
        } else {
            Err(Error::Foreign)
        };
    }
    if version > VERSION {
        return Err(Error::Newer {
            found: version,
            known: VERSION,
        });
    }
    Ok(Some(version))
}

/// Makes the tables of a new file, or brings those of an older one up to date; all or nothing.
///
/// # Errors
/// When the file cannot be written.
pub fn migrate(connection: &mut Connection) -> Result<(), Error> {
    if version(connection)? == Some(VERSION) {
        return Ok(());
    }
    let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another program may have done it in the meantime.
    let found = version(&change)?;
    for step in STEPS.iter().skip(found.unwrap_or(0) as usize) {
        change.execute_batch(step)?;
    }
    if found.is_none() {
        change.execute_batch(&derived(false))?;
        change.pragma_update(None, "application_id", APPLICATION)?;
    }
    change.pragma_update(None, "user_version", VERSION)?;
    change.commit()?;
    Ok(())
}
