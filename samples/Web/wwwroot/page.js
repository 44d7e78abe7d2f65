// Takes photos and words, asks the server, and hands its answers to the plane, the list and the prompt.

import { follow } from './library.js';
import { drawPlace, hidePlace } from './plane.js';
import { showMatches } from './matches.js';
import { showPrompts } from './prompts.js';
import { get, post } from './server.js';

const by = id => document.getElementById(id);
const [status, error, preview] = [by('status'), by('error'), by('preview')];
const limits = get('/api/limits').catch(() => ({ maxBytes: Infinity }));
const megabytes = bytes => (bytes / 1e6).toFixed(1);
let question = null, shown = null;

async function ask(busy, answerTo) {
  question?.abort();                                   // the newest question counts; the server stops working on the older one
  const mine = question = new AbortController();
  document.body.classList.add('busy');
  error.hidden = true;
  status.textContent = busy;
  try {
    const answer = await answerTo(mine.signal);
    if (mine !== question) return;
    show(answer);
    status.textContent = describe(answer);
  } catch (e) {
    if (mine !== question) return;
    clear();
    status.textContent = '';
    error.textContent = e.message;
    error.hidden = false;
  } finally {
    if (mine === question) document.body.classList.remove('busy');
  }
}

function show(answer) {
  shown = answer;
  drawPlace(answer);
  showMatches(answer);
  showPrompts(answer);
}

// an older answer beside a photo that failed would be taken for its answer
function clear() {
  shown = null;
  hidePlace();
  showMatches({ tracks: [] });
  showPrompts({ prompts: [] });
}

function describe({ name, valence, arousal, notices, tracks }) {
  const side = (value, low, high) => value < .45 ? `rather ${low}` : value > .55 ? `rather ${high}` : `neither ${low} nor ${high}`;
  const best = tracks.length ? ` Best match: ${tracks[0].name}.` : '';
  return `${name}: valence ${valence.toFixed(2)}, arousal ${arousal.toFixed(2)}: ${side(valence, 'unpleasant', 'pleasant')}, ${side(arousal, 'calm', 'excited')}.${best} ${notices.join(' ')}`;
}

function takePhoto(file) {
  URL.revokeObjectURL(preview.src);
  preview.src = URL.createObjectURL(file);
  preview.alt = file.name;
  const form = new FormData();
  form.append('photo', file);
  ask('Looking at the photo…', async signal => {
    const { maxBytes } = await limits;                 // what is too large need not be sent to be refused
    if (file.size > maxBytes) throw new Error(`${file.name} has ${megabytes(file.size)} MB; at most ${megabytes(maxBytes)} MB are taken.`);
    return post('/api/images', form, signal);
  });
}

preview.addEventListener('load', () => preview.hidden = false);
preview.addEventListener('error', () => preview.hidden = true);
by('file').addEventListener('change', e => { if (e.target.files[0]) takePhoto(e.target.files[0]); e.target.value = ''; });
by('words').addEventListener('submit', e => {
  e.preventDefault();
  const text = by('text').value.trim();
  if (!text) return by('text').focus();
  preview.hidden = true;
  ask('Reading…', signal => get('/api/texts', { text }, signal));
});

document.addEventListener('paste', e => { if (e.clipboardData.files[0]) { e.preventDefault(); takePhoto(e.clipboardData.files[0]); } });
for (const over of ['dragenter', 'dragover']) document.addEventListener(over, e => { e.preventDefault(); document.body.classList.add('dragging'); });
document.addEventListener('dragleave', e => { if (!e.relatedTarget) document.body.classList.remove('dragging'); });
document.addEventListener('drop', e => {
  e.preventDefault();
  document.body.classList.remove('dragging');
  if (e.dataTransfer.files[0]) takePhoto(e.dataTransfer.files[0]);
  else ask('', async () => { throw new Error('That was no file: save the picture first, then drop it here.'); });
});

// while the music is still being read, nearer tracks may turn up for what is on show
follow(async () => {
  const before = shown;
  if (!before) return;
  const { tracks } = await get('/api/places', { valence: before.valence, arousal: before.arousal });
  if (before === shown) show({ ...before, tracks });
});
