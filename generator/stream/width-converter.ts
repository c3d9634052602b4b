import { unsignedBitsFor } from '../ir/format.js';
import type { Stage } from '../ir/module.js';

export interface WidthConverterOptions {
  readonly instance: string;
  readonly elementBits: number;
  readonly inLanes: number;
  readonly outLanes: number;
  /** Elements of a group: both sides start a new beat with each. */
  readonly group: number;
  /** Groups in a tensor. */
  readonly groups: number;
}

/** Same elements, another number of lanes; templates/lib/sinter_width_converter.v. */
export const widthConverter = (options: WidthConverterOptions): Stage => {
  const { elementBits, inLanes, outLanes, group, groups } = options;
  const inBeats = Math.ceil(group / inLanes);
  const outBeats = Math.ceil(group / outLanes);
  return {
    kind: 'stage',
    instance: options.instance,
    module: { kind: 'library', name: 'sinter_width_converter' },
    parameters: {
      ELEMENT_BITS: elementBits,
      IN_LANES: inLanes,
      OUT_LANES: outLanes,
      GROUP: group,
      IN_BEATS: inBeats,
      TAIL: group - (inBeats - 1) * inLanes,
      BEAT_BITS: unsignedBitsFor(inBeats),
      COUNT_BITS: unsignedBitsFor(inLanes + outLanes),
    },
    inputBits: inLanes * elementBits,
    outputBits: outLanes * elementBits,
    timing: {
      intervalCycles: groups * Math.max(inBeats, outBeats),
      departures(arrivals) {
        const departures = new Float64Array(groups * outBeats);
        let previous = -1;
        for (let g = 0; g < groups; g++) {
          for (let beat = 0; beat < outBeats; beat++) {
            const elements = Math.min((beat + 1) * outLanes, group);
            const needed = g * inBeats + Math.ceil(elements / inLanes) - 1;
            previous = Math.max(previous + 1, (arrivals[needed] as number) + 1);
            departures[g * outBeats + beat] = previous;
          }
        }
        return departures;
      },
    },
  };
};
