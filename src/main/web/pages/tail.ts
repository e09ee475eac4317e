import type { CallCompleted } from '../client/types.ts';

/** A call as the tail keeps it. */
export interface TailRow extends CallCompleted {
  key: number;
  at: string;
}

/** Most calls that are kept; the oldest make room. */
export const MOST = 10_000;

/** The latest calls, kept while the dashboard is open, whichever page is shown. */
export class Tail {
  private rows: TailRow[] = [];

  get all(): readonly TailRow[] {
    return this.rows;
  }

  add(fresh: readonly TailRow[]): void {
    this.rows = [...this.rows.slice(Math.max(0, this.rows.length + fresh.length - MOST)), ...fresh].slice(-MOST);
  }

  clear(): void {
    this.rows = [];
  }
}

export interface TailFilter {
  text: string;
  server: string;
  outcome: string;
}

export function matches(row: TailRow, filter: TailFilter): boolean {
  const text = filter.text.toLowerCase();
  const failed = row.outcome !== 'success';
  return (
    (filter.server === '' || row.server === filter.server) &&
    (filter.outcome === '' || (filter.outcome === 'all_failed' ? failed : row.outcome === filter.outcome)) &&
    (text === '' || `${row.server}/${row.tool} ${row.caller} ${row.outcome} ${row.request_id}`.toLowerCase().includes(text))
  );
}
