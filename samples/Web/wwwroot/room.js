// Places for marks that should be at the same point: pushed apart until none covers another, and never beyond the plane.

/** Where marks of a `radius` stand that should be at `dots`, off the `fixed` points, within `left`, `top` and `size` of the plane. */
export function makeRoom(dots, fixed, radius, { left, top, size }) {
  const gap = 2 * radius + 2;
  const marks = dots.map(dot => ({ ...dot }));
  for (let round = 0, crowded = true; crowded && round < 500; round++) {
    crowded = false;
    marks.forEach((mark, i) => [...fixed, ...marks.slice(0, i)].forEach((other, j) => {
      const [dx, dy] = [mark.x - other.x, mark.y - other.y];
      const distance = Math.hypot(dx, dy);
      if (distance >= gap) return;
      crowded = true;
      // those of one place part like spokes
      const angle = distance > 0 ? Math.atan2(dy, dx) : i;
      const isFixed = j < fixed.length;
      const step = (gap - distance + .1) / (isFixed ? 1 : 2);
      move(mark, angle, step);
      if (!isFixed) move(other, angle, -step);
    }));
  }
  return marks;

  function move(mark, angle, step) {
    mark.x = Math.min(left + size - radius, Math.max(left + radius, mark.x + step * Math.cos(angle)));
    mark.y = Math.min(top + size - radius, Math.max(top + radius, mark.y + step * Math.sin(angle)));
  }
}
