import { useQuery } from '../client/hooks.ts';
import type { Alert, Diagnostics } from '../client/types.ts';
import { dateTime, number } from '../ui/format.ts';
import { useText, useWord } from '../ui/i18n.tsx';
import { Awaited, Badge, Card, toneOf } from '../ui/parts.tsx';

export function Alerts() {
  const t = useText();
  const query = useQuery<{ active: Alert[]; past: Alert[] }>('list_alerts', {}, { topics: ['alerts'], every: 15_000 });
  return (
    <>
      <Card title={t('alerts.active')}>
        {query.data ? <AlertList alerts={query.data.active} none={t('alerts.noactive')} /> : <Awaited error={query.error} retry={query.refresh} />}
      </Card>
      <Diagnosis />
      {query.data && (
        <Card title={t('alerts.past')}>
          <AlertList alerts={query.data.past} none={t('alerts.nopast')} />
        </Card>
      )}
    </>
  );
}

function AlertList({ alerts, none }: { alerts: readonly Alert[]; none: string }) {
  const t = useText();
  const word = useWord();
  if (alerts.length === 0) {
    return <p className="soft">{none}</p>;
  }
  return (
    <ul className="issues">
      {alerts.map(alert => (
        <li key={`${alert.key} ${alert.raised_at}`}>
          <Badge tone={alert.cleared_at ? 'calm' : toneOf(alert.severity)}>{word('severity', alert.severity)}</Badge>
          <div>
            <p>
              {alert.text} <code>{alert.key}</code>
            </p>
            <p className="soft">{alert.remedy}</p>
            <p className="soft">
              {t('alerts.raised')} {dateTime(alert.raised_at)}
              {alert.cleared_at ? `, ${t('alerts.cleared')} ${dateTime(alert.cleared_at)}` : ''}
              {(alert.times ?? 1) > 1 ? `, ${t('alerts.times', { count: number(alert.times) })}` : ''}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Diagnosis() {
  const t = useText();
  const word = useWord();
  const { data, error, refresh } = useQuery<Diagnostics>('get_diagnostics', {}, { topics: ['alerts', 'upstreams', 'breakers'], every: 15_000 });
  return (
    <Card title={t('alerts.diagnosis')} action={data && <Badge tone={toneOf(data.status)}>{`${word('health', data.status)} ${data.health_score}`}</Badge>}>
      {!data ? (
        <Awaited error={error} retry={refresh} />
      ) : data.issues.length === 0 ? (
        <p className="soft">{t('overview.noissues')}</p>
      ) : (
        <ul className="issues">
          {data.issues.map((issue, index) => (
            <li key={`${issue.kind} ${issue.subject} ${index}`}>
              <Badge tone={toneOf(issue.severity)}>{word('severity', issue.severity)}</Badge>
              <div>
                <p>
                  {issue.cause} <code>{issue.kind}</code>
                </p>
                <p className="soft">{issue.recommendation}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
