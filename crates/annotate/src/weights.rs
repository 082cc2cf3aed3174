//! The file of weights: magic, version, a table of contents as JSON, then tensors. Written by `training/export.py`.

use crate::linear::Linear;
use serde::Deserialize;
use std::collections::HashMap;

static EMBEDDED: &[u8] = include_bytes!("../data/annotator.bin");
static EVENTS: &[u8] = include_bytes!("../data/events.bin");
static RELATIONS: &[u8] = include_bytes!("../data/relations.bin");
static CUES: &[u8] = include_bytes!("../data/cues.bin");
static PARTIES: &[u8] = include_bytes!("../data/parties.bin");
static SIDES: &[u8] = include_bytes!("../data/sides.bin");
static HAPPENED: &[u8] = include_bytes!("../data/happened.bin");
static TOLLS: &[u8] = include_bytes!("../data/tolls.bin");
static COREFERENCE: &[u8] = include_bytes!("../data/coreference.bin");

const MAGIC: &[u8] = b"SAYSOANN";
const VERSION: u32 = 2;
const HEADER: usize = 16;

/// Why a file of weights cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WeightsError {
    /// It does not begin as such files do.
    #[error("these are no weights of the annotator: write them with `training/export.py`")]
    Magic,
    /// It was written for another version of the program.
    #[error(
        "weights of version {found}, but version {VERSION} is needed: write them anew with `training/export.py`"
    )]
    Version {
        /// The version of the file.
        found: u32,
    },
    /// Its table of contents is no such table.
    #[error("unreadable table of contents in the weights")]
    Contents(#[from] serde_json::Error),
    /// A tensor is missing, ends after the file, or has another form than the network.
    #[error("tensor `{name}` of the weights is missing, cut off or of another shape")]
    Tensor {
        /// Its name.
        name: String,
    },
}

#[derive(Debug, Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<usize>,
    offset: usize,
}

/// An opened file of weights.
#[derive(Debug)]
pub(crate) struct Weights {
    contents: HashMap<String, Entry>,
    tensors: &'static [u8],
}

impl Weights {
    /// The weights that are part of the program.
    pub(crate) fn embedded() -> Result<Self, WeightsError> {
        Self::open(EMBEDDED)
    }

    /// The weights of the scorer of coreference, part of the program as well.
    pub(crate) fn coreference() -> Result<Self, WeightsError> {
        Self::open(COREFERENCE)
    }

    /// The weights of the network of events.
    pub(crate) fn events() -> Result<Self, WeightsError> {
        Self::open(EVENTS)
    }

    /// The weights of the network of cues.
    pub(crate) fn cues() -> Result<Self, WeightsError> {
        Self::open(CUES)
    }

    /// The weights of the network that tells what happened.
    pub(crate) fn happened() -> Result<Self, WeightsError> {
        Self::open(HAPPENED)
    }

    /// The weights of the network of sides.
    pub(crate) fn sides() -> Result<Self, WeightsError> {
        Self::open(SIDES)
    }

    /// The weights of the network of parties.
    pub(crate) fn parties() -> Result<Self, WeightsError> {
        Self::open(PARTIES)
    }

    /// The weights of the network of tolls.
    pub(crate) fn tolls() -> Result<Self, WeightsError> {
        Self::open(TOLLS)
    }

    /// The weights of the network of relations.
    pub(crate) fn relations() -> Result<Self, WeightsError> {
        Self::open(RELATIONS)
    }

    fn open(file: &'static [u8]) -> Result<Self, WeightsError> {
        let number = |at: usize| {
            file.get(at..at + 4)
                .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
        };
        let (Some(found), Some(length), true) = (number(8), number(12), file.starts_with(MAGIC)) else {
            return Err(WeightsError::Magic);
        };
        if found != VERSION {
            return Err(WeightsError::Version { found });
        }
        let rest = &file[HEADER..];
        let contents = rest.get(..length as usize).unwrap_or(rest);
        Ok(Self {
            contents: serde_json::from_slice(contents)?,
            tensors: &rest[contents.len()..],
        })
    }

    fn bytes(&self, name: &str, dtype: &str, shape: Option<&[usize]>) -> Result<&'static [u8], WeightsError> {
        let found = || {
            let entry = self.contents.get(name)?;
            let size = entry.shape.iter().product::<usize>() * if dtype == "f32" { 4 } else { 1 };
            let fits = entry.dtype == dtype && shape.is_none_or(|shape| shape == entry.shape);
            self.tensors
                .get(entry.offset..entry.offset + size)
                .filter(|_| fits)
        };
        found().ok_or_else(|| WeightsError::Tensor {
            name: name.to_owned(),
        })
    }

    /// A tensor of numbers of that shape.
    pub(crate) fn f32(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, WeightsError> {
        let bytes = self.bytes(name, "f32", Some(shape))?;
        Ok(bytes
            .chunks_exact(4)
            .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
            .collect())
    }

    /// A tensor of signed bytes of that shape, in place.
    pub(crate) fn i8(&self, name: &str, shape: &[usize]) -> Result<&'static [u8], WeightsError> {
        self.bytes(name, "i8", Some(shape))
    }

    /// The lines of a text.
    pub(crate) fn lines(&self, name: &str) -> Result<Vec<&'static str>, WeightsError> {
        let bytes = self.bytes(name, "u8", None)?;
        let text = std::str::from_utf8(bytes).map_err(|_| WeightsError::Tensor {
            name: name.to_owned(),
        })?;
        Ok(text.split('\n').collect())
    }

    /// A linear layer.
    pub(crate) fn linear(&self, name: &str, inputs: usize, outputs: usize) -> Result<Linear, WeightsError> {
        let weight = self.i8(&format!("{name}.weight"), &[inputs, outputs])?;
        let scale = self.f32(&format!("{name}.scale"), &[outputs])?;
        let bias = self.f32(&format!("{name}.bias"), &[outputs])?;
        Ok(Linear::new(weight, scale, bias))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_files_are_refused() {
        assert!(matches!(Weights::open(b""), Err(WeightsError::Magic)));
        assert!(matches!(
            Weights::open(b"SAYSOANN\x09\0\0\0\0\0\0\0"),
            Err(WeightsError::Version { found: 9 })
        ));
        assert!(matches!(
            Weights::open(b"SAYSOANN\x02\0\0\0\x02\0\0\0{"),
            Err(WeightsError::Contents(_))
        ));
        let cut = Weights::open(&EMBEDDED[..EMBEDDED.len() / 2]).unwrap();
        assert!(matches!(
            cut.lines("vocabulary"),
            Err(WeightsError::Tensor { .. })
        ));
    }
}
