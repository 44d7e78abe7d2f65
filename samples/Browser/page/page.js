// Takes photos and tracks, has them looked at one after the other, and shows where they lie and which feel alike.

import { formatOf, predict, start } from './engine.js';
import { describe, matchesOf } from './similarity.js';
import { lightCard, makeCard, showCards } from './view/cards.js';
import { by, html } from './view/elements.js';
import { showLoading } from './view/loading.js';
import { drawPlane, lightMark } from './view/plane.js';

by('not-started').remove();
const settings = await (await fetch('settings.json')).json();
by('sigma').textContent = settings.sigma.toFixed(4);
by('seconds').textContent = settings.excerptSeconds;
start(settings, (what, bytes) => showLoading(settings, what, bytes));

const items = [];
const counts = { photo: 0, track: 0 };
let chosen = null, isChosenByUser = false, last = Promise.resolve();

async function add(files) {
  refuse([]);
  const [seconds, refused] = [by('whole').checked ? null : settings.excerptSeconds, []];
  for (const file of files) {
    try {
      const item = await recognize(file, seconds);
      last = last.then(() => work(item));
    } catch (error) {
      refused.push(`${file.name}: ${error.message}`);
      refuse(refused);
    }
  }
}

async function recognize(file, seconds) {
  const format = await formatOf(file);
  const { kind } = format;
  const item = {
    id: counts.photo + counts.track, file, format, seconds, kind, name: file.name, label: labelOf(kind, counts[kind]++),
    address: URL.createObjectURL(file), state: 'waiting', point: null, notices: [], error: null,
  };
  item.card = makeCard(item, choose, remove, light);
  items.push(item);
  show();
  return item;
}

// what is neither a photo nor a track gets no card, but a sentence
function refuse(reasons) {
  by('refused').hidden = reasons.length === 0;
  by('refused').replaceChildren(...reasons.map(reason => html('li', { textContent: reason })));
}

async function work(item) {
  if (!items.includes(item)) return;                   // removed while it waited
  document.body.classList.add('busy');
  try {
    say(item.kind === 'photo' ? `Looking at ${item.name}…` : `Listening to ${item.name}…`);
    const start = performance.now();
    const { valence, arousal, notices } = await predict(item.file, item.format, item.seconds, () => { item.state = 'working'; show(); });
    Object.assign(item, { state: 'done', point: { valence, arousal }, notices, took: (performance.now() - start) / 1000 });
    if (items.includes(item) && !isChosenByUser && (item.kind === 'photo' || chosen === null)) chosen = item;
  } catch (error) {
    Object.assign(item, { state: 'failed', error: error.message });
  }
  document.body.classList.remove('busy');
  if (!items.includes(item)) return say('');
  show();
  say(item.point ? `${item.name}: ${describe(item.point)}.${bestMatch()} ${item.notices.join('; ')}` : `${item.name}: ${item.error}`);
}

function choose(item) {
  [chosen, isChosenByUser] = [item, true];
  show();
  say(`${item.name}: ${describe(item.point)}.${bestMatch()}`);
}

function remove(item) {
  items.splice(items.indexOf(item), 1);
  const next = item.card.nextElementSibling ?? item.card.previousElementSibling;
  item.card.querySelector('audio')?.pause();
  item.card.remove();
  URL.revokeObjectURL(item.address);
  if (chosen === item) [chosen, isChosenByUser] = [items.findLast(other => other.kind === item.kind && other.point) ?? items.find(other => other.point) ?? null, false];
  show();
  (next?.querySelector('.remove') ?? by('files')).focus();
  say(`${item.name} was removed.`);
}

function show() {
  const matches = matchesOf(chosen, items, settings.sigma);
  drawPlane(items, chosen, matches, choose, light);
  showCards(items, chosen, matches);
}

function light(item, on) {
  lightMark(item, on);
  lightCard(item, on);
}

function bestMatch() {
  const [best] = matchesOf(chosen, items, settings.sigma);
  return best ? ` Best match of ${chosen.name}: ${best.item.name}.` : '';
}

function say(text) {
  by('status').textContent = text;
}

// A, B, … Z, AA, AB, … for photos, 1, 2, … for tracks
function labelOf(kind, index) {
  if (kind === 'track') return `${index + 1}`;
  return index < 26 ? String.fromCharCode(65 + index) : labelOf(kind, Math.floor(index / 26) - 1) + labelOf(kind, index % 26);
}

by('files').addEventListener('change', event => { add([...event.target.files]); event.target.value = ''; });
document.addEventListener('paste', event => { if (event.clipboardData.files.length) { event.preventDefault(); add([...event.clipboardData.files]); } });
for (const over of ['dragenter', 'dragover']) document.addEventListener(over, event => { event.preventDefault(); document.body.classList.add('dragging'); });
document.addEventListener('dragleave', event => { if (!event.relatedTarget) document.body.classList.remove('dragging'); });
document.addEventListener('drop', event => {
  event.preventDefault();
  document.body.classList.remove('dragging');
  if (event.dataTransfer.files.length) add([...event.dataTransfer.files]);
  else refuse(['That was no file: save it first, then drop it here.']);
});
