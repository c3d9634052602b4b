import { render } from '../../generator/emit/render.js';
import { beatBytes, beatsPerTensor, type Package, type StreamFacts } from '../manifest.js';

/** What model.cpp.hbs reads of a stream. */
interface StreamView {
  readonly port: string;
  /** The port or wire as Verilator spells it in C++. */
  readonly identifier: string;
  readonly isInput: string;
  readonly beatBytes: number;
  readonly beatsPerTensor: number;
  readonly storageBytes: number;
}

/** Bytes of the C++ type that Verilator gives a port: 8, 16, 32, 64 bits or 32-bit words. */
const storageBytesOf = (bits: number): number =>
  [1, 2, 4, 8].find((bytes) => bits <= 8 * bytes) ?? 4 * Math.ceil(bits / 32);

/** A double underscore is Verilator's own separator. */
const spelled = (name: string): string => name.replaceAll('__', '___05F');

const viewOf = (stream: StreamFacts, identifier: string): StreamView => ({
  port: stream.port,
  identifier,
  isInput: String(stream.direction === 'input'),
  beatBytes: beatBytes(stream),
  beatsPerTensor: beatsPerTensor(stream),
  storageBytes: storageBytesOf(stream.tdataBits),
});

/** The C++ that joins the testbench to a design's ports, and to the wires in its top module. */
export const renderModel = (design: Package, taps: readonly StreamFacts[] = []): string =>
  render(
    'sim/model',
    {
      resetPort: spelled(design.reset.port),
      resetActive: design.reset.active === 'high' ? 1 : 0,
      streams: design.streams.map((stream) => viewOf(stream, spelled(stream.port))),
      taps: taps.map((tap) => viewOf(tap, `${spelled(design.top)}__DOT__${spelled(tap.port)}`)),
    },
    '.cpp.hbs',
  );

/** Keeps the taps' wires visible in C++ (Verilator's manual, control files); nothing without taps. */
export const controlFile = ({ top }: Package, taps: readonly StreamFacts[]): string | undefined =>
  taps.length === 0
    ? undefined
    : `\`verilator_config\n${taps
        .flatMap(({ port }) => ['valid', 'ready', 'last', 'data'].map((one) => `${port}_${one}`))
        .map((wire) => `public_flat_rd -module "${top}" -var "${wire}"\n`)
        .join('')}`;
