import { render } from '../../generator/emit/render.js';
import { beatBytes, beatsPerTensor, type Package, type StreamFacts } from '../manifest.js';

/** What model.cpp.hbs reads of a stream. */
interface StreamView {
  readonly port: string;
  /** The port as Verilator spells it in C++: a double underscore is its own separator. */
  readonly identifier: string;
  readonly isInput: string;
  readonly beatBytes: number;
  readonly beatsPerTensor: number;
  readonly storageBytes: number;
}

/** Bytes of the C++ type that Verilator gives a port: 8, 16, 32, 64 bits or 32-bit words. */
const storageBytesOf = (bits: number): number =>
  [1, 2, 4, 8].find((bytes) => bits <= 8 * bytes) ?? 4 * Math.ceil(bits / 32);

const viewOf = (stream: StreamFacts): StreamView => ({
  port: stream.port,
  identifier: stream.port.replaceAll('__', '___05F'),
  isInput: String(stream.direction === 'input'),
  beatBytes: beatBytes(stream),
  beatsPerTensor: beatsPerTensor(stream),
  storageBytes: storageBytesOf(stream.tdataBits),
});

/** The C++ that joins the testbench to a design's ports. */
export const renderModel = (design: Package): string =>
  render('sim/model', { streams: design.streams.map(viewOf) }, '.cpp.hbs');
