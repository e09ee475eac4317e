/** Kept versions of files: who changed what, what is different, and the way back. */
import { useState } from 'react';
import { LiveError } from '../client/LiveClient.ts';
import { useCommand, useMay, useQuery } from '../client/hooks.ts';
import type { Drift, FileChange, History as Kept, Version } from '../client/types.ts';
import { Diff } from '../ui/Diff.tsx';
import { unified } from '../ui/diff.ts';
import { dateTime } from '../ui/format.ts';
import { useText, useWord } from '../ui/i18n.tsx';
import { Awaited, Badge, Card, Confirm, Problem } from '../ui/parts.tsx';
import { useToast } from '../ui/toasts.tsx';
import { type Place, Places, placesOf } from './Places.tsx';

export type FileSet = 'routes' | 'config';

const SHOWN = 8;

/** Whether what runs is what the files say. */
export function Drifted({ set }: { set: FileSet }) {
  const t = useText();
  const query = useQuery<Drift>('get_drift', { set }, { topics: ['config'], every: 15_000 });
  const [open, setOpen] = useState(false);
  const drift = query.data;
  return (
    <Card title={t('drift.title')}>
      {drift === undefined ? (
        <Awaited error={query.error} retry={query.refresh} />
      ) : (
        <>
          <p className={drift.drift ? 'why' : 'good'} data-drift={drift.drift}>
            {drift.drift ? t('drift.some') : t('drift.none')}
          </p>
          <Files changes={drift.files} />
          <Places title={t('config.problems')} places={drift.problems ?? []} bad />
          <Places title={t('drift.leftout')} places={drift.left_out ?? []} />
          {drift.files.length > 0 && (
            <div className="actions">
              <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
                {t('drift.show')}
              </button>
            </div>
          )}
          {open && drift.files.length > 0 && <Difference set={set} from="running" to="disk" />}
        </>
      )}
    </Card>
  );
}

export function History({ set }: { set: FileSet }) {
  const t = useText();
  const query = useQuery<Kept>('list_history', { set }, { topics: ['config'] });
  const [all, setAll] = useState(false);
  const kept = query.data;
  if (query.error?.code === 'busy' && !kept) {
    return (
      <Card title={t('history.title')}>
        <p className="soft">{t('history.off')}</p>
      </Card>
    );
  }
  // versions are of all files together: of those that changed none of this set only the one that runs says anything
  const versions = (kept?.versions ?? []).filter((version, index, every) => index === every.length - 1 || version.version === kept?.running || version.result === 'NACK' || (version.changes ?? []).length > 0);
  const shown = all ? versions : versions.slice(0, SHOWN);
  return (
    <Card title={t('history.title')}>
      {kept === undefined ? (
        <Awaited error={query.error} retry={query.refresh} />
      ) : versions.length === 0 ? (
        <p className="soft">{t('history.none')}</p>
      ) : (
        <ol className="versions">
          {shown.map(version => (
            <Entry key={version.version} set={set} version={version} before={before(kept, version)} running={version.version === kept.running} refresh={query.refresh} />
          ))}
        </ol>
      )}
      {shown.length < versions.length && (
        <button type="button" onClick={() => setAll(true)}>
          {t('history.more', { count: versions.length })}
        </button>
      )}
    </Card>
  );
}

/** The version that a version's changes are told against. */
function before(kept: Kept, version: Version): number | undefined {
  return kept.versions.find(other => other.result === 'ACK' && other.version < version.version)?.version;
}

function Entry({ set, version, before, running, refresh }: { set: FileSet; version: Version; before: number | undefined; running: boolean; refresh: () => void }) {
  const t = useText();
  const word = useWord();
  const toast = useToast();
  const mayRoll = useMay('rollback');
  const rollback = useCommand('rollback');
  const [open, setOpen] = useState<'running' | 'before' | undefined>();
  const [asking, setAsking] = useState(false);
  const [refused, setRefused] = useState<LiveError | undefined>();
  const yes = () => {
    setAsking(false);
    setRefused(undefined);
    rollback.call({ set, version: version.version }, { timeout: 120_000 }).then(
      () => {
        toast(t('history.rolled', { n: version.version }));
        refresh();
      },
      (error: LiveError) => setRefused(error),
    );
  };
  const toggle = (which: 'running' | 'before') => setOpen(open === which ? undefined : which);
  const taken = version.result === 'ACK';
  const places: Place[] = refused ? placesOf(refused) : [];
  return (
    <li data-version={version.version}>
      <div className="line">
        <b>{t('history.version', { n: version.version })}</b>
        <Badge tone={taken ? 'good' : 'bad'}>{`${version.result} ${word('history', version.result)}`}</Badge>
        {running && <Badge tone="info">{t('history.runs')}</Badge>}
        <time className="soft" dateTime={version.at}>{dateTime(version.at)}</time>
        <span className="soft">{t('history.author', { kind: version.author.kind, name: version.author.name }).trim()}</span>
      </div>
      {version.author.comment && <p className="text">{version.author.comment}</p>}
      {(version.changes ?? []).length > 0 ? <Files changes={version.changes ?? []} /> : <p className="files">{t('history.nochange')}</p>}
      <Places title={t('config.problems')} places={taken ? [] : (version.problems ?? [])} bad />
      <Places title={t('drift.leftout')} places={taken ? (version.left_out ?? []) : []} />
      <div className="actions">
        {before !== undefined && (version.changes ?? []).length > 0 && (
          <button type="button" className="small" aria-expanded={open === 'before'} onClick={() => toggle('before')}>
            {t('history.before')}
          </button>
        )}
        {!running && (
          <button type="button" className="small" aria-expanded={open === 'running'} onClick={() => toggle('running')}>
            {t('history.compare')}
          </button>
        )}
        {!running && taken && mayRoll && (
          <button type="button" className="small" data-rollback="" disabled={rollback.pending} onClick={() => setAsking(true)}>
            {t('history.rollback')}
          </button>
        )}
        {rollback.pending && <span className="soft" role="status">{t('tools.running')}</span>}
      </div>
      {refused && (places.length > 0 ? <Places title={t('config.problems')} places={places} bad /> : <Problem error={refused} />)}
      {open === 'before' && before !== undefined && <Difference set={set} from={String(before)} to={String(version.version)} />}
      {open === 'running' && <Difference set={set} from="running" to={String(version.version)} />}
      {asking && (
        <Confirm
          title={t('history.rollback.title', { n: version.version })}
          text={t('history.rollback.text')}
          yes={t('history.rollback')}
          danger
          onYes={yes}
          onNo={() => setAsking(false)}
        />
      )}
    </li>
  );
}

function Files({ changes }: { changes: readonly FileChange[] }) {
  const word = useWord();
  return changes.length === 0 ? null : (
    <p className="files">
      {changes.map((change, index) => (
        <span key={change.file}>
          {index > 0 && ', '}
          <code>{change.file}</code> {word('change', change.change)}
        </span>
      ))}
    </p>
  );
}

function Difference({ set, from, to }: { set: FileSet; from: string; to: string }) {
  const t = useText();
  const query = useQuery<{ files: FileChange[] }>('get_diff', { set, from, to }, { topics: ['config'] });
  const name = (which: string) => (which === 'running' ? t('history.running') : which === 'disk' ? t('history.disk') : t('history.version', { n: which }));
  const label = t('history.diff', { from: name(from), to: name(to) });
  if (!query.data) {
    return <Awaited error={query.error} retry={query.refresh} />;
  }
  return (
    <div data-diff="">
      <p className="soft">{label}</p>
      {query.data.files.length === 0 && <p>{t('history.same')}</p>}
      {query.data.files.map(file => (
        <Diff key={file.file} lines={unified(file.diff ?? '')} label={`${label}: ${file.file}`} />
      ))}
    </div>
  );
}
