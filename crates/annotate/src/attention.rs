//! Attention of the pieces of one window to each other.

use crate::math::{LANES, exp, sum};
use multiversion::multiversion;

pub(crate) const HIDDEN: usize = 384;
const HEADS: usize = 12;
const WIDTH: usize = HIDDEN / HEADS;
const QKV: usize = 3 * HIDDEN;
/// Pieces that ask at once: their sums stay in registers.
const ASKING: usize = 8;

/// Memory of an attention, kept from window to window.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    queries: Vec<f32>,
    keys: Vec<f32>,
    values: Vec<f32>,
    shares: Vec<f32>,
}

/// Reads rows of queries, keys and values of all heads, writes rows of the values that each piece attends to.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+fma", "x86_64+avx2+fma"))]
pub(crate) fn attend(qkv: &[f32], buffers: &mut Buffers, out: &mut [f32]) {
    let length = qkv.len() / QKV;
    let padded = length.next_multiple_of(LANES);
    let Buffers {
        queries,
        keys,
        values,
        shares,
    } = buffers;
    queries.clear();
    queries.resize(padded * WIDTH, 0.0);
    keys.clear();
    keys.resize(WIDTH * padded, 0.0);
    values.resize(length * WIDTH, 0.0);
    shares.resize(ASKING * padded, 0.0);
    let scale = 1.0 / (WIDTH as f32).sqrt();
    for head in 0..HEADS {
        for (at, row) in qkv.chunks_exact(QKV).enumerate() {
            let part = |kind: usize| &row[kind * HIDDEN + head * WIDTH..][..WIDTH];
            for (d, (query, key)) in part(0).iter().zip(part(1)).enumerate() {
                queries[at * WIDTH + d] = query * scale;
                keys[d * padded + at] = *key;
            }
            values[at * WIDTH..][..WIDTH].copy_from_slice(part(2));
        }
        for first in (0..length).step_by(ASKING) {
            let queries = &queries[first * WIDTH..][..ASKING * WIDTH];
            score(queries, keys, padded, shares);
            let mut sums = [0.0; ASKING];
            for (sum, row) in sums.iter_mut().zip(shares.chunks_exact_mut(padded)) {
                *sum = share(row, length);
            }
            for half in 0..WIDTH / LANES {
                let mixed = gather(shares, values, padded, half * LANES);
                for (asking, mixed) in mixed.iter().enumerate().take(length - first) {
                    let to = &mut out[(first + asking) * HIDDEN + head * WIDTH + half * LANES..][..LANES];
                    for (to, x) in to.iter_mut().zip(mixed) {
                        *to = x / sums[asking];
                    }
                }
            }
        }
    }
}

type Lanes = [f32; LANES];

#[inline(always)]
fn add_scaled(sum: &mut Lanes, by: f32, x: &Lanes) {
    for i in 0..LANES {
        sum[i] = by.mul_add(x[i], sum[i]);
    }
}

/// For each of eight rows of factors the sum of `factor × vector(at)` over their places. The sums are variables of their
/// own because only so the compiler keeps them in registers: with an array of sums this takes 15 times as long.
#[inline(always)]
fn weigh<'a>(factors: [&[f32]; ASKING], vector: impl Fn(usize) -> &'a Lanes) -> [Lanes; ASKING] {
    let [mut s0, mut s1, mut s2, mut s3, mut s4, mut s5, mut s6, mut s7] = [[0.0; LANES]; ASKING];
    let [f0, f1, f2, f3, f4, f5, f6, f7] = factors;
    for at in 0..f0.len() {
        let x = vector(at);
        add_scaled(&mut s0, f0[at], x);
        add_scaled(&mut s1, f1[at], x);
        add_scaled(&mut s2, f2[at], x);
        add_scaled(&mut s3, f3[at], x);
        add_scaled(&mut s4, f4[at], x);
        add_scaled(&mut s5, f5[at], x);
        add_scaled(&mut s6, f6[at], x);
        add_scaled(&mut s7, f7[at], x);
    }
    [s0, s1, s2, s3, s4, s5, s6, s7]
}

/// The scores of some queries with all keys.
#[inline(always)]
fn score(queries: &[f32], keys: &[f32], padded: usize, scores: &mut [f32]) {
    let queries = std::array::from_fn(|asking| &queries[asking * WIDTH..][..WIDTH]);
    for at in (0..padded).step_by(LANES) {
        let lanes = weigh(queries, |d| {
            keys[d * padded + at..].first_chunk().expect("keys are padded")
        });
        for (asking, lanes) in lanes.iter().enumerate() {
            scores[asking * padded + at..][..LANES].copy_from_slice(lanes);
        }
    }
}

/// Turns the first `length` scores of a row into shares, the others into 0, and returns their sum.
#[inline(always)]
fn share(row: &mut [f32], length: usize) -> f32 {
    row[length..].fill(f32::NEG_INFINITY);
    let mut most = [f32::NEG_INFINITY; LANES];
    let chunks = row.as_chunks_mut::<LANES>().0;
    for chunk in chunks.iter() {
        for i in 0..LANES {
            most[i] = most[i].max(chunk[i]);
        }
    }
    let most = most.into_iter().fold(f32::NEG_INFINITY, f32::max);
    for chunk in chunks.iter_mut() {
        for x in chunk.iter_mut() {
            *x = exp(*x - most);
        }
    }
    row[length..].fill(0.0);
    let mut lanes = [0.0; LANES];
    for chunk in row.as_chunks::<LANES>().0 {
        for i in 0..LANES {
            lanes[i] += chunk[i];
        }
    }
    sum(lanes)
}

/// The sums of the values, weighted by the shares.
#[inline(always)]
fn gather(shares: &[f32], values: &[f32], padded: usize, from: usize) -> [Lanes; ASKING] {
    let length = values.len() / WIDTH;
    let shares = std::array::from_fn(|asking| &shares[asking * padded..][..length]);
    weigh(shares, |at| {
        values[at * WIDTH + from..]
            .first_chunk()
            .expect("values are whole")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn against_plain_arithmetic() {
        for length in [1, 7, 16, 37] {
            let qkv: Vec<f32> = (0..length * QKV)
                .map(|i| ((i * 7919) % 1000) as f32 / 250.0 - 2.0)
                .collect();
            let mut out = vec![0.0; length * HIDDEN];
            attend(&qkv, &mut Buffers::default(), &mut out);
            for asking in 0..length {
                for head in [0, 11] {
                    let part =
                        |at: usize, kind: usize| &qkv[at * QKV + kind * HIDDEN + head * WIDTH..][..WIDTH];
                    let product = |at: usize| {
                        part(asking, 0)
                            .iter()
                            .zip(part(at, 1))
                            .map(|(q, k)| q * k)
                            .sum::<f32>()
                    };
                    let shares: Vec<f32> = (0..length)
                        .map(|at| (product(at) / (WIDTH as f32).sqrt()).exp())
                        .collect();
                    let expected: f32 = (0..length).map(|at| shares[at] * part(at, 2)[5]).sum::<f32>()
                        / shares.iter().sum::<f32>();
                    let found = out[asking * HIDDEN + head * WIDTH + 5];
                    assert!((found - expected).abs() < 1e-4, "{found} {expected}");
                }
            }
        }
    }
}
