import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElaboratedDesign, TopLink } from '../generator/elaborate/top.js';
import { isSigned } from '../generator/ir/format.js';
import type { StreamType } from '../generator/ir/stream.js';
import type { BoundDatapath } from '../generator/passes/bind.js';
import type { Package, StreamFacts } from './manifest.js';

/** The inside of a package: what its hardware computes, and the streams between its units. */
export interface Layers {
  /** The datapath as the hardware has it. */
  readonly hardware: BoundDatapath;
  readonly design: Pick<ElaboratedDesign, 'links'>;
}

/** A stream between two units, as a simulator can listen to it. */
export interface Tap {
  readonly link: TopLink;
  /** `port` is the prefix of the wires. */
  readonly stream: StreamFacts;
}

/** Bits of the wire `<name>_data`, as the top module declares it. */
const declaredBits = (text: string, name: string): number | undefined => {
  const bits = new RegExp(`^ *wire \\[(\\d+)-1:0\\] ${name}_data;`, 'm').exec(text)?.[1];
  return bits === undefined ? undefined : Number(bits);
};

const factsOf = (link: TopLink, stream: StreamType, bits: number): StreamFacts => ({
  name: link.from,
  port: link.name,
  direction: 'output',
  shape: stream.shape,
  lanes: bits / stream.format.bits,
  elementBits: stream.format.bits,
  signed: isSigned(stream.format),
  tdataBits: 8 * Math.ceil(bits / 8),
  scale: stream.scale,
  zeroPoint: stream.zeroPoint,
});

/**
 * The taps of a package, in the order of the datapath, a stream before what a fork makes of it. A package
 * may be folded otherwise than `layers`: lanes are what its top module declares. A stream that it does not
 * have is left out.
 */
export const tapsOf = async (
  { directory, top }: Package,
  { hardware, design: { links } }: Layers,
): Promise<readonly Tap[]> => {
  const text = await readFile(join(directory, 'rtl', `${top}.v`), 'utf8').catch(() => '');
  const { inputs, nodes } = hardware.datapath;
  const places = new Map([...inputs, ...nodes].map(({ name }, place) => [name, place]));
  return links
    .flatMap((link): Tap[] => {
      const stream = hardware.streams.get(link.from);
      const bits = declaredBits(text, link.name);
      if (!stream || !bits || bits % stream.format.bits !== 0) return [];
      return [{ link, stream: factsOf(link, stream, bits) }];
    })
    .sort(
      (a, b) =>
        (places.get(a.link.from) ?? 0) - (places.get(b.link.from) ?? 0) ||
        Number(a.link.branch) - Number(b.link.branch),
    );
};
