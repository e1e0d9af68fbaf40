/** Queries of calls that only read. */
import { GraphRefusal } from './refusal.ts';

/** The query of a call, with only the parameters it may have. Throws a `GraphRefusal`. */
export function queryOf(url: URL, allowed: readonly string[]): URLSearchParams {
  const stranger = [...url.searchParams.keys()].find((name) => !allowed.includes(name));
  if (stranger !== undefined) throw new GraphRefusal(100, `${stranger} is not a parameter`);
  return url.searchParams;
}
