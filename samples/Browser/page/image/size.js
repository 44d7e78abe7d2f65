// The size of a picture according to its header, before anything is decoded: a small file can ask for gigabytes.

const maxPixels = 64e6, maxTimes = 4;
const startOfFrame = marker => marker >= 0xC0 && marker <= 0xCF && ![0xC4, 0xC8, 0xCC].includes(marker);

/** By which both sides are divided, so that a picture fits into memory: 1, 2 or 4. */
export function divisorOf({ width, height }) {
  if (width * height > maxTimes * maxPixels)
    throw new Error(`has ${width} × ${height} pixels; at most ${maxTimes * maxPixels / 1e6} megapixels can be decoded here.`);
  return width * height > 2 * maxPixels ? 4 : width * height > maxPixels ? 2 : 1;
}

/** Refuses what its header says is too large. */
export function checkHeader(bytes, format) {
  const [width, height] = sizeOf(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length), format);
  divisorOf({ width, height });
}

function sizeOf(bytes, view, format) {
  if (bytes.length < 32) throw new Error(`is damaged: its ${format} header cannot be read.`);
  switch (format) {
    case 'PNG': return [view.getUint32(16), view.getUint32(20)];
    case 'GIF': return [view.getUint16(6, true), view.getUint16(8, true)];
    case 'BMP': return view.getUint32(14, true) === 12 ? [view.getUint16(18, true), view.getUint16(20, true)] : [view.getInt32(18, true), Math.abs(view.getInt32(22, true))];
    case 'WebP': return webp(bytes, view);
    case 'JPEG': return jpeg(bytes, view);
    default: return [1, 1];   // the browser has the last word
  }
}

function webp(bytes, view) {
  switch (String.fromCharCode(...bytes.subarray(12, 16))) {
    case 'VP8X': return [24, 27].map(at => 1 + (view.getUint16(at, true) | bytes[at + 2] << 16));
    case 'VP8L': return [1 + (view.getUint32(21, true) & 0x3FFF), 1 + (view.getUint32(21, true) >>> 14 & 0x3FFF)];
    default: return [26, 28].map(at => view.getUint16(at, true) & 0x3FFF);
  }
}

function jpeg(bytes, view) {
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xFF; at += bytes[at + 1] === 0xFF ? 1 : 2 + view.getUint16(at + 2))
    if (startOfFrame(bytes[at + 1])) return [view.getUint16(at + 7), view.getUint16(at + 5)];
  throw new Error('is damaged: its JPEG header cannot be read.');
}
