import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { show, storedTheme } from './ui/theme.ts';
import './app.css';

show(storedTheme());
const place = document.getElementById('app');
if (place) {
  createRoot(place).render(<App />);
}
