/** How channels are shared out when `pe` outputs are made at a time. */
export interface ChannelFolding {
  /** Input channels a beat of the window. */
  readonly lanes: number;
  /** Beats a pixel. */
  readonly words: number;
  /** How often a beat's window is given: passes over one channel with many outputs. */
  readonly repeat: number;
}

/**
 * `pe` outputs of `multiplier` each per input channel: either whole channels side by side, or one
 * channel in several passes.
 */
export const channelFolding = (
  channels: number,
  multiplier: number,
  pe: number,
): ChannelFolding => {
  const lanes = Math.max(1, Math.floor(pe / multiplier));
  return {
    lanes,
    words: Math.ceil(channels / lanes),
    repeat: pe >= multiplier ? 1 : multiplier / pe,
  };
};

/** Every `pe` that folds: divisors of the channel multiplier, and its multiples. */
export const foldableWidths = (outputs: number, multiplier: number): readonly number[] =>
  Array.from({ length: outputs }, (_, i) => i + 1).filter(
    (pe) => multiplier % pe === 0 || pe % multiplier === 0,
  );
