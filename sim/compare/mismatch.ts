import type { Violation } from '../run/capture.js';

/** Where in a run: the stream by its port, the cycle counted from the first clock after reset. */
interface Place {
  readonly stream: string;
  readonly tensor: number;
  /** Within the tensor. */
  readonly beat: number;
  readonly cycle: number;
}

export interface ValueMismatch extends Place {
  readonly kind: 'value';
  /** Row-major, within the tensor. */
  readonly index: number;
  readonly lane: number;
  readonly expected: bigint;
  readonly actual: bigint;
}

/** A bit is set in an unused lane of a tensor's last beat, or above the last lane. */
export interface PaddingMismatch extends Place {
  readonly kind: 'padding';
  /** All of tdata, hexadecimal. */
  readonly tdata: string;
}

export interface LastMismatch extends Place {
  readonly kind: 'last';
  readonly expected: 0 | 1;
  readonly beatsPerTensor: number;
}

export interface RuleMismatch extends Place {
  readonly kind: 'rule';
  readonly rule: Violation['kind'];
}

/** Beats that never came; `cycle` is where the run ended. */
export interface MissingMismatch extends Place {
  readonly kind: 'missing';
  readonly beats: number;
  readonly beatsExpected: number;
  /** Why no more came, and what every stream waited for. */
  readonly end: string;
}

export interface SurplusMismatch extends Place {
  readonly kind: 'surplus';
  readonly beatsExpected: number;
}

export type Mismatch =
  | ValueMismatch
  | PaddingMismatch
  | LastMismatch
  | RuleMismatch
  | MissingMismatch
  | SurplusMismatch;

const RULES: Readonly<Record<Violation['kind'], string>> = {
  'valid-dropped': 'tvalid fell before tready took the beat',
  'data-changed': 'tdata changed while tvalid waited for tready',
  'last-changed': 'tlast changed while tvalid waited for tready',
};

/** One line, as `m_axis_y: tensor 3 element 17 (lane 1 of beat 8, cycle 1042): expected -7, got 12`. */
export const describeMismatch = (mismatch: Mismatch): string => {
  const { stream, tensor, beat, cycle } = mismatch;
  const atBeat = `${stream}: tensor ${tensor} beat ${beat} (cycle ${cycle})`;
  switch (mismatch.kind) {
    case 'value': {
      const { index, lane, expected, actual } = mismatch;
      return `${stream}: tensor ${tensor} element ${index} (lane ${lane} of beat ${beat}, cycle ${cycle}): expected ${expected}, got ${actual}`;
    }
    case 'padding':
      return `${atBeat}: expected zero in unused lanes and padding, got tdata ${mismatch.tdata}`;
    case 'last':
      return `${atBeat} of ${mismatch.beatsPerTensor}: expected tlast ${mismatch.expected}, got ${1 - mismatch.expected}`;
    case 'rule':
      return `${atBeat}: ${RULES[mismatch.rule]}`;
    case 'missing':
      return `${stream}: ${mismatch.beats} of ${mismatch.beatsExpected} beats came, tensor ${tensor} beat ${beat} is missing; ${mismatch.end}`;
    case 'surplus':
      return `${atBeat}: a beat after the last of ${mismatch.beatsExpected} expected`;
  }
};
