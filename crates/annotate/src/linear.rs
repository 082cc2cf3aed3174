//! Linear layers in eight bits: weights with a scale for each output, inputs with a scale for each row. The sums are
//! integers, so their order and the machine's instructions change nothing.

use crate::math::{self, Activation, Outputs};
use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_tensor::NdTensorView;

/// Rows that are multiplied at once: with [`COLUMNS`], a tile that stays in the first-level cache and on one thread.
pub(crate) const ROWS: usize = 64;
const COLUMNS: usize = 128;
/// The byte that stands for an input of zero.
const ZERO: i32 = 128;

/// What a thread needs to apply layers.
pub(crate) struct Multiplier {
    executor: GemmExecutor<u8, i8, i32>,
    bytes: Vec<u8>,
    steps: [f32; ROWS],
    tile: Vec<i32>,
}

impl Multiplier {
    /// With the widest instructions of this machine.
    pub(crate) fn new() -> Self {
        Self {
            executor: GemmExecutor::new(),
            bytes: Vec::new(),
            steps: [0.0; ROWS],
            tile: vec![0; ROWS * COLUMNS],
        }
    }
}

/// Some columns of the weights, packed for the machine. Machines whose instructions saturate get two halves of the
/// weights, of which no product saturates, and add the sums.
struct Panel {
    weights: PackedBMatrix<i8>,
    rest: Option<PackedBMatrix<i8>>,
}

/// A linear layer.
pub(crate) struct Linear {
    inputs: usize,
    panels: Vec<Panel>,
    scale: Vec<f32>,
    zero: Vec<i32>,
    bias: Vec<f32>,
}

impl Linear {
    /// From weights in `[inputs, outputs]`, signed bytes.
    pub(crate) fn new(weights: &[u8], scale: Vec<f32>, bias: Vec<f32>) -> Self {
        let executor = GemmExecutor::new();
        let halves = executor.may_saturate();
        Self::packed(&executor, halves, weights, scale, bias)
    }

    fn packed(
        executor: &GemmExecutor<u8, i8, i32>,
        halves: bool,
        weights: &[u8],
        scale: Vec<f32>,
        bias: Vec<f32>,
    ) -> Self {
        let outputs = scale.len();
        let inputs = weights.len() / outputs;
        let mut zero = vec![0; outputs];
        for row in weights.chunks_exact(outputs) {
            for (zero, weight) in zero.iter_mut().zip(row) {
                *zero += ZERO * i32::from(*weight as i8);
            }
        }
        let panels = (0..outputs).step_by(COLUMNS).map(|start| {
            let columns = start..outputs.min(start + COLUMNS);
            let mut panel = Vec::with_capacity(inputs * columns.len());
            for row in weights.chunks_exact(outputs) {
                panel.extend(row[columns.clone()].iter().map(|weight| *weight as i8));
            }
            let pack =
                |panel: &[i8]| executor.prepack_b(NdTensorView::from_data([inputs, columns.len()], panel));
            if halves {
                let rest: Vec<i8> = panel.iter().map(|weight| weight - weight / 2).collect();
                panel.iter_mut().for_each(|weight| *weight /= 2);
                Panel {
                    weights: pack(&panel),
                    rest: Some(pack(&rest)),
                }
            } else {
                Panel {
                    weights: pack(&panel),
                    rest: None,
                }
            }
        });
        let panels = panels.collect();
        Self {
            inputs,
            panels,
            scale,
            zero,
            bias,
        }
    }

    /// The number of inputs.
    pub(crate) fn inputs(&self) -> usize {
        self.inputs
    }

    /// The number of outputs.
    pub(crate) fn outputs(&self) -> usize {
        self.scale.len()
    }

    /// Applies the layer to the rows of `input`.
    pub(crate) fn apply(
        &self,
        with: &mut Multiplier,
        input: &[f32],
        activation: Activation,
        output: &mut [f32],
    ) {
        let outputs = self.outputs();
        let blocks = input
            .chunks(ROWS * self.inputs)
            .zip(output.chunks_mut(ROWS * outputs));
        for (input, output) in blocks {
            let rows = input.len() / self.inputs;
            with.bytes.resize(input.len(), 0);
            let bytes = with.bytes.chunks_exact_mut(self.inputs);
            for ((row, bytes), step) in input.chunks_exact(self.inputs).zip(bytes).zip(&mut with.steps) {
                *step = math::quantise(row, bytes);
            }
            let bytes = NdTensorView::from_data([rows, self.inputs], &with.bytes[..]);
            let bytes = with.executor.prepack_a(bytes);
            for (number, panel) in self.panels.iter().enumerate() {
                let start = number * COLUMNS;
                let end = outputs.min(start + COLUMNS);
                let tile = &mut with.tile[..rows * (end - start)];
                for (beta, weights) in [(0, Some(&panel.weights)), (1, panel.rest.as_ref())] {
                    let Some(weights) = weights else { continue };
                    let options = GemmOptions {
                        beta,
                        ..GemmOptions::default()
                    };
                    let (a, b) = (GemmInputA::Packed(&bytes), GemmInputB::Packed(weights));
                    with.executor.gemm(tile, a, b, options).expect("the shapes agree");
                }
                let by = Outputs {
                    scale: &self.scale[start..end],
                    zero: &self.zero[start..end],
                    bias: &self.bias[start..end],
                };
                let sums = tile
                    .chunks_exact(end - start)
                    .zip(output.chunks_exact_mut(outputs))
                    .zip(&with.steps);
                for ((sums, row), step) in sums {
                    math::dequantise(sums, *step, by, activation, &mut row[start..end]);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Inputs and weights at their extremes, against plain arithmetic; halves of the weights give the same bits.
    #[test]
    fn products() {
        let (rows, inputs, outputs) = (70, 96, 150);
        let input: Vec<f32> = (0..rows * inputs)
            .map(|i| {
                if i % 3 == 0 {
                    127.0
                } else {
                    ((i * 37) % 255) as f32 - 127.0
                }
            })
            .collect();
        let weights: Vec<u8> = (0..inputs * outputs)
            .map(|i| if i % 2 == 0 { 127 } else { (i * 91 % 256) as u8 })
            .collect();
        let executor = GemmExecutor::new();
        let [whole, halves] = [false, true].map(|halves| {
            let layer = Linear::packed(
                &executor,
                halves,
                &weights,
                vec![0.5; outputs],
                vec![1.0; outputs],
            );
            let mut output = vec![0.0; rows * outputs];
            layer.apply(&mut Multiplier::new(), &input, Activation::None, &mut output);
            output
        });
        for row in 0..rows {
            for column in 0..outputs {
                let products = (0..inputs)
                    .map(|k| input[row * inputs + k] * f32::from(weights[k * outputs + column] as i8));
                assert_eq!(whole[row * outputs + column], products.sum::<f32>() * 0.5 + 1.0);
            }
        }
        assert_eq!(whole, halves);
    }
}
