// What feels alike: Eq. 1 of arXiv 2501.01094.

/** The similarity of two points, in (0, 1]. */
export const similarityOf = (a, b, sigma) => Math.exp(-Math.hypot(a.valence - b.valence, a.arousal - b.arousal) / sigma);

/** The items of the other kind, best match first, as [{ item, similarity }]. */
export function matchesOf(chosen, items, sigma) {
  if (!chosen?.point) return [];
  return items.filter(item => item.kind !== chosen.kind && item.point)
    .map(item => ({ item, similarity: similarityOf(chosen.point, item.point, sigma) }))
    .sort((a, b) => b.similarity - a.similarity);
}

/** A point in words. */
export function describe({ valence, arousal }) {
  const side = (value, low, high) => value < .45 ? `rather ${low}` : value > .55 ? `rather ${high}` : `neither ${low} nor ${high}`;
  return `${numbers({ valence, arousal })}: ${side(valence, 'unpleasant', 'pleasant')}, ${side(arousal, 'calm', 'excited')}`;
}

export const numbers = ({ valence, arousal }) => `valence ${valence.toFixed(2)}, arousal ${arousal.toFixed(2)}`;
