import type { Datapath, DatapathNode } from '../../ir/datapath.js';
import { realZeroOf } from '../../ir/values.js';
import { conv2dParameters } from '../../units/conv2d/spec.js';
import { depthwiseConv2dParameters } from '../../units/depthwise_conv2d/spec.js';
import { padParameters } from '../../units/pad/spec.js';
import type { BoundDatapath } from '../bind.js';

type Pair = readonly [number, number];

/** Rows and columns around an image, where that is all a `pad` node does, with what a window reads as zero. */
const borderOf = (
  { unit, parameters, inputs }: DatapathNode,
  { streams }: BoundDatapath,
): { readonly before: Pair; readonly after: Pair } | undefined => {
  const stream = streams.get(inputs[0] ?? '');
  if (unit !== 'pad' || stream?.shape.length !== 3) return undefined;
  const zero = realZeroOf(stream);
  const { before, after, code = zero } = padParameters.parse(parameters);
  const [top = 0, left = 0, first = 0] = before;
  const [bottom = 0, right = 0, last = 0] = after;
  if (code !== zero || zero === undefined || first + last > 0) return undefined;
  return { before: [top, left], after: [bottom, right] };
};

/** Padding of a convolution on each side, and how far its kernel reaches. */
const windowOf = ({ unit, parameters }: DatapathNode) => {
  if (unit !== 'conv2d' && unit !== 'depthwise_conv2d') return undefined;
  const schema = unit === 'conv2d' ? conv2dParameters : depthwiseConv2dParameters;
  const { weights, dilation, padding } = schema.parse(parameters);
  if (padding === 'same') return undefined;
  const reach = dilation.map((step, i) => ((weights.shape[i + 1] as number) - 1) * step + 1);
  const none = { top: 0, bottom: 0, left: 0, right: 0 };
  return { own: padding === 'valid' ? none : padding, reach: reach as [number, number] };
};

const absorbed = (taker: DatapathNode, pad: DatapathNode, bound: BoundDatapath): DatapathNode => {
  const border = borderOf(pad, bound);
  const window = border && windowOf(taker);
  if (!border || !window) return taker;
  const { own, reach } = window;
  const padding = {
    top: own.top + border.before[0],
    bottom: own.bottom + border.after[0],
    left: own.left + border.before[1],
    right: own.right + border.after[1],
  };
  // A window that lies wholly in the padding is none that a convolution makes.
  const far =
    Math.max(padding.top, padding.bottom) >= reach[0] ||
    Math.max(padding.left, padding.right) >= reach[1];
  if (far) return taker;
  return { ...taker, inputs: pad.inputs, parameters: { ...taker.parameters, padding } };
};

/**
 * Zero points around an image before a convolution without padding of its own: the convolution pads
 * itself, which costs no cycles. The `pad` node stays for whoever else takes it.
 */
export const absorbPadding = (bound: BoundDatapath): Datapath => {
  const { datapath } = bound;
  const nodes = new Map<string, DatapathNode>();
  for (const node of datapath.nodes) {
    const pad = nodes.get(node.inputs[0] ?? '');
    nodes.set(node.name, pad ? absorbed(node, pad, bound) : node);
  }
  return { ...datapath, nodes: [...nodes.values()] };
};
