import { useState } from 'react';
import { useCommand, useMay, useQuery } from '../client/hooks.ts';
import type { RouteList } from '../client/types.ts';
import { ChangeList } from '../ui/ChangeList.tsx';
import { number } from '../ui/format.ts';
import { useText } from '../ui/i18n.tsx';
import { useChanges } from '../ui/live.tsx';
import { Awaited, Card, Confirm, Facts, Problem } from '../ui/parts.tsx';
import { useToast } from '../ui/toasts.tsx';

interface Place {
  file?: string;
  line?: number;
  column?: number;
  message?: string;
}

interface Verdict {
  generation?: number;
  valid?: boolean;
  message?: string;
  warnings?: (string | Place)[];
  problems?: (string | Place)[];
}

export function Configuration() {
  const t = useText();
  const query = useQuery<RouteList>('list_routes', {}, { topics: ['config'], every: 10_000 });
  const changes = useChanges().filter(event => /^(routes|servers|settings|fixed_routes|config)/.test(event.type));
  const running = query.data;
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
      <Card title={t('config.changes')}>
        <ChangeList changes={changes} none={t('config.nochanges')} />
      </Card>
    </>
  );
}

function Actions({ refresh }: { refresh: () => void }) {
  const t = useText();
  const toast = useToast();
  const validate = useCommand<Verdict>('validate');
  const reload = useCommand<Verdict>('reload');
  const rollback = useCommand<Verdict>('rollback');
  const may = { validate: useMay('validate'), reload: useMay('reload'), rollback: useMay('rollback') };
  const [asking, setAsking] = useState<'reload' | 'rollback' | undefined>();
  const [shown, setShown] = useState<{ verdict?: Verdict; error?: Error } | undefined>();
  const act = (command: typeof reload, checked: boolean) => {
    setAsking(undefined);
    setShown(undefined);
    command.call({}, { timeout: 120_000 }).then(
      verdict => {
        const bad = (verdict?.problems ?? []).length > 0 || verdict?.valid === false;
        setShown({ verdict: verdict ?? {} });
        if (!bad) {
          toast(checked ? t('config.valid') : t('config.done'));
        }
        refresh();
      },
      (error: Error) => setShown({ error }),
    );
  };
  const busy = validate.pending || reload.pending || rollback.pending;
  const problems = shown?.verdict?.problems ?? [];
  return (
    <>
      <div className="actions">
        {may.validate && (
          <button type="button" disabled={busy} onClick={() => act(validate, true)}>
            {t('config.validate')}
          </button>
        )}
        {may.reload && (
          <button type="button" disabled={busy} onClick={() => setAsking('reload')}>
            {t('config.reload')}
          </button>
        )}
        {may.rollback && (
          <button type="button" disabled={busy} onClick={() => setAsking('rollback')}>
            {t('config.rollback')}
          </button>
        )}
        {busy && <span className="soft" role="status">{t('tools.running')}</span>}
      </div>
      {asking === 'reload' && (
        <Confirm title={t('config.reload.title')} text={t('config.reload.text')} yes={t('config.reload')} onYes={() => act(reload, false)} onNo={() => setAsking(undefined)} />
      )}
      {asking === 'rollback' && (
        <Confirm title={t('config.rollback.title')} text={t('config.rollback.text')} yes={t('config.rollback')} danger onYes={() => act(rollback, false)} onNo={() => setAsking(undefined)} />
      )}
      {shown?.error && <Problem error={shown.error} />}
      {shown?.verdict && (
        <div role="status">
          {problems.length > 0 ? (
            <Places title={t('config.problems')} places={problems} bad />
          ) : (
            <p className={shown.verdict.valid === false ? 'why' : 'good'}>{shown.verdict.message ?? (shown.verdict.valid === false ? t('config.problems') : t('config.valid'))}</p>
          )}
          <Places title={t('config.warnings')} places={shown.verdict.warnings ?? []} />
        </div>
      )}
    </>
  );
}

function Places({ title, places, bad = false }: { title: string; places: readonly (string | Place)[]; bad?: boolean }) {
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
