import type { LiveError } from '../client/LiveClient.ts';

/** What is wrong or odd, and where. */
export interface Place {
  file?: string;
  line?: number;
  column?: number;
  message?: string;
}

/** The problems of refused files, by file; empty where the message says all. */
export function placesOf(error: LiveError): Place[] {
  const { violations } = (error.data ?? {}) as { violations?: { pointer?: string; message?: string }[] };
  return (violations ?? []).map(({ pointer = '', message }) => {
    const file = pointer.replace(/^\/files\//, '').replaceAll('~1', '/').replaceAll('~0', '~');
    return { ...(file === '' ? {} : { file }), ...(message === undefined ? {} : { message }) };
  });
}

export function Places({ title, places, bad = false }: { title: string; places: readonly (string | Place)[]; bad?: boolean }) {
  if (places.length === 0) {
    return null;
  }
  return (
    <div className={bad ? 'problem' : 'notes'}>
      <p className="strong">{title}</p>
      <ul>
        {places.map((place, index) => (
          <li key={index}>
            {typeof place === 'string' ? (
              place
            ) : (
              <>
                {place.file && <code>{[place.file, place.line, place.column].filter(part => part !== undefined).join(':')}</code>} {place.message}
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
