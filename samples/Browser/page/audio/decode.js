// Decodes what is not WAV with the browser, at the file's own rate. Only pages can: workers have no audio decoder.

import { checkLength, durationOf } from './duration.js';
import { excerptOf } from './excerpt.js';
import { rateOf } from './rate.js';

const maxMinutes = 30;   // all of it is decoded, at 20 MB a minute

/** The channels of a file, or an excerpt of `seconds` (null for all of it), as { channels, rate }. */
export async function decodeAudio(file, format, seconds) {
  const duration = await durationOf(file);
  if (duration > 60 * maxMinutes) throw new Error(`lasts ${Math.round(duration / 60)} minutes; at most ${maxMinutes} can be decoded here, except WAV.`);
  const rate = await rateOf(file, format);
  if (rate === null) throw new Error(`is damaged or not supported: no sample rate was found in its ${format} header.`);
  let context, audio;
  try {
    context = new OfflineAudioContext(1, 1, rate);
  } catch {
    throw new Error(`has a sample rate of ${rate} Hz, at which this browser does not decode. As WAV it can be read.`);
  }
  try {
    audio = await context.decodeAudioData(await file.arrayBuffer());
  } catch {
    throw new Error(`is damaged, has no audio, or is of a kind of ${format} that this browser does not decode. As WAV it can be read.`);
  }
  await checkLength(file, format, audio, duration);
  const channels = Array.from({ length: audio.numberOfChannels }, (_, i) => audio.getChannelData(i));
  if (audio.length === 0) throw new Error('has no samples.');
  const windows = excerptOf(audio.length, rate, seconds) ?? [[0, audio.length]];
  // copies: what belongs to the browser's buffer cannot be handed to a worker
  return { rate, parts: windows.map(([first, end]) => channels.map(channel => channel.slice(first, end))) };
}
