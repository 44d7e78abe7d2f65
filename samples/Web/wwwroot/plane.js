// The emotion plane: valence to the right, arousal upwards. Small dots for all tracks, numbers for the matches, a ring for what was asked.
// Dots and ring stand where they belong; numbers make room for each other, each tied to its dot.

import { makeRoom } from './room.js';

const [left, top, size] = [40, 20, 440];
const radius = 12;
const by = id => document.getElementById(id);
const clamp = x => Math.min(1, Math.max(0, x));
const x = point => left + size * clamp(point.valence);
const y = point => top + size * (1 - clamp(point.arousal));

function element(name, attributes, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function addTracks(tracks) {
  by('tracks').append(...tracks.map(track => element('circle', { cx: x(track), cy: y(track), r: 5 }, element('title', {}, track.name))));
}

export function drawPlace(answer) {
  const place = by('place');
  place.removeAttribute('hidden');
  place.style.transform = `translate(${x(answer)}px, ${y(answer)}px)`;
  place.firstElementChild.setAttribute('d', `M0 18V${top + size - y(answer)}M-18 0H${left - x(answer)}`);
  by('plane').setAttribute('aria-label', `The plane of valence and arousal: yours is at valence ${answer.valence.toFixed(2)}, arousal ${answer.arousal.toFixed(2)}.`);
}

export function hidePlace() {
  by('place').setAttribute('hidden', '');
  by('plane').setAttribute('aria-label', 'The plane of valence and arousal');
}

/** Draws the matches as numbers; `light(index, on)` and `play(index)` are told of the pointer. */
export function drawMatches(answer, light, play) {
  const numbers = makeRoom(answer.tracks.map(track => ({ x: x(track), y: y(track) })), [{ x: x(answer), y: y(answer) }], radius, { left, top, size });
  const line = (from, to, name, opacity) => element('line', { x1: from.x, y1: from.y, x2: to.x, y2: to.y, class: name, opacity });
  by('lines').replaceChildren(...answer.tracks.flatMap((track, i) => {
    const dot = { x: x(track), y: y(track) };
    return [line(dot, numbers[i], 'tie', 1), ...(i < 3 ? [line({ x: x(answer), y: y(answer) }, dot, 'match', track.similarity)] : [])];
  }));
  // the best match is drawn last, over the others
  by('matches').replaceChildren(...answer.tracks.map((track, i) => {
    const dot = element('g', { 'data-rank': i + 1, transform: `translate(${numbers[i].x} ${numbers[i].y})`, class: i === 0 ? 'best' : '' },
      element('circle', { r: radius }), element('text', { y: 4.5, 'text-anchor': 'middle' }, `${i + 1}`), element('title', {}, track.name));
    dot.addEventListener('pointerenter', () => light(i, true));
    dot.addEventListener('pointerleave', () => light(i, false));
    dot.addEventListener('click', () => play(i));
    return dot;
  }).reverse());
}

export function lightDot(index, on) {
  by('matches').querySelector(`[data-rank="${index + 1}"]`)?.classList.toggle('lit', on);
}
