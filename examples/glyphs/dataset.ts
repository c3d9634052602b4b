import { between, mulberry32, type Random } from './random.js';
import { glyphStrokes, gridHeight, gridWidth, type Stroke } from './strokes.js';

export const imageHeight = 16;
export const imageWidth = 16;
export const classCount = glyphStrokes.length;
const pixelCount = imageHeight * imageWidth;

/** Images are grey levels 0 to 255 stored as code = level - 128, so that black is the zero point. */
export const imageQuantization = { scale: 1 / 256, zeroPoint: -128 } as const;

/** `images` holds count x 16 x 16 x 1 codes in row-major order, `labels` the glyph of each. */
export interface Glyphs {
  readonly images: Int8Array;
  readonly labels: Uint8Array;
}

/**
 * What the network learns from, what its accuracy is told from, and the few images shipped as test-input.npy.
 * The 64 of seed 5 hold two that the trained network gets wrong: hardware has to repeat mistakes as well.
 */
export const splits = {
  training: { seed: 1, count: 16_000 },
  heldOut: { seed: 2, count: 2_000 },
  test: { seed: 5, count: 64 },
} as const;

/**
 * `count` distorted glyphs, the classes in turn. The same seed gives the same bytes in every engine: only
 * +, -, *, / and square root are used, which IEEE 754 rounds in one way.
 */
export function glyphs({ seed, count }: { seed: number; count: number }): Glyphs {
  const random = mulberry32(seed);
  const images = new Int8Array(count * pixelCount);
  const labels = new Uint8Array(count);
  for (let index = 0; index < count; index += 1) {
    const label = index % classCount;
    labels[index] = label;
    draw(
      glyphStrokes[label]!,
      random,
      images.subarray(index * pixelCount, (index + 1) * pixelCount),
    );
  }
  return { images, labels };
}

function draw(strokes: readonly Stroke[], random: Random, image: Int8Array): void {
  const place = placement(random);
  const segments = strokes.flatMap((stroke) => segmentsOf(stroke, random, place));
  const halfThickness = between(random, 0.35, 0.95);
  const background = between(random, 0, 0.25);
  const ink = between(random, 0.4, 0.8);
  const noise = between(random, 0.05, 0.35);
  for (let pixel = 0; pixel < pixelCount; pixel += 1) {
    const x = (pixel % imageWidth) + 0.5;
    const y = Math.floor(pixel / imageWidth) + 0.5;
    let distance = Number.POSITIVE_INFINITY;
    for (const segment of segments) {
      distance = Math.min(distance, distanceTo(segment, x, y));
    }
    // The edge falls off over one pixel, which is what antialiasing would give.
    const coverage = clamp(halfThickness + 0.5 - distance, 0, 1);
    // The sum of two uniform draws has a triangular density: many small errors, few large ones.
    const error = noise * (random() + random() - 1);
    const grey = background + ink * coverage + error;
    image[pixel] = clamp(Math.floor(grey * 256), 0, 255) - 128;
  }
}

type Point = readonly [x: number, y: number];
type Segment = readonly [x: number, y: number, alongX: number, alongY: number];

/** A random affine map from the stroke grid to pixels. */
function placement(random: Random): (x: number, y: number) => Point {
  const height = between(random, 8, 13);
  const width = height * between(random, 0.5, 0.8);
  const shear = between(random, -0.25, 0.25);
  // A rotation by 2 atan(t) without sine or cosine, whose last bits differ between engines; up to 17 degrees.
  const t = between(random, -0.15, 0.15);
  const cosine = (1 - t * t) / (1 + t * t);
  const sine = (2 * t) / (1 + t * t);
  const shiftX = imageWidth / 2 + between(random, -2, 2);
  const shiftY = imageHeight / 2 + between(random, -1.5, 1.5);
  return (gridX, gridY) => {
    const y = (gridY / gridHeight - 0.5) * height;
    const x = (gridX / gridWidth - 0.5) * width + shear * y;
    return [cosine * x - sine * y + shiftX, sine * x + cosine * y + shiftY];
  };
}

/** The stroke in pixels, each corner moved a little: an unsteady hand. */
function segmentsOf(
  stroke: Stroke,
  random: Random,
  place: (x: number, y: number) => Point,
): Segment[] {
  const segments: Segment[] = [];
  let previous: Point | undefined;
  for (let corner = 0; corner < stroke.length; corner += 2) {
    const x = stroke[corner]! + between(random, -0.7, 0.7);
    const y = stroke[corner + 1]! + between(random, -0.7, 0.7);
    const point = place(x, y);
    if (previous !== undefined) {
      segments.push([...previous, point[0] - previous[0], point[1] - previous[1]]);
    }
    previous = point;
  }
  return segments;
}

function distanceTo([startX, startY, alongX, alongY]: Segment, x: number, y: number): number {
  const fromX = x - startX;
  const fromY = y - startY;
  const lengthSquared = alongX * alongX + alongY * alongY;
  const along =
    lengthSquared > 0 ? clamp((fromX * alongX + fromY * alongY) / lengthSquared, 0, 1) : 0;
  const gapX = fromX - along * alongX;
  const gapY = fromY - along * alongY;
  return Math.sqrt(gapX * gapX + gapY * gapY);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
