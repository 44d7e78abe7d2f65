// Reads WAV as the library does: RIFF, RIFX (big-endian), RF64, BW64 and W64; 8 to 32 bits and floats; any channels and rate.
// The file is read in blocks, so that a long one takes no more memory than what is kept of it.

import { excerptOf, joined } from './excerpt.js';

const [pcm, float, extensible] = [1, 3, 0xFFFE];
const maxChunks = 10000, maxFormatBytes = 4096, maxRate = 1e6, blockBytes = 1 << 20;
const leastUnknownSize = 0x7F000000;   // of programs that cannot seek back to their header
const tolerance = .02, largestShare = .4;   // what may be missing of the stated duration: seconds, and a share of it
const w64 = [0x72, 0x69, 0x66, 0x66, 0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB];

/** Finds the samples of a WAV file; null if they are compressed. */
export async function openWav(file) {
  const head = await bytes(file, 0, 40);
  const is64 = w64.every((byte, i) => head.length === 40 && head.getUint8(i) === byte);
  const container = name(head, 0);
  const little = container !== 'RIFX';
  const hasSize64 = container === 'RF64' || container === 'BW64';
  const [headerBytes, align] = is64 ? [24, 8] : [8, 2];
  let at = is64 ? 40 : 12, size64 = null, format = null;
  for (let count = 0; count < maxChunks; count++) {
    const header = await bytes(file, at, headerBytes);
    if (header.byteLength < headerBytes) throw new Error('is truncated: the WAV data ends before its samples.');
    const id = name(header, 0);
    const size = is64 ? Number(header.getBigInt64(16, true)) - headerBytes : header.getUint32(4, little);
    at += headerBytes;
    if (id === 'data') {
      if (!format) throw new Error('is damaged: its WAV samples have no format chunk before them.');
      return { file, format, start: at, size: samplesSize(file, format, at, hasSize64 && size === 0xFFFFFFFF && size64 !== null ? size64 : size) };
    }
    if (id === 'fmt ' || (id === 'ds64' && hasSize64)) {
      if (size < 0 || size > maxFormatBytes) throw new Error(`is damaged: its WAV format chunk has ${size} bytes.`);
      const content = await bytes(file, at, size);
      if (content.byteLength < size) throw new Error('is truncated in its WAV format chunk.');
      if (id === 'ds64') size64 = size >= 16 ? Number(content.getBigInt64(8, true)) : null;
      else if ((format = formatOf(content, little)) === null) return null;
    }
    at += Math.max(0, size) + (align - size % align) % align;
  }
  throw new Error('is damaged: it has too many WAV chunks before its samples.');

  // a size that the writer did not know means: until the end of the file
  function samplesSize(file, format, start, declared) {
    const available = file.size - start;
    const open = declared === 0 && !is64 && !hasSize64 ? head.getUint32(4, little) + 8 !== file.size
      : declared <= 0 || (!is64 && !hasSize64 && declared >= leastUnknownSize && declared > available);
    if (open) return available;
    const [stated, there] = [declared, available].map(size => size / (format.frameBytes * format.rate));
    if (there < stated - Math.min(tolerance, largestShare * stated))
      throw new Error(`is truncated: its WAV header declares ${declared} bytes of samples, but the file has only ${available}.`);
    return Math.min(declared, available);
  }
}

/** The samples with their channels mixed, or an excerpt of `seconds` (null for all of them), as { samples, rate }. */
export async function readWav({ file, format, start, size }, mix, seconds) {
  const { frameBytes, rate } = format;
  const frames = Math.floor(size / frameBytes);
  if (frames === 0) throw new Error('has no samples.');
  const windows = excerptOf(frames, rate, seconds) ?? [[0, frames]];
  const blockFrames = Math.max(1, Math.floor(blockBytes / frameBytes));
  const parts = [];
  for (let at = 0; at < frames; at += blockFrames) {
    const count = Math.min(blockFrames, frames - at);
    const mono = mix.mix(channelsOf(await bytes(file, start + at * frameBytes, count * frameBytes), format, count));
    for (const [first, end] of windows)
      if (first < at + count && end > at) parts.push(mono.subarray(Math.max(0, first - at), Math.min(count, end - at)));
  }
  return { samples: joined(parts), rate };
}

function formatOf(chunk, little) {
  if (chunk.byteLength < 16) throw new Error('is damaged: its WAV format chunk is too short.');
  const [channels, rate, frameBytes, bits] = [chunk.getUint16(2, little), chunk.getUint32(4, little), chunk.getUint16(12, little), chunk.getUint16(14, little)];
  let tag = chunk.getUint16(0, little);
  // the sub-format begins with the actual tag; big-endian writers disagree on the order of its bytes
  if (tag === extensible && chunk.byteLength >= 28)
    tag = [chunk.getUint16(24, little), chunk.getUint16(24, true), chunk.getUint16(26, little)].find(tag => tag === pcm || tag === float);
  if (tag !== pcm && tag !== float) return null;
  const sampleBytes = (bits + 7) >> 3;
  const isKnown = tag === pcm ? sampleBytes >= 1 && sampleBytes <= 4 : bits === 32 || bits === 64;
  if (channels === 0 || frameBytes !== sampleBytes * channels || rate === 0 || rate > maxRate || !isKnown)
    throw new Error(`is damaged or not supported: its WAV header declares ${channels} channels of ${bits} bits, ${frameBytes} bytes per frame, at ${rate} Hz.`);
  return { isFloat: tag === float, little, sampleBytes, channels, frameBytes, rate };
}

// full scale at ±1
function channelsOf(data, { isFloat, little, sampleBytes, channels, frameBytes }, frames) {
  const read = isFloat
    ? sampleBytes === 4 ? at => data.getFloat32(at, little) : at => data.getFloat64(at, little)
    : [
      at => (data.getUint8(at) - 128) / 128,
      at => data.getInt16(at, little) / 32768,
      at => (little ? data.getInt8(at + 2) << 16 | data.getUint16(at, true) : data.getInt8(at) << 16 | data.getUint16(at + 1)) / 8388608,
      at => data.getInt32(at, little) / 2147483648,
    ][sampleBytes - 1];
  return Array.from({ length: channels }, (_, channel) => {
    const samples = new Float32Array(frames);
    for (let i = 0, at = channel * sampleBytes; i < frames; i++, at += frameBytes) samples[i] = read(at);
    if (isFloat && !samples.every(Number.isFinite)) throw new Error('is damaged: it has non-finite samples.');
    return samples;
  });
}

const bytes = async (file, from, count) => new DataView(await file.slice(from, from + count).arrayBuffer());

const name = (view, at) => view.byteLength < at + 4 ? '' : String.fromCharCode(...[0, 1, 2, 3].map(i => view.getUint8(at + i)));
