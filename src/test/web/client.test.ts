import { LiveClient, type Socket } from '../../main/web/client/LiveClient.ts';
import type { LiveEvent } from '../../main/web/client/EventFlow.ts';
import { code, equal, ManualTime, run, settle, test } from './checks.ts';
import './pure.test.ts';

const time = new ManualTime();

/** The gateway's end of a connection: what was sent, and answers by hand. */
class Gateway implements Socket {
  readyState = 0;
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  readonly sent: { id: number; method: string; params: Record<string, unknown> }[] = [];
  closed = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.closed = true;
    this.readyState = 3;
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.({} as never);
  }

  drop(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code } as never);
  }

  say(message: unknown): void {
    this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) } as never);
  }

  /** Answers the latest request of a method. */
  async answer(method: string, result: unknown): Promise<void> {
    this.say({ id: this.last(method).id, result });
    await settle();
  }

  async refuse(method: string, error: { code: string; message: string }): Promise<void> {
    this.say({ id: this.last(method).id, error });
    await settle();
  }

  last(method: string) {
    const found = this.sent.findLast(request => request.method === method);
    if (!found) {
      throw new Error(`${method} was not asked for, but ${this.sent.map(request => request.method)}`);
    }
    return found;
  }

  asked(): string[] {
    return this.sent.map(request => request.method);
  }
}

function client(random = 1) {
  const gateways: Gateway[] = [];
  const made = new LiveClient('ws://gateway/', {
    connect: () => {
      const gateway = new Gateway();
      gateways.push(gateway);
      return gateway;
    },
    random: () => random,
  });
  const latest = () => gateways[gateways.length - 1] as Gateway;
  const connected = async () => {
    latest().open();
    await settle();
    await latest().answer('ping', {});
  };
  return { made, gateways, latest, connected };
}

function event(sequence: number, topic = 'calls', type = 'call_completed') {
  return { type, topic, payload: { n: sequence }, sequence, timestamp: '2026-01-01T00:00:00Z' };
}

test('a call is answered by its id, whatever the order', async () => {
  const { made, latest, connected } = client();
  made.open();
  await connected();
  const first = made.call('get_stats', {});
  const second = made.call('list_tools', { limit: 5 });
  equal(latest().last('list_tools').params, { limit: 5 });
  await latest().answer('list_tools', 'tools');
  await latest().answer('get_stats', 'stats');
  equal([await first, await second], ['stats', 'tools']);
  made.close();
});

test('an error of the gateway rejects the call with its code', async () => {
  const { made, latest, connected } = client();
  made.open();
  await connected();
  const call = made.call('nothing');
  await latest().refuse('nothing', { code: 'unknown_command', message: 'No' });
  equal(await code(call), 'unknown_command');
  equal(made.state, 'open');
  made.close();
});

test('a call waits for the connection, and ends by its timeout', async () => {
  const { made, latest, connected } = client();
  made.open();
  const early = made.call('get_stats');
  await connected();
  equal(latest().asked(), ['ping', 'get_stats']);
  await latest().answer('get_stats', 1);
  equal(await early, 1);
  const late = code(made.call('slow', {}, { timeout: 2_000 }));
  await time.pass(2_000);
  equal(await late, 'timeout');
  latest().say({ id: latest().last('slow').id, result: 'too late' });
  made.close();
});

test('progress goes to the call it belongs to', async () => {
  const { made, latest, connected } = client();
  made.open();
  await connected();
  const told: unknown[] = [];
  const call = made.call('call_tool', {}, { onProgress: progress => told.push(progress.progress) });
  latest().say({ type: 'call_progress', id: latest().last('call_tool').id, payload: { progress: 1 } });
  latest().say({ type: 'call_progress', id: 999, payload: { progress: 2 } });
  await latest().answer('call_tool', 'done');
  await call;
  equal(told, [1]);
  made.close();
});

test('connects again with pauses that double to a bound, each between its half and its whole', async () => {
  for (const [random, factor] of [[1, 1], [0, 0.5]] as const) {
    const { made, gateways, latest } = client(random);
    made.open();
    for (const pause of [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]) {
      const before = gateways.length;
      latest().drop();
      equal(made.state, 'waiting');
      await time.pass(pause * factor - 1);
      equal(gateways.length, before, `before ${pause}`);
      await time.pass(1);
      equal(gateways.length, before + 1, `after ${pause}`);
    }
    made.close();
  }
});

test('pauses begin anew after a connection that stood', async () => {
  const { made, gateways, latest, connected } = client();
  made.open();
  latest().drop();
  await time.pass(500);
  latest().drop();
  await time.pass(1_000);
  await connected();
  latest().drop();
  const before = gateways.length;
  await time.pass(500);
  equal(gateways.length, before + 1);
  made.close();
});

test('a call that was sent before the connection was lost is rejected and not sent again', async () => {
  const { made, latest, connected } = client();
  made.open();
  await connected();
  const call = code(made.call('call_tool'));
  latest().drop();
  equal(await call, 'disconnected');
  await time.pass(500);
  await connected();
  equal(latest().asked(), ['ping']);
  made.close();
});

test('subscribes again after a reconnect, since the last event that came', async () => {
  const { made, latest, connected } = client();
  const heard: number[] = [];
  made.subscribe(['calls'], one => heard.push(one.sequence));
  made.open();
  await connected();
  equal(latest().last('subscribe').params, { topics: ['calls'] });
  await latest().answer('subscribe', { topics: ['calls'], sequence: 4, missed: 0 });
  latest().say(event(5));
  latest().say(event(7));
  latest().drop();
  await time.pass(500);
  await connected();
  equal(latest().last('subscribe').params, { topics: ['calls'], since: 7 });
  latest().say(event(7));
  latest().say(event(8));
  await latest().answer('subscribe', { topics: ['calls'], sequence: 8, missed: 0 });
  latest().say(event(9));
  equal(heard, [5, 7, 8, 9]);
  made.close();
});

test('a gateway that was started anew counts from the beginning, and a gap is told', async () => {
  const { made, latest, connected } = client();
  const heard: number[] = [];
  const gaps: number[] = [];
  made.subscribe(['calls'], one => heard.push(one.sequence));
  made.onGap(missed => gaps.push(missed));
  made.open();
  await connected();
  await latest().answer('subscribe', { sequence: 100, missed: 0 });
  latest().say(event(101));
  latest().drop();
  await time.pass(500);
  await connected();
  latest().say(event(3));
  await latest().answer('subscribe', { sequence: 3, missed: 2 });
  latest().say(event(4));
  equal(heard, [101, 3, 4]);
  equal(gaps, [2]);
  made.close();
});

test('events from before the subscription come where they are wanted, each once', async () => {
  const { made, latest, connected } = client();
  const heard: number[] = [];
  made.subscribe(['alerts'], one => heard.push(one.sequence));
  made.subscribe(['config'], one => heard.push(one.sequence), { recent: true });
  made.open();
  await connected();
  const asked = () => latest().sent.filter(one => one.method === 'subscribe').map(one => one.params);
  equal(asked(), [{ topics: ['config'], since: 0 }, { topics: ['alerts'] }]);
  latest().say(event(3, 'config'));
  latest().say(event(9, 'alerts'));
  const leave = made.subscribe(['calls'], one => heard.push(one.sequence), { recent: true });
  latest().say(event(5, 'calls'));
  leave();
  made.subscribe(['calls'], one => heard.push(one.sequence), { recent: true });
  equal(asked().slice(2), [{ topics: ['calls'], since: 0 }, { topics: ['calls'], since: 5 }]);
  latest().say(event(5, 'calls'));
  latest().say(event(6, 'calls'));
  equal(heard, [3, 9, 5, 6]);
  made.close();
});

test('each listener hears its topics only; a topic nobody hears is unsubscribed', async () => {
  const { made, latest, connected } = client();
  made.open();
  await connected();
  const calls: LiveEvent[] = [];
  const both: LiveEvent[] = [];
  const leave = made.subscribe(['calls'], one => calls.push(one));
  made.subscribe(['calls', 'alerts'], one => both.push(one));
  equal(latest().sent.filter(one => one.method === 'subscribe').map(one => one.params), [{ topics: ['calls'] }, { topics: ['alerts'] }]);
  latest().say(event(1));
  latest().say(event(2, 'alerts', 'alert_raised'));
  latest().say(event(3, 'other'));
  equal([calls.length, both.length], [1, 2]);
  leave();
  equal(latest().asked().includes('unsubscribe'), false);
  made.close();
});

test('a listener that fails does not keep the others from hearing', async () => {
  const { made, latest, connected } = client();
  const error = console.error;
  console.error = () => undefined;
  made.open();
  await connected();
  let heard = 0;
  made.subscribe(['calls'], () => {
    throw new Error('no');
  });
  made.subscribe(['calls'], () => heard++);
  latest().say(event(1));
  console.error = error;
  equal(heard, 1);
  made.close();
});

test('stats_update without a topic is of the topic stats', async () => {
  const { made, latest, connected } = client();
  made.open();
  await connected();
  let heard = 0;
  made.subscribe(['stats'], () => heard++);
  latest().say({ type: 'stats_update', payload: {}, sequence: 1, timestamp: '' });
  equal(heard, 1);
  made.close();
});

test('silence is met by a ping, and silence after that by a new connection', async () => {
  const { made, gateways, latest, connected } = client();
  made.open();
  await connected();
  await time.pass(15_000);
  equal(latest().asked(), ['ping', 'ping']);
  await latest().answer('ping', {});
  await time.pass(15_000);
  const silent = latest();
  await time.pass(7_500);
  equal([made.state, silent.closed], ['waiting', true]);
  await time.pass(500);
  equal(gateways.length, 2);
  made.close();
});

test('a gateway that asks for a key is told apart from one that is lost', async () => {
  const { made, latest } = client();
  made.open();
  latest().open();
  await settle();
  await latest().refuse('ping', { code: 'unauthenticated', message: 'A key is needed' });
  equal(made.state, 'unauthenticated');
  const waiting = made.call('get_stats');
  const wrong = code(made.authenticate('mhr_wrong'));
  await latest().refuse('authenticate', { code: 'unauthenticated', message: 'Unknown key' });
  equal([await wrong, made.state], ['unauthenticated', 'unauthenticated']);
  const right = made.authenticate('mhr_right');
  await latest().answer('authenticate', { caller: 'anna', scopes: ['monitor'] });
  equal([(await right)?.caller, made.state, made.identity?.scopes], ['anna', 'open', ['monitor']]);
  await latest().answer('get_stats', 7);
  equal(await waiting, 7);
  made.close();
});

test('a key that holds no longer is asked for again', async () => {
  const { made, latest, connected } = client();
  made.open();
  await connected();
  const call = code(made.call('get_stats'));
  await latest().refuse('get_stats', { code: 'unauthenticated', message: 'The key was withdrawn' });
  equal([await call, made.state], ['unauthenticated', 'unauthenticated']);
  made.close();
});

test('the key is sent first on each connection, in a message and never in an address', async () => {
  const { made, latest } = client();
  await made.authenticate('mhr_key');
  made.open();
  latest().open();
  await settle();
  equal(latest().sent.map(one => [one.method, one.params]), [['authenticate', { key: 'mhr_key' }]]);
  equal(made.url.includes('mhr_key'), false);
  await latest().answer('authenticate', { caller: 'anna', scopes: [] });
  latest().drop();
  await time.pass(500);
  latest().open();
  await settle();
  equal(latest().asked(), ['authenticate']);
  made.close();
});

test('what is no message is passed over', async () => {
  const { made, latest, connected } = client();
  made.open();
  await connected();
  for (const nonsense of ['', '{', 'null', '[]', '5', '{"id":77,"result":1}', '{"type":"x"}', '{"type":5}']) {
    latest().say(nonsense);
  }
  equal(made.state, 'open');
  made.close();
});

test('calls are bounded, and closing ends those that wait', async () => {
  const { made } = client();
  equal(await code(made.call('get_stats')), 'closed');
  made.open();
  const calls = Array.from({ length: 200 }, () => code(made.call('get_stats')));
  equal(await code(made.call('get_stats')), 'busy');
  made.close();
  equal(new Set(await Promise.all(calls)).size, 1);
  equal(await calls[0], 'closed');
});

await run();
