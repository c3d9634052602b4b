// The golden models' layers as plain nested loops, the yardstick of `npm run bench -- golden`.
// Arguments: a file of int32 words that golden.ts writes, and seconds to run. Prints "nanoseconds
// mismatches": the fastest pass over all layers, and the codes that differ from what was expected.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

enum Kind { CONVOLUTION = 0, DEPTHWISE = 1 };

struct Layer {
  int32_t kind, height, width, channels, outHeight, outWidth, outputs;
  int32_t kernelHeight, kernelWidth, strideY, strideX, dilationY, dilationX, padTop, padLeft;
  int32_t inputZeroPoint, outputZeroPoint, minimum, maximum;
  std::vector<int8_t> weights, input, expected, output;
  std::vector<int32_t> bias, multiplier, shift;
};

// TFLite's MultiplyByQuantizedMultiplier, double rounding.
static inline int32_t rescale(int32_t x, int32_t multiplier, int32_t shift) {
  const int64_t shifted = (int32_t)((uint32_t)x << (shift > 0 ? shift : 0));
  const int32_t high = (int32_t)((shifted * multiplier + (1 << 30)) >> 31);
  if (shift >= 0) return high;
  const int32_t right = -shift;
  const int32_t half = right > 31 ? 0 : (int32_t)((1ll << right) >> 1);
  return (int32_t)(((int64_t)high + half - (high < 0)) >> right);
}

static inline int8_t finish(const Layer& l, int32_t sum, int output) {
  int32_t y = rescale(sum, l.multiplier[output], l.shift[output]) + l.outputZeroPoint;
  y = y < l.minimum ? l.minimum : y;
  y = y > l.maximum ? l.maximum : y;
  return (int8_t)y;
}

static void convolution(Layer& l) {
  const int8_t* input = l.input.data();
  int8_t* y = l.output.data();
  for (int oy = 0; oy < l.outHeight; oy++)
    for (int ox = 0; ox < l.outWidth; ox++)
      for (int output = 0; output < l.outputs; output++) {
        const int8_t* w = l.weights.data() + output * l.kernelHeight * l.kernelWidth * l.channels;
        int32_t sum = l.bias[output];
        for (int ky = 0; ky < l.kernelHeight; ky++) {
          const int iy = oy * l.strideY - l.padTop + ky * l.dilationY;
          if (iy < 0 || iy >= l.height) continue;
          for (int kx = 0; kx < l.kernelWidth; kx++) {
            const int ix = ox * l.strideX - l.padLeft + kx * l.dilationX;
            if (ix < 0 || ix >= l.width) continue;
            const int8_t* x = input + (iy * l.width + ix) * l.channels;
            const int8_t* v = w + (ky * l.kernelWidth + kx) * l.channels;
            for (int c = 0; c < l.channels; c++) sum += (x[c] - l.inputZeroPoint) * v[c];
          }
        }
        *y++ = finish(l, sum, output);
      }
}

static void depthwise(Layer& l) {
  const int8_t* input = l.input.data();
  int8_t* y = l.output.data();
  const int perChannel = l.outputs / l.channels;
  for (int oy = 0; oy < l.outHeight; oy++)
    for (int ox = 0; ox < l.outWidth; ox++)
      for (int c = 0; c < l.channels; c++)
        for (int m = 0; m < perChannel; m++) {
          const int output = c * perChannel + m;
          int32_t sum = l.bias[output];
          for (int ky = 0; ky < l.kernelHeight; ky++) {
            const int iy = oy * l.strideY - l.padTop + ky * l.dilationY;
            if (iy < 0 || iy >= l.height) continue;
            for (int kx = 0; kx < l.kernelWidth; kx++) {
              const int ix = ox * l.strideX - l.padLeft + kx * l.dilationX;
              if (ix < 0 || ix >= l.width) continue;
              sum += (input[(iy * l.width + ix) * l.channels + c] - l.inputZeroPoint) *
                     l.weights[(ky * l.kernelWidth + kx) * l.outputs + output];
            }
          }
          *y++ = finish(l, sum, output);
        }
}

static std::vector<int32_t> words;
static size_t at = 0;

template <typename T>
static std::vector<T> take() {
  const size_t count = words.at(at++);
  std::vector<T> values(words.begin() + at, words.begin() + at + count);
  at += count;
  return values;
}

static Layer takeLayer() {
  Layer l;
  int32_t* field = &l.kind;
  for (int i = 0; i < 19; i++) field[i] = words.at(at++);
  l.weights = take<int8_t>();
  l.bias = take<int32_t>();
  l.multiplier = take<int32_t>();
  l.shift = take<int32_t>();
  l.input = take<int8_t>();
  l.expected = take<int8_t>();
  l.output.resize(l.expected.size());
  return l;
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  FILE* file = fopen(argv[1], "rb");
  if (!file) return 2;
  int32_t word;
  while (fread(&word, sizeof word, 1, file) == 1) words.push_back(word);
  fclose(file);
  std::vector<Layer> layers;
  while (at < words.size()) layers.push_back(takeLayer());

  using clock = std::chrono::steady_clock;
  const auto start = clock::now();
  const double seconds = atof(argv[2]);
  double best = 1e30;
  do {
    const auto from = clock::now();
    for (Layer& l : layers) l.kind == DEPTHWISE ? depthwise(l) : convolution(l);
    const double took = std::chrono::duration<double, std::nano>(clock::now() - from).count();
    if (took < best) best = took;
  } while (std::chrono::duration<double>(clock::now() - start).count() < seconds);

  long mismatches = 0;
  for (const Layer& l : layers)
    for (size_t i = 0; i < l.output.size(); i++) mismatches += l.output[i] != l.expected[i];
  printf("%.0f %ld\n", best, mismatches);
  return 0;
}
