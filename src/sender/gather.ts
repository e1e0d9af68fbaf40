import { CONTENT_OF, type Content } from '../domain/content.ts';
import type { Gather } from './found.ts';
import { gatherCorrections } from './gather-corrections.ts';
import { gatherOpenings } from './gather-openings.ts';
import { gatherOutcomes } from './gather-outcomes.ts';
import { gatherSeasons } from './gather-seasons.ts';

/** Who gathers what, by what it speaks of. */
const GATHERERS: Readonly<Record<Content['kind'], Gather>> = {
  openings: gatherOpenings,
  corrections: gatherCorrections,
  outcomes: gatherOutcomes,
  seasons: gatherSeasons,
};

/** What is to be said to the person whose turn it is, whatever their push speaks of. */
export const gather: Gather = (ports, token, run, to) =>
  GATHERERS[CONTENT_OF[run.push.row.kind]](ports, token, run, to);
