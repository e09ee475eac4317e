import { useCallback, useEffect, useState } from 'react';
import { useLiveClient, useQuery } from '../client/hooks.ts';
import type { ToolSummary } from '../client/types.ts';
import { number } from '../ui/format.ts';
import { useText } from '../ui/i18n.tsx';
import { go } from '../ui/navigation.ts';
import { Awaited, Badge, Choice, Empty, Search, useRested } from '../ui/parts.tsx';
import { Split } from '../ui/Split.tsx';
import { VirtualList } from '../ui/VirtualList.tsx';
import { ToolView } from './ToolView.tsx';

const PAGE = 1_000;

interface ToolPage {
  tools: ToolSummary[];
  total: number;
}

/** All tools, or those that a search finds; further parts are fetched one after another. */
function useTools(text: string, server: string) {
  const client = useLiveClient();
  const [more, setMore] = useState<ToolSummary[]>([]);
  const params =
    text === '' ? { limit: PAGE, ...(server === '' ? {} : { server }) } : { kind: 'tools', q: text, limit: PAGE, ...(server === '' ? {} : { server }) };
  const query = useQuery<ToolPage>(text === '' ? 'list_tools' : 'execute_query', params, { topics: ['tools'] });
  const first = query.data;
  useEffect(() => {
    setMore([]);
    let wanted = query.fresh && first !== undefined && text === '' && first.tools.length < first.total;
    const fetchAll = async () => {
      let have = first?.tools.length ?? 0;
      while (wanted && first && have < first.total) {
        const page = await client.call<ToolPage>('list_tools', { ...params, offset: have });
        if (!wanted || page.tools.length === 0) {
          return;
        }
        have += page.tools.length;
        setMore(before => [...before, ...page.tools]);
      }
    };
    fetchAll().catch(() => undefined);
    return () => {
      wanted = false;
    };
  }, [client, first, query.fresh]);
  return { ...query, tools: first ? [...first.tools, ...more] : undefined, total: first?.total ?? 0 };
}

export function Tools({ server, tool }: { server: string | undefined; tool: string | undefined }) {
  const t = useText();
  const [text, setText] = useState('');
  const rested = useRested(text.trim());
  const [of, setOf] = useState(server !== undefined && tool === undefined ? server : '');
  const servers = useQuery<{ servers: { name: string }[] }>('list_upstreams', {}, { topics: ['upstreams'] });
  const { tools, total, error, refresh } = useTools(rested, of);
  useEffect(() => {
    if (server !== undefined && tool === undefined) {
      setOf(server);
    }
  }, [server, tool]);
  const names = [...new Set([...(servers.data?.servers.map(one => one.name) ?? []), ...(of === '' ? [] : [of])])].sort();
  const choose = useCallback((one: ToolSummary) => go('tools', one.server, one.name), []);
  return (
    <Split
      back={t('tools.back')}
      to="tools"
      list={
        <>
          <div className="bar">
            <Search value={text} onChange={setText} label={t('tools.search')} />
            <Choice
              label={t('common.server')}
              value={of}
              onChange={next => {
                setOf(next);
                if (tool === undefined) {
                  go('tools');
                }
              }}
              options={[['', t('common.all')], ...names.map(one => [one, one] as const)]}
            />
          </div>
          {tools === undefined ? (
            <Awaited error={error} retry={refresh} />
          ) : (
            <>
              <p className="soft" role="status">{t('tools.count', { total: number(total) })}</p>
              {tools.length === 0 ? (
                <Empty title={t('tools.empty')}>{rested !== '' && <Why tool={rested} />}</Empty>
              ) : (
                <VirtualList
                  rows={tools}
                  rowHeight={58}
                  label={t('nav.tools')}
                  keyOf={keyOf}
                  chosen={server !== undefined && tool !== undefined ? keyOf({ server, name: tool }) : undefined}
                  onChoose={choose}
                  row={one => (
                    <span className="two">
                      <span className="cut">
                        <span className="soft">{one.server}/</span>
                        <b>{one.name}</b>
                      </span>
                      <span className="cut soft">{one.description ?? one.title ?? ''}</span>
                    </span>
                  )}
                />
              )}
            </>
          )}
        </>
      }
      detail={server !== undefined && tool !== undefined ? <ToolView key={`${server}/${tool}`} server={server} name={tool} /> : null}
    />
  );
}

interface Reason {
  answer?: string;
  recommendation?: string;
  checks?: { check: string; ok: boolean; detail: string }[];
}

/** Why a tool of this name cannot be called: the diagnosis goes the way of a call and stops where it would end. */
function Why({ tool }: { tool: string }) {
  const t = useText();
  const { data, fresh } = useQuery<Reason>('get_diagnostics', { tool });
  if (!data?.answer || !fresh) {
    return null;
  }
  return (
    <div className="reason">
      <p>
        {t('tools.why')} {data.answer}
      </p>
      <p>{data.recommendation}</p>
      <ul className="plain">
        {data.checks?.map(one => (
          <li key={one.check}>
            <Badge tone={one.ok ? 'good' : 'bad'}>{one.check.replaceAll('_', ' ')}</Badge> {one.detail}
          </li>
        ))}
      </ul>
    </div>
  );
}

function keyOf(tool: ToolSummary): string {
  return `${tool.server}/${tool.name}`;
}
