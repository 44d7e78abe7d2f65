// How a camera was held (EXIF tag 0x0112, from 1 to 8). Browsers differ in where they heed it: it is taken out of the file, and applied here.

const tag = 0x0112, upright = 1;

/** Takes the orientation out of JPEG, PNG and WebP; other formats are left to the browser. Gives { orientation, parts } of the file. */
export function takeOrientation(bytes, format) {
  switch (format) {
    case 'JPEG': return { orientation: ofJpeg(bytes), parts: [bytes] };
    case 'WebP': return { orientation: ofWebp(bytes), parts: [bytes] };
    case 'PNG': return ofPng(bytes);
    default: return { orientation: upright, parts: [bytes] };
  }
}

/** Turns and mirrors pixels, RGB in rows, to the orientation that was intended. */
export function turn({ width, height, pixels }, orientation) {
  if (orientation === upright) return { width, height, pixels };
  const [turnedWidth, turnedHeight] = orientation > 4 ? [height, width] : [width, height];
  const result = new Uint8Array(pixels.length);
  // the target of the stored pixel (0, 0), and the steps per stored column and row
  const [first, columnStep, rowStep] = {
    2: [width - 1, -1, width], 3: [width * height - 1, -1, -width], 4: [width * (height - 1), 1, -width], 5: [0, height, 1],
    6: [height - 1, height, -1], 7: [width * height - 1, -height, -1], 8: [height * (width - 1), -height, 1],
  }[orientation];
  for (let y = 0, from = 0; y < height; y++) {
    for (let x = 0, to = 3 * (first + y * rowStep); x < width; x++, from += 3, to += 3 * columnStep) {
      result[to] = pixels[from];
      result[to + 1] = pixels[from + 1];
      result[to + 2] = pixels[from + 2];
    }
  }
  return { width: turnedWidth, height: turnedHeight, pixels: result };
}

// the segments before the picture: a marker, a length that includes itself, and the content
function ofJpeg(bytes) {
  const view = viewOf(bytes);
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xFF;) {
    const marker = bytes[at + 1];
    if (marker === 0xFF) at++;
    else if (marker === 0xDA || marker === 0xD9) break;
    else {
      const length = view.getUint16(at + 2);
      if (marker === 0xE1 && text(bytes, at + 4, 6) === 'Exif\0\0') {
        const found = takeFromTiff(bytes.subarray(at + 10, at + 2 + length));
        if (found !== null) return found;
      }
      at += 2 + length;
    }
  }
  return upright;
}

function ofWebp(bytes) {
  const view = viewOf(bytes);
  for (let at = 12; at + 8 <= bytes.length; at += 8 + view.getUint32(at + 4, true) + view.getUint32(at + 4, true) % 2) {
    if (text(bytes, at, 4) !== 'EXIF') continue;
    const content = bytes.subarray(at + 8, at + 8 + view.getUint32(at + 4, true));
    return takeFromTiff(text(content, 0, 6) === 'Exif\0\0' ? content.subarray(6) : content) ?? upright;
  }
  return upright;
}

// the chunk goes, as changing it would need a new checksum
function ofPng(bytes) {
  const view = viewOf(bytes);
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) break;
    if (text(bytes, at + 4, 4) === 'eXIf')
      return { orientation: takeFromTiff(bytes.subarray(at + 8, end - 4)) ?? upright, parts: [bytes.subarray(0, at), bytes.subarray(end)] };
    at = end;
  }
  return { orientation: upright, parts: [bytes] };
}

// the first directory: entries of tag, type, count and value, 12 bytes each; null if it has no such entry
function takeFromTiff(tiff) {
  const view = viewOf(tiff);
  const order = text(tiff, 0, 2);
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return null;
  const little = order === 'II';
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return null;
  for (let i = 0, at = directory + 2; i < view.getUint16(directory, little) && at + 12 <= tiff.length; i++, at += 12) {
    if (view.getUint16(at, little) !== tag) continue;
    const value = view.getUint16(at + 8, little);
    view.setUint16(at + 8, upright, little);
    return value >= 1 && value <= 8 ? value : upright;
  }
  return null;
}

const viewOf = bytes => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

const text = (bytes, at, length) => String.fromCharCode(...bytes.subarray(at, at + length));
