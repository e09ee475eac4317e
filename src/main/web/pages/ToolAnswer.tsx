import type { CallAnswer, Content } from '../client/types.ts';
import { millis } from '../ui/format.ts';
import { useText } from '../ui/i18n.tsx';
import { Badge, Code } from '../ui/parts.tsx';

const IMAGE = /^image\/(png|jpeg|gif|webp|avif|bmp|svg\+xml)$/;
const AUDIO = /^audio\/[\w.+-]+$/;

/** What a call came to: texts, images, sound, structured values, and on request the whole answer. */
export function ToolAnswer({ answer }: { answer: CallAnswer }) {
  const t = useText();
  const failed = answer.success === false;
  const data = answer.data;
  return (
    <div className="answer">
      <p className="badges">
        <Badge tone={failed ? 'bad' : data?.isError ? 'wait' : 'good'}>
          {failed ? t('tools.failed') : data?.isError ? t('tools.toolerror') : t('outcome.success')}
        </Badge>
        {answer.performance?.duration_ms !== undefined && <span className="soft">{millis(answer.performance.duration_ms)}</span>}
        {answer.performance?.cache_hit && <span className="soft">{t('calls.cache')}</span>}
      </p>
      {failed && (
        <p className="why">
          {answer.error?.message} <code>{answer.error?.code}</code>
        </p>
      )}
      {data?.content?.map((part, index) => <Part key={index} part={part} />)}
      {data?.structuredContent !== undefined && (
        <>
          <h4>{t('tools.structured')}</h4>
          <Code value={data.structuredContent} label={t('tools.structured')} />
        </>
      )}
      <details>
        <summary>{t('tools.raw')}</summary>
        <Code value={answer} label={t('tools.raw')} />
      </details>
    </div>
  );
}

function Part({ part }: { part: Content }) {
  const t = useText();
  if (part.type === 'text') {
    return <Code value={part.text ?? ''} label={t('tools.result')} />;
  }
  if (part.type === 'image' && part.data && IMAGE.test(part.mimeType ?? '')) {
    return <img className="result" alt={t('tools.image')} src={`data:${part.mimeType};base64,${part.data}`} />;
  }
  if (part.type === 'audio' && part.data && AUDIO.test(part.mimeType ?? '')) {
    return <audio controls src={`data:${part.mimeType};base64,${part.data}`} />;
  }
  if (part.type === 'resource' && part.resource?.text !== undefined) {
    return (
      <>
        <p className="soft">{part.resource.uri}</p>
        <Code value={part.resource.text} label={part.resource.uri ?? t('tools.result')} />
      </>
    );
  }
  return <Code value={part} label={part.type} />;
}
