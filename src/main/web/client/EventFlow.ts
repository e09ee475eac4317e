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
  private last = 0;
  /** While the answer to the subscription of a new connection is awaited: what came before it. */
  private held: LiveEvent[] | undefined;

  /** Adds a listener; the answer has the topics that nobody had heard before. */
  add(topics: readonly string[], listener: EventListener): string[] {
    const fresh: string[] = [];
    for (const topic of topics) {
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

  /** A new connection asks for what it missed: since which event, or 0 where none has come yet. */
  reconnecting(): number {
    this.held = [];
    return this.last;
  }

  /** The gateway answered the subscription. A smaller sequence than ours: it was started anew and counts from the beginning. */
  resumed(answer: { sequence?: number; missed?: number }): void {
    const held = this.held ?? [];
    this.held = undefined;
    const anew = answer.sequence !== undefined && answer.sequence < this.last;
    if (anew) {
      this.last = 0;
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
    if (typeof event.sequence === 'number') {
      if (event.sequence <= this.last) {
        return;
      }
      this.last = event.sequence;
    }
    const topic = event.topic ?? (event.type === 'stats_update' ? 'stats' : event.type);
    [...(this.listeners.get(topic) ?? [])].forEach(listener => {
      try {
        listener(event);
      } catch (error) {
        console.error(error);
      }
    });
  }
}
