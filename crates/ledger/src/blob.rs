//! Texts and records as they lie in the file: deflated.

use crate::Error;
use flate2::write::DeflateEncoder;
use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::io::Write;

/// Packs bytes.
pub fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(6));
    // A vector takes all that is written to it.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// Unpacks text; `what` and its document are named where it is damaged.
pub fn unpack(packed: &[u8], what: &str, document: i64) -> Result<String, Error> {
    UNPACKER.with_borrow_mut(|unpacker| {
        let text = unpacker.unpack(packed, || format!("{what} of document {document}"));
        Ok(text?.to_owned())
    })
}

thread_local! {
    /// What each thread unpacks with: one of its own for each text took longer than the text.
    static UNPACKER: RefCell<Unpacker> = RefCell::default();
}

/// Unpacks lines of JSON.
pub fn unpack_lines<T: DeserializeOwned>(packed: &[u8], what: &str, document: i64) -> Result<Vec<T>, Error> {
    let text = unpack(packed, what, document)?;
    let parse = |line: &str| {
        serde_json::from_str(line).map_err(|e| Error::Damaged(format!("{what} of document {document}: {e}")))
    };
    text.lines().map(parse).collect()
}

/// Packs many small texts one by one.
pub struct Packer(Compress);

impl Default for Packer {
    fn default() -> Self {
        Self(Compress::new(Compression::new(6), false))
    }
}

impl Packer {
    /// Packs a text.
    pub fn pack(&mut self, text: &str) -> Vec<u8> {
        self.0.reset();
        // Deflate adds five bytes to each block that it cannot make smaller.
        let mut packed = Vec::with_capacity(text.len() + text.len() / 1000 + 64);
        match self
            .0
            .compress_vec(text.as_bytes(), &mut packed, FlushCompress::Finish)
        {
            Ok(Status::StreamEnd) => packed,
            _ => pack(text.as_bytes()),
        }
    }
}

/// Bytes that are kept for the next text, however large one was.
const ROOM: usize = 1 << 20;

/// Unpacks many small texts one by one.
pub struct Unpacker {
    inflate: Decompress,
    text: Vec<u8>,
}

impl Default for Unpacker {
    fn default() -> Self {
        Self {
            inflate: Decompress::new(false),
            text: Vec::with_capacity(1 << 14),
        }
    }
}

impl Unpacker {
    /// Unpacks a text, which stays until the next one.
    ///
    /// # Errors
    /// When it is damaged; `what` names it.
    pub fn unpack(&mut self, packed: &[u8], what: impl Fn() -> String) -> Result<&str, Error> {
        self.inflate.reset(false);
        self.text.clear();
        self.text.shrink_to(ROOM);
        loop {
            let read = usize::try_from(self.inflate.total_in()).unwrap_or(packed.len());
            let before = self.text.len();
            let rest = packed.get(read..).unwrap_or_default();
            match self
                .inflate
                .decompress_vec(rest, &mut self.text, FlushDecompress::None)
            {
                Ok(Status::StreamEnd) => break,
                Ok(_) if self.text.len() == self.text.capacity() => {
                    self.text.reserve(self.text.len().max(1 << 14))
                }
                Ok(_) if self.text.len() > before => {}
                Ok(_) => return Err(Error::Damaged(format!("{} ends too early", what()))),
                Err(error) => return Err(Error::Damaged(format!("{}: {error}", what()))),
            }
        }
        std::str::from_utf8(&self.text).map_err(|e| Error::Damaged(format!("{}: {e}", what())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_texts_come_back() {
        let (mut packer, mut unpacker) = (Packer::default(), Unpacker::default());
        let noise: String = (0..60_000_u32)
            .map(|n| char::from_u32(0x4E00 + n.wrapping_mul(2_654_435_761) % 20_000).unwrap())
            .collect();
        for text in [
            "",
            "a",
            "the same the same the same",
            &"x".repeat(100_000),
            &noise,
            "and a short one again",
        ] {
            let packed = packer.pack(text);
            assert_eq!(unpacker.unpack(&packed, String::new).unwrap(), text);
            assert_eq!(unpack(&packed, "text", 1).unwrap(), text);
            if packed.len() > 2 {
                assert!(unpacker.unpack(&packed[..packed.len() / 2], String::new).is_err());
            }
        }
    }
}
