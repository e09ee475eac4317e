/**
 * A client of the gateway's live plane: calls by WebSocket, and events that it pushes. No dependency, no React; runs in browsers,
 * Deno and Node 22. The connection comes back by itself, with everything that was subscribed to.
 */
import { Backoff } from './Backoff.ts';
import { EventFlow, type LiveEvent } from './EventFlow.ts';

/** How the connection is. `unauthenticated`: it stands, and the gateway asks for a key. */
export type ConnectionState = 'connecting' | 'open' | 'unauthenticated' | 'waiting' | 'closed';

/** What a call tells while it runs. */
export interface Progress {
  progress?: number;
  total?: number;
  message?: string;
}

export interface CallOptions {
  /** Milliseconds to wait for the answer, the wait for a connection included. */
  timeout?: number;
  onProgress?: (progress: Progress) => void;
}

/** A call that got no result. `code` is that of the gateway, or `timeout`, `disconnected`, `busy`, `closed`. */
export class LiveError extends Error {
  readonly code: string;
  /** Details of the gateway, such as every problem of refused files; undefined for most. */
  readonly data: unknown;

  constructor(code: string, message: string, data?: unknown) {
    super(message);
    this.name = 'LiveError';
    this.code = code;
    this.data = data;
  }
}

/** The part of the browser's WebSocket that is used. */
export interface Socket {
  readyState: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

export interface LiveOptions {
  /** Milliseconds a call may take; 30,000. */
  callTimeout?: number;
  /** Milliseconds of silence after which the gateway is pinged; 15,000. An answer is waited for half as long. */
  heartbeat?: number;
  /** First and longest pause before the next attempt, in milliseconds; 500 and 15,000. */
  firstPause?: number;
  longestPause?: number;
  /** Makes a connection; by default the browser's WebSocket. */
  connect?: (url: string) => Socket;
  /** From 0 to 1, for the jitter of pauses. */
  random?: () => number;
}

/** Who is connected and what they may do, as the gateway answered. */
export interface Identity {
  /** Name of the key; missing where no key was given. */
  caller?: string;
  scopes?: string[];
  /** The commands that this caller may use; missing where the gateway does not tell. */
  commands?: string[];
}

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: LiveError) => void;
  timer: ReturnType<typeof setTimeout>;
  text: string;
  sent: boolean;
  onProgress?: (progress: Progress) => void;
}

const MOST_CALLS = 200;
const OPEN = 1;
/** Close codes by which a key is refused: policy violation, and 401 as an application's code. */
const REFUSED = [1008, 4401];

export class LiveClient {
  readonly url: string;
  private readonly options: Required<LiveOptions>;
  private readonly backoff: Backoff;
  private readonly flow = new EventFlow();
  private readonly calls = new Map<number, Waiting>();
  private readonly stateListeners = new Set<() => void>();
  private socket: Socket | undefined;
  private key: string | undefined;
  private nextId = 1;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private beat: ReturnType<typeof setTimeout> | undefined;
  private current: ConnectionState = 'closed';
  private due: number | undefined;
  private who: Identity | undefined;

  constructor(url: string, options: LiveOptions = {}) {
    this.url = url;
    this.options = {
      callTimeout: 30_000,
      heartbeat: 15_000,
      firstPause: 500,
      longestPause: 15_000,
      connect: address => new WebSocket(address) as unknown as Socket,
      random: Math.random,
      ...options,
    };
    this.backoff = new Backoff(this.options.firstPause, this.options.longestPause, this.options.random);
  }

  get state(): ConnectionState {
    return this.current;
  }

  /** When the next attempt is made, in milliseconds since 1970, while `waiting`. */
  get nextAttempt(): number | undefined {
    return this.due;
  }

  /** Who the gateway says is connected, and what they may do; undefined before the first answer. */
  get identity(): Identity | undefined {
    return this.who;
  }

  /** Connects, and stays connected until `close`. Again while connected: nothing. */
  open(): void {
    if (this.current === 'closed' || this.current === 'waiting') {
      this.attempt();
    }
  }

  /** Ends the connection and every call. `open` begins anew. */
  close(): void {
    clearTimeout(this.retry);
    this.release();
    this.fail(() => true, 'closed', 'The client was closed');
    this.become('closed');
  }

  /** The key for this and later connections; undefined forgets it. It is never part of an address. */
  async authenticate(key: string | undefined): Promise<Identity | undefined> {
    this.key = key;
    this.who = undefined;
    if (key === undefined || this.socket?.readyState !== OPEN) {
      return undefined;
    }
    return this.greet();
  }

  /** Calls a command; waits for a connection if there is none. Never repeated by itself: it may have run. */
  call<T = unknown>(method: string, params: object = {}, options: CallOptions = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.current === 'closed') {
        reject(new LiveError('closed', 'The client is closed: call open() first'));
      } else if (this.calls.size >= MOST_CALLS) {
        reject(new LiveError('busy', `${MOST_CALLS} calls are waiting already`));
      } else {
        this.begin(method, params, options, resolve as (result: unknown) => void, reject);
      }
    });
  }

  /**
   * Hears the events of these topics, from now on and across connections; with `recent` also those before that the gateway still
   * has. The answer ends it.
   */
  subscribe(topics: readonly string[], listener: (event: LiveEvent) => void, { recent = false } = {}): () => void {
    const fresh = this.flow.add(topics, listener, recent);
    if (fresh.length > 0 && this.current === 'open') {
      this.flow.requests(fresh).forEach(request => this.call('subscribe', request).catch(() => undefined));
    }
    return () => {
      const unused = this.flow.remove(topics, listener);
      if (unused.length > 0 && this.current === 'open') {
        this.call('unsubscribe', { topics: unused }).catch(() => undefined);
      }
    };
  }

  /** Hears each change of `state`. The answer ends it. */
  onState(listener: () => void): () => void {
    this.stateListeners.add(listener);
    return () => this.stateListeners.delete(listener);
  }

  /** Hears that events were lost: the gateway had no room to keep them, or was started anew. The answer ends it. */
  onGap(listener: (missed: number) => void): () => void {
    return this.flow.onGap(listener);
  }

  private begin(
    method: string,
    params: object,
    options: CallOptions,
    resolve: (result: unknown) => void,
    reject: (error: LiveError) => void,
  ): void {
    const id = this.nextId++;
    const timeout = options.timeout ?? this.options.callTimeout;
    const timer = setTimeout(() => {
      this.calls.delete(id);
      reject(new LiveError('timeout', `No answer to ${method} within ${timeout / 1000} s`));
    }, timeout);
    const call: Waiting = { resolve, reject, timer, text: JSON.stringify({ id, method, params }), sent: false };
    if (options.onProgress) {
      call.onProgress = options.onProgress;
    }
    this.calls.set(id, call);
    const greeting = method === 'authenticate' || method === 'ping';
    if (this.socket?.readyState === OPEN && (this.current === 'open' || greeting)) {
      this.send(call);
    }
  }

  private send(call: Waiting): void {
    call.sent = true;
    this.socket?.send(call.text);
  }

  private attempt(): void {
    clearTimeout(this.retry);
    this.release();
    this.become('connecting');
    let socket: Socket;
    try {
      socket = this.options.connect(this.url);
    } catch {
      this.lost();
      return;
    }
    this.socket = socket;
    socket.onopen = () => socket === this.socket && void this.greet().catch(() => undefined);
    socket.onmessage = (event: { data: unknown }) => socket === this.socket && this.take(event.data);
    socket.onclose = (event: { code?: number }) => socket === this.socket && this.lost(event?.code);
    socket.onerror = () => undefined;
  }

  /** The first exchange: it tells whether a key is wanted, and takes up what was subscribed to. */
  private async greet(): Promise<Identity | undefined> {
    const socket = this.socket;
    this.watch();
    try {
      if (this.key === undefined) {
        this.who = (await this.call<Identity | undefined>('ping', {})) ?? {};
      } else {
        this.who = await this.call<Identity>('authenticate', { key: this.key });
      }
    } catch (error) {
      if (error instanceof LiveError && socket === this.socket) {
        this.refused(error);
      }
      throw error;
    }
    if (socket === this.socket) {
      this.backoff.reset();
      this.become('open');
      this.resume();
    }
    return this.who;
  }

  private refused(error: LiveError): void {
    if (error.code === 'unauthenticated' || error.code === 'forbidden') {
      this.key = undefined;
      this.become('unauthenticated');
    } else if (error.code === 'timeout') {
      this.lost();
    }
  }

  private resume(): void {
    for (const request of this.flow.reconnecting()) {
      this.call<{ sequence?: number; missed?: number }>('subscribe', request)
        .then(answer => this.flow.resumed(answer ?? {}))
        .catch(() => this.flow.resumed({}));
    }
    this.calls.forEach(call => call.sent || this.send(call));
  }

  private take(data: unknown): void {
    this.watch();
    if (typeof data !== 'string') {
      return;
    }
    let message: Record<string, unknown>;
    try {
      message = JSON.parse(data) as Record<string, unknown>;
    } catch {
      return;
    }
    if (message === null || typeof message !== 'object') {
      return;
    }
    if (message['type'] === 'call_progress') {
      this.calls.get(Number(message['id']))?.onProgress?.((message['payload'] ?? {}) as Progress);
    } else if (typeof message['type'] === 'string') {
      this.flow.take(message as unknown as LiveEvent);
    } else {
      this.answer(message);
    }
  }

  private answer(message: Record<string, unknown>): void {
    const id = Number(message['id']);
    const call = this.calls.get(id);
    if (!call) {
      return;
    }
    this.calls.delete(id);
    clearTimeout(call.timer);
    const error = message['error'] as { code?: unknown; message?: unknown; data?: unknown } | undefined;
    if (!error) {
      call.resolve(message['result']);
      return;
    }
    const code = String(error.code ?? 'internal');
    call.reject(new LiveError(code, String(error.message ?? code), error.data));
    if (code === 'unauthenticated') {
      this.become('unauthenticated');
    }
  }

  /** Begins to wait for the next sign of life. */
  private watch(): void {
    clearTimeout(this.beat);
    const socket = this.socket;
    this.beat = setTimeout(() => {
      this.call('ping', {}, { timeout: this.options.heartbeat / 2 }).catch((error: LiveError) => {
        if (error.code === 'timeout' && socket === this.socket) {
          this.lost();
        }
      });
    }, this.options.heartbeat);
  }

  private lost(code?: number): void {
    this.release();
    this.fail(call => call.sent, 'disconnected', 'The connection was lost before the answer came; the command may have run');
    if (code !== undefined && REFUSED.includes(code) && this.current !== 'open') {
      this.key = undefined;
      this.become('unauthenticated');
    }
    const pause = this.backoff.next();
    this.due = Date.now() + pause;
    if (this.current !== 'unauthenticated') {
      this.become('waiting');
    }
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.attempt(), pause);
  }

  private release(): void {
    clearTimeout(this.beat);
    const socket = this.socket;
    this.socket = undefined;
    this.due = undefined;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      try {
        socket.close();
      } catch {
        // it was closed already
      }
    }
  }

  private fail(which: (call: Waiting) => boolean, code: string, message: string): void {
    for (const [id, call] of this.calls) {
      if (which(call)) {
        this.calls.delete(id);
        clearTimeout(call.timer);
        call.reject(new LiveError(code, message));
      }
    }
  }

  private become(state: ConnectionState): void {
    this.current = state;
    this.stateListeners.forEach(listener => listener());
  }
}
