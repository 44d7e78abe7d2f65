// Changes the sample rate as the library does, and as torchaudio does by default: a Hann-windowed sinc, 6 zero crossings wide,
// with a cutoff at .99 of the lower rate. Weights are computed in float32, whose rounding is part of the result.

const zeroCrossings = 6;
const rolloff = .99;
const pi = Math.fround(Math.PI);
const f = Math.fround;

/** Resamples `samples` from `rate` to `newRate` (Hz). */
export function resample(samples, rate, newRate) {
  if (rate === newRate) return samples;
  const divisor = gcd(rate, newRate);
  const [from, to] = [rate / divisor, newRate / divisor];
  const length = Math.min(Math.ceil(f(to * samples.length / from)), (Math.floor(samples.length / from) + 1) * to);
  const { starts, taps, weights } = kernelOf(from, to, Math.min(to, length));
  const output = new Float32Array(length);
  // sample j = block * to + phase is centered on input block * from + phase * from / to; beyond its ends, audio is silent
  for (let j = 0, block = 0, phase = 0; j < length; j++) {
    const start = block * from + starts[phase];
    const [first, end] = [Math.max(0, -start), Math.min(taps, samples.length - start)];
    let sum = 0;
    for (let k = first; k < end; k++) sum += samples[start + k] * weights[phase * taps + k];
    output[j] = sum;
    if (++phase === to) [phase, block] = [0, block + 1];
  }
  return output;
}

function kernelOf(from, to, phases) {
  const cutoff = Math.min(from, to) * rolloff;
  const reach = zeroCrossings * from / cutoff;   // input samples on either side
  const taps = 2 * Math.ceil(reach) + 1;
  const starts = new Int32Array(phases);
  const weights = new Float32Array(phases * taps);
  for (let phase = 0; phase < phases; phase++) {
    starts[phase] = Math.ceil(phase * from / to - reach);
    for (let k = 0; k < taps; k++) weights[phase * taps + k] = weight(starts[phase] + k, phase, from, to, f(cutoff));
  }
  return { starts, taps, weights };
}

function weight(sample, phase, from, to, cutoff) {
  const t = Math.min(zeroCrossings, Math.max(-zeroCrossings, f(f(f(-phase / to) + f(sample / from)) * cutoff)));
  const window = f(Math.cos(f(f(f(t * pi) / zeroCrossings) / 2)));
  const angle = f(t * pi);
  return f((angle === 0 ? 1 : f(f(Math.sin(angle)) / angle)) * f(f(window * window) * f(cutoff / from)));
}

function gcd(a, b) {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
