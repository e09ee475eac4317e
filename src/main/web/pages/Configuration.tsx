import { useState } from 'react';
import { LiveError } from '../client/LiveClient.ts';
import { useCommand, useMay, useQuery } from '../client/hooks.ts';
import type { FileChange, RouteList } from '../client/types.ts';
import { ChangeList } from '../ui/ChangeList.tsx';
import { number } from '../ui/format.ts';
import { useText } from '../ui/i18n.tsx';
import { useChanges } from '../ui/live.tsx';
import { Awaited, Card, Confirm, Facts, Problem, Segments } from '../ui/parts.tsx';
import { useToast } from '../ui/toasts.tsx';
import { Drifted, History, type FileSet } from './History.tsx';
import { type Place, Places, placesOf } from './Places.tsx';

interface Verdict {
  generation?: number;
  warnings?: (string | Place)[];
  changes?: FileChange[];
}

export function Configuration() {
  const t = useText();
  const [set, setSet] = useState<FileSet>('routes');
  const query = useQuery<RouteList>('list_routes', {}, { topics: ['config'], every: 10_000 });
  const changes = useChanges().filter(event => /^(routes|servers|settings|fixed_routes|config|canary)/.test(event.type));
  const running = query.data;
  const kept = useMay('list_history');
  return (
    <>
      <Card title={t('config.running')}>
        {running ? (
          <>
            <Facts
              facts={[
                running.generation !== undefined && [t('routes.generation', { n: '' }).trim(), number(running.generation)],
                running.fingerprint !== undefined && [t('config.fingerprint'), <code title={running.fingerprint}>{running.fingerprint.slice(0, 12)}</code>],
                [t('nav.routes'), number(running.routes.length)],
                [t('overview.inflight'), number(running.calls_in_flight ?? 0)],
              ]}
            />
            {running.last_problem && (
              <div className="problem">
                <p className="strong">{t('config.lastproblem')}</p>
                <pre className="example" tabIndex={0}>{running.last_problem}</pre>
              </div>
            )}
            <Places title={t('config.warnings')} places={running.warnings ?? []} />
          </>
        ) : (
          <Awaited error={query.error} retry={query.refresh} />
        )}
        <Actions refresh={query.refresh} />
      </Card>
      {kept && (
        <>
          <div className="bar">
            <Segments
              label={t('config.set')}
              value={set}
              onChange={setSet}
              options={[
                ['routes', t('config.set.routes')],
                ['config', t('config.set.config')],
              ]}
            />
          </div>
          <Drifted key={`drift ${set}`} set={set} />
          <History key={`history ${set}`} set={set} />
        </>
      )}
      <Card title={t('config.changes')}>
        <ChangeList changes={changes} none={t('config.nochanges')} />
      </Card>
    </>
  );
}

/** Checks the files on disk without using them, or has them used. */
function Actions({ refresh }: { refresh: () => void }) {
  const t = useText();
  const toast = useToast();
  const validate = useCommand<Verdict>('validate');
  const reload = useCommand<Verdict>('reload');
  const may = { validate: useMay('validate'), reload: useMay('reload') };
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [shown, setShown] = useState<{ warnings?: readonly (string | Place)[]; error?: LiveError } | undefined>();
  const act = (work: () => Promise<Verdict[]>, told: string) => {
    setAsking(false);
    setShown(undefined);
    setBusy(true);
    work()
      .then(
        verdicts => {
          setShown({ warnings: verdicts.flatMap(verdict => verdict?.warnings ?? []) });
          toast(told);
          refresh();
        },
        (error: LiveError) => setShown({ error }),
      )
      .finally(() => setBusy(false));
  };
  const options = { timeout: 120_000 };
  const check = async () => [await validate.call({ set: 'config' }, options), await validate.call({ set: 'routes' }, options)];
  const problems = shown?.error ? placesOf(shown.error) : [];
  return (
    <>
      <div className="actions">
        {may.validate && (
          <button type="button" data-validate="" disabled={busy} onClick={() => act(check, t('config.valid'))}>
            {t('config.validate')}
          </button>
        )}
        {may.reload && (
          <button type="button" disabled={busy} onClick={() => setAsking(true)}>
            {t('config.reload')}
          </button>
        )}
        {busy && <span className="soft" role="status">{t('tools.running')}</span>}
      </div>
      {asking && (
        <Confirm
          title={t('config.reload.title')}
          text={t('config.reload.text')}
          yes={t('config.reload')}
          onYes={() => act(async () => [await reload.call({}, options)], t('config.done'))}
          onNo={() => setAsking(false)}
        />
      )}
      {shown?.error && (problems.length > 0 ? <Places title={t('config.problems')} places={problems} bad /> : <Problem error={shown.error} />)}
      {shown?.warnings && (
        <div role="status">
          <p className="good">{t('config.valid')}</p>
          <Places title={t('config.warnings')} places={shown.warnings} />
        </div>
      )}
    </>
  );
}
