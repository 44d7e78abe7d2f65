// The square in the middle of a photo, as small as the model wants it, with the bytes of the library (and of Pillow's bicubic resizing).
// The model would do the same with a photo of any size, but a photo of a telephone takes it seconds, and gigabytes.

const a = -.5, support = 2;
const fractionBits = 22, half = 1 << fractionBits - 1;   // of weights: 32 less 8 for a pixel, less 2 so that overshoot cannot overflow

/** Crops { width, height, pixels } (RGB in rows) to the square in the middle, and resizes it to `side`. */
export function squareOf({ width, height, pixels }, side) {
  const square = Math.min(width, height);
  const first = 3 * ((height - square >> 1) * width + (width - square >> 1));
  const kernel = kernelOf(square, side);
  // columns, then rows, rounded to bytes in between
  const narrowed = new Uint8Array(3 * side * square);
  for (let y = 0; y < square; y++) mix(pixels, first + 3 * y * width, 3, kernel, narrowed, 3 * y * side, 3);
  const result = new Uint8Array(3 * side * side);
  for (let x = 0; x < side; x++) mix(narrowed, 3 * x, 3 * side, kernel, result, 3 * x, 3 * side);
  return { width: side, height: side, pixels: result };
}

// one row or one column, whose pixels are `step` and `resultStep` bytes apart
function mix(source, first, step, { starts, counts, weights, taps }, result, resultFirst, resultStep) {
  for (let i = 0, to = resultFirst; i < starts.length; i++, to += resultStep) {
    let red = half, green = half, blue = half;
    for (let k = 0, from = first + starts[i] * step; k < counts[i]; k++, from += step) {
      const weight = weights[i * taps + k];
      red = red + weight * source[from] | 0;
      green = green + weight * source[from + 1] | 0;
      blue = blue + weight * source[from + 2] | 0;
    }
    result[to] = clamp(red >> fractionBits);
    result[to + 1] = clamp(green >> fractionBits);
    result[to + 2] = clamp(blue >> fractionBits);
  }
}

// the pixels, and their weights in fixed point, of each pixel of a side that is resized; when it shrinks, the kernel is wider (antialiasing)
function kernelOf(from, to) {
  const scale = from / to, stretch = Math.max(scale, 1), reach = support * stretch, taps = 2 * Math.ceil(reach) + 1;
  const kernel = { starts: new Int32Array(to), counts: new Int32Array(to), weights: new Int32Array(to * taps), taps };
  for (let i = 0; i < to; i++) {
    const center = (i + .5) * scale;
    const start = Math.max(0, Math.trunc(center - reach + .5));
    const count = Math.min(from, Math.trunc(center + reach + .5)) - start;
    const weights = Array.from({ length: count }, (_, k) => cubic((k + start - center + .5) * (1 / stretch)));
    const sum = weights.reduce((sum, weight) => sum + weight, 0);
    kernel.starts[i] = start;
    kernel.counts[i] = count;
    weights.forEach((weight, k) => {
      const fixed = weight / sum * (1 << fractionBits);
      kernel.weights[i * taps + k] = Math.trunc(fixed < 0 ? fixed - .5 : fixed + .5);
    });
  }
  return kernel;
}

function cubic(x) {
  x = Math.abs(x);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
}

const clamp = value => value < 0 ? 0 : value > 255 ? 255 : value;
