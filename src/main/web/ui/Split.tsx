import type { ReactNode } from 'react';
import { address } from './navigation.ts';

/** A list with one of its entries beside it; in a narrow window the entry stands in place of the list. */
export function Split({ list, detail, back, to }: { list: ReactNode; detail: ReactNode | null; back: string; to: string }) {
  return (
    <div className={detail === null ? 'split' : 'split chosen'}>
      <div className="split-list">{list}</div>
      <div className="split-detail">
        {detail !== null && (
          <a className="back" href={address(to)}>
            ← {back}
          </a>
        )}
        {detail}
      </div>
    </div>
  );
}
