// The matching tracks: a list with players, its entries tied to the dots of the plane.

import { drawMatches, lightDot } from './plane.js';

const list = document.getElementById('list');

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export function showMatches(answer) {
  document.getElementById('empty').hidden = answer.tracks.length > 0;
  drawMatches(answer, light, play);

  // what is on show already stays, so that a track that plays goes on playing
  const before = new Map([...list.children].map(item => [item.dataset.id, item]));
  const items = answer.tracks.map((track, i) => update(before.get(track.id) ?? create(track), track, i));
  for (const [id, item] of before) if (!answer.tracks.some(track => track.id === id)) remove(item);
  items.forEach((item, i) => { if (list.children[i] !== item) list.insertBefore(item, list.children[i] ?? null); });
}

function create(track) {
  const sound = element('audio', { controls: true, preload: 'metadata', src: `/api/tracks/${track.id}` });
  sound.setAttribute('aria-label', track.name);
  const item = element('li', {},
    element('div', { className: 'row' }, element('span', { className: 'rank' }), element('b', { textContent: track.name }), element('span', { className: 'similarity', title: 'similarity' })),
    element('div', { className: 'bar' }, element('span', {})), element('span', { className: 'va' }), sound);
  item.dataset.id = track.id;
  sound.addEventListener('error', () => sound.replaceWith(element('p', { className: 'hint', textContent: 'This browser cannot play the file.' })));
  for (const [event, on] of [['pointerenter', true], ['pointerleave', false], ['focusin', true], ['focusout', false]])
    item.addEventListener(event, () => light([...list.children].indexOf(item), on));
  return item;
}

function update(item, track, index) {
  item.classList.toggle('best', index === 0);
  item.querySelector('.rank').textContent = index + 1;
  item.querySelector('.similarity').textContent = track.similarity.toFixed(2);
  item.querySelector('.bar span').style.width = `${100 * track.similarity}%`;
  item.querySelector('.va').textContent = `valence ${track.valence.toFixed(2)} · arousal ${track.arousal.toFixed(2)}`;
  return item;
}

function light(index, on) {
  lightDot(index, on);
  list.children[index]?.classList.toggle('lit', on);
}

function play(index) {
  const sound = list.children[index]?.querySelector('audio');
  list.children[index]?.scrollIntoView({ block: 'nearest' });
  if (sound?.paused) sound.play().catch(() => {}); else sound?.pause();   // a second click may come before the first sounds
}

function remove(item) {
  stop(item.querySelector('audio'));
  item.remove();
}

// A paused player keeps its connection, and browsers have six of them for the whole page: back at its start it needs none.
function stop(sound) {
  if (sound && (!sound.paused || sound.currentTime > 0)) sound.load();
}

// one track at a time
document.addEventListener('play', e => list.querySelectorAll('audio').forEach(sound => sound === e.target || stop(sound)), true);
