import { useRef, useState } from 'react';
import { useLiveClient, useMay, useQuery } from '../client/hooks.ts';
import { LiveError, type Progress } from '../client/LiveClient.ts';
import type { CallAnswer, Schema, ToolDetail } from '../client/types.ts';
import { clock } from '../ui/format.ts';
import { useText } from '../ui/i18n.tsx';
import { Awaited, Badge, Code, Problem, Segments } from '../ui/parts.tsx';
import { initial, missing } from '../ui/schema.ts';
import { SchemaForm } from '../ui/SchemaForm.tsx';
import { ToolAnswer } from './ToolAnswer.tsx';

interface Run {
  at: number;
  arguments: Record<string, unknown>;
  answer?: CallAnswer;
  error?: LiveError;
}

/** Earlier runs of each tool, as long as the dashboard is open; the latest ten. */
const history = new Map<string, Run[]>();
const LONGEST_CALL = 600_000;

export function ToolView({ server, name }: { server: string; name: string }) {
  const query = useQuery<ToolDetail>('get_tool', { server, tool: name }, { topics: ['tools'] });
  return query.data ? <Tool tool={query.data} /> : <Awaited error={query.error} retry={query.refresh} />;
}

function Tool({ tool }: { tool: ToolDetail }) {
  const t = useText();
  const mayCall = useMay('call_tool');
  const definition = tool.definition ?? {};
  const hints = Object.entries(definition.annotations ?? {}).filter(([, value]) => value === true);
  return (
    <article className="tool" data-tool={`${tool.server}/${tool.name}`}>
      <h2>
        <span className="soft">{tool.server}/</span>
        {tool.name}
      </h2>
      <p className="badges">
        {hints.map(([hint]) => (
          <Badge key={hint} tone={hint === 'destructiveHint' ? 'wait' : 'calm'}>
            {hint.replace(/Hint$/, '')}
          </Badge>
        ))}
      </p>
      <p className="text">{definition.description}</p>
      {tool.schema_problem && <p className="why">{tool.schema_problem}</p>}
      {mayCall && <Try tool={tool} schema={definition.inputSchema ?? {}} />}
      <details>
        <summary>{t('tools.definition')}</summary>
        <Code value={definition} label={t('tools.definition')} />
      </details>
      {tool.settings && (
        <details>
          <summary>{t('tools.settings')}</summary>
          <Code value={tool.settings} label={t('tools.settings')} />
        </details>
      )}
    </article>
  );
}

function Try({ tool, schema }: { tool: ToolDetail; schema: Schema }) {
  const t = useText();
  const client = useLiveClient();
  const key = `${tool.server}/${tool.name}`;
  const [form, setForm] = useState<'form' | 'json'>('form');
  const [value, setValue] = useState<Record<string, unknown>>(() => (initial(schema, schema) as Record<string, unknown> | undefined) ?? {});
  const [text, setText] = useState('');
  const [lacking, setLacking] = useState<string[]>([]);
  const [problem, setProblem] = useState('');
  const [running, setRunning] = useState(false);
  const [progress, setProgress] = useState<Progress | undefined>();
  const [runs, setRuns] = useState<readonly Run[]>(history.get(key) ?? []);
  const mine = useRef(0);
  const change = (next: 'form' | 'json') => {
    if (next === 'json') {
      setText(JSON.stringify(value, null, 2));
      setProblem('');
      setForm(next);
    } else if (parsed() !== undefined) {
      setValue(parsed() ?? {});
      setForm(next);
    }
  };
  const parsed = (): Record<string, unknown> | undefined => {
    try {
      const read: unknown = text.trim() === '' ? {} : JSON.parse(text);
      if (read === null || typeof read !== 'object' || Array.isArray(read)) {
        setProblem(t('tools.object'));
        return undefined;
      }
      setProblem('');
      return read as Record<string, unknown>;
    } catch (error) {
      setProblem(t('tools.badjson', { message: (error as Error).message }));
      return undefined;
    }
  };
  const run = () => {
    const args = form === 'json' ? parsed() : value;
    const lacks = form === 'form' ? missing(value, schema, schema) : [];
    setLacking(lacks);
    if (args === undefined || lacks.length > 0) {
      return;
    }
    const id = ++mine.current;
    setRunning(true);
    setProgress(undefined);
    const begun: Run = { at: Date.now(), arguments: args };
    const end = (run: Run) => {
      const kept = [run, ...(history.get(key) ?? [])].slice(0, 10);
      history.set(key, kept);
      if (id === mine.current) {
        setRuns(kept);
        setRunning(false);
      }
    };
    client
      .call<CallAnswer>(
        'call_tool',
        { server: tool.server, tool: tool.name, arguments: args },
        { timeout: LONGEST_CALL, onProgress: told => id === mine.current && setProgress(told) },
      )
      .then(
        answer => end({ ...begun, answer }),
        (error: LiveError) => end({ ...begun, error }),
      );
  };
  const stop = () => {
    mine.current++;
    setRunning(false);
  };
  const latest = runs[0];
  return (
    <section className="card try">
      <header>
        <h3>{t('tools.arguments')}</h3>
        <Segments label={t('tools.arguments')} value={form} onChange={change} options={[['form', t('tools.form')], ['json', t('tools.json')]]} />
      </header>
      <form
        onSubmit={event => {
          event.preventDefault();
          run();
        }}
        noValidate
      >
        {form === 'form' ? (
          <SchemaForm schema={schema} value={value} missing={lacking} onChange={setValue} />
        ) : (
          <textarea className="mono" rows={8} spellCheck={false} aria-label={t('tools.arguments')} value={text} onChange={event => setText(event.target.value)} />
        )}
        {problem && <p className="bad" role="alert">{problem}</p>}
        <div className="actions">
          <button type="submit" className="primary" disabled={running} data-run="">
            {running ? t('tools.running') : t('tools.run')}
          </button>
          {running && (
            <button type="button" onClick={stop}>
              {t('tools.stop')}
            </button>
          )}
        </div>
      </form>
      {running && <Progressing progress={progress} />}
      {latest && !running && (
        <div aria-live="polite">
          <h3>{t('tools.result')}</h3>
          <Outcome run={latest} />
        </div>
      )}
      {runs.length > 1 && (
        <details>
          <summary>{t('tools.history')}</summary>
          {runs.slice(1).map(before => (
            <details key={before.at}>
              <summary>
                {clock(before.at)} <code>{JSON.stringify(before.arguments).slice(0, 120)}</code>
              </summary>
              <button
                type="button"
                className="small"
                onClick={() => {
                  setValue(before.arguments);
                  setText(JSON.stringify(before.arguments, null, 2));
                }}
              >
                {t('tools.again')}
              </button>
              <Outcome run={before} />
            </details>
          ))}
        </details>
      )}
    </section>
  );
}

function Progressing({ progress }: { progress: Progress | undefined }) {
  const t = useText();
  const known = progress?.progress !== undefined && progress.total !== undefined && progress.total > 0;
  return (
    <div className="progress" role="status">
      {known ? <progress aria-label={t('tools.running')} value={progress.progress} max={progress.total} /> : <progress aria-label={t('tools.running')} />}
      <span>
        {progress?.message ?? t('tools.running')} {progress?.progress !== undefined && `(${progress.progress}${progress.total ? ` / ${progress.total}` : ''})`}
      </span>
    </div>
  );
}

function Outcome({ run }: { run: Run }) {
  return run.error ? <Problem error={run.error} /> : run.answer ? <ToolAnswer answer={run.answer} /> : null;
}
