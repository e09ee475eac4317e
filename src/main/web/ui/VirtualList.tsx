import { memo, type ReactNode, type UIEvent, useCallback, useEffect, useRef, useState } from 'react';

const MARGIN = 8;
/** Rows are made anew only when so many have passed. */
const STEP = 4;

/**
 * A list of any length of which only the rows in sight are elements; all rows have one height. The arrow keys, Page Up, Page
 * Down, Home and End move between rows, Enter chooses.
 */
export function VirtualList<T>({
  rows,
  rowHeight,
  label,
  keyOf,
  row,
  onChoose,
  chosen,
  header,
}: {
  rows: readonly T[];
  rowHeight: number;
  label: string;
  keyOf: (item: T) => string;
  row: (item: T) => ReactNode;
  onChoose?: (item: T) => void;
  chosen?: string | undefined;
  header?: ReactNode;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  const [at, setAt] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (!element) {
      return undefined;
    }
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const first = Math.max(0, Math.floor(top / rowHeight) - MARGIN);
  const last = Math.min(rows.length, Math.ceil((top + height) / rowHeight) + MARGIN + STEP);
  const current = Math.min(at, Math.max(0, rows.length - 1));
  const focus = (index: number) => {
    const to = Math.max(0, Math.min(rows.length - 1, index));
    setAt(to);
    const element = box.current;
    if (element) {
      const upper = to * rowHeight;
      if (upper < element.scrollTop) {
        element.scrollTop = upper;
      } else if (upper + rowHeight > element.scrollTop + element.clientHeight) {
        element.scrollTop = upper + rowHeight - element.clientHeight;
      }
      requestAnimationFrame(() => element.querySelector<HTMLElement>(`[data-index="${to}"]`)?.focus({ preventScroll: true }));
    }
  };
  const latest = useRef(onChoose);
  latest.current = onChoose;
  const choose = useCallback((item: T, index: number) => {
    setAt(index);
    latest.current?.(item);
  }, []);
  const page = Math.max(1, Math.floor(height / rowHeight) - 1);
  const moves: Record<string, number> = {
    ArrowDown: current + 1,
    ArrowUp: current - 1,
    PageDown: current + page,
    PageUp: current - page,
    Home: 0,
    End: rows.length - 1,
  };
  return (
    <div className="virtual">
      {header && <div className="virtual-head" aria-hidden="true">{header}</div>}
      <div
        ref={box}
        className="virtual-box"
        role="list"
        aria-label={label}
        onScroll={(event: UIEvent<HTMLDivElement>) => setTop(event.currentTarget.scrollTop - (event.currentTarget.scrollTop % (STEP * rowHeight)))}
        onKeyDown={event => {
          const to = moves[event.key];
          if (to !== undefined) {
            event.preventDefault();
            focus(to);
          }
        }}
      >
        <div className="virtual-all" style={{ height: rows.length * rowHeight }} role="presentation">
          {rows.slice(first, last).map((item, offset) => {
            const index = first + offset;
            const key = keyOf(item);
            return (
              <Row
                key={key}
                item={item}
                index={index}
                total={rows.length}
                height={rowHeight}
                current={index === current}
                chosen={key === chosen}
                row={row}
                {...(onChoose && { choose })}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface RowProps<T> {
  item: T;
  index: number;
  total: number;
  height: number;
  current: boolean;
  chosen: boolean;
  row: (item: T) => ReactNode;
  choose?: (item: T, index: number) => void;
}

/** Made anew only when something of it has changed, which scrolling does not. */
const Row = memo(function Row<T>({ item, index, total, height, current, chosen, row, choose }: RowProps<T>) {
  const shared = { 'data-index': index, tabIndex: current ? 0 : -1 };
  return (
    <div className="virtual-row" style={{ top: index * height, height }} role="listitem" aria-setsize={total} aria-posinset={index + 1}>
      {choose ? (
        <button type="button" aria-current={chosen ? 'true' : undefined} onClick={() => choose(item, index)} {...shared}>
          {row(item)}
        </button>
      ) : (
        <div {...shared}>{row(item)}</div>
      )}
    </div>
  );
}) as <T>(props: RowProps<T>) => ReactNode;
