// The page's side of the worker: files go in, points of the plane come out.

import { decodeAudio } from './audio/decode.js';
import { formatOf } from './formats.js';

const waiting = new Map();
let worker, count = 0, onProgress;

/** Starts the worker. `progress(what, bytes)` is told of the files that it fetches: 'runtime', 'photo' or 'music'. */
export function start(settings, progress) {
  onProgress = progress;
  worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module' });
  worker.addEventListener('message', receive);
  worker.addEventListener('error', event => fail(event.message || 'the worker could not be started'));
  worker.postMessage({ settings });
}

/** The point of a photo or a track, as { valence, arousal, notices }; `started` is called when its turn has come. */
export async function predict(file, format, seconds, started) {
  if (format.kind === 'photo') return ask('photo', { file, format }, started);
  const answer = format.name === 'WAV' ? await ask('wav', { file, seconds }, started) : null;
  if (answer) return answer;
  started();
  const { parts, rate } = await decodeAudio(file, format.name, seconds);
  return ask('audio', { parts, rate }, started, parts.flat().map(channel => channel.buffer));
}

export { formatOf };

function ask(question, input, started, transfer = []) {
  const id = ++count;
  const answered = new Promise((resolve, reject) => waiting.set(id, { resolve, reject, started }));
  worker.postMessage({ id, question, ...input }, transfer);
  return answered;
}

function receive({ data: { id, progress, started, answer, error } }) {
  if (progress) return onProgress(progress.what, progress.bytes);
  if (started) return waiting.get(id).started();
  const { resolve, reject } = waiting.get(id);
  waiting.delete(id);
  if (error === undefined) resolve(answer);
  else reject(new Error(error));
}

function fail(reason) {
  for (const { reject } of waiting.values()) reject(new Error(`was not answered: ${reason}.`));
  waiting.clear();
}
