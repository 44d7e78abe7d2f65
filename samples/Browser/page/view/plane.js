// The emotion plane: valence to the right, arousal upwards. A square with a letter for each photo, a disc with a number for each track.
// The chosen one stands where it belongs; the others make room, each tied to its point.

import { makeRoom } from '../room.js';
import { numbers } from '../similarity.js';
import { by, svg } from './elements.js';

const plane = { left: 40, top: 20, size: 440 };
const mostLabels = 60, labeled = 12, unlabeled = 6;   // radii
const clamp = x => Math.min(1, Math.max(0, x));
const at = ({ valence, arousal }) => ({ x: plane.left + plane.size * clamp(valence), y: plane.top + plane.size * (1 - clamp(arousal)) });

/** Draws all items that have a point. `choose(item)` and `light(item, on)` are told of clicks, keys and the pointer. */
export function drawPlane(items, chosen, matches, choose, light) {
  const focused = document.activeElement?.dataset?.mark;
  const shown = items.filter(item => item.point);
  const radius = shown.length > mostLabels ? unlabeled : labeled;
  const others = shown.filter(item => item !== chosen);
  const fixed = chosen?.point ? [at(chosen.point)] : [];
  const rooms = new Map(makeRoom(others.map(item => at(item.point)), fixed, radius, plane).map((room, i) => [others[i], room]));
  if (fixed.length) rooms.set(chosen, fixed[0]);

  by('lines').replaceChildren(
    ...others.flatMap(item => [line(at(item.point), rooms.get(item), 'tie', 1), dot(at(item.point))]),
    ...matches.slice(0, 3).map(({ item, similarity }) => line(fixed[0], at(item.point), 'match', similarity)));
  by('marks').replaceChildren(...shown.map(item => mark(item, rooms.get(item), radius, item === chosen, choose, light)));
  by('plane').setAttribute('aria-label', `The plane of valence and arousal: ${shown.length === 0 ? 'nothing is on it yet' : `${shown.length} photos and tracks`}.`);
  if (focused) by('marks').querySelector(`[data-mark="${focused}"]`)?.focus();
}

export function lightMark(item, on) {
  by('marks').querySelector(`[data-mark="${item.id}"]`)?.classList.toggle('lit', on);
}

function mark(item, { x, y }, radius, isChosen, choose, light) {
  const shape = (r, name) => item.kind === 'photo'
    ? svg('rect', { class: name, x: -r, y: -r, width: 2 * r, height: 2 * r, rx: r / 3 }) : svg('circle', { class: name, r });
  const description = `${item.kind} ${item.label}, ${item.name}: ${numbers(item.point)}`;
  const made = svg('g', {
    class: `${item.kind}${isChosen ? ' chosen' : ''}`, transform: `translate(${x} ${y})`, 'data-mark': item.id,
    role: 'button', tabindex: 0, 'aria-pressed': isChosen, 'aria-label': description,
  }, shape(radius + 4, 'ring'), shape(radius - (item.kind === 'photo' ? 1 : 0), 'shape'), svg('title', {}, description));
  if (radius === labeled) made.append(svg('text', { y: 4.5, 'text-anchor': 'middle' }, item.label));
  made.addEventListener('click', () => choose(item));
  made.addEventListener('keydown', event => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    choose(item);
  });
  for (const [event, on] of [['pointerenter', true], ['pointerleave', false], ['focus', true], ['blur', false]])
    made.addEventListener(event, () => light(item, on));
  return made;
}

const line = (from, to, name, opacity) => svg('line', { x1: from.x, y1: from.y, x2: to.x, y2: to.y, class: name, opacity });
const dot = ({ x, y }) => svg('circle', { cx: x, cy: y, r: 2, class: 'dot' });
