// The lists of photos and tracks: one card each, with what is known of it, a player for tracks, and a button to remove it.

import { numbers } from '../similarity.js';
import { by, html } from './elements.js';

const lists = { photo: by('photos'), track: by('tracks') };

/** Makes the card of an item. `choose(item)`, `remove(item)` and `light(item, on)` are told of what the user does. */
export function makeCard(item, choose, remove, light) {
  const name = html('button', { className: 'name', type: 'button', textContent: item.name });
  name.addEventListener('click', () => choose(item));
  const away = html('button', { className: 'remove', type: 'button', textContent: '×', title: 'Remove' });
  away.setAttribute('aria-label', `Remove ${item.name}`);
  away.addEventListener('click', () => remove(item));
  const card = html('li', { className: item.kind }, html('div', { className: 'about' },
    html('div', { className: 'row' }, html('span', { className: `badge ${item.kind}`, textContent: item.label }), name,
      html('span', { className: 'similarity' }), away),
    html('progress', { className: 'bar', max: 1, value: 0, hidden: true }), html('p', { className: 'va' })));
  card.dataset.id = item.id;
  card.querySelector('.bar').setAttribute('aria-hidden', 'true');
  if (item.kind === 'photo') card.prepend(picture(item));
  for (const [event, on] of [['pointerenter', true], ['pointerleave', false], ['focusin', true], ['focusout', false]])
    card.addEventListener(event, () => light(item, on));
  return card;
}

/** Shows what is known, and the items of the other kind in the order of the matches; what has no point yet comes last. */
export function showCards(items, chosen, matches) {
  const similarities = new Map(matches.map(({ item, similarity }) => [item, similarity]));
  for (const item of items) {
    const similarity = similarities.get(item);
    item.card.className = [item.kind, item.state, item === chosen ? 'chosen' : ''].join(' ');
    item.card.querySelector('.name').setAttribute('aria-pressed', item === chosen);
    item.card.querySelector('.name').disabled = !item.point;
    item.card.querySelector('.similarity').textContent = similarity?.toFixed(2) ?? '';
    item.card.querySelector('.similarity').title = similarity === undefined ? '' : `similarity to ${chosen.name}`;
    Object.assign(item.card.querySelector('.bar'), { hidden: similarity === undefined, value: similarity ?? 0 });
    item.card.querySelector('.va').textContent = textOf(item);
    if (item.point) item.card.querySelector('.va').title = `answered in ${item.took.toFixed(1)} s`;
    Object.assign(item.card.dataset, item.point ?? {});   // with all digits, for programs that read the page
    if (item.kind === 'track' && item.point && !item.card.querySelector('audio, .unplayable')) item.card.querySelector('.about').append(player(item));
  }
  for (const kind of ['photo', 'track']) {
    const ranked = matches.map(({ item }) => item).filter(item => item.kind === kind);
    const order = [...ranked, ...items.filter(item => item.kind === kind && !ranked.includes(item))];
    // only what is out of place is moved: a track that plays goes on playing
    order.forEach(({ card }, i) => { if (lists[kind].children[i] !== card) lists[kind].insertBefore(card, lists[kind].children[i] ?? null); });
    by(`no-${kind}s`).hidden = order.length > 0;
  }
}

export function lightCard(item, on) {
  item.card.classList.toggle('lit', on);
}

function textOf({ state, point, notices, error }) {
  switch (state) {
    case 'waiting': return 'waiting';
    case 'working': return 'being looked at…';
    case 'failed': return error;
    default: return [numbers(point).replace(',', ' ·'), ...notices].join('; ');
  }
}

function picture(item) {
  const image = html('img', { alt: '', src: item.address });
  image.addEventListener('error', () => image.hidden = true);
  return image;
}

function player(item) {
  const sound = html('audio', { controls: true, preload: 'none', src: item.address });
  sound.setAttribute('aria-label', item.name);
  sound.addEventListener('error', () => sound.replaceWith(html('p', { className: 'hint unplayable', textContent: 'This browser cannot play the file.' })));
  return sound;
}

// one track at a time
document.addEventListener('play', event => lists.track.querySelectorAll('audio').forEach(sound => sound === event.target || sound.pause()), true);
