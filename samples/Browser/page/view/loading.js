// How much of the runtime and of the models has been fetched.

import { by } from './elements.js';

const names = { runtime: 'ONNX Runtime', photo: 'the model for photos', music: 'the model for music' };
const received = {};

/** Shows that so many bytes of 'runtime', 'photo' or 'music' have arrived; `settings` has their sizes. */
export function showLoading(settings, what, bytes) {
  received[what] = Math.min(bytes, settings[what].bytes);
  const files = Object.keys(received);
  const [done, total] = [received, Object.fromEntries(files.map(file => [file, settings[file].bytes]))].map(sizes => Object.values(sizes).reduce((a, b) => a + b));
  by('loading').hidden = done >= total;
  Object.assign(by('loaded'), { value: done, max: total });
  const missing = files.filter(file => received[file] < settings[file].bytes).map(file => names[file]);
  by('loading-text').textContent = `Loading ${missing.join(' and ')}: ${(done / 1e6).toFixed(1)} of ${(total / 1e6).toFixed(1)} MB`;
}
