import type { Content } from '../../src/domain/content.ts';

/** What a message says. */
export interface Words {
  /** Ids of the openings shown, also beside corrections; of seasons what comes where. */
  readonly openings: readonly string[];
  /** How many more were said to fit. */
  readonly more: number;
  /** Corrections and outcomes: what is said, and the id of the opening. */
  readonly said: readonly string[];
}

/** What a message says, in ids and closed words. */
export function wordsOf(content: Content): Words {
  switch (content.kind) {
    case 'openings':
      return {
        openings: content.openings.map(({ id }) => id),
        more: content.more,
        said: content.urgent === undefined ? [] : [`urgent, ${content.urgent}`],
      };
    case 'outcomes': {
      const said = content.outcomes.map(
        ({ upheld, opening }) => `${upheld ? 'upheld' : 'rejected'} ${opening.id}`,
      );
      return { openings: [], more: 0, said };
    }
    case 'corrections':
      return {
        openings: content.others.map(({ id }) => id),
        more: 0,
        said: content.corrections.map(({ said, opening }) => `${said} ${opening.id}`),
      };
    case 'seasons': {
      const notes = content.notes.map(
        ({ kind, window }) => `${kind}:${window.season.id}:${window.region}:${window.from}`,
      );
      const next = content.next?.suggestions.map(({ window }) => `next:${window.season.id}:${window.region}`);
      return { openings: [...notes, ...(next ?? [])], more: 0, said: [] };
    }
  }
}
