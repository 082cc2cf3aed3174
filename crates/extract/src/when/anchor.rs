//! What expressions are counted from: the time told before, or that of a happening.

use super::belongs;
use super::link::Side;
use super::told::{Teller, Told};
use sayso_model::{Interval, TokenIx};

/// How many sentences back an expression may look for the time that it is counted from.
const FAR: usize = 4;

impl Teller<'_> {
    /// When what a word tells of happens: a time told with it, or told before with the same happening.
    pub(super) fn event(
        &self,
        word: TokenIx,
        from: usize,
        known: &[Option<Told>],
        longest: i32,
    ) -> Option<Interval> {
        // A clause about "the fifth day of the war" may hang on either.
        let above = self.tree.head(word).filter(|h| self.tree.upos(*h) == "NOUN");
        let extent = self.tree.extent(above.unwrap_or(word));
        let inside = known
            .iter()
            .flatten()
            .find(|t| t.words.start >= from && extent.contains(&t.words.start));
        if let Some(told) = inside {
            return Some(told.interval);
        }
        belongs::happening(self.tree, self.words, &self.done, word).or_else(|| {
            let subject = self.tree.subject(word)?;
            let pronoun = self.tree.upos(subject) == "PRON";
            (pronoun && self.tree.upos(word) == "VERB")
                .then(|| self.anchor(from, false, false, Side::Present, longest))
                .flatten()
                .map(|a| a.interval)
        })
    }

    /// The time told before a word that others are counted from. Times of saying only where there is no other.
    pub(super) fn anchor(
        &self,
        at: usize,
        back: bool,
        clock: bool,
        side: Side,
        longest: i32,
    ) -> Option<&Told> {
        let sentence = self.tree.doc.sentence_of(TokenIx::new(at));
        let near = |t: &&Told| {
            let far = if clock { 1 } else { FAR };
            sentence - self.tree.doc.sentence_of(TokenIx::new(t.words.start)) <= far
        };
        let ahead = |t: &&Told| {
            side != Side::Ahead
                || self
                    .published
                    .is_none_or(|p| t.interval.end.is_none_or(|e| e >= p))
        };
        let all = || {
            self.done
                .iter()
                .rev()
                .filter(|t| t.words.end <= at && t.anchor && !(back && t.back))
                .take_while(near)
                .filter(ahead)
        };
        let short = |t: &&Told| {
            let length = t
                .interval
                .start
                .zip(t.interval.end)
                .map(|(s, e)| (e - s).get_days());
            length.is_none_or(|l| l < longest)
        };
        let happens = |t: &&Told| !t.owner.is_some_and(|o| self.says(o));
        all()
            .find(|t| happens(t) && short(t))
            .or_else(|| all().find(short))
            .or_else(|| all().find(happens))
            .or_else(|| all().next())
    }
}
