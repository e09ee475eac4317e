/** Hooks of React over `LiveClient`. Without an address they use the gateway that served the page. */
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { acquire, liveUrl, release } from './connections.ts';
import { type CallOptions, type ConnectionState, LiveClient, LiveError } from './LiveClient.ts';
import type { LiveEvent } from './EventFlow.ts';
import type { Stats } from './types.ts';

/** The shared client of an address, open as long as somebody uses it. */
export function useLiveClient(url: string = liveUrl()): LiveClient {
  const held = useRef<{ url: string; client: LiveClient } | null>(null);
  if (held.current === null || held.current.url !== url) {
    held.current = { url, client: acquire(url) };
    release(url); // the effect below holds it
  }
  const client = held.current.client;
  useEffect(() => {
    const again = acquire(url);
    again.open();
    return () => release(url);
  }, [url]);
  return client;
}

/** How the connection is, at each moment. */
export function useConnection(url?: string): ConnectionState {
  const client = useLiveClient(url);
  return useSyncExternalStore(
    useCallback(listener => client.onState(listener), [client]),
    () => client.state,
  );
}

/** Whether the gateway has a command and the caller may use it; true as long as it does not tell. */
export function useMay(command: string, url?: string): boolean {
  const client = useLiveClient(url);
  useConnection(url);
  return client.identity?.commands?.includes(command) ?? true;
}

/** Live figures of the gateway: `null` before the first arrive; `connected` says whether they are still coming. */
export function useWebSocketStats(url?: string): { stats: Stats | null; connected: boolean; state: ConnectionState } {
  const client = useLiveClient(url);
  const state = useConnection(url);
  const [stats, setStats] = useState<Stats | null>(null);
  useEffect(() => client.subscribe(['stats'], event => setStats(event.payload as unknown as Stats)), [client]);
  useEffect(() => {
    if (state === 'open') {
      client.call<Stats>('get_stats').then(setStats, () => undefined);
    }
  }, [client, state]);
  return { stats, connected: state === 'open', state };
}

/** The latest events of these topics, newest first, at most `limit`; those from before the page was opened as far as the gateway has them. */
export function useEvents(topics: readonly string[], limit = 100, url?: string): LiveEvent[] {
  const [events, setEvents] = useState<LiveEvent[]>([]);
  useEventListener(topics, event => setEvents(before => [event, ...before].slice(0, limit)), url, true);
  return events;
}

/** Calls a function at each event of these topics; with `recent` also at those before that the gateway still has. */
export function useEventListener(topics: readonly string[], listener: (event: LiveEvent) => void, url?: string, recent = false): void {
  const client = useLiveClient(url);
  const latest = useRef(listener);
  latest.current = listener;
  const names = topics.join(',');
  useEffect(
    () => (names === '' ? undefined : client.subscribe(names.split(','), event => latest.current(event), { recent })),
    [client, names, recent],
  );
}

export interface Command<P extends object, R> {
  /** Calls it; what fails is in `error` and is thrown as well. */
  call: (params?: P, options?: CallOptions) => Promise<R>;
  result: R | undefined;
  error: LiveError | undefined;
  pending: boolean;
}

/** A command of the gateway, with its latest result. Of several calls the last one counts. */
export function useCommand<R = unknown, P extends object = Record<string, unknown>>(name: string, url?: string): Command<P, R> {
  const client = useLiveClient(url);
  const latest = useRef(0);
  const [state, setState] = useState<{ result?: R; error?: LiveError; pending: boolean }>({ pending: false });
  const call = useCallback(
    async (params?: P, options?: CallOptions) => {
      const mine = ++latest.current;
      const set = (next: { result?: R; error?: LiveError; pending: boolean }) => mine === latest.current && setState(next);
      setState(before => ({ ...before, pending: true }));
      try {
        const result = await client.call<R>(name, params ?? {}, options);
        set({ result, pending: false });
        return result;
      } catch (error) {
        set({ error: error as LiveError, pending: false });
        throw error;
      }
    },
    [client, name],
  );
  return { call, result: state.result, error: state.error, pending: state.pending };
}

export interface Query<R> {
  /** The latest answer, also while one for other params is awaited. */
  data: R | undefined;
  /** Whether `data` is the answer for the params of now. */
  fresh: boolean;
  error: LiveError | undefined;
  refresh: () => void;
}

/**
 * What a command answers, asked again when params change, a connection stands again, an event of `topics` comes (at most once a
 * second), or `every` milliseconds have passed while the page is visible. `null` as params: not asked.
 */
export function useQuery<R>(
  name: string,
  params: object | null = {},
  { topics = [], every = 0 }: { topics?: readonly string[]; every?: number } = {},
): Query<R> {
  const client = useLiveClient();
  const state = useConnection();
  const command = useCommand<R>(name);
  const [data, setData] = useState<{ key: string; value: R } | undefined>();
  const key = params === null ? '' : JSON.stringify(params);
  const latest = useRef(key);
  latest.current = key;
  const refresh = useCallback(() => {
    if (latest.current !== '' && client.state === 'open') {
      const mine = latest.current;
      command.call(JSON.parse(mine) as Record<string, unknown>).then(
        value => mine === latest.current && setData({ key: mine, value }),
        () => undefined,
      );
    }
  }, [client, command.call]);
  useEffect(refresh, [refresh, key, state]);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEventListener(topics, () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      refresh();
    }, 1_000);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (every > 0) {
      const id = setInterval(() => document.visibilityState === 'visible' && refresh(), every);
      return () => clearInterval(id);
    }
    return undefined;
  }, [every, refresh]);
  return { data: data?.value, fresh: data?.key === key, error: command.error, refresh };
}
