const STATES = ['closed', 'open', 'half_open'];
const TEXTS = ['closed', 'open', 'half-open'];

/** The three states of a breaker and the ways between them, with the one it is in filled. */
export function BreakerDiagram({ state, label }: { state: string; label: string }) {
  const at = state === 'forced_open' ? 'open' : state;
  return (
    <svg className="breaker" width="236" height="52" viewBox="0 0 236 52" role="img" aria-label={label}>
      {STATES.map((name, index) => (
        <g key={name} className={name === at ? `state at ${name}` : 'state'}>
          <rect x={2 + index * 84} y="13" width="64" height="24" rx="12" />
          <text x={34 + index * 84} y="29" textAnchor="middle">
            {TEXTS[index]}
          </text>
        </g>
      ))}
      <path className="way" d="M66 25H85M81 21.5l4 3.5-4 3.5" />
      <path className="way" d="M150 20.500H169M165 17l4 3.500-4 3.500" />
      <path className="way" d="M169 29.500H150M154 26l-4 3.500 4 3.500" />
      <path className="way" d="M202 38V47H34V38M30.500 42l3.500-4 3.500 4" />
    </svg>
  );
}
