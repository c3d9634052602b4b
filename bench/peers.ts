/**
 * Figures of other projects, measured once with Yosys 0.55: `synth_xilinx -family xc7 -noiopad -flatten`
 * (LUT1 to LUT6, FD*, DSP48E1, block RAMs) and `synth_ice40 -dsp` (SB_LUT4, SB_MAC16).
 */
export interface Peer {
  readonly name: string;
  readonly does: string;
  readonly luts: number;
  readonly flipFlops: number;
  readonly dsps: number;
  readonly blockRams: number;
  readonly ice40: { readonly luts: number; readonly dsps: number } | undefined;
  readonly cycles?: number;
}

export const nngen: Peer = {
  name: 'NNgen',
  does: 'conv2d 3 x 3, 8 x 8 x 8 -> 16, int8, 144 MACs a cycle',
  ...{ luts: 22_662, flipFlops: 40_866, dsps: 152, blockRams: 47, ice40: undefined },
  cycles: 1410,
};

export const nngenMatmul: Peer = {
  name: 'NNgen',
  does: 'matmul 64 x 64 x 64, int8, 32 MACs a cycle',
  ...{ luts: 7929, flipFlops: 15_901, dsps: 40, blockRams: 2, ice40: undefined },
  cycles: 17_554,
};

export const cfuPlayground: Peer = {
  name: 'CFU-Playground',
  does: '4 MACs and TFLite requantization',
  ...{ luts: 209, flipFlops: 33, dsps: 4, blockRams: 0, ice40: { luts: 332, dsps: 4 } },
};

export const ita: Peer = {
  name: 'ITA',
  does: 'requantizer, one lane: 26 x 8 bit, shift, round, clip',
  ...{ luts: 320, flipFlops: 50, dsps: 2, blockRams: 0, ice40: { luts: 403, dsps: 2 } },
};

export const itaGelu: Peer = {
  name: 'ITA',
  does: 'i-GELU, one lane; worst error 0.79 to 1.03 steps',
  ...{ luts: 98, flipFlops: 76, dsps: 3, blockRams: 0, ice40: undefined },
};

export const nvdla: Peer = {
  name: 'NVDLA small',
  does: '8 int8 MACs, a dot product; weights from outside',
  ...{ luts: 276, flipFlops: 60, dsps: 8, blockRams: 0, ice40: { luts: 306, dsps: 8 } },
};
