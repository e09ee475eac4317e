/** What the gateway pushes. `sequence` counts over all topics. */
export interface LiveEvent<P = Record<string, unknown>> {
  type: string;
  topic?: string;
  payload: P;
  sequence: number;
  timestamp: string;
}

export type EventListener = (event: LiveEvent) => void;

const MOST_HELD = 10_000;

/** Hands events to who subscribed, each once, and knows which to ask for after a new connection. */
export class EventFlow {
  private readonly listeners = new Map<string, Set<EventListener>>();
  private readonly gaps = new Set<(missed: number) => void>();
  /** Topics of which events from before the subscription are wanted. */
  private readonly recent = new Set<string>();
  /** The latest event of each topic: the same one does not come twice. */
  private readonly lastOf = new Map<string, number>();
  private last = 0;
  /** While the answer to the subscription of a new connection is awaited: what came before it. */
  private held: LiveEvent[] | undefined;

  /** Adds a listener; the answer has the topics that nobody had heard before. */
  add(topics: readonly string[], listener: EventListener, recent: boolean): string[] {
    const fresh: string[] = [];
    for (const topic of topics) {
      if (recent) {
        this.recent.add(topic);
      }
      const of = this.listeners.get(topic);
      if (of) {
        of.add(listener);
      } else {
        this.listeners.set(topic, new Set([listener]));
        fresh.push(topic);
      }
    }
    return fresh;
  }

  /** Takes a listener away; the answer has the topics that nobody hears any more. */
  remove(topics: readonly string[], listener: EventListener): string[] {
    return topics.filter(topic => {
      const of = this.listeners.get(topic);
      of?.delete(listener);
      return of?.size === 0 && this.listeners.delete(topic);
    });
  }

  topics(): string[] {
    return [...this.listeners.keys()];
  }

  onGap(listener: (missed: number) => void): () => void {
    this.gaps.add(listener);
    return () => this.gaps.delete(listener);
  }

  /** What to ask for when these topics are heard for the first time on a connection. */
  requests(topics: readonly string[]): { topics: string[]; since?: number }[] {
    const before = topics.filter(topic => this.recent.has(topic));
    const others = topics.filter(topic => !this.recent.has(topic));
    const requests: { topics: string[]; since?: number }[] = [];
    if (before.length > 0) {
      requests.push({ topics: before, since: Math.min(...before.map(topic => this.lastOf.get(topic) ?? 0)) });
    }
    if (others.length > 0) {
      requests.push({ topics: others });
    }
    return requests;
  }

  /** What a new connection asks for: everything since the last event, whatever its topic, since they are counted together. */
  reconnecting(): { topics: string[]; since?: number }[] {
    const topics = this.topics();
    if (topics.length === 0) {
      return [];
    }
    if (this.last === 0) {
      return this.requests(topics);
    }
    this.held = [];
    return [{ topics, since: this.last }];
  }

  /** The gateway answered the subscription. A smaller sequence than ours: it was started anew and counts from the beginning. */
  resumed(answer: { sequence?: number; missed?: number }): void {
    const held = this.held;
    if (held === undefined) {
      return; // the first connection has missed nothing
    }
    this.held = undefined;
    const anew = answer.sequence !== undefined && answer.sequence < this.last;
    if (anew) {
      this.last = 0;
      this.lastOf.clear();
    }
    held.forEach(event => this.take(event));
    if (anew || (answer.missed ?? 0) > 0) {
      this.gaps.forEach(listener => listener(answer.missed ?? 0));
    }
  }

  take(event: LiveEvent): void {
    if (this.held) {
      if (this.held.length < MOST_HELD) {
        this.held.push(event);
      }
      return;
    }
    const topic = event.topic ?? (event.type === 'stats_update' ? 'stats' : event.type);
    if (typeof event.sequence === 'number') {
      if (event.sequence <= (this.lastOf.get(topic) ?? 0)) {
        return;
      }
      this.lastOf.set(topic, event.sequence);
      this.last = Math.max(this.last, event.sequence);
    }
    [...(this.listeners.get(topic) ?? [])].forEach(listener => {
      try {
        listener(event);
      } catch (error) {
        console.error(error);
      }
    });
  }
}
