// The points of a view, and which lies nearest in a direction.
export interface Point {
  code: string;
  name: string;
  side: string;
  x: number;
  y: number;
}

const ASIDE = 2.5; // what lies aside of the way counts as so much farther

export function toward(
  points: Point[],
  from: { x: number; y: number },
  [x, y]: [number, number],
): Point | undefined {
  let best: Point | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const one of points) {
    const along = (one.x - from.x) * x + (one.y - from.y) * y;
    const aside = Math.abs((one.x - from.x) * y) + Math.abs((one.y - from.y) * x);
    const cost = along + ASIDE * aside;
    if (along > 0.5 && cost < least) {
      best = one;
      least = cost;
    }
  }
  return best;
}
