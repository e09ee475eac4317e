/** Geometry of charts. Pure. */

/** The next higher number of 1, 2, 2.5 or 5 times a power of ten. */
export function rounded(value: number): number {
  if (value <= 0) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 2.5, 5, 10].find(factor => factor * power >= value * 0.999) ?? 10;
  return step * power;
}

/** The line through values; gaps where there is none. */
export function path(values: readonly (number | null)[], x: (index: number) => number, y: (value: number) => number): string {
  let line = '';
  let pen = false;
  values.forEach((value, index) => {
    if (value === null || !Number.isFinite(value)) {
      pen = false;
    } else {
      line += `${pen ? 'L' : 'M'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = true;
    }
  });
  return line;
}
