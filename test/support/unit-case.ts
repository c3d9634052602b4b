import type { StreamType } from '../../generator/ir/stream.js';
import type { UnitKind } from '../../generator/units/index.js';

/** One parameter set of a unit that the suite proves in RTL. */
export interface UnitCase {
  readonly title: string;
  readonly unit: UnitKind;
  readonly inputs: readonly StreamType[];
  readonly parameters: Readonly<Record<string, unknown>>;
}
