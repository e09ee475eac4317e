/** What the whole dashboard knows while it is open, whichever page is shown: figures of the last minutes, and changes. */
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { useEvents, useWebSocketStats } from '../client/hooks.ts';
import type { LiveEvent } from '../client/EventFlow.ts';
import type { Stats } from '../client/types.ts';

/** One second of the gateway; null where the connection was lost. */
export interface Sample {
  at: number;
  stats: Stats | null;
}

const LONGEST = 900;
const CHANGES = ['upstreams', 'breakers', 'alerts', 'config', 'tools', 'dead-letters', 'learning'];

const Now = createContext<{ stats: Stats | null; samples: readonly Sample[] }>({ stats: null, samples: [] });
const Changes = createContext<readonly LiveEvent[]>([]);

export function Live({ children }: { children: ReactNode }) {
  const { stats, connected } = useWebSocketStats();
  const changes = useEvents(CHANGES, 200);
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  const latest = useRef<Stats | null>(null);
  latest.current = connected ? stats : null;
  useEffect(() => {
    const id = setInterval(() => {
      setSamples(before => {
        const next = { at: Date.now(), stats: latest.current };
        return before.length === 0 && next.stats === null ? before : [...before.slice(1 - LONGEST), next];
      });
    }, 1_000);
    return () => clearInterval(id);
  }, []);
  return (
    <Changes value={changes}>
      <Now value={{ stats, samples }}>{children}</Now>
    </Changes>
  );
}

export function useNowLive() {
  return useContext(Now);
}

export function useChanges() {
  return useContext(Changes);
}
