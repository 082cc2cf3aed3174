//! Numbers by chance that are always the same, for what is made up.

/// Where it stands in its row of numbers.
pub struct Chance(pub u64);

impl Chance {
    /// The next number below this one.
    pub fn below(&mut self, end: usize) -> usize {
        // Knuth's MMIX.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end
    }
}
