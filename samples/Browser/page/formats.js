// What a file is, by its first bytes: names prove nothing. A question mark in a signature stands for any byte.

const formats = [
  { name: 'JPEG', kind: 'photo', type: 'image/jpeg', signatures: ['\xFF\xD8\xFF'] },
  { name: 'PNG', kind: 'photo', type: 'image/png', signatures: ['\x89PNG'] },
  { name: 'GIF', kind: 'photo', type: 'image/gif', signatures: ['GIF8'] },
  { name: 'WebP', kind: 'photo', type: 'image/webp', signatures: ['RIFF????WEBP'] },
  { name: 'BMP', kind: 'photo', type: 'image/bmp', signatures: [`BM${'?'.repeat(13)}\0\0\0`] },
  { name: 'AVIF', kind: 'photo', type: 'image/avif', signatures: ['????ftypavif', '????ftypavis'] },
  { name: 'HEIC', kind: 'photo', type: 'image/heic', signatures: ['????ftyphei', '????ftyphev', '????ftypmif', '????ftypmsf'] },
  { name: 'WAV', kind: 'track', signatures: ['RIFF????WAVE', 'RIFX????WAVE', 'RF64????WAVE', 'BW64????WAVE', 'riff\x2E\x91\xCF\x11'] },
  { name: 'FLAC', kind: 'track', signatures: ['fLaC'] },
  { name: 'Ogg', kind: 'track', signatures: ['OggS'] },
  { name: 'WebM', kind: 'track', signatures: ['\x1AE\xDF\xA3'] },
  { name: 'MP4', kind: 'track', signatures: ['????ftyp', '????moov'] },
  { name: 'MP3 or AAC', kind: 'track', signatures: ['ID3'] },
];

/** Describes a file: its kind, 'photo' or 'track', and the name of its format. */
export async function formatOf(file) {
  if (file.size === 0) throw new Error('is empty (0 bytes).');
  const head = new Uint8Array(await file.slice(0, 32).arrayBuffer());
  const found = formats.find(({ signatures }) => signatures.some(signature => fits(head, signature)));
  if (found) return found;
  if (isMpegAudio(head)) return formats.at(-1);
  throw new Error('is not a photo (JPEG, PNG, WebP, GIF, BMP, AVIF) or a track (WAV, MP3, M4A, AAC, FLAC, Ogg, WebM).');
}

const fits = (head, signature) => [...signature].every((sign, i) => sign === '?' || head[i] === sign.charCodeAt(0));

// eleven set bits, a valid version and bit rate; FF FE and FF FF are in practice the mark of UTF-16 text and padding
const isMpegAudio = head => head[0] === 0xFF && head[1] >= 0xE0 && head[1] < 0xFE && head[2] < 0xF0 && (head[1] & 0x18) !== 8;
