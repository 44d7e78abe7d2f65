// The work of the page, off its thread: decoding photos and WAV, resampling, and the models. One file after the other.

import { readMixed } from './audio/channels.js';
import { joined } from './audio/excerpt.js';
import { resample } from './audio/resample.js';
import { openWav, readWav } from './audio/wav.js';
import { pixelsOf } from './image/pixels.js';
import { squareOf } from './image/resize.js';
import { predict } from './models.js';

const modelSide = 224;               // pixels
const modelRate = 16000;             // Hz
const inaudible = 3.1622777e-4;      // −70 dBFS
let settings, last = Promise.resolve();

const answers = { photo, wav, audio };

addEventListener('message', ({ data }) => {
  if (data.settings) settings = data.settings;
  else last = last.then(() => answer(data));
});

async function answer({ id, question, ...input }) {
  postMessage({ id, started: true });
  try {
    postMessage({ id, answer: await answers[question](input) });
  } catch (error) {
    const reason = error instanceof RangeError ? 'is damaged, or needs more memory than this browser gives.' : error.message;
    postMessage({ id, error: reason });
  }
}

async function photo({ file, format }) {
  const { width, height, pixels } = squareOf(await pixelsOf(file, format), modelSide);
  return { ...await predict(settings, 'photo', ['uint8', pixels, [height, width, 3]], report), notices: [] };
}

// null if its samples are compressed: then the browser has to decode it
async function wav({ file, seconds }) {
  const found = await openWav(file);
  return found && music(await readMixed(mix => readWav(found, mix, seconds)));
}

/** `parts` are the windows of a track, each an array of channels. */
async function audio({ parts, rate }) {
  return music(await readMixed(async mix => ({ samples: joined(parts.map(channels => mix.mix(channels))), rate })));
}

async function music({ samples, rate, notices }) {
  const waveform = resample(samples, rate, modelRate);
  const isSilent = waveform.every(sample => Math.abs(sample) <= inaudible);
  return {
    ...await predict(settings, 'music', ['float32', waveform, [waveform.length]], report),
    notices: isSilent ? [...notices, 'it is silent, so its point is meaningless'] : notices,
  };
}

const report = (what, bytes) => postMessage({ progress: { what, bytes } });
