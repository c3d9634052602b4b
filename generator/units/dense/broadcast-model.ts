import type { ColumnLists } from './column-lists.js';
import type { ControlModel } from './data-cycles.js';
import { drainModel } from './drain-model.js';

/** Activations that a PE's queue holds beside the one at its end. */
export const queueDepth = 8;

interface Item {
  readonly column: number;
  /** No activation, only the end of a vector. */
  readonly none: boolean;
  readonly end: boolean;
}

/** What each beat is broadcast as; a beat of zeros is nothing, or the end of a vector. */
const itemsOf = (isZero: Uint8Array, inputs: number, lanes: number): readonly (readonly Item[])[] =>
  Array.from({ length: isZero.length / lanes }, (_, beat) => {
    const first = (beat * lanes) % inputs;
    const last = first + lanes === inputs;
    const columns: number[] = [];
    for (let i = 0; i < lanes; i++) if (!isZero[beat * lanes + i]) columns.push(first + i);
    if (columns.length === 0) return last ? [{ column: 0, none: true, end: true }] : [];
    return columns.map((column, i) => ({
      column,
      none: false,
      end: last && i === columns.length - 1,
    }));
  });

/** A PE with its queue: sinter_fifo, and what it works on. */
class Worker {
  readonly #starts: Int32Array;
  readonly #waiting: Item[] = [];
  #head: Item | undefined;
  #left: number | undefined;
  #half = 0;
  readonly claimed = [false, false];
  readonly done = [false, false];
  /** Halves whose vector ends two stages and one stage before its last sum is there. */
  #ending: readonly (number | undefined)[] = [undefined, undefined];

  constructor(starts: Int32Array) {
    this.#starts = starts;
  }

  get ready(): boolean {
    return this.#waiting.length !== queueDepth;
  }

  entriesOf({ column, none }: Item): number {
    return none ? 0 : (this.#starts[column + 1] as number) - (this.#starts[column] as number);
  }

  /** One cycle; `item` is what comes into the queue in it. */
  step(item: Item | undefined, released: number | undefined): void {
    const head = this.#head;
    let ended: number | undefined;
    let taken = false;
    if (head && !this.claimed[this.#half]) {
      const left = this.#left ?? this.entriesOf(head);
      taken = left <= 1;
      this.#left = taken ? undefined : left - 1;
      if (taken && head.end) ended = this.#half;
    }
    const [sum, entry] = this.#ending;
    if (sum !== undefined) this.done[sum] = true;
    this.#ending = [entry, ended];
    if (ended !== undefined) {
      this.claimed[ended] = true;
      this.#half = 1 - this.#half;
    }
    if (released !== undefined) {
      this.claimed[released] = false;
      this.done[released] = false;
    }
    const pop = this.#waiting.length > 0 && (!head || taken);
    if (pop) this.#head = this.#waiting.shift();
    else if (taken) this.#head = undefined;
    if (item) this.#waiting.push(item);
  }
}

/** The control of templates/units/dense/broadcast_array.v.hbs, cycle by cycle. */
export const broadcastModel =
  (options: {
    readonly lists: ColumnLists;
    readonly inputs: number;
    readonly lanes: number;
    /** Output beats of a vector. */
    readonly beats: number;
  }): ControlModel =>
  (feed, isZero) => {
    const { lists, inputs, lanes, beats } = options;
    const items = itemsOf(isZero, inputs, lanes);
    const workers = lists.starts.map((starts) => new Worker(starts));
    const drain = drainModel(beats, (isZero.length / inputs) * beats);
    let taken = 0;
    let held: readonly Item[] | undefined;
    let at = 0;
    let item: Item | undefined;
    let full: readonly boolean[] = [false, false];
    for (let cycle = feed.arrival(0); !drain.finished(); cycle++) {
      const released = drain.step(cycle, full);
      full = [0, 1].map(
        (half) => half !== released && workers.every(({ done }) => done[half] === true),
      );
      const itemTaken = workers.every(({ ready }) => ready);
      for (const worker of workers) {
        const wanted = item && itemTaken && (item.end || worker.entriesOf(item) > 0);
        worker.step(wanted ? item : undefined, released);
      }
      const free = !item || itemTaken;
      if (itemTaken) item = undefined;
      let accepts = held === undefined;
      if (held) {
        const next = held[at];
        if (!next || free) {
          if (next) item = next;
          at++;
          accepts = at >= held.length;
        }
      }
      if (accepts) {
        const offered = feed.arrival(taken) <= cycle;
        if (offered) feed.taken(taken, cycle);
        held = offered ? items[taken++] : undefined;
        at = 0;
      }
    }
    return drain.departures;
  };
