// Which parts of a long track are listened to: windows of one length, evenly spaced, each in the middle of an equal share of the track.

const windowSeconds = 2.992;   // a window of the music encoder

/** The windows of a track as [first, end) in samples, or null if all of it is listened to: with `seconds` null, or if it is hardly longer. */
export function excerptOf(samples, rate, seconds) {
  if (seconds === null) return null;
  const count = Math.max(1, Math.floor(seconds / windowSeconds));
  const length = Math.min(windowSeconds, seconds);
  const duration = samples / rate;
  if (!(duration > (count + 1) * length)) return null;
  const size = Math.max(1, Math.round(length * rate));
  return Array.from({ length: count }, (_, i) => {
    const first = Math.round(((i + .5) * duration / count - length / 2) * rate);
    return [first, first + size];
  });
}

export function joined(parts) {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
