// ONNX Runtime and the two models: each is fetched when it is first needed, and kept. For the worker.

import * as ort from './onnxruntime/ort.wasm.bundle.min.js';
import { download } from './download.js';

const loaded = {};

/** Predicts valence and arousal. `report` is told of what is still being fetched. */
export async function predict(settings, kind, input, report) {
  const session = await once(kind, async () => {
    const [, model] = await Promise.all([once('runtime', () => startRuntime(settings, report)), download(settings[kind], bytes => report(kind, bytes))]);
    return ort.InferenceSession.create(model, { executionProviders: ['wasm'] });
  });
  const [name] = session.inputNames;
  const outputs = await session.run({ [name]: new ort.Tensor(...input) }, ['valence_arousal']);
  const [valence, arousal] = outputs.valence_arousal.data;
  return { valence, arousal };
}

// one thread: several would need headers that plain file hosts do not send
async function startRuntime(settings, report) {
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmBinary = await download(settings.runtime, bytes => report('runtime', bytes));
}

// what failed is tried again the next time
function once(name, start) {
  loaded[name] ??= start().catch(error => {
    delete loaded[name];
    throw error;
  });
  return loaded[name];
}
