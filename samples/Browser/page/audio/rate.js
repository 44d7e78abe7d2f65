// Finds the sample rate in the header of a compressed file: the browser would resample to any other rate, not as the library does.

const mpegRates = [44100, 48000, 32000];
const aacRates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];
const opusRate = 48000;   // whatever was recorded
const headBytes = 1 << 16;

/** The rate (Hz) of a file of a format, or null if it is not found. */
export async function rateOf(file, format) {
  const start = await endOfTags(file);
  const head = await read(file, start, headBytes);
  if (text(head, 0, 4) === 'fLaC') return flac(head, 8);
  switch (format) {
    case 'MP3 or AAC': return mpeg(head);
    case 'Ogg': return ogg(head);
    case 'MP4': return mp4(file);
    case 'WebM': return webm(head);
    case 'WAV': return wav(head);
    default: return null;
  }
}

/** Where the ID3v2 tags at the start of a file end; their sizes have seven bits a byte. */
export async function endOfTags(file) {
  let at = 0;
  for (;;) {
    const tag = await read(file, at, 10);
    if (text(tag, 0, 3) !== 'ID3' || tag.byteLength < 10) return at;
    const size = [6, 7, 8, 9].reduce((sum, i) => sum << 7 | tag.getUint8(i) & 127, 0);
    at += 10 + size + (tag.getUint8(5) & 16 ? 10 : 0);
  }
}

const flac = (head, streamInfo) => head.byteLength < streamInfo + 14 ? null : head.getUint32(streamInfo + 10) >>> 12 || null;

const wav = head => {
  for (let at = 12; at + 16 <= head.byteLength; at += 8 + head.getUint32(at + 4, true) + head.getUint32(at + 4, true) % 2)
    if (text(head, at, 4) === 'fmt ') return head.getUint32(at + 12, true) || null;
  return null;
};

// the first frame, behind padding: eleven set bits
function mpeg(head) {
  for (let at = 0; at + 4 <= head.byteLength; at++) {
    if (head.getUint8(at) !== 0xFF || head.getUint8(at + 1) < 0xE0) continue;
    const [second, third] = [head.getUint8(at + 1), head.getUint8(at + 2)];
    const [version, layer] = [second >> 3 & 3, second >> 1 & 3];
    if (layer === 0) {
      if (second >= 0xF0 && aacRates[third >> 2 & 15]) return aacRates[third >> 2 & 15];
    } else if (version !== 1 && third >> 4 !== 15 && mpegRates[third >> 2 & 3]) {
      return mpegRates[third >> 2 & 3] / [4, 0, 2, 1][version];
    }
  }
  return null;
}

// the first packet of each stream, of which one is audio
function ogg(head) {
  for (let at = 0; at + 27 <= head.byteLength && text(head, at, 4) === 'OggS';) {
    const segments = head.getUint8(at + 26);
    const packet = at + 27 + segments;
    if (packet + 32 > head.byteLength) return null;
    if (text(head, packet, 8) === 'OpusHead') return opusRate;
    if (text(head, packet, 7) === '\x01vorbis') return head.getUint32(packet + 12, true) || null;
    if (text(head, packet, 5) === '\x7FFLAC') return flac(head, packet + 17);
    let end = packet;
    for (let i = 0; i < segments; i++) end += head.getUint8(at + 27 + i);
    at = end;
  }
  return null;
}

// moov / trak / mdia / minf / stbl / stsd, whose first entry describes the samples
async function mp4(file) {
  for (let at = 0; at + 8 <= file.size;) {
    const header = await read(file, at, 16);
    if (header.byteLength < 8) return null;
    let size = header.getUint32(0);
    if (size === 1 && header.byteLength === 16) size = Number(header.getBigUint64(8));
    if (size === 0) size = file.size - at;
    if (size < 8) return null;
    if (text(header, 4, 4) === 'moov') return mp4Tracks(await read(file, at, size));
    at += size;
  }
  return null;
}

function mp4Tracks(moov) {
  for (const track of boxes(moov, 8, moov.byteLength, 'trak')) {
    const [media] = boxes(moov, ...track, 'mdia');
    const [handler] = media ? boxes(moov, ...media, 'hdlr') : [];
    if (!handler || text(moov, handler[0] + 8, 4) !== 'soun') continue;
    let [box] = boxes(moov, ...media, 'minf');
    for (const inner of ['stbl', 'stsd']) [box] = box ? boxes(moov, ...box, inner) : [];
    if (!box) return null;
    const entry = box[0] + 8;
    if (text(moov, entry + 4, 4) === 'Opus') return opusRate;
    const version = moov.getUint16(entry + 16);
    const stated = version === 2 ? Math.round(moov.getFloat64(entry + 40)) : moov.getUint16(entry + 32);
    return aacRate(moov, entry, box[1]) ?? (stated || null);
  }
  return null;
}

// the AudioSpecificConfig behind the descriptor tags 3, 4 and 5 of the esds box; with spectral band replication it has two rates
function aacRate(moov, entry, end) {
  let at = entry;
  while (at + 4 < end && text(moov, at, 4) !== 'esds') at++;
  at += 8;
  let found = null;
  while (at + 4 < end) {
    const tag = moov.getUint8(at++);
    while (at < end && moov.getUint8(at++) & 128);
    if (tag === 3) at += 3;
    else if (tag === 4) at += 13;
    else if (tag === 5) found = at;
    if (tag !== 3 && tag !== 4) break;
  }
  if (found === null || found + 4 > end) return null;
  const bits = moov.getUint32(found);
  const [type, rate] = [bits >>> 27, aacRates[bits >>> 23 & 15]];
  return type === 5 || type === 29 ? aacRates[bits >>> 15 & 15] ?? null : rate ?? null;
}

function boxes(view, from, to, name) {
  const found = [];
  for (let at = from; at + 8 <= to;) {
    const size = view.getUint32(at) || to - at;
    if (size < 8 || at + size > to) break;
    if (text(view, at + 4, 4) === name) found.push([at + 8, at + size]);
    at += size;
  }
  return found;
}

// Segment / Tracks / TrackEntry / Audio / SamplingFrequency; whatever else comes before is skipped
function webm(head) {
  const inside = new Set([0x18538067, 0x1654AE6B, 0xAE, 0xE1]);
  let codec = '', rate = null;
  for (let at = 0; at + 2 <= head.byteLength;) {
    const [id, afterId] = number(at, false);
    const [size, content] = number(afterId, true);
    if (content === null) break;
    if (id === 0x86) codec = text(head, content, size);
    if (id === 0xB5 && rate === null && content + size <= head.byteLength) rate = size === 8 ? head.getFloat64(content) : head.getFloat32(content);
    if (codec === 'A_OPUS') return opusRate;
    if (rate !== null && codec.startsWith('A_')) return Math.round(rate);
    at = inside.has(id) ? content : content + size;
  }
  return rate === null ? null : Math.round(rate);

  // the leading zeros of the first byte say how long a number is
  function number(at, isSize) {
    if (at === null || at >= head.byteLength) return [0, null];
    const length = Math.clz32(head.getUint8(at)) - 23;
    if (length > 8 || at + length > head.byteLength) return [0, null];
    let value = isSize ? head.getUint8(at) & (1 << 8 - length) - 1 : head.getUint8(at);
    for (let i = 1; i < length; i++) value = value * 256 + head.getUint8(at + i);
    return [value, at + length];
  }
}

/** A part of a file, which may end earlier. */
export const read = async (file, from, count) => new DataView(await file.slice(from, from + count).arrayBuffer());

/** Characters at a place, which may be fewer at the end. */
export const text = (view, at, length) => {
  let result = '';
  for (let i = at; i < Math.min(at + length, view.byteLength); i++) result += String.fromCharCode(view.getUint8(i));
  return result;
};
