import { holds } from "../palette/scope";

interface Named {
  name: string;
  company?: string;
  email?: string;
}

/** Those in whose name, company or address all words stand. */
export function found<T extends Named>(rows: readonly T[], query: string): T[] {
  const words = query.trim();
  if (!words) return [...rows];
  return rows.filter((row) => holds(`${row.name} ${row.company ?? ""} ${row.email ?? ""}`, words));
}
