import { useState } from 'react';
import { useCommand, useMay, useQuery } from '../client/hooks.ts';
import type { FailureDetail, KnownFailure } from '../client/types.ts';
import { dateTime, number, percent } from '../ui/format.ts';
import { useText } from '../ui/i18n.tsx';
import { address, go } from '../ui/navigation.ts';
import { Awaited, Badge, Card, Choice, Empty, Facts, Search, useRested } from '../ui/parts.tsx';
import { Split } from '../ui/Split.tsx';
import { useToast } from '../ui/toasts.tsx';
import { VirtualList } from '../ui/VirtualList.tsx';

export function Errors({ chosen }: { chosen: string | undefined }) {
  const t = useText();
  const [text, setText] = useState('');
  const [solved, setSolved] = useState('');
  const q = useRested(text.trim());
  const params = { kind: 'errors', limit: 200, ...(q === '' ? {} : { q }), ...(solved === '' ? {} : { solved: solved === 'true' }) };
  const query = useQuery<{ errors: KnownFailure[]; total: number }>('execute_query', params, { topics: ['errors', 'learning'], every: 15_000 });
  const errors = query.data?.errors;
  return (
    <Split
      back={t('errors.back')}
      to="errors"
      list={
        <>
          <div className="bar">
            <Search value={text} onChange={setText} label={t('common.search')} />
            <Choice
              label={t('common.state')}
              value={solved}
              onChange={setSolved}
              options={[
                ['', t('common.all')],
                ['false', t('errors.open')],
                ['true', t('errors.solved')],
              ]}
            />
          </div>
          {errors === undefined ? (
            <Awaited error={query.error} retry={query.refresh} />
          ) : errors.length === 0 ? (
            <Empty title={q === '' && solved === '' ? t('errors.empty') : t('errors.nomatch')} />
          ) : (
            <>
              <p className="soft" role="status">{t('common.of', { shown: errors.length, total: query.data?.total ?? errors.length })}</p>
              <VirtualList
                rows={errors}
                rowHeight={64}
                label={t('errors.clusters')}
                keyOf={one => one.id}
                chosen={chosen}
                onChoose={one => go('errors', one.id)}
                row={one => (
                  <span className="two">
                    <span className="cut">{one.template}</span>
                    <span className="soft cut">
                      <Badge tone={one.solved ? 'good' : 'calm'}>{one.solved ? t('errors.solved') : one.category}</Badge> {t('errors.times', { count: number(one.count) })} · {one.servers.join(', ')}
                    </span>
                  </span>
                )}
              />
            </>
          )}
        </>
      }
      detail={chosen === undefined ? null : <Failure key={chosen} id={chosen} refreshList={query.refresh} />}
    />
  );
}

function Failure({ id, refreshList }: { id: string; refreshList: () => void }) {
  const t = useText();
  const { data, error, refresh } = useQuery<FailureDetail>('get_error', { id });
  const mayRecord = useMay('record_solution');
  if (!data) {
    return <Awaited error={error} retry={refresh} />;
  }
  const recorded = () => {
    refresh();
    refreshList();
  };
  return (
    <article className="failure">
      <h2 className="wrap">{data.template}</h2>
      <Facts
        facts={[
          [t('common.category'), data.category],
          [t('common.outcome'), data.outcome],
          [t('errors.count'), number(data.count)],
          [t('errors.first'), dateTime(data.first_seen)],
          [t('errors.last'), dateTime(data.last_seen)],
          [t('common.server'), data.servers.join(', ')],
          [t('common.tool'), data.tools.join(', ')],
          Object.keys(data.recoveries ?? {}).length > 0 && [
            t('errors.recoveries'),
            Object.entries(data.recoveries ?? {})
              .map(([what, count]) => `${what.replaceAll('_', ' ')} ${count}`)
              .join(', '),
          ],
        ]}
      />
      {data.solution && (
        <Card title={t('errors.solution')} className="good">
          <p className="text">{data.solution.text}</p>
          <p className="soft">{t('errors.by', { who: data.solution.by ?? '–', when: dateTime(data.solution.at) })}</p>
        </Card>
      )}
      {(data.recommendations ?? []).length > 0 && (
        <Card title={t('errors.help')}>
          <ul className="advice">
            {data.recommendations?.map(one => (
              <li key={`${one.source} ${one.id}`}>
                <p className="strong">
                  {one.title} <span className="soft">{percent(Math.min(1, one.score))}</span>
                </p>
                <p>{one.cause}</p>
                <ol>
                  {one.fix.map(step => (
                    <li key={step}>{step}</li>
                  ))}
                </ol>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {mayRecord && <Record id={id} done={recorded} />}
      {(data.examples ?? []).length > 0 && (
        <Card title={t('errors.examples')}>
          {data.examples?.map((example, index) => (
            <pre key={index} className="example" tabIndex={0}>
              {example}
            </pre>
          ))}
        </Card>
      )}
      {(data.similar ?? []).length > 0 && (
        <Card title={t('errors.similar')}>
          <ul className="plain">
            {data.similar?.map(one => (
              <li key={one.id}>
                <a href={address('errors', one.id)}>{one.template}</a> <span className="soft">{percent(Math.min(1, one.score ?? 0))}</span>
                {one.solution && <p className="soft">{one.solution.text}</p>}
              </li>
            ))}
          </ul>
        </Card>
      )}
    </article>
  );
}

function Record({ id, done }: { id: string; done: () => void }) {
  const t = useText();
  const toast = useToast();
  const record = useCommand('record_solution');
  const [text, setText] = useState('');
  const save = () =>
    record.call({ id, solution: text.trim() }).then(
      () => {
        setText('');
        toast(t('errors.saved'));
        done();
      },
      (error: Error) => toast(error.message, true),
    );
  return (
    <form
      className="card"
      onSubmit={event => {
        event.preventDefault();
        void save();
      }}
    >
      <header>
        <h2>{t('errors.record')}</h2>
      </header>
      <label className="field">
        <span className="hint">{t('errors.recordtext')}</span>
        <textarea rows={3} maxLength={4_000} value={text} data-field="/solution" onChange={event => setText(event.target.value)} />
      </label>
      <div className="actions">
        <button type="submit" className="primary" disabled={text.trim() === '' || record.pending}>
          {t('errors.save')}
        </button>
      </div>
    </form>
  );
}
