//! The floating-point parts of the network, written so that every machine gets the same bits: sums in a fixed order over
//! 16 lanes, fused multiply-adds where they are written and nowhere else, own `exp`. Each function is compiled for
//! several sets of vector instructions, and the widest that the machine has is taken.

use multiversion::multiversion;

/// Numbers that are summed side by side.
pub(crate) const LANES: usize = 16;

/// Adding and taking away 1.5 × 2^23 rounds a small number to an integer, which then stands in the lowest bits.
const ROUND: f32 = 12_582_912.0;

/// `e^x`, within 2 units of the last place; flat outside ±87.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 87.0);
    let rounded = x.mul_add(std::f32::consts::LOG2_E, ROUND);
    let n = rounded - ROUND;
    let r = n.mul_add(-0.693_359_4, x);
    let r = n.mul_add(2.121_944_4e-4, r);
    let p = r.mul_add(1.0 / 720.0, 1.0 / 120.0);
    let p = p
        .mul_add(r, 1.0 / 24.0)
        .mul_add(r, 1.0 / 6.0)
        .mul_add(r, 0.5)
        .mul_add(r, 1.0)
        .mul_add(r, 1.0);
    p * f32::from_bits(rounded.to_bits().wrapping_add(127) << 23)
}

/// The Gaussian error linear unit, with the error function of Abramowitz and Stegun 7.1.26 (within 1.5e-7).
#[inline(always)]
pub(crate) fn gelu(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / z.mul_add(0.327_591_1, 1.0);
    let p = t
        .mul_add(1.061_405_4, -1.453_152)
        .mul_add(t, 1.421_413_7)
        .mul_add(t, -0.284_496_74);
    let tail = p.mul_add(t, 0.254_829_6) * t * exp(-z * z);
    0.5 * x * (1.0 + (1.0 - tail).copysign(x))
}

/// The sum of lanes, always in the same order.
#[inline(always)]
pub(crate) fn sum(lanes: [f32; LANES]) -> f32 {
    let mut lanes = lanes;
    let mut width = LANES / 2;
    while width > 0 {
        for i in 0..width {
            lanes[i] += lanes[i + width];
        }
        width /= 2;
    }
    lanes[0]
}

/// The product of two vectors of the same length, a multiple of [`LANES`].
#[inline(always)]
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0; LANES];
    for (a, b) in a.as_chunks::<LANES>().0.iter().zip(b.as_chunks::<LANES>().0) {
        for i in 0..LANES {
            lanes[i] = a[i].mul_add(b[i], lanes[i]);
        }
    }
    sum(lanes)
}

/// The products of a vector with each row of a matrix of the same width.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+fma", "x86_64+avx2+fma"))]
pub(crate) fn dots(vector: &[f32], rows: &[f32], out: &mut [f32]) {
    for (out, row) in out.iter_mut().zip(rows.chunks_exact(vector.len())) {
        *out = dot(vector, row);
    }
}

/// Adds the rows of `more` to the rows of `x` and normalises each to mean 0 and variance 1, scaled and shifted.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+fma", "x86_64+avx2+fma"))]
pub(crate) fn add_and_norm(x: &mut [f32], more: &[f32], weight: &[f32], bias: &[f32]) {
    let width = weight.len();
    for (x, more) in x.chunks_exact_mut(width).zip(more.chunks_exact(width)) {
        let mut lanes = [0.0; LANES];
        for (x, more) in x
            .as_chunks_mut::<LANES>()
            .0
            .iter_mut()
            .zip(more.as_chunks::<LANES>().0)
        {
            for i in 0..LANES {
                x[i] += more[i];
                lanes[i] += x[i];
            }
        }
        let mean = sum(lanes) / width as f32;
        let mut lanes = [0.0; LANES];
        for x in x.as_chunks_mut::<LANES>().0 {
            for i in 0..LANES {
                x[i] -= mean;
                lanes[i] = x[i].mul_add(x[i], lanes[i]);
            }
        }
        let scale = 1.0 / (sum(lanes) / width as f32 + 1e-12).sqrt();
        for ((x, weight), bias) in x.iter_mut().zip(weight).zip(bias) {
            *x = (*x * scale).mul_add(*weight, *bias);
        }
    }
}

/// Adds `share` times `x` to `sum`.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+fma", "x86_64+avx2+fma"))]
pub(crate) fn add_scaled(sum: &mut [f32], share: f32, x: &[f32]) {
    for (sum, x) in sum.iter_mut().zip(x) {
        *sum = x.mul_add(share, *sum);
    }
}

/// Writes a row as bytes around 128 and returns what one step is worth.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+fma", "x86_64+avx2+fma"))]
pub(crate) fn quantise(row: &[f32], out: &mut [u8]) -> f32 {
    let mut lanes = [0.0f32; LANES];
    for x in row.as_chunks::<LANES>().0 {
        for i in 0..LANES {
            lanes[i] = lanes[i].max(x[i].abs());
        }
    }
    let most = lanes.into_iter().fold(1e-30, f32::max);
    let steps = 127.0 / most;
    for (out, x) in out.iter_mut().zip(row) {
        *out = (x.mul_add(steps, ROUND).to_bits() as u8).wrapping_add(128);
    }
    most / 127.0
}

/// What follows a linear layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Activation {
    /// Nothing.
    None,
    /// [`gelu`].
    Gelu,
}

/// The per-output parameters of a part of a linear layer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outputs<'a> {
    /// What one step of the weights is worth.
    pub(crate) scale: &'a [f32],
    /// What inputs of zero sum up to.
    pub(crate) zero: &'a [i32],
    /// The bias.
    pub(crate) bias: &'a [f32],
}

/// Turns a row of integer sums into numbers.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+fma", "x86_64+avx2+fma"))]
pub(crate) fn dequantise(sums: &[i32], step: f32, by: Outputs<'_>, activation: Activation, out: &mut [f32]) {
    let outputs = by.scale.iter().zip(by.zero).zip(by.bias);
    for ((out, sum), ((scale, zero), bias)) in out.iter_mut().zip(sums).zip(outputs) {
        *out = ((sum - zero) as f32).mul_add(step * scale, *bias);
    }
    if activation == Activation::Gelu {
        for x in out {
            *x = gelu(*x);
        }
    }
}

/// Turns scores into probabilities.
pub(crate) fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for x in scores.iter_mut() {
        *x = exp(*x - most);
    }
    let sum: f32 = scores.iter().sum();
    for x in scores {
        *x /= sum;
    }
}

/// The place of the highest score, the first of equals.
pub(crate) fn best(scores: &[f32]) -> usize {
    (1..scores.len()).fold(0, |best, at| if scores[at] > scores[best] { at } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_exp() {
        for i in -860..860 {
            let x = i as f32 / 10.0;
            assert!(
                (exp(x) / x.exp() - 1.0).abs() < 4e-7,
                "{x}: {} {}",
                exp(x),
                x.exp()
            );
        }
    }

    #[test]
    fn gelu_is_gelu() {
        for (x, y) in [
            (-3.0, -0.004_049_7),
            (-0.5, -0.154_268_8),
            (0.0, 0.0),
            (1.0, 0.841_344_8),
            (4.0, 3.999_873_4),
        ] {
            assert!((gelu(x) - y).abs() < 1e-6, "{x}: {}", gelu(x));
        }
    }

    #[test]
    fn quantised_rows_are_near() {
        let row: Vec<f32> = (0..64).map(|i| (i as f32 - 20.0) / 7.0).collect();
        let mut bytes = vec![0; 64];
        let step = quantise(&row, &mut bytes);
        for (x, byte) in row.iter().zip(bytes) {
            assert!((x - (f32::from(byte) - 128.0) * step).abs() <= step * 0.51);
        }
    }
}
