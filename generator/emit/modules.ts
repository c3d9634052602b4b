import { unsignedBitsFor } from '../ir/format.js';
import type { MemoryModule, Module } from '../ir/module.js';
import { render } from './render.js';

/** One Verilog file: module name and text. */
export interface VerilogFile {
  readonly module: string;
  readonly text: string;
}

const hexOf = (widthBits: number, word: bigint): string =>
  word.toString(16).padStart(Math.ceil(widthBits / 4), '0');

const memoryText = (memory: MemoryModule): string => {
  const { name, words, widthBits, description } = memory;
  const addressBits = unsignedBitsFor(words.length - 1);
  return render('partials/memory', {
    name,
    description,
    dslName: name,
    depth: words.length,
    widthBits,
    addressBits,
    words: words.map((word, address) => ({
      address,
      value: `${widthBits}'h${hexOf(widthBits, word)}`,
    })),
  });
};

/** A memory's contents for `$readmemh`: a word a line. */
export const memoryImage = ({ widthBits, words }: MemoryModule): string =>
  `${words.map((word) => hexOf(widthBits, word)).join('\n')}\n`;

/** The text of every generated module below `top`, each once, and the memories among them. */
export const renderModules = (
  top: Module,
): { files: readonly VerilogFile[]; memories: readonly MemoryModule[] } => {
  const files = new Map<string, string>();
  const memories: MemoryModule[] = [];
  const visit = (module: Module): void => {
    if (module.kind === 'library' || files.has(module.name)) return;
    if (module.kind === 'memory') {
      files.set(module.name, memoryText(module));
      memories.push(module);
      return;
    }
    files.set(module.name, render(module.template, module.view));
    for (const { module: child } of module.instances) visit(child);
  };
  visit(top);
  return { files: [...files].map(([module, text]) => ({ module, text })), memories };
};
