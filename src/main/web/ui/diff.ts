/** What is different between two texts, line by line. Pure. */
export interface DiffLine {
  kind: 'same' | 'plus' | 'minus' | 'place' | 'head';
  text: string;
}

/** More lines than that are compared as wholes. */
const MOST = 1_500;

/** The shortest change from one text to another. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const a = before === '' ? [] : before.split('\n');
  const b = after === '' ? [] : after.split('\n');
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) {
    start++;
  }
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) {
    end++;
  }
  const middle = changed(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const same = (text: string): DiffLine => ({ kind: 'same', text });
  return [...a.slice(0, start).map(same), ...middle, ...a.slice(a.length - end).map(same)];
}

function changed(a: readonly string[], b: readonly string[]): DiffLine[] {
  const lines: DiffLine[] = [];
  if (a.length > MOST || b.length > MOST) {
    a.forEach(text => lines.push({ kind: 'minus', text }));
    b.forEach(text => lines.push({ kind: 'plus', text }));
    return lines;
  }
  // length of the longest common subsequence of what follows
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] = a[i] === b[j] ? common[(i + 1) * width + j + 1]! + 1 : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
    }
  }
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: 'same', text: a[i]! });
      i++;
      j++;
    } else if (i < a.length && (j >= b.length || common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) {
      lines.push({ kind: 'minus', text: a[i++]! });
    } else {
      lines.push({ kind: 'plus', text: b[j++]! });
    }
  }
  return lines;
}

/** A difference as `diff -u` writes it. */
export function unified(text: string): DiffLine[] {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map(line => ({
      kind: /^(---|\+\+\+) /.test(line) ? 'head' : line.startsWith('@@') ? 'place' : line.startsWith('+') ? 'plus' : line.startsWith('-') ? 'minus' : 'same',
      text: line,
    }));
}

/** Only what is different, with a few lines around; `…` stands for the others. */
export function around(lines: readonly DiffLine[], context = 3): DiffLine[] {
  const wanted = lines.map(() => false);
  lines.forEach((line, index) => {
    if (line.kind !== 'same') {
      for (let at = Math.max(0, index - context); at <= Math.min(lines.length - 1, index + context); at++) {
        wanted[at] = true;
      }
    }
  });
  const shown: DiffLine[] = [];
  lines.forEach((line, index) => {
    if (wanted[index]) {
      shown.push(line);
    } else if (shown.at(-1)?.kind !== 'place') {
      shown.push({ kind: 'place', text: '…' });
    }
  });
  return shown;
}
