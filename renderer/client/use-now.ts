/** The time as pages show it. */
import { useEffect, useState } from 'react';

/** Milliseconds since the epoch, again every minute and when the window is looked at: "today" must not grow old. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const tell = (): void => setNow(Date.now());
    const timer = setInterval(tell, 60_000);
    document.addEventListener('visibilitychange', tell);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tell);
    };
  }, []);
  return now;
}
