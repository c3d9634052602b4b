/**
 * Names in a design are the user's, or come from a file that nobody has checked: this is where they
 * become Verilog identifiers and file names.
 */

/** Reserved by Verilog-2005 or SystemVerilog-2017 (IEEE 1364, 1800: annex B). */
const keywords = new Set(
  `accept_on alias always always_comb always_ff always_latch and assert assign assume automatic before
  begin bind bins binsof bit break buf bufif0 bufif1 byte case casex casez cell chandle checker class
  clocking cmos config const constraint context continue cover covergroup coverpoint cross deassign
  default defparam design disable dist do edge else end endcase endchecker endclass endclocking
  endconfig endfunction endgenerate endgroup endinterface endmodule endpackage endprimitive
  endprogram endproperty endsequence endspecify endtable endtask enum event eventually expect export
  extends extern final first_match for force foreach forever fork forkjoin function generate genvar
  global highz0 highz1 if iff ifnone ignore_bins illegal_bins implements implies import incdir include
  initial inout input inside instance int integer interconnect interface intersect join join_any
  join_none large let liblist library local localparam logic longint macromodule matches medium modport
  module nand negedge nettype new nexttime nmos nor noshowcancelled not notif0 notif1 null or output
  package packed parameter pmos posedge primitive priority program property protected pull0 pull1
  pulldown pullup pulsestyle_ondetect pulsestyle_onevent pure rand randc randcase randsequence rcmos
  real realtime ref reg reject_on release repeat restrict return rnmos rpmos rtran rtranif0 rtranif1
  s_always s_eventually s_nexttime s_until s_until_with scalared sequence shortint shortreal
  showcancelled signed small soft solve specify specparam static string strong strong0 strong1 struct
  super supply0 supply1 sync_accept_on sync_reject_on table tagged task this throughout time
  timeprecision timeunit tran tranif0 tranif1 tri tri0 tri1 triand trior trireg type typedef union
  unique unique0 unsigned until until_with untyped use uwire var vectored virtual void wait wait_order
  wand weak weak0 weak1 while wildcard wire with within wor xnor xor`.split(/\s+/),
);

/** Ports of every module: a module of the same name would hide them. */
const ports = new Set(['clk', 'rst']);

const longest = 48;

/** Words by which `render` knows a value that is none; in a name they are only words. */
const withoutValues = (name: string): string =>
  name
    .replaceAll('undefined', 'Undefined')
    .replaceAll('NaN', 'Nan')
    .replaceAll('[object', '(object');

/**
 * A Verilog identifier and file name that resembles `name`: ASCII letters, digits, single `_` (of
 * double ones Verilator makes other names in C++). None starts like a module of the library.
 */
export const identifier = (name: string): string => {
  const kept = withoutValues(name)
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_/, '')
    .slice(0, longest)
    .replace(/_$/, '');
  const started = /^(?!sinter(_|$))[a-z]/i.test(kept) ? kept : `n_${kept}`.replace(/_$/, '');
  return keywords.has(started) || ports.has(started) ? `${started}_` : started;
};

/** A name as a comment may hold it: on one line, in plain characters, not too long. */
export const commentText = (name: string): string => {
  const plain = withoutValues(name).replace(/[^\x20-\x7e]+/g, '?');
  return plain.length > longest ? `${plain.slice(0, longest)}...` : plain;
};

/** An identifier for each name, all different: `_2`, `_3` after those that are alike. */
export const uniqueIdentifiers = (names: readonly string[]): ReadonlyMap<string, string> => {
  const taken = new Set<string>();
  const result = new Map<string, string>();
  for (const name of names) {
    const base = identifier(name);
    let candidate = base;
    // File systems that fold case must keep two modules apart as well.
    const stem = base.replace(/_$/, '');
    for (let n = 2; taken.has(candidate.toLowerCase()); n++) candidate = `${stem}_${n}`;
    taken.add(candidate.toLowerCase());
    result.set(name, candidate);
  }
  return result;
};
