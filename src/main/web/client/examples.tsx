/** The examples of docs/guides/dashboard.md, so that they are checked with everything else. Nothing imports this file. */
import { LiveClient, useCommand, useEvents, useWebSocketStats } from './index.ts';

export function Numbers() {
  const { stats, connected } = useWebSocketStats('ws://localhost:8765');
  const alerts = useEvents(['alerts'], 20, 'ws://localhost:8765');
  const restart = useCommand('restart_upstream', 'ws://localhost:8765');
  if (!connected || !stats) return <p>Connecting</p>;
  return <button onClick={() => restart.call({ server: 'files' })}>{stats.calls_per_second}, {alerts.length}</button>;
}

export async function withoutReact() {
  const ws = new LiveClient('ws://localhost:8765');
  ws.open();
  const result = await ws.call('get_stats', {});
  const leave = ws.subscribe(['calls'], event => console.log(event.type, event.payload));
  return { result, leave };
}
