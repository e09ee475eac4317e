import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { useText } from './i18n.tsx';

interface Toast {
  id: number;
  text: string;
  bad: boolean;
}

const Toasts = createContext<(text: string, bad?: boolean) => void>(() => undefined);
let next = 1;

/** Short messages of what was done, at the edge of the window; failures stay until they are closed. */
export function ToastArea({ children }: { children: ReactNode }) {
  const t = useText();
  const [toasts, setToasts] = useState<Toast[]>([]);
  const close = useCallback((id: number) => setToasts(before => before.filter(toast => toast.id !== id)), []);
  const tell = useCallback(
    (text: string, bad = false) => {
      const id = next++;
      setToasts(before => [...before.slice(-3), { id, text, bad }]);
      if (!bad) {
        setTimeout(() => close(id), 4_000);
      }
    },
    [close],
  );
  return (
    <Toasts value={tell}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {toasts.map(toast => (
          <div key={toast.id} className={toast.bad ? 'toast bad' : 'toast'}>
            <span>{toast.text}</span>
            <button type="button" className="quiet" onClick={() => close(toast.id)} aria-label={t('common.close')}>
              ×
            </button>
          </div>
        ))}
      </div>
    </Toasts>
  );
}

export function useToast() {
  return useContext(Toasts);
}
