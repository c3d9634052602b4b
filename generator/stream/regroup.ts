import { unsignedBitsFor } from '../ir/format.js';
import type { Stage } from '../ir/module.js';
import { departuresByCycle } from './cycles.js';

/** One side of a regrouping: elements that start a beat together. */
export interface Grouping {
  readonly lanes: number;
  /** Elements of a group. */
  readonly group: number;
}

export interface RegroupOptions {
  readonly instance: string;
  readonly elementBits: number;
  readonly input: Grouping;
  readonly output: Grouping;
  /** Elements of a tensor; both groups divide it. */
  readonly elements: number;
}

const beatsOfGroup = ({ lanes, group }: Grouping): number => Math.ceil(group / lanes);

const tailOf = (side: Grouping): number => side.group - (beatsOfGroup(side) - 1) * side.lanes;

/** Elements of each beat of a tensor, one after the other. */
const counter = (side: Grouping): (() => number) => {
  const beats = beatsOfGroup(side);
  let beat = -1;
  return () => {
    beat = (beat + 1) % beats;
    return beat === beats - 1 ? tailOf(side) : side.lanes;
  };
};

/** Same elements, other lanes and other groups; templates/lib/sinter_regroup.v. */
export const regroup = (options: RegroupOptions): Stage => {
  const { input, output, elements, elementBits } = options;
  const inBeats = (elements / input.group) * beatsOfGroup(input);
  const outBeats = (elements / output.group) * beatsOfGroup(output);
  // Two output beats of room beside the input's: the side with more beats then never waits.
  const capacity = input.lanes + 2 * output.lanes;
  return {
    kind: 'stage',
    instance: options.instance,
    module: { kind: 'library', name: 'sinter_regroup' },
    parameters: {
      ELEMENT_BITS: elementBits,
      IN_LANES: input.lanes,
      IN_BEATS: beatsOfGroup(input),
      IN_TAIL: tailOf(input),
      OUT_LANES: output.lanes,
      OUT_BEATS: beatsOfGroup(output),
      OUT_TAIL: tailOf(output),
      OUT_GROUPS: elements / output.group,
      CAPACITY: capacity,
      COUNT_BITS: unsignedBitsFor(capacity),
      INDEX_BITS: unsignedBitsFor(
        Math.max(beatsOfGroup(input), beatsOfGroup(output), elements / output.group),
      ),
    },
    inputBits: input.lanes * elementBits,
    outputBits: output.lanes * elementBits,
    timing: {
      intervalCycles: Math.max(inBeats, outBeats),
      departures(arrivals) {
        const nextPushed = counter(input);
        const nextNeeded = counter(output);
        let pushed = nextPushed();
        let needed = nextNeeded();
        let count = 0;
        return departuresByCycle(arrivals, outBeats, (offered) => {
          const gives = count >= needed;
          if (gives) {
            count -= needed;
            needed = nextNeeded();
          }
          const takes = offered && count <= capacity - input.lanes;
          if (takes) {
            count += pushed;
            pushed = nextPushed();
          }
          return { takes, gives };
        });
      },
    },
  };
};
