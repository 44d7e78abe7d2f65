// How long a compressed file says that it is, to refuse what is longer than memory allows, and what is shorter than it says.

import { endOfTags, read, text } from './rate.js';

const coded = .25, codedShare = .01, codedSamples = 3200;   // what decoders leave out: seconds, a share, samples
const largestShare = .4;
const mpeg1Rates = [44100, 48000, 32000];

/** The duration in the header in seconds, without decoding; NaN if the browser does not know it. It may be an estimate. */
export function durationOf(file) {
  return new Promise(resolve => {
    const sound = new Audio();
    sound.preload = 'metadata';
    const end = duration => {
      URL.revokeObjectURL(sound.src);
      resolve(duration);
    };
    sound.addEventListener('loadedmetadata', () => end(sound.duration), { once: true });
    sound.addEventListener('error', () => end(NaN), { once: true });
    sound.src = URL.createObjectURL(file);
  });
}

/** Refuses a file of which less could be decoded than its header states. */
export async function checkLength(file, format, { length, sampleRate }, duration) {
  const stated = await statedDuration(file, format, duration);
  const tolerance = Math.min(Math.max(coded, codedShare * stated, codedSamples / sampleRate), largestShare * stated);
  if (length / sampleRate < stated - tolerance)
    throw new Error(`is truncated or damaged: only ${(length / sampleRate).toFixed(2)} of the ${stated.toFixed(2)} seconds that its header declares can be decoded.`);
}

// The browser estimates the duration of MP3, takes that of Ogg from the last page that is there, and that of videos from their pictures.
async function statedDuration(file, format, duration) {
  if (format === 'MP3 or AAC') return durationOfMp3(file);
  const isSingle = format === 'FLAC' || (format === 'MP4' && text(await read(file, 8, 4), 0, 4) === 'M4A ');
  return isSingle ? duration : NaN;
}

// the first frame counts the others, if its writer left a Xing or Info header in it
async function durationOfMp3(file) {
  const head = await read(file, await endOfTags(file), 64);
  if (head.byteLength < 64 || head.getUint8(0) !== 0xFF || (head.getUint8(1) & 0xE6) !== 0xE2) return NaN;   // layer III
  const [version, isMono] = [head.getUint8(1) >> 3 & 3, head.getUint8(3) >> 6 === 3];
  const isMpeg1 = version === 3;
  const at = 4 + (isMpeg1 ? isMono ? 17 : 32 : isMono ? 9 : 17);
  const rate = mpeg1Rates[head.getUint8(2) >> 2 & 3] / (isMpeg1 ? 1 : version === 2 ? 2 : 4);
  const isCounted = ['Xing', 'Info'].includes(text(head, at, 4)) && head.getUint8(at + 7) & 1;
  return isCounted && head.getUint32(at + 8) > 0 ? head.getUint32(at + 8) * (isMpeg1 ? 1152 : 576) / rate : NaN;
}
