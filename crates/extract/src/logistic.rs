//! Logistic regression, for the weights that are fitted here.

/// The probability that log-odds stand for.
pub(crate) fn share(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

/// Fits weights to what was seen and whether it was right: Newton's method, with a penalty on each weight (half its square, so many times).
pub(crate) fn fit(seen: &[(Vec<f64>, bool)], penalties: &[f64]) -> Vec<f64> {
    let count = penalties.len();
    let mut weights = vec![0.0; count];
    for _ in 0..50 {
        let mut slope = vec![0.0; count];
        let mut curve = vec![vec![0.0; count]; count];
        for (x, right) in seen {
            let p = share(weights.iter().zip(x).map(|(w, x)| w * x).sum());
            let rest = f64::from(u8::from(*right)) - p;
            for i in (0..count).filter(|i| x[*i] != 0.0) {
                slope[i] += rest * x[i];
                for j in (0..count).filter(|j| x[*j] != 0.0) {
                    curve[i][j] += p * (1.0 - p) * x[i] * x[j];
                }
            }
        }
        for i in 0..count {
            slope[i] -= penalties[i] * weights[i];
            curve[i][i] += penalties[i];
        }
        let mut largest: f64 = 0.0;
        for (weight, step) in weights.iter_mut().zip(solve(curve, slope)) {
            *weight += step;
            largest = largest.max(step.abs());
        }
        if largest < 1e-9 {
            break;
        }
    }
    weights
}

/// Solves a system of equations by Gauss's elimination.
fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let count = b.len();
    for i in 0..count {
        let pivot = (i..count)
            .max_by(|x, y| a[*x][i].abs().total_cmp(&a[*y][i].abs()))
            .unwrap_or(i);
        a.swap(i, pivot);
        b.swap(i, pivot);
        let (upper, lower) = a.split_at_mut(i + 1);
        let pivot = &upper[i];
        for (row, below) in lower.iter_mut().enumerate() {
            let times = below[i] / pivot[i];
            if times == 0.0 {
                continue;
            }
            for (x, p) in below.iter_mut().zip(pivot).skip(i) {
                *x -= times * p;
            }
            b[i + 1 + row] -= times * b[i];
        }
    }
    for i in (0..count).rev() {
        let known: f64 = (i + 1..count).map(|j| a[i][j] * b[j]).sum();
        b[i] = (b[i] - known) / a[i][i];
    }
    b
}
