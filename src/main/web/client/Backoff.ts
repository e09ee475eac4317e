/** Pauses that double up to a bound; each is drawn from its upper half, so that many clients do not come back at once. */
export class Backoff {
  private failures = 0;
  private readonly first: number;
  private readonly longest: number;
  private readonly random: () => number;

  /** First and longest pause in milliseconds, and where chance comes from. */
  constructor(first: number, longest: number, random: () => number) {
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /** The pause before the next attempt, in milliseconds. */
  next(): number {
    const whole = Math.min(this.longest, this.first * 2 ** Math.min(this.failures, 30));
    this.failures++;
    return Math.round(whole / 2 + (whole / 2) * this.random());
  }

  /** An attempt succeeded. */
  reset(): void {
    this.failures = 0;
  }
}
