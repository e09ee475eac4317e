/** Pictures and positions of a recorded call. Pure. */
import type { FilmStep } from '../client/types.ts';
import { around, type DiffLine, lineDiff } from '../ui/diff.ts';
import { pretty } from '../ui/format.ts';

/** The step that a key leads to; undefined where the key means nothing. */
export function stepBy(key: string, at: number, count: number): number | undefined {
  const moves: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: count - 1 };
  const to = moves[key];
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to));
}

/** How long the call took, as far as its steps tell. */
export function lengthOf(steps: readonly FilmStep[], duration?: number | null): number {
  return Math.max(duration ?? 0, 0.001, ...steps.map(step => step.at_ms + (step.duration_ms ?? 0)));
}

/** Where each step stands on a bar: from and width in percent of the whole time. */
export function segmentsOf(steps: readonly FilmStep[], duration?: number | null): { left: number; width: number }[] {
  const whole = lengthOf(steps, duration);
  return steps.map((step, index) => {
    // a step that contains others is drawn until the next begins
    const end = Math.min(step.at_ms + (step.duration_ms ?? 0), steps[index + 1]?.at_ms ?? Infinity);
    return { left: (step.at_ms / whole) * 100, width: (Math.max(0, end - step.at_ms) / whole) * 100 };
  });
}

/** The step that was under way at a share of the whole time. */
export function stepAt(steps: readonly FilmStep[], share: number, duration?: number | null): number {
  const time = share * lengthOf(steps, duration);
  return Math.max(0, steps.findLastIndex(step => step.at_ms <= time));
}

/** The body before a step: that of the latest step before which has one. */
export function bodyBefore(steps: readonly FilmStep[], at: number): string | undefined {
  return steps.slice(0, at).findLast(step => step.body !== undefined)?.body;
}

/** What is different in the body from that of the step before; empty if nothing. */
export function bodyDiff(steps: readonly FilmStep[], at: number): DiffLine[] {
  const before = bodyBefore(steps, at);
  const after = steps[at]?.body;
  return before === undefined || after === undefined || before === after ? [] : around(lineDiff(pretty(before), pretty(after)));
}
