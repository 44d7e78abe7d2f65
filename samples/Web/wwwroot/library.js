// Follows the music being read: progress, new dots on the plane, and the files that failed.

import { addTracks } from './plane.js';
import { get } from './server.js';

const by = id => document.getElementById(id);
let seen = 0;

/** Asks every second until all is read; `onNewTracks` is told of new tracks. */
export async function follow(onNewTracks) {
  for (;;) {
    try {
      const library = await get('/api/library', { seen });
      seen += library.tracks.length;
      addTracks(library.tracks);
      show(library);
      if (library.tracks.length) await onNewTracks();
      if (!library.reading) return;
    } catch (e) {
      by('progress-text').textContent = e.message;
    }
    await new Promise(later => setTimeout(later, 1000));
  }
}

const count = (number, what) => `${number || 'No'} ${what}${number === 1 ? '' : 's'}`;

function show({ name, reading, total, done, failures, error }) {
  by('progress').hidden = !reading;
  Object.assign(by('progress'), { max: Math.max(1, total), value: done });
  by('progress-text').textContent = error ? `Reading ${name} ended early: ${error}` : reading ? `Reading ${name}: ${done} of ${total}` : `${count(seen, 'track')} from ${name}`;
  by('failures').hidden = failures.length === 0;
  by('failures').querySelector('summary').textContent = `${count(failures.length, 'file')} could not be read`;
  by('failures').querySelector('ul').replaceChildren(...failures.map(({ file, reason }) => Object.assign(document.createElement('li'), { textContent: `${file}: ${reason}` })));
}
