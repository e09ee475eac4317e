/** The client for reuse: `LiveClient` alone for any page, the hooks for pages of React. */
export { LiveClient, LiveError } from './LiveClient.ts';
export type { CallOptions, ConnectionState, Identity, LiveOptions, Progress } from './LiveClient.ts';
export type { LiveEvent } from './EventFlow.ts';
export { useCommand, useConnection, useEventListener, useEvents, useLiveClient, useMay, useQuery, useWebSocketStats } from './hooks.ts';
export type { Command, Query } from './hooks.ts';
export type * from './types.ts';
