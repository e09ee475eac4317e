/** Numbers and times as people read them. Pure. */
export const DASH = '–';

export function number(value: number | undefined | null, digits = 0): string {
  return value === undefined || value === null || !Number.isFinite(value)
    ? DASH
    : value.toLocaleString('en', { minimumFractionDigits: 0, maximumFractionDigits: digits });
}

export function percent(share: number | undefined | null): string {
  if (share === undefined || share === null || !Number.isFinite(share)) {
    return DASH;
  }
  const value = share * 100;
  return `${value.toFixed(value !== 0 && value !== 100 && (value < 10 || value > 99) ? 1 : 0)} %`;
}

export function millis(value: number | undefined | null): string {
  if (value === undefined || value === null || !Number.isFinite(value)) {
    return DASH;
  }
  if (value >= 10_000) {
    return `${number(value / 1_000, 1)} s`;
  }
  return `${number(value, value < 1 ? 2 : value < 10 ? 1 : 0)} ms`;
}

export function duration(seconds: number | undefined): string {
  if (seconds === undefined || !Number.isFinite(seconds)) {
    return DASH;
  }
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) {
    return `${s} s`;
  }
  if (s < 3_600) {
    return `${Math.floor(s / 60)} min ${s % 60 ? `${s % 60} s` : ''}`.trim();
  }
  if (s < 86_400) {
    return `${Math.floor(s / 3_600)} h ${Math.floor((s % 3_600) / 60)} min`;
  }
  return `${Math.floor(s / 86_400)} d ${Math.floor((s % 86_400) / 3_600)} h`;
}

export function clock(time: string | number | undefined): string {
  const date = time === undefined ? new Date(NaN) : new Date(time);
  return Number.isNaN(date.getTime()) ? DASH : date.toLocaleTimeString('en-GB');
}

export function dateTime(time: string | undefined): string {
  const date = time === undefined ? new Date(NaN) : new Date(time);
  if (Number.isNaN(date.getTime())) {
    return DASH;
  }
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Text of a JSON value for reading; what is a text already stays one. */
export function pretty(value: unknown): string {
  if (typeof value === 'string') {
    try {
      return JSON.stringify(JSON.parse(value), null, 2);
    } catch {
      return value;
    }
  }
  return JSON.stringify(value, null, 2) ?? '';
}

/** Rows as CSV; cells that a spreadsheet would take for a formula are quoted. */
export function csv(rows: readonly Record<string, unknown>[], columns: readonly string[]): string {
  const cell = (value: unknown): string => {
    const text = value === undefined || value === null ? '' : String(value);
    const safe = /^[=+\-@\t\r]/.test(text) && typeof value !== 'number' ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [columns.join(','), ...rows.map(row => columns.map(name => cell(row[name])).join(','))].join('\r\n') + '\r\n';
}
