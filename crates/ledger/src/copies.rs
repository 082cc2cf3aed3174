//! Text that documents share: five-word shingles, and two small indexes that find the documents worth comparing.
//!
//! Near copies are found by MinHash with banding (Broder 1997; Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", chapter 3), short
//! texts inside long ones by a sample of the shingles (all whose hash is divisible; Manber 1994). What these find is compared shingle by
//! shingle, so the numbers kept are exact and do not depend on which document came first.

use std::collections::HashSet;

/// Words of a shingle.
const WORDS: usize = 5;
/// Fewer shingles tell nothing: two short notes may well have the same words.
pub const LEAST: usize = 8;
/// Bands, and the permutations of each: pairs with a similarity of 0.3 meet in one with a probability of 0.95, those with 0.5 always.
const BANDS: usize = 32;
const ROWS: usize = 2;
/// One shingle of so many is in the sample.
const SAMPLE: u64 = 16;

/// Documents as similar as this share their origin.
pub const SIMILAR: f64 = 0.35;
/// So do those of which one holds so much of the other.
pub const CONTAINED: f64 = 0.5;
/// What is less than this in both is not kept.
pub const KEPT: f64 = 0.2;

/// The shingles of a text, and what finds it again.
#[derive(Clone, Debug, Default)]
pub struct Prints {
    /// Hashes of all shingles.
    pub shingles: HashSet<u64>,
    /// One hash for each band.
    pub bands: Vec<i64>,
    /// The sample, in order.
    pub sample: Vec<i64>,
}

impl Prints {
    /// Of a text. Letter case, punctuation and the kind of blanks make no difference.
    pub fn of(text: &str) -> Self {
        let shingles = shingles(text);
        if shingles.len() < LEAST {
            return Self::default();
        }
        let mut least = [u64::MAX; BANDS * ROWS];
        for shingle in &shingles {
            for (at, least) in least.iter_mut().enumerate() {
                *least = (*least).min(mix(shingle ^ mix(at as u64 + 1)));
            }
        }
        let band = |(at, rows): (usize, &[u64])| {
            rows.iter().fold(mix(at as u64), |hash, row| mix(hash ^ row)) as i64
        };
        let bands = least.chunks(ROWS).enumerate().map(band).collect();
        let mut sample: Vec<i64> = shingles
            .iter()
            .filter(|s| *s % SAMPLE == 0)
            .map(|s| *s as i64)
            .collect();
        sample.sort_unstable();
        Self {
            shingles,
            bands,
            sample,
        }
    }

    /// How similar two texts are (Jaccard), and how much of the smaller one the larger one holds.
    pub fn compare(&self, other: &Self) -> (f64, f64) {
        let (small, large) = if self.shingles.len() <= other.shingles.len() {
            (self, other)
        } else {
            (other, self)
        };
        if small.shingles.is_empty() {
            return (0.0, 0.0);
        }
        let both = small.shingles.intersection(&large.shingles).count();
        let all = small.shingles.len() + large.shingles.len() - both;
        (
            both as f64 / all as f64,
            both as f64 / small.shingles.len() as f64,
        )
    }
}

fn shingles(text: &str) -> HashSet<u64> {
    let words: Vec<u64> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|word| {
            word.chars()
                .flat_map(char::to_lowercase)
                .fold(0xCBF2_9CE4_8422_2325, |hash, c| {
                    mix(hash ^ u64::from(u32::from(c)))
                })
        })
        .collect();
    words
        .windows(WORDS)
        .map(|window| window.iter().fold(0, |hash, word| mix(hash ^ word)))
        .collect()
}

/// The finalizer of SplitMix64 (Steele, Lea, Flood 2014).
pub(crate) fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: std::ops::Range<u32>) -> String {
        words.map(|w| format!("word{w} ")).collect()
    }

    #[test]
    fn the_same_words_are_the_same_text() {
        let one = Prints::of(
            "The ferry left the harbour of Pemba at dawn, with nine engineers and two guards on board.",
        );
        let two = Prints::of(
            "the ferry left the harbour of PEMBA at dawn with nine engineers – and two guards – on board",
        );
        assert_eq!(one.compare(&two), (1.0, 1.0));
        assert_eq!(one.bands, two.bands);
    }

    #[test]
    fn a_copy_meets_its_original_in_a_band() {
        let (one, two) = (Prints::of(&text(0..300)), Prints::of(&text(30..320)));
        let (similar, _) = one.compare(&two);
        assert!(similar > 0.8, "{similar}");
        assert!(one.bands.iter().zip(&two.bands).any(|(a, b)| a == b));
    }

    #[test]
    fn a_short_text_inside_of_a_long_one_shares_the_sample() {
        let (long, short) = (Prints::of(&text(0..1000)), Prints::of(&text(500..620)));
        let (similar, contained) = long.compare(&short);
        assert!(similar < SIMILAR && contained == 1.0);
        assert!(short.sample.iter().filter(|s| long.sample.contains(s)).count() >= 2);
    }

    #[test]
    fn other_texts_share_nothing() {
        let (one, two) = (Prints::of(&text(0..300)), Prints::of(&text(1000..1300)));
        assert_eq!(one.compare(&two), (0.0, 0.0));
        assert!(
            Prints::of("It rained on Monday in the whole north.")
                .bands
                .is_empty()
        );
    }
}
