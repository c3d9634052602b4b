import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { icarusLint, verilatorLint, yosysCheck } from '../../sim/tools/lint.js';
import { textProblems } from './text-rules.js';

/**
 * The hand-written Verilog stands by itself: every module is clean under the three tools in its
 * default parameters, and in odd ones where the widths and counts meet their edges.
 */

const library = fileURLToPath(new URL('../../templates/lib', import.meta.url));
const modules = readdirSync(library)
  .map((file) => file.replace(/\.v$/, ''))
  .sort();

type Parameters = Readonly<Record<string, number | string>>;

/** Parameter sets beside the defaults. */
const odd: Readonly<Record<string, readonly Parameters[]>> = {
  sinter_adder_tree: [
    { INPUTS: 1, IN_BITS: 9, OUT_BITS: 9, LEVELS: 0 },
    { INPUTS: 3, IN_BITS: 5, OUT_BITS: 32, LEVELS: 1 },
    { INPUTS: 18, IN_BITS: 16, OUT_BITS: 17, LEVELS: 3 },
  ],
  sinter_centre: [
    { LANES: 3, TAIL: 2, IN_BITS: 1, IN_SIGNED: 0, ZERO_POINT: "2'sd1", OUT_BITS: 1 },
    { LANES: 1, TAIL: 1, IN_BITS: 16, IN_SIGNED: 1, ZERO_POINT: "-17'sd9", OUT_BITS: 17 },
  ],
  sinter_clamp: [
    { LANES: 3, BITS: 4, SIGNED: 0, MINIMUM: "4'd2", MAXIMUM: "4'd13", TAIL: 2 },
    { LANES: 1, BITS: 1, SIGNED: 1, MINIMUM: "1'd1", MAXIMUM: "1'd0", TAIL: 1 },
  ],
  sinter_code_product: [
    { A_BITS: 1, A_SIGNED: 0, B_BITS: 1, B_SIGNED: 0, OUT_BITS: 2 },
    { A_BITS: 9, A_SIGNED: 1, B_BITS: 4, B_SIGNED: 0, OUT_BITS: 20 },
  ],
  sinter_concat: [
    { INPUTS: 2, WIDTH: 1, COUNT_BITS: 1, LASTS: "2'h0" },
    { INPUTS: 3, WIDTH: 13, COUNT_BITS: 3, LASTS: "9'h1a7" },
  ],
  sinter_count_tree: [
    { INPUTS: 1, IN_BITS: 2, OUT_BITS: 2, LEVELS: 0 },
    { INPUTS: 3, IN_BITS: 2, OUT_BITS: 9, LEVELS: 1 },
    { INPUTS: 18, IN_BITS: 2, OUT_BITS: 6, LEVELS: 3 },
  ],
  sinter_fifo: [
    { WIDTH: 1, DEPTH: 2, ADDRESS_BITS: 1, COUNT_BITS: 2 },
    { WIDTH: 13, DEPTH: 5, ADDRESS_BITS: 3, COUNT_BITS: 3 },
  ],
  sinter_float_normalise: [
    { BITS: 2, STEPS: 1, STAGES: 1 },
    { BITS: 86, STEPS: 7, STAGES: 4 },
  ],
  sinter_fork: [
    { OUTPUTS: 1, WIDTH: 1 },
    { OUTPUTS: 5, WIDTH: 3 },
  ],
  sinter_leading_one: [
    { BITS: 2, OCTAVE_BITS: 2 },
    { BITS: 9, OCTAVE_BITS: 4 },
  ],
  sinter_multiplier: [
    { A_BITS: 1, B_BITS: 1 },
    { A_BITS: 33, B_BITS: 3 },
  ],
  sinter_multiplier_dsp: [{ A_BITS: 1, B_BITS: 1 }],
  sinter_multiplier_luts: [
    { A_BITS: 1, B_BITS: 1 },
    { A_BITS: 2, B_BITS: 9 },
    { A_BITS: 9, B_BITS: 3 },
  ],
  sinter_multiplier_packed: [
    { COUNT: 1, A_BITS: 3, B_BITS: 1, FIELD_BITS: 4 },
    { COUNT: 4, A_BITS: 5, B_BITS: 4, FIELD_BITS: 8 },
  ],
  sinter_mx_accumulator: [
    { SUM_BITS: 9, GUARD_BITS: 0, ACC_BITS: 9, SHIFT_BITS: 4 },
    { SUM_BITS: 70, GUARD_BITS: 40, ACC_BITS: 112, SHIFT_BITS: 7, BIAS: 1 },
  ],
  sinter_mx_element: [
    {
      ...{ IN_BITS: 1, MAGNITUDE_BITS: 1, PLACE_BITS: 1, OUT_BITS: 4, MANTISSA_BITS: 1 },
      ...{ EMIN: "11'sd0", EMAX: "11'sd2", LARGEST: 7, NAN: 7 },
    },
    {
      ...{ IN_BITS: 32, FLOAT: 1, MAGNITUDE_BITS: 24, PLACE_BITS: 5, MANTISSA_BITS: 7 },
      ...{ EMIN: "11'sd1", EMAX: "11'sd0", LARGEST: 127, TWOS_COMPLEMENT: 1 },
    },
  ],
  sinter_mx_elements: [{ LANES: 1, IN_BITS: 32, FLOAT: 1, MAGNITUDE_BITS: 24, PLACE_BITS: 5 }],
  sinter_mx_float: [{ LANES: 1, ACC_BITS: 86, STEPS: 7, STAGES: 4, RELU: 1 }],
  sinter_mx_float_lane: [{ ACC_BITS: 26 }, { ACC_BITS: 112, STEPS: 7, STAGES: 4, RELU: 1 }],
  sinter_mx_join: [{ WIDTH: 4, BLOCK_BEATS: 1, ROW_BEATS: 1, COUNT_BITS: 1 }],
  sinter_mx_operand: [
    { BITS: 4, MANTISSA_BITS: 1, SHIFT_BITS: 0, VALUE_BITS: 5 },
    { BITS: 8, MANTISSA_BITS: 2, SHIFT_BITS: 5, VALUE_BITS: 4 },
  ],
  sinter_mx_quantize_lane: [
    { OUT_BITS: 16, ZERO: "18'sd0", MINIMUM: "-18'sd9", MAXIMUM: "18'sd9" },
  ],
  sinter_mx_scale: [
    { LANES: 1, LANE_LEVELS: 1, IN_BITS: 1, BLOCK_BEATS: 1, ROW_BEATS: 1, COUNT_BITS: 1 },
    { LANES: 32, LANE_LEVELS: 5, IN_BITS: 32, FLOAT: 1, BLOCK_BEATS: 1 },
  ],
  sinter_output_stationary: [
    {
      ...{ ROWS: 1, COLUMNS: 1, A_BITS: 1, A_SIGNED: 0, B_BITS: 16, B_SIGNED: 1 },
      ...{ STEPS: 1, STEP_BITS: 1, ACC_BITS: 17 },
    },
    {
      ...{ ROWS: 3, COLUMNS: 2, A_BITS: 9, A_SIGNED: 1, B_BITS: 4, B_SIGNED: 0 },
      ...{ STEPS: 5, STEP_BITS: 3, ACC_BITS: 16 },
    },
  ],
  sinter_panel: [
    {
      ...{ ELEMENT_BITS: 1, BANKS: 1, WORD: 1, STEPS: 1, WORDS: 1, TILES: 1, TAIL: 1 },
      ...{ BLOCK_TILES: 1, PASSES: 1, ADDRESS_BITS: 1, COUNT_BITS: 1 },
    },
    {
      ...{ ELEMENT_BITS: 5, BANKS: 3, WORD: 2, STEPS: 5, WORDS: 3, TILES: 2, TAIL: 1 },
      ...{ BLOCK_TILES: 2, PASSES: 3, ADDRESS_BITS: 4, COUNT_BITS: 3 },
    },
  ],
  sinter_partial_sums: [
    {
      ...{ LANES: 1, IN_BITS: 2, OUT_BITS: 3, VECTORS: 1, PASSES: 2 },
      ...{ ADDRESS_BITS: 1, PASS_BITS: 1 },
    },
    {
      ...{ LANES: 3, IN_BITS: 18, OUT_BITS: 18, VECTORS: 5, PASSES: 3 },
      ...{ ADDRESS_BITS: 3, PASS_BITS: 2 },
    },
  ],
  sinter_pad: [
    {
      ...{ WIDTH: 1, AXES: 1, INDEX_BITS: 2, STARTS: "2'd0", ENDS: "2'd1", LASTS: "2'd2" },
      ...{ VALUE: "1'd1" },
    },
    { AXES: 3, INDEX_BITS: 2, STARTS: "6'h11", ENDS: "6'h2a", LASTS: "6'h29", VALUE: "8'h80" },
  ],
  sinter_prelu_lane: [
    {
      ...{ ACC_BITS: 1, SIGNED: 0, SLOPE_BITS: 1, CONSTANT_BITS: 2, SUM_BITS: 4, SHIFT: 0 },
      ...{ OUT_BITS: 2, ZERO: "2'sd1", MINIMUM: "4'sd0", MAXIMUM: "4'sd3" },
    },
  ],
  sinter_product_binary: [{ A_BITS: 1 }],
  sinter_product_scaled: [
    { A_BITS: 8, A_SHIFT_BITS: 0, PRODUCT_BITS: 19 },
    { A_BITS: 2, B_BITS: 2, B_SHIFT_BITS: 0, PRODUCT_BITS: 3, LUTS: 1 },
  ],
  sinter_product_select: [{ B_BITS: 1 }],
  sinter_product_shift: [
    { A_BITS: 1, B_BITS: 2, PRODUCT_BITS: 1 },
    { A_BITS: 9, B_BITS: 5, PRODUCT_BITS: 23 },
  ],
  sinter_product_ternary: [{ A_BITS: 1 }],
  sinter_ram: [{ WIDTH: 1, DEPTH: 2, ADDRESS_BITS: 1 }],
  sinter_reaches: [
    { VALUE_BITS: 9, THRESHOLD_BITS: 2 },
    { VALUE_BITS: 1, THRESHOLD_BITS: 1 },
  ],
  sinter_regroup: [
    {
      ...{ ELEMENT_BITS: 1, IN_LANES: 5, IN_BEATS: 1, IN_TAIL: 5, OUT_LANES: 3, OUT_BEATS: 2 },
      ...{ OUT_TAIL: 2, OUT_GROUPS: 7, CAPACITY: 8, COUNT_BITS: 4, INDEX_BITS: 3 },
    },
  ],
  sinter_requantize_lane: [
    { DOUBLE: 0, RIGHT_BITS: 6 },
    { DOUBLE: 1, LEFT_BITS: 5, SHIFTED_BITS: 32, OUT_BITS: 20, LIMIT_BITS: 21 },
    { ACC_BITS: 2, BIAS_BITS: 1, SUM_BITS: 2, SHIFTED_BITS: 2, RIGHT_BITS: 1, OUT_BITS: 1 },
    {
      ...{ ACC_BITS: 40, BIAS_BITS: 47, SUM_BITS: 48, SHIFTED_BITS: 48, RIGHT_BITS: 6 },
      ...{ DOUBLE: 0, MULTIPLIER_BITS: 15 },
    },
  ],
  sinter_sign_extend: [
    { IN_BITS: 8, OUT_BITS: 8 },
    { IN_BITS: 8, OUT_BITS: 3 },
    { IN_BITS: 1, OUT_BITS: 2 },
  ],
  sinter_rows: [
    {
      ...{ WIDTH: 1, ROWS: 1, WORDS: 1, BLOCKS: 1, COUNT_BITS: 1, ADDRESS_BITS: 1 },
      ...{ AXES: 1, INDEX_BITS: 1, LASTS: "1'd0", STEPS: "1'd0" },
    },
    {
      ...{ WIDTH: 9, ROWS: 4, WORDS: 5, BLOCKS: 3, COUNT_BITS: 3, ADDRESS_BITS: 4 },
      ...{ AXES: 3, INDEX_BITS: 2, LASTS: "6'h1a", STEPS: "12'hf1e" },
    },
  ],
  sinter_signed_quotient: [
    {
      ...{ LANES: 3, A_BITS: 1, A_SIGNED: 0, A_ZERO: "2'sd0", B_BITS: 5, B_SIGNED: 0 },
      ...{ B_ZERO: "6'sd31", A_MAGNITUDE_BITS: 1, B_MAGNITUDE_BITS: 5, FACTOR_BITS: 1 },
      ...{ FACTOR: "1'd1", SHIFT: 1, NUMERATOR_BITS: 6, QUOTIENT_BITS: 1, OUT_BITS: 2 },
      ...{ ZERO: "3'sd0", MINIMUM: "-3'sd2", MAXIMUM: "3'sd1" },
    },
  ],
  sinter_slice: [
    {
      ...{ WIDTH: 1, AXES: 1, INDEX_BITS: 2, FIRSTS: "2'd1", STRIDES: "2'd1", FINALS: "2'd2" },
      ...{ LASTS: "2'd2" },
    },
  ],
  sinter_skid_buffer: [{ WIDTH: 1 }, { WIDTH: 513 }],
  sinter_soft_multiplier: [
    { A_BITS: 2, B_BITS: 2 },
    { A_BITS: 17, B_BITS: 5 },
  ],
  sinter_square: [
    { LANES: 1, IN_BITS: 2, OUT_BITS: 4 },
    { LANES: 3, IN_BITS: 17, OUT_BITS: 32 },
  ],
  sinter_tail_mask: [
    { ELEMENT_BITS: 1, LANES: 2, TAIL: 1 },
    { ELEMENT_BITS: 7, LANES: 5, TAIL: 4 },
  ],
  sinter_tile_drain: [
    {
      ...{ WIDTH: 1, ROWS: 1, PARTS: 1, ROW_TILES: 1, COLUMN_TILES: 1 },
      ...{ TAIL_ROWS: 1, TAIL_PARTS: 1, COLUMNS_FIRST: 0, COUNT_BITS: 1 },
    },
    {
      ...{ WIDTH: 20, ROWS: 3, PARTS: 5, ROW_TILES: 2, COLUMN_TILES: 4 },
      ...{ TAIL_ROWS: 1, TAIL_PARTS: 3, COLUMNS_FIRST: 1, COUNT_BITS: 3 },
    },
  ],
  sinter_tile_store: [
    {
      ...{ WIDTH: 1, ROWS: 1, PARTS: 1, COLUMN_TILES: 1, TAIL_PARTS: 1, BLOCKS: 1 },
      ...{ TAIL_ROWS: 1, ROW_WORDS: 1, ADDRESS_BITS: 1, COUNT_BITS: 1 },
    },
    {
      ...{ WIDTH: 9, ROWS: 3, PARTS: 4, COLUMN_TILES: 3, TAIL_PARTS: 1, BLOCKS: 2 },
      ...{ TAIL_ROWS: 2, ROW_WORDS: 9, ADDRESS_BITS: 6, COUNT_BITS: 3 },
    },
  ],
  sinter_transpose: [
    {
      ...{ WIDTH: 1, WORDS: 4, BLOCKS: 3, BLOCK_BITS: 2, ADDRESS_BITS: 3, AXES: 2 },
      ...{ INDEX_BITS: 1, LASTS: "2'd3", STEPS: "6'h3a" },
    },
  ],
  sinter_vector_buffer: [
    { WIDTH: 3, WORDS: 1, PASSES: 5, ADDRESS_BITS: 1, PASS_BITS: 3 },
    { WIDTH: 8, WORDS: 5, PASSES: 2, ADDRESS_BITS: 4, PASS_BITS: 1 },
  ],
  sinter_weight_stationary: [
    {
      ...{ ROWS: 1, COLUMNS: 1, A_BITS: 1, A_SIGNED: 0, B_BITS: 16, B_SIGNED: 1 },
      ...{ VECTORS: 1, TILES: 1, TAIL: 1, COUNT_BITS: 1, ACC_BITS: 17 },
    },
    {
      ...{ ROWS: 3, COLUMNS: 2, A_BITS: 9, A_SIGNED: 1, B_BITS: 4, B_SIGNED: 0 },
      ...{ VECTORS: 5, TILES: 2, TAIL: 1, COUNT_BITS: 3, ACC_BITS: 16 },
    },
  ],
  sinter_width_converter: [
    { IN_LANES: 4, OUT_LANES: 1, GROUP: 6, IN_BEATS: 2, TAIL: 2, BEAT_BITS: 2, COUNT_BITS: 3 },
    { IN_LANES: 6, OUT_LANES: 3, GROUP: 6, IN_BEATS: 1, TAIL: 6, BEAT_BITS: 1, COUNT_BITS: 3 },
    {
      ELEMENT_BITS: 1,
      IN_LANES: 1,
      OUT_LANES: 2,
      GROUP: 3,
      IN_BEATS: 3,
      TAIL: 1,
      BEAT_BITS: 2,
      COUNT_BITS: 2,
    },
  ],
  sinter_waiting_window: [
    {
      WIDTH: 3,
      HEIGHT: 1,
      PAD_TOP: 2,
      KERNEL_H: 3,
      OUT_H: 1,
      ROWS: 5,
      IMAGES_BITS: 3,
      INDEX_BITS: 6,
      ADDRESS_BITS: 6,
    },
  ],
  sinter_window: [
    { CHANNEL_MAJOR: 1, REPEAT: 3, WORDS: 2, FLAG: 1, ADDRESS_BITS: 6 },
    {
      ...{
        WIDTH: 3,
        HEIGHT: 9,
        ROW: 5,
        WORDS: 3,
        KERNEL_H: 2,
        KERNEL_W: 3,
        STRIDE_H: 3,
        STRIDE_W: 2,
      },
      ...{ DILATION_H: 2, DILATION_W: 1, PAD_TOP: 0, PAD_LEFT: 0, OUT_H: 3, OUT_W: 2, ROWS: 6 },
      ...{ ADDRESS_BITS: 7, INDEX_BITS: 6, PAD_VALUE: "3'd5" },
    },
    {
      ...{ WIDTH: 1, HEIGHT: 1, ROW: 1, KERNEL_H: 1, KERNEL_W: 1, PAD_TOP: 0, PAD_LEFT: 0 },
      ...{ OUT_H: 1, OUT_W: 1, ROWS: 2, ADDRESS_BITS: 1, INDEX_BITS: 3, PAD_VALUE: "1'd0" },
    },
  ],
  sinter_window_columns: [
    {
      ...{
        WIDTH: 3,
        HEIGHT: 1,
        ROW: 1,
        KERNEL_H: 1,
        KERNEL_W: 1,
        PAD_TOP: 0,
        PAD_LEFT: 0,
        OUT_H: 1,
      },
      ...{ OUT_W: 1, ROWS: 2, ADDRESS_BITS: 1, BANK_BITS: 3, COUNT_BITS: 3, INDEX_BITS: 4 },
    },
    {
      ...{ CHANNEL_MAJOR: 1, REPEAT: 2, WORDS: 3, ROW: 5, KERNEL_H: 2, KERNEL_W: 3, STRIDE_H: 2 },
      ...{ DILATION_H: 2, ROWS: 6, ADDRESS_BITS: 4, BANK_BITS: 4, COUNT_BITS: 8 },
    },
  ],
  sinter_copies: [{ WIDTH: 1, COPIES: 1 }],
  sinter_leaky_relu: [
    {
      ...{ LANES: 3, BITS: 9, SIGNED: 0, NEGATED: 1, CENTRED_BITS: 10, SHIFTED_BITS: 32 },
      DOUBLE: 0,
    },
  ],
  sinter_reset_synchroniser: [{ ACTIVE_LOW: 1 }],
  sinter_scale_lane: [
    { DROP: 0, RIGHT: 15, MULTIPLIER: "31'd1", TERM_BITS: 16 },
    { SIGNED: 0, BITS: 9, CENTRED_BITS: 10, DROP: 41, TERM_BITS: 1 },
  ],
  sinter_scaled_sum: [
    { LANES: 3, OPERANDS: 1, A_NEGATED: 1 },
    { B_BITS: 8, B_CENTRED_BITS: 9, B_NEGATED: 1, SUM_BITS: 33 },
  ],
  sinter_select: [
    { WIDTH: 1, COUNT: 1, INDEX_BITS: 1 },
    { WIDTH: 5, COUNT: 3, INDEX_BITS: 4 },
  ],
  sinter_window_reduce: [
    { MAXIMUM: 1, RESULT_BITS: 8 },
    { COUNT: 1, SIGNED: 0, LANES: 3 },
  ],
  sinter_reduce_lane: [
    { MAXIMUM: 1, RESULT_BITS: 8 },
    { SIGNED: 0, ELEMENT_BITS: 1, RESULT_BITS: 3 },
  ],
  sinter_i_bert_norm_lane: [
    {
      ...{ BITS: 16, SIGNED: 0, MEAN_BITS: 17, BIAS_BITS: 2, OUT_BITS: 16, ZERO_BITS: 17 },
      ...{ ZERO_POINT: "17'sd5", MINIMUM: "-17'sd9", MAXIMUM: "17'sd300" },
    },
  ],
  sinter_norm_lane: [
    { CENTRED: 0, SIGNED: 0, ZERO_POINT: 120, SUM_BITS: 1, DEVIATION_BITS: 9, LEFT: 3 },
    {
      ...{ BITS: 16, VALUE_BITS: 17, COUNT: "8'd3", ROOT_BITS: 30, SHIFT_BITS: 7, OUT_BITS: 16 },
      ...{ DEVIATION_BITS: 24, NORMAL_BITS: 22, GAIN_BITS: 2, OFFSET_BITS: 2 },
    },
  ],
  sinter_normalise: [
    { IN_BITS: 2, POSITION_BITS: 1, FRACTION: 1 },
    { IN_BITS: 13, POSITION_BITS: 4, FRACTION: 12 },
  ],
  sinter_octaves: [{ BITS: 3, SHIFT_BITS: 1 }],
  sinter_quotient: [
    {
      ...{ OPERAND_BITS: 9, QUOTIENT_BITS: 8, NUMERATOR_BITS: 16, NUMERATOR: "16'd65280" },
      ...{ STEP_BITS: 3 },
    },
    {
      ...{ OPERAND_BITS: 2, QUOTIENT_BITS: 2, NUMERATOR_BITS: 3, NUMERATOR: "3'd5" },
      ...{ STEP_BITS: 1 },
    },
  ],
  sinter_row_argmax: [
    { LANES: 3, BITS: 1, LEVELS: 2, WORDS: 4, TAIL: 2, WORD_BITS: 2, OUT_BITS: 32 },
    { LANES: 2, SIGNED: 0, LEVELS: 1, WORDS: 1, TAIL: 2, WORD_BITS: 1, INDEX_BITS: 2, OUT_BITS: 1 },
  ],
  sinter_row_counter: [
    { WORDS: 1, GROUP: 1, BITS: 1 },
    { WORDS: 16, GROUP: 16, BITS: 4 },
  ],
  sinter_gather: [
    { WIDTH: 1, ROWS: 1, WORDS: 1, WORD_BITS: 1, COUNT: 1, COUNT_BITS: 1, ROW_BITS: 1 },
    { ROWS: 3, INDEX_BITS: 32, INDEX_SIGNED: 1, COUNT: 9, COUNT_BITS: 4, ROW_BITS: 3 },
  ],
  sinter_row_difference: [
    {
      ...{ LANES: 3, BITS: 1, MASKED: 1, SIGNED: 0, LEVELS: 2, WORDS: 1, TAIL: 2, DEPTH: 5 },
      ...{ ADDRESS_BITS: 3, COUNT_BITS: 3, WORD_BITS: 1, SUMMARIES: 6 },
      ...{ SUMMARY_ADDRESS_BITS: 3, SUMMARY_COUNT_BITS: 3 },
    },
  ],
  sinter_row_mask: [
    { LANES: 3, BITS: 1, STREAM: 1, CAUSAL: 1, LENGTH: 4, ROW: 5, WORDS: 2 },
    { LANES: 1, ROW: 1, LENGTH: 1, WORDS: 1, COLUMN_BITS: 3 },
  ],
  sinter_row_maximum: [
    { LANES: 3, BITS: 1, MASKED: 1, LEVELS: 2, WORDS: 1, TAIL: 2, WORD_BITS: 1 },
    { LANES: 2, SIGNED: 0, LEVELS: 1, WORDS: 5, TAIL: 1, WORD_BITS: 3 },
  ],
  sinter_row_replay: [
    { WIDTH: 1, SUMMARY_BITS: 1, WORDS: 10, GROUP: 4, PERIOD: 4, PERIOD_BITS: 2 },
    { WORDS: 5, GROUP: 5, PERIOD: 16, PERIOD_BITS: 4, WORD_BITS: 3 },
  ],
  sinter_nonzeros: [
    { LANES: 1, LANE_BITS: 1, BITS: 1, BEATS: 1, BEAT_BITS: 1, PLACE_BITS: 1, ENTRY_BITS: 1 },
    { LANES: 5, LANE_BITS: 3, BEATS: 2, STRIDE: 3, PLACE_BITS: 5, ENTRY_BITS: 4 },
  ],
  sinter_row_within: [
    { LANES: 3, BITS: 1, MASKED: 1, LIMIT: "1'd1" },
    { BITS: 3, LIMIT: "3'd0" },
  ],
  sinter_block_store: [
    { WIDTH: 1, WORDS: 1, ADDRESS_BITS: 1 },
    { WORDS: 5, ADDRESS_BITS: 4 },
  ],
  sinter_sampled: [
    {
      ...{
        LANES: 1,
        BEATS: 1,
        BEAT_BITS: 1,
        ROWS: 1,
        ROW_BITS: 1,
        SIMD: 1,
        STEPS: 1,
        STEP_BITS: 1,
      },
      ...{ LEFT_BITS: 1, RIGHT_BITS: 1, A_BITS: 1, B_BITS: 1, LEVELS: 0, ACC_BITS: 2 },
    },
    { SIMD: 5, LEVELS: 2, A_SIGNED: 0, B_SIGNED: 0, STEPS: 1, LEFT_BITS: 1, RIGHT_BITS: 4 },
  ],
  sinter_skip_zeros: [
    {
      ...{ LANES: 1, LANE_BITS: 1, BEATS: 1, BEAT_BITS: 1, ROWS: 1, ROW_BITS: 1, COLUMNS: 1 },
      ...{ TILES: 1, TILE_BITS: 1, PLACE_BITS: 1, ENTRY_BITS: 1, WORDS: 1, ADDRESS_BITS: 1 },
    },
    {
      ...{ A_SIGNED: 0, B_SIGNED: 0, A_BITS: 1, B_BITS: 1, TILES: 1, TILE_BITS: 1 },
      ...{ PLACE_BITS: 3, WORDS: 6, ADDRESS_BITS: 4 },
    },
  ],
  sinter_top_k: [
    { BITS: 1, SIGNED: 0, ROW: 1, K: 1, INDEX_BITS: 1, OUT_BITS: 1 },
    { ROW: 16, K: 16, INDICES: 1, IN_ORDER: 1, OUT_BITS: 32 },
    { BITS: 3, ROW: 2, K: 2, INDEX_BITS: 1, INDICES: 1, OUT_BITS: 1 },
  ],
};

const folder = mkdtempSync(join(tmpdir(), 'sinter-library-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const textOf = (name: string): string => readFileSync(join(library, `${name}.v`), 'utf8');

/** The modules that a module instantiates, and those inside them. */
const needed = (name: string): readonly string[] => {
  const direct = modules.filter(
    (other) => other !== name && new RegExp(`^ +${other} (#\\(|\\w+ \\()`, 'm').test(textOf(name)),
  );
  return [...new Set([name, ...direct.flatMap(needed)])];
};

/** The module's file with other defaults; throws where there is no such parameter. */
const withParameters = (name: string, parameters: Parameters, index: number): string => {
  let text = textOf(name);
  for (const [key, value] of Object.entries(parameters)) {
    const declared = new RegExp(
      `(^ +parameter (?:signed )?(?:\\[[^\\]]+\\] )?${key} *= )[^,\\n]*?(,| *//|\\n)`,
      'm',
    );
    if (!declared.test(text)) throw new Error(`${name} has no parameter ${key}`);
    text = text.replace(
      declared,
      (_, before: string, after: string) => `${before}${value}${after}`,
    );
  }
  const file = join(folder, `${name}-${index}`, `${name}.v`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
};

const findings = async (name: string, top: string): Promise<readonly string[]> => {
  const files = [
    top,
    ...needed(name)
      .slice(1)
      .map((module) => join(library, `${module}.v`)),
  ];
  return [
    ...(await verilatorLint(files, { top: name })),
    ...(await icarusLint(files, name)),
    ...(await yosysCheck(files, name)),
  ];
};

describe.each(modules)('%s', (name) => {
  it('follows the rules of the text', () => {
    expect(textProblems(`templates/lib/${name}.v`, textOf(name))).toEqual([]);
  });

  it('is clean in its default parameters', async () => {
    expect(await findings(name, join(library, `${name}.v`))).toEqual([]);
  });

  for (const [i, parameters] of (odd[name] ?? []).entries()) {
    const title = Object.entries(parameters).map(([key, value]) => `${key}=${value}`);
    it(`is clean with ${title.join(' ')}`, async () => {
      expect(await findings(name, withParameters(name, parameters, i))).toEqual([]);
    });
  }
});
