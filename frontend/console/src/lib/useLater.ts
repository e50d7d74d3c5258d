import { useEffect, useState } from "react";

/** The value as it was `ms` ago when it keeps changing: asks the server once a pause, not once a key. */
export function useLater<T>(value: T, ms = 150): T {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return later;
}
