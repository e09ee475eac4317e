import { useId, useState } from 'react';
import type { Schema } from '../client/types.ts';
import { useText } from './i18n.tsx';
import { initial, kindOf, resolved, withMember } from './schema.ts';

interface FieldProps {
  name: string;
  schema: Schema;
  root: Schema;
  value: unknown;
  required: boolean;
  path: string;
  missing: readonly string[];
  depth: number;
  onChange: (value: unknown) => void;
}

/** Fields for each property of an object schema. The value stays plain JSON; what is left empty is left out. */
export function SchemaForm({
  schema,
  value,
  missing,
  onChange,
}: {
  schema: Schema;
  value: Record<string, unknown>;
  missing: readonly string[];
  onChange: (value: Record<string, unknown>) => void;
}) {
  const t = useText();
  const at = resolved(schema, schema);
  const properties = Object.entries(at.properties ?? {});
  if (properties.length === 0) {
    return <p className="soft">{t('tools.noargs')}</p>;
  }
  return (
    <div className="fields">
      {properties.map(([name, property]) => (
        <Field
          key={name}
          name={name}
          schema={property}
          root={schema}
          value={value[name]}
          required={at.required?.includes(name) ?? false}
          path={`/${name}`}
          missing={missing}
          depth={1}
          onChange={next => onChange(withMember(value, name, next))}
        />
      ))}
    </div>
  );
}

function Field(props: FieldProps) {
  const t = useText();
  const id = useId();
  const schema = resolved(props.schema, props.root);
  const kind = kindOf(schema, props.depth);
  const bad = props.missing.includes(props.path);
  const title = schema.title && schema.title !== props.name ? schema.title : undefined;
  const label = (
    <>
      <code>{props.name}</code> {title && <span>{title}</span>} {props.required && <span className="required">{t('tools.required')}</span>}
    </>
  );
  const hint = (
    <>
      {schema.description && <p className="hint" id={`${id}-hint`}>{schema.description}</p>}
      {bad && (
        <p className="bad" id={`${id}-bad`}>
          {t('tools.missing')}
        </p>
      )}
    </>
  );
  const described = [schema.description && `${id}-hint`, bad && `${id}-bad`].filter(Boolean).join(' ') || undefined;
  if (kind === 'object' || kind === 'list') {
    return (
      <fieldset className="field" aria-describedby={described}>
        <legend>{label}</legend>
        {hint}
        {kind === 'object' ? <Members {...props} schema={schema} /> : <Entries {...props} schema={schema} />}
      </fieldset>
    );
  }
  const common = { id, 'aria-describedby': described, 'aria-invalid': bad || undefined, 'data-field': props.path };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <Input {...props} schema={schema} kind={kind} common={common} />
      {hint}
    </div>
  );
}

type InputProps = FieldProps & {
  kind: string;
  common: { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined; 'data-field': string };
};

function Input(props: InputProps) {
  const { schema, kind, value, onChange, common } = props;
  const t = useText();
  switch (kind) {
    case 'boolean':
    case 'enum': {
      const options = kind === 'boolean' ? [true, false] : (schema.enum ?? []);
      const at = options.findIndex(one => one === value);
      return (
        <select {...common} value={at} onChange={event => onChange(options[Number(event.target.value)])}>
          <option value={-1}>{t('tools.unset')}</option>
          {options.map((one, index) => (
            <option key={index} value={index}>
              {String(one)}
            </option>
          ))}
        </select>
      );
    }
    case 'number':
    case 'integer':
      return (
        <input
          {...common}
          type="number"
          step={kind === 'integer' ? 1 : 'any'}
          min={schema.minimum}
          max={schema.maximum}
          placeholder={example(schema)}
          value={typeof value === 'number' ? value : ''}
          onChange={event => onChange(event.target.value === '' || Number.isNaN(event.target.valueAsNumber) ? undefined : event.target.valueAsNumber)}
        />
      );
    case 'text':
      return <TextInput {...props} />;
    default:
      return <JsonInput {...props} />;
  }
}

function example(schema: Schema): string | undefined {
  const first = schema.examples?.[0];
  return first === undefined ? undefined : typeof first === 'string' ? first : JSON.stringify(first);
}

function TextInput({ schema, value, onChange, common, required }: InputProps) {
  const text = typeof value === 'string' ? value : '';
  const change = (next: string) => onChange(next === '' && !required ? undefined : next === '' && value === undefined ? undefined : next);
  const long = text.includes('\n') || text.length > 80 || (schema.maxLength ?? 0) > 500 || /content|text|body|query|prompt|code|message/i.test(common['data-field']);
  return long ? (
    <textarea {...common} rows={3} placeholder={example(schema)} value={text} onChange={event => change(event.target.value)} />
  ) : (
    <input {...common} type="text" placeholder={example(schema)} maxLength={schema.maxLength} value={text} onChange={event => change(event.target.value)} />
  );
}

function JsonInput({ value, onChange, common }: InputProps) {
  const t = useText();
  const [text, setText] = useState(() => (value === undefined ? '' : JSON.stringify(value)));
  const [problem, setProblem] = useState('');
  return (
    <>
      <textarea
        {...common}
        className="mono"
        rows={3}
        spellCheck={false}
        placeholder="JSON"
        aria-invalid={problem !== '' || undefined}
        value={text}
        onChange={event => {
          setText(event.target.value);
          try {
            onChange(event.target.value.trim() === '' ? undefined : JSON.parse(event.target.value));
            setProblem('');
          } catch (error) {
            setProblem((error as Error).message);
          }
        }}
      />
      {problem && <p className="bad">{t('tools.badjson', { message: problem })}</p>}
    </>
  );
}

function Members({ schema, root, value, path, missing, depth, onChange }: FieldProps) {
  const object = value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
  return (
    <>
      {Object.entries(schema.properties ?? {}).map(([name, property]) => (
        <Field
          key={name}
          name={name}
          schema={property}
          root={root}
          value={object[name]}
          required={schema.required?.includes(name) ?? false}
          path={`${path}/${name}`}
          missing={missing}
          depth={depth + 1}
          onChange={next => {
            const changed = withMember(value, name, next);
            onChange(Object.keys(changed).length === 0 ? undefined : changed);
          }}
        />
      ))}
    </>
  );
}

function Entries({ schema, root, value, path, missing, depth, onChange }: FieldProps) {
  const t = useText();
  const list = Array.isArray(value) ? (value as unknown[]) : [];
  const items = schema.items ?? {};
  return (
    <>
      {list.map((one, index) => (
        <div className="entry" key={index}>
          <Field
            name={String(index + 1)}
            schema={items}
            root={root}
            value={one}
            required
            path={`${path}/${index}`}
            missing={missing}
            depth={depth + 1}
            onChange={next => onChange(list.map((before, place) => (place === index ? next : before)))}
          />
          <button
            type="button"
            className="small"
            aria-label={`${t('tools.remove')} ${index + 1}`}
            onClick={() => {
              const rest = list.filter((_, place) => place !== index);
              onChange(rest.length === 0 ? undefined : rest);
            }}
          >
            {t('tools.remove')}
          </button>
        </div>
      ))}
      <button type="button" className="small" onClick={() => onChange([...list, initial(items, root)])}>
        {t('tools.add')}
      </button>
    </>
  );
}
