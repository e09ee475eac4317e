import { type PointerEvent, useEffect, useId, useRef, useState } from 'react';
import { useText } from './i18n.tsx';
import { clock, DASH } from './format.ts';
import { path, rounded } from './lines.ts';

export interface Series {
  name: string;
  /** One of the classes s1 to s3 of the style sheet. */
  tone: 's1' | 's2' | 's3';
  values: readonly (number | null)[];
  area?: boolean;
}

const LEFT = 54;
const BOTTOM = 20;
const TOP = 8;
const HEIGHT = 190;
const TICKS = 4;

/** Lines over time, as SVG: sharp at every size, and its colours follow the theme. */
export function Chart({
  title,
  times,
  series,
  format,
}: {
  title: string;
  times: readonly number[];
  series: readonly Series[];
  format: (value: number) => string;
}) {
  const t = useText();
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(600);
  const [at, setAt] = useState<number | null>(null);
  const id = useId();
  useEffect(() => {
    const element = box.current;
    if (!element) {
      return undefined;
    }
    const observer = new ResizeObserver(() => setWidth(Math.max(200, element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const count = times.length;
  const highest = Math.max(0, ...series.flatMap(one => one.values.map(value => value ?? 0)));
  const top = rounded(highest);
  const plot = HEIGHT - BOTTOM - TOP;
  const x = (index: number) => LEFT + (count < 2 ? 0 : (index / (count - 1)) * (width - LEFT - 8));
  const y = (value: number) => TOP + plot - (value / top) * plot;
  const ticks = Array.from({ length: TICKS + 1 }, (_, index) => (top / TICKS) * index);
  const labels = count < 2 ? [] : count < 9 ? [0, count - 1] : [0, (count - 1) >> 1, count - 1];
  const shown = at !== null && at < count ? at : count - 1;
  const move = (event: PointerEvent<SVGSVGElement>) => {
    const left = event.currentTarget.getBoundingClientRect().left;
    const share = (event.clientX - left - LEFT) / (width - LEFT - 8);
    setAt(Math.max(0, Math.min(count - 1, Math.round(share * (count - 1)))));
  };
  const told = (value: number | null | undefined) => (value === null || value === undefined ? DASH : format(value));
  const latest = series.map(one => `${one.name} ${told(one.values[count - 1])}`).join(', ');
  return (
    <div className="chart" ref={box}>
      <div className="legend">
        {series.map(one => (
          <span key={one.name}>
            <i className={one.tone} /> {one.name} <b>{told(one.values[shown])}</b>
          </span>
        ))}
        <span className="soft when">{at !== null && count > 0 ? clock(times[shown]) : ''}</span>
      </div>
      <svg
        width={width}
        height={HEIGHT}
        role="img"
        aria-labelledby={id}
        onPointerMove={move}
        onPointerLeave={() => setAt(null)}
      >
        <title id={id}>{count > 0 ? t('chart.alt', { title, values: latest }) : `${title}: ${t('chart.none')}`}</title>
        {ticks.map(tick => (
          <g key={tick}>
            <line className="grid" x1={LEFT} x2={width - 8} y1={y(tick)} y2={y(tick)} />
            <text className="tick" x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
              {format(tick)}
            </text>
          </g>
        ))}
        {labels.map((index, place) => (
          <text key={place} className="tick" x={x(index)} y={HEIGHT - 4} textAnchor={place === 0 ? 'start' : place === labels.length - 1 ? 'end' : 'middle'}>
            {clock(times[index])}
          </text>
        ))}
        {series.map(one => {
          const line = path(one.values, x, y);
          return (
            <g key={one.name}>
              {one.area && line !== '' && <path className={`area ${one.tone}`} d={`${line}L${x(count - 1).toFixed(1)} ${y(0)}L${x(0).toFixed(1)} ${y(0)}Z`} />}
              <path className={`line ${one.tone}`} d={line} />
            </g>
          );
        })}
        {at !== null && count > 0 && <line className="cursor" x1={x(shown)} x2={x(shown)} y1={TOP} y2={TOP + plot} />}
        {count === 0 && (
          <text className="tick" x={width / 2} y={HEIGHT / 2} textAnchor="middle">
            {t('chart.none')}
          </text>
        )}
      </svg>
    </div>
  );
}

/** A small line without axes. */
export function Sparkline({ values, label, tone = 's1', missed = false, width = 120, height = 28 }: { values: readonly (number | null)[]; label: string; tone?: Series['tone']; missed?: boolean; width?: number; height?: number }) {
  const highest = Math.max(1e-9, ...values.map(value => value ?? 0));
  const x = (index: number) => (values.length < 2 ? 0 : (index / (values.length - 1)) * (width - 2) + 1);
  const y = (value: number) => height - 2 - (value / highest) * (height - 4);
  return (
    <svg className="sparkline" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <path className={`line ${tone}`} d={path(values, x, y)} vectorEffect="non-scaling-stroke" />
      {missed && values.map((value, index) => value === null && <circle key={index} className="missed" cx={x(index)} cy={height - 3} r="2" />)}
    </svg>
  );
}
