// Decodes a photo to the pixels that the library sees: upright, colors as they are stored (no color profiles), transparency over white.

import { takeOrientation, turn } from './orientation.js';
import { checkHeader, divisorOf } from './size.js';

const maxBytes = 512 * 2 ** 20, stripePixels = 1 << 20;

/** The pixels of a file as { width, height, pixels }, RGB in rows from the top left. */
export async function pixelsOf(file, { name, type }) {
  if (file.size > maxBytes) throw new Error(`has ${Math.round(file.size / 1e6)} MB; at most ${Math.floor(maxBytes / 1e6)} MB can be decoded here.`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  checkHeader(bytes, name);
  const { orientation, parts } = takeOrientation(bytes, name);
  let bitmap;
  try {
    bitmap = await createImageBitmap(new Blob(parts, { type }), { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
  } catch {
    throw new Error(`is damaged or truncated, or of a kind of ${name} that this browser does not decode.`);
  }
  try {
    return turn(read(bitmap, divisorOf(bitmap)), orientation);
  } finally {
    bitmap.close();
  }
}

// in stripes: browsers limit the size of a canvas, and a second copy of a large photo would double its memory
function read(bitmap, divisor) {
  const { width, height } = bitmap;
  const rows = divisor * Math.max(1, Math.floor(stripePixels / width / divisor));
  const canvas = new OffscreenCanvas(width, Math.min(rows, height));
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  const result = { width: Math.ceil(width / divisor), height: Math.ceil(height / divisor), pixels: null };
  result.pixels = new Uint8Array(3 * result.width * result.height);
  for (let top = 0, at = 0; top < height; top += rows) {
    const count = Math.min(rows, height - top);
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, count);
    context.drawImage(bitmap, 0, top, width, count, 0, 0, width, count);
    const { data } = context.getImageData(0, 0, width, count);
    at = divisor === 1 ? pack(data, result.pixels, at) : reduce(data, width, count, divisor, result.pixels, at);
  }
  return result;
}

function pack(rgba, rgb, at) {
  for (let from = 0; from < rgba.length; from += 4) {
    rgb[at++] = rgba[from];
    rgb[at++] = rgba[from + 1];
    rgb[at++] = rgba[from + 2];
  }
  return at;
}

// means of squares, which are smaller at the right and at the bottom
function reduce(rgba, width, height, side, rgb, at) {
  for (let top = 0; top < height; top += side) {
    for (let left = 0; left < width; left += side) {
      const [right, bottom] = [Math.min(left + side, width), Math.min(top + side, height)];
      const area = (right - left) * (bottom - top);
      for (let color = 0; color < 3; color++) {
        let sum = area >> 1;
        for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += rgba[4 * (y * width + x) + color];
        rgb[at++] = Math.floor(sum / area);
      }
    }
  }
  return at;
}
