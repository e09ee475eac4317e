/** Tests without a framework: each prints one line, which `DashboardClientTest` turns into a test of the build. */
type Step = () => void | Promise<void>;

const tests: [string, Step][] = [];

export function test(name: string, step: Step): void {
  tests.push([name, step]);
}

export function equal(actual: unknown, expected: unknown, what = ''): void {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== e) {
    throw new Error(`${what} expected ${e}, was ${a}`);
  }
}

/** The code with which a promise fails. */
export async function code(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  return 'none';
}

/** Runs them one after another. */
export async function run(): Promise<void> {
  for (const [name, step] of tests) {
    try {
      await step();
      console.log(`ok ${name}`);
    } catch (error) {
      console.log(`not ok ${name}: ${String(error).replaceAll('\n', ' ')}`);
    }
  }
}

/** Time that moves when it is told to, in place of the timers of the platform. */
export class ManualTime {
  private now = 0;
  private next = 1;
  private readonly timers = new Map<number, { at: number; run: () => void }>();

  constructor() {
    const global = globalThis as unknown as Record<string, unknown>;
    global['setTimeout'] = (run: () => void, pause: number) => {
      this.timers.set(this.next, { at: this.now + pause, run });
      return this.next++;
    };
    global['clearTimeout'] = (id: number) => this.timers.delete(id);
  }

  /** Moves on, and runs what becomes due on the way, in its order. */
  async pass(millis: number): Promise<void> {
    const end = this.now + millis;
    await settle();
    for (;;) {
      const due = [...this.timers].filter(([, timer]) => timer.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) {
        break;
      }
      this.now = due[1].at;
      this.timers.delete(due[0]);
      due[1].run();
      await settle();
    }
    this.now = end;
  }
}

/** Lets promises that are ready run. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) {
    await Promise.resolve();
  }
}
