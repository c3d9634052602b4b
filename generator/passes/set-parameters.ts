import { type Problem, type ProblemCode, SinterError } from '../error.js';
import type { Datapath, DatapathInput, DatapathNode } from '../ir/datapath.js';
import { mxFormats } from '../ir/formats/microscaling.js';
import { elementsOf } from '../ir/stream.js';
import { suggestion } from '../report/nearest.js';
import {
  isNumberFormat,
  isTensor,
  membersOf,
  type SchemaNode,
  schemaOf,
} from '../report/schema.js';
import { units } from '../units/index.js';

/** One parameter to set: `dense0.array.simd`, a node or input by name and the way inside it. */
export interface Assignment {
  readonly path: string;
  readonly value: unknown;
}

const fail = (code: ProblemCode, place: string, reason: string, hint: string): never => {
  throw new SinterError({ code, place, reason, hint });
};

type Parameters = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Parameters =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const setIn = (parameters: Parameters, [key, ...rest]: readonly string[], value: unknown) => {
  if (key === undefined) return parameters;
  const own = parameters[key];
  const inner: unknown = rest.length === 0 ? value : setIn(isRecord(own) ? own : {}, rest, value);
  return { ...parameters, [key]: inner };
};

/** The number format of a name; what bits there may be is for the check pass to say. */
const formatOf = (name: string): Parameters | undefined => {
  if (name === 'e8m0' || name === 'float32') return { kind: name, bits: name === 'e8m0' ? 8 : 32 };
  const element = mxFormats.get(name);
  if (element) return { ...element };
  const [, kind, count] = /^(\D+?)(\d*)$/.exec(name) ?? [];
  const bits = Number(count);
  if (count === '') {
    const fixed: Readonly<Record<string, number>> = { binary: 1, ternary: 2, olive: 4 };
    return kind && fixed[kind] ? { kind, bits: fixed[kind] } : undefined;
  }
  if (kind === 'int' || kind === 'uint' || kind === 'powerOfTwo') return { kind, bits };
  if (kind === 'flint' || kind === 'sflint') {
    return { kind: 'flint', bits, signed: kind === 'sflint' };
  }
  return undefined;
};

/** `int4` where a number format stands. */
const inFormat = (schema: SchemaNode, value: unknown): unknown => {
  return typeof value === 'string' && isNumberFormat(schema) ? (formatOf(value) ?? value) : value;
};

const setInNode = (node: DatapathNode, keys: readonly string[], assignment: Assignment) => {
  const place = `--set ${assignment.path}`;
  let schema = schemaOf(units[node.unit].parameters);
  for (const key of keys) {
    const members = membersOf(schema);
    const names = [...members].filter(([, one]) => !isTensor(one)).map(([name]) => name);
    const next = members.get(key);
    if (next === undefined) {
      const hint = names.length > 0 ? suggestion(key, names) : 'set the whole parameter';
      return fail(
        'E_PARAMETER',
        place,
        `${node.name} (${node.unit}) has no parameter ${key}`,
        hint,
      );
    }
    schema = next;
  }
  if (isTensor(schema)) {
    return fail('E_PARAMETER', place, 'is a tensor', 'tensors are set in the design only');
  }
  const value = inFormat(schema, assignment.value);
  return { ...node, parameters: setIn(node.parameters, keys, value) };
};

const setInInput = (input: DatapathInput, keys: readonly string[], assignment: Assignment) => {
  const place = `--set ${assignment.path}`;
  const { stream } = input;
  if (keys.length !== 1 || keys[0] !== 'lanes') {
    const reason = `the input ${input.name} has no parameter ${keys.join('.')}`;
    return fail('E_PARAMETER', place, reason, `there is ${input.name}.lanes`);
  }
  const { value } = assignment;
  const elements = elementsOf(stream);
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > elements) {
    const reason = `gives ${JSON.stringify(value)}, the input has ${elements} elements`;
    return fail('E_PARAMETER', place, reason, `set ${input.name}.lanes between 1 and ${elements}`);
  }
  return { ...input, stream: { ...stream, lanes: value } };
};

/** The node or input whose name leads the path, the longest such name, and the rest of the path. */
const targetOf = (datapath: Datapath, path: string): { name: string; keys: readonly string[] } => {
  const names = [...datapath.inputs, ...datapath.nodes].map(({ name }) => name);
  const name = names
    .filter((one) => path === one || path.startsWith(`${one}.`))
    .reduce((longest, one) => (one.length > longest.length ? one : longest), '');
  if (name === '') {
    const [word = ''] = path.split('.');
    const reason = `${datapath.name} has no node or input ${word}`;
    return fail('E_UNKNOWN', `--set ${path}`, reason, suggestion(word, names));
  }
  const rest = path.slice(name.length + 1);
  if (rest === '') {
    return fail(
      'E_ARGUMENT',
      `--set ${path}`,
      'names no parameter',
      `write ${name}.parameter=value`,
    );
  }
  return { name, keys: rest.split('.') };
};

const setOne = (datapath: Datapath, assignment: Assignment): Datapath => {
  const { name, keys } = targetOf(datapath, assignment.path);
  return {
    ...datapath,
    inputs: datapath.inputs.map((input) =>
      input.name === name ? setInInput(input, keys, assignment) : input,
    ),
    nodes: datapath.nodes.map((node) =>
      node.name === name ? setInNode(node, keys, assignment) : node,
    ),
  };
};

/**
 * The pass behind `--set`: the assignments in order, later ones win. Whether a value is possible is for
 * the check pass to say; here only names are. Throws one SinterError with every wrong assignment:
 * E_UNKNOWN for a node, E_PARAMETER for a parameter, E_ARGUMENT for a path that is none.
 */
export const setParameters = (datapath: Datapath, assignments: readonly Assignment[]): Datapath => {
  const problems: Problem[] = [];
  let result = datapath;
  for (const assignment of assignments) {
    try {
      result = setOne(result, assignment);
    } catch (error) {
      if (!(error instanceof SinterError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new SinterError(problems);
  return result;
};

/** Sets a parameter of every unit that has one of this name. */
export const setEverywhere = (datapath: Datapath, name: string, value: unknown): Datapath => ({
  ...datapath,
  nodes: datapath.nodes.map((node) =>
    membersOf(schemaOf(units[node.unit].parameters)).has(name)
      ? { ...node, parameters: { ...node.parameters, [name]: value } }
      : node,
  ),
});
