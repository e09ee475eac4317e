import type { DiffLine } from './diff.ts';

/** Lines that are new, gone or the same, told apart by their sign as well as by colour. */
export function Diff({ lines, label, signs = false }: { lines: readonly DiffLine[]; label: string; signs?: boolean }) {
  return (
    <pre className="diff" tabIndex={0} role="region" aria-label={label}>
      {lines.map((line, index) => (
        <span key={index} className={line.kind}>
          {signs && line.kind !== 'place' ? `${line.kind === 'plus' ? '+' : line.kind === 'minus' ? '-' : ' '} ${line.text}` : line.text || ' '}
        </span>
      ))}
    </pre>
  );
}
