import type { Server } from '../client/types.ts';

const MOST = 60;
const kept = new Map<string, { last: string; values: (number | null)[] }>();

/** Notes the heartbeats of servers as they are listed; the same list twice is noted once. */
export function noteBeats(servers: readonly Server[] | undefined): void {
  servers?.forEach(server => {
    const beat = Array.isArray(server.heartbeat) ? server.heartbeat[0] : server.heartbeat;
    const before = kept.get(server.name) ?? { last: '', values: [] };
    if (beat?.recent) {
      kept.set(server.name, { last: '', values: beat.recent.slice(-MOST) });
    } else if (beat?.last_heartbeat && beat.last_heartbeat !== before.last) {
      const value = server.health?.state === 'offline' ? null : (server.health?.latency_ms ?? null);
      kept.set(server.name, { last: beat.last_heartbeat, values: [...before.values, value].slice(-MOST) });
    }
  });
}

/** How long heartbeats of a server took, as far as this page has seen them; null where one was missed. */
export function beatsOf(name: string): (number | null)[] {
  return kept.get(name)?.values ?? [];
}
