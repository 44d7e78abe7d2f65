// Mixes the channels of a file to one as the library does: their mean, and if that cancels them out, something that can be heard.

const canceled = .2;        // of the power that channels with nothing in common would leave
const leastFrames = 1024;   // a few samples may cancel each other out in any file

export class ChannelMix {
  #only;                    // the channel that is used alone, or of two the difference; undefined for the mean
  #powers = [];
  #mixed = 0;
  #frames = 0;

  constructor(only) { this.#only = only; }

  /** Mixes a part of all channels, arrays of one length. */
  mix(channels) {
    const [frames, count] = [channels[0].length, channels.length];
    const mono = new Float32Array(frames);
    if (this.#only !== undefined) {
      if (count !== 2) return channels[this.#only].slice();
      for (let i = 0; i < frames; i++) mono[i] = (channels[0][i] - channels[1][i]) / 2;
      return mono;
    }
    for (const channel of channels) for (let i = 0; i < frames; i++) mono[i] += channel[i];
    for (let i = 0; i < frames; i++) mono[i] /= count;
    this.#frames += frames;
    this.#mixed += power(mono);
    channels.forEach((channel, i) => this.#powers[i] = (this.#powers[i] ?? 0) + power(channel));
    return mono;
  }

  /** The other way to mix the file, if the mean of its channels is near silence although they are not; else null. */
  other() {
    const count = this.#powers.length;
    const all = this.#powers.reduce((sum, power) => sum + power, 0);
    if (this.#frames < leastFrames || count < 2 || this.#mixed * count * count >= canceled * all) return null;
    const loudest = this.#powers.indexOf(Math.max(...this.#powers));
    return {
      mix: new ChannelMix(loudest),
      notice: count === 2
        ? 'its two channels cancel each other out (one is inverted), so their difference is used instead of their mean'
        : `its ${count} channels cancel each other out, so channel ${loudest + 1}, the loudest, is used alone`,
    };
  }
}

/** Reads a file with its channels mixed: twice if they cancel out, which is known only at the end. `read(mix)` gives { samples, rate }. */
export async function readMixed(read) {
  const mean = new ChannelMix();
  const audio = await read(mean);
  const other = mean.other();
  return other ? { ...await read(other.mix), notices: [other.notice] } : { ...audio, notices: [] };
}

function power(samples) {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i] * samples[i];
  return sum;
}
