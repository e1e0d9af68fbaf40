/** What goes wrong on the way to any service, played on one call. */
import { pause } from './pause.ts';
import type { NetworkFault } from './terms.ts';

/** Thrown where no whole answer may come: whoever serves sends `begun`, if any, and closes the connection. */
export class CutConnection extends Error {
  override readonly name = 'CutConnection';
  readonly begun: string | null;
  constructor(message: string, begun: string | null = null) {
    super(message);
    this.begun = begun;
  }
}

/** Made only where a call waits: joined signals are dear. */
export type LazySignal = () => AbortSignal;

/** So much of an answer comes before it breaks off. */
const BEGUN_UNITS = 16;

/** Plays a fault; `go` is the call as it goes without it. An effect already done is not done again. */
export async function sufferNetworkFault(
  fault: NetworkFault,
  go: () => Promise<Response>,
  signal: LazySignal,
): Promise<Response> {
  switch (fault.kind) {
    case 'slow':
      await pause(fault.ms, signal());
      return await go();
    case 'hang':
      await pause(null, signal());
      throw new CutConnection('hung until it was given up');
    case 'cut':
      throw new CutConnection('connection cut');
    case 'reset':
      throw new CutConnection('answer broken off', (await (await go()).text()).slice(0, BEGUN_UNITS));
  }
}
