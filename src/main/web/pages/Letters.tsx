import { useEffect, useState } from 'react';
import { useCommand, useLiveClient, useMay, useQuery } from '../client/hooks.ts';
import type { DeadLetter } from '../client/types.ts';
import { clock, dateTime, number } from '../ui/format.ts';
import { useText, useWord } from '../ui/i18n.tsx';
import { go } from '../ui/navigation.ts';
import { Awaited, Badge, Card, Choice, Code, Confirm, Empty, Facts, Search, toneOf, useRested } from '../ui/parts.tsx';
import { Split } from '../ui/Split.tsx';
import { useToast } from '../ui/toasts.tsx';
import { VirtualList } from '../ui/VirtualList.tsx';

interface LetterPage {
  dead_letters: DeadLetter[];
  next?: string;
}

const STATES = ['waiting', 'replaying', 'replayed', 'discarded'];

export function Letters({ chosen }: { chosen: string | undefined }) {
  const t = useText();
  const word = useWord();
  const client = useLiveClient();
  const [state, setState] = useState('waiting');
  const [text, setText] = useState('');
  const server = useRested(text.trim());
  const [more, setMore] = useState<LetterPage | undefined>();
  const params = { limit: 100, ...(state === '' ? {} : { state }), ...(server === '' ? {} : { server }) };
  const query = useQuery<LetterPage>('list_dead_letters', params, { topics: ['dead-letters'], every: 15_000 });
  useEffect(() => setMore(undefined), [query.data]);
  const letters = query.data && [...query.data.dead_letters, ...(more?.dead_letters ?? [])];
  const next = more ? more.next : query.data?.next;
  const further = () => {
    client.call<LetterPage>('list_dead_letters', { ...params, after: next }).then(
      page => setMore(before => ({ ...page, dead_letters: [...(before?.dead_letters ?? []), ...page.dead_letters] })),
      () => undefined,
    );
  };
  return (
    <Split
      back={t('letters.back')}
      to="letters"
      list={
        <>
          <div className="bar">
            <Search value={text} onChange={setText} label={t('common.server')} />
            <Choice label={t('common.state')} value={state} onChange={setState} options={[['', t('common.all')], ...STATES.map(one => [one, word('letter', one)] as const)]} />
          </div>
          {letters === undefined ? (
            <Awaited error={query.error} retry={query.refresh} />
          ) : letters.length === 0 ? (
            <Empty title={server === '' && state === '' ? t('letters.empty') : t('letters.nomatch')} />
          ) : (
            <VirtualList
              rows={letters}
              rowHeight={64}
              label={t('nav.letters')}
              keyOf={one => one.id}
              chosen={chosen}
              onChoose={one => go('letters', one.id)}
              row={one => (
                <span className="two">
                  <span className="cut">
                    <time className="soft">{clock(one.occurred_at)}</time> <span className="soft">{one.server}/</span>
                    <b>{one.tool}</b>
                  </span>
                  <span className="cut soft">
                    <Badge tone={toneOf(one.state)}>{word('letter', one.state)}</Badge> {one.message}
                  </span>
                </span>
              )}
            />
          )}
          {next && (
            <button type="button" onClick={further}>
              {t('common.more')}
            </button>
          )}
        </>
      }
      detail={chosen === undefined ? null : <Letter key={chosen} id={chosen} refreshList={query.refresh} />}
    />
  );
}

function Letter({ id, refreshList }: { id: string; refreshList: () => void }) {
  const t = useText();
  const word = useWord();
  const toast = useToast();
  const { data: letter, error, refresh } = useQuery<DeadLetter>('get_dead_letter', { id }, { topics: ['dead-letters'] });
  const replay = useCommand<{ outcome?: string }>('replay_dead_letter');
  const discard = useCommand('discard_dead_letter');
  const mayChange = useMay('replay_dead_letter');
  const [asking, setAsking] = useState<'discard' | 'force' | undefined>();
  if (!letter) {
    return <Awaited error={error} retry={refresh} />;
  }
  const done = (text: string) => {
    toast(text);
    refresh();
    refreshList();
  };
  const failed = (problem: Error) => {
    toast(problem.message, true);
    refresh();
    refreshList();
  };
  const again = (force: boolean) => {
    setAsking(undefined);
    replay
      .call({ id, ...(force ? { force } : {}) }, { timeout: 600_000 })
      .then(answer => done(t('letters.replayed', { outcome: word('outcome', answer?.outcome) })), failed);
  };
  const away = () => {
    setAsking(undefined);
    discard.call({ id }).then(() => done(t('letters.discarded')), failed);
  };
  const waits = letter.state === 'waiting' && mayChange;
  const busy = replay.pending || discard.pending;
  return (
    <article className="letter">
      <h2>
        <span className="soft">{letter.server}/</span>
        {letter.tool}
      </h2>
      <p className="badges">
        <Badge tone={toneOf(letter.state)}>{word('letter', letter.state)}</Badge>
        <Badge tone={toneOf(letter.outcome)}>{word('outcome', letter.outcome)}</Badge>
      </p>
      <p className="text">{letter.message}</p>
      {letter.not_replayable && <p className="why">{letter.not_replayable}</p>}
      {waits && (
        <div className="actions">
          <button type="button" className="primary" disabled={busy || letter.not_replayable !== undefined && !letter.may_have_run} onClick={() => (letter.may_have_run ? setAsking('force') : again(false))}>
            {replay.pending ? t('tools.running') : t('letters.replay')}
          </button>
          <button type="button" disabled={busy} onClick={() => setAsking('discard')}>
            {t('letters.discard')}
          </button>
        </div>
      )}
      {asking === 'force' && (
        <Confirm title={t('letters.force.title')} text={t('letters.force.text')} yes={t('letters.force')} danger onYes={() => again(true)} onNo={() => setAsking(undefined)} />
      )}
      {asking === 'discard' && (
        <Confirm title={t('letters.discard.title')} text={t('letters.discard.text')} yes={t('letters.discard')} danger onYes={away} onNo={() => setAsking(undefined)} />
      )}
      <Facts
        facts={[
          [t('common.time'), dateTime(letter.occurred_at)],
          [t('common.caller'), letter.caller],
          [t('common.category'), letter.category],
          [t('letters.mayhaverun'), letter.may_have_run ? t('common.yes') : t('common.no')],
          [t('letters.attempts'), number(letter.attempts)],
          [t('calls.request'), <code>{letter.request_id}</code>],
        ]}
      />
      <Card title={t('letters.arguments')}>
        <Code value={letter.arguments} label={t('letters.arguments')} />
      </Card>
      {letter.upstream_error && (
        <Card title={t('letters.error')}>
          <Code value={letter.upstream_error} label={t('letters.error')} />
        </Card>
      )}
      {letter.replay && (
        <Card title={t('letters.last')}>
          <Facts
            facts={[
              [t('common.time'), dateTime(letter.replay.at)],
              [t('common.caller'), letter.replay.caller],
              letter.replay.outcome !== undefined && [t('common.outcome'), word('outcome', letter.replay.outcome)],
              letter.replay.message !== undefined && [t('common.message'), letter.replay.message],
            ]}
          />
        </Card>
      )}
    </article>
  );
}
