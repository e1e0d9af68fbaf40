/** The questions about a draft that say what the work is, and in which region: a tap each. */
import type { Dialogue } from './conversation.ts';
import { cropsOf, type KeptDraft } from './draft.ts';
import { asking, type Change } from './draft-question.ts';
import { phrase } from './message.ts';
import { AIDS, type Crop, KINDS, WORKS, type Work } from './opening.ts';
import { kindLabel, regionName, workLabel } from './phrases.ts';
import { WORK_OF_CROP } from './work-words.ts';

/** More regions than this are chosen by district. */
const MOST_FLAT = 12;

/** Works that a harvest can be of, before all others. */
const HARVESTED: ReadonlySet<Work> = new Set(WORK_OF_CROP.values());

const worksFor = (draft: KeptDraft | null): readonly Work[] =>
  draft?.said.content.kind === 'harvest' ? WORKS.filter((work) => HARVESTED.has(work)) : WORKS;

/** What says what the work is. */
export type What = 'kind' | 'work' | 'aid' | 'crop' | 'region';

/** Asks for it. */
export async function askWhat(dialogue: Dialogue, step: What, draft: KeptDraft | null): Promise<Change> {
  switch (step) {
    case 'kind': {
      const kind = await dialogue.askOne({
        ...asking(step, draft),
        options: KINDS.map((value) => ({ value, label: kindLabel(value) })),
      });
      return () => (kind === null ? {} : { kind });
    }
    case 'work': {
      const work = await dialogue.askOne({
        ...asking(step, draft),
        options: worksFor(draft).map((value) => ({ value, label: workLabel(value) })),
      });
      return () => ({ work, crop: null });
    }
    case 'aid': {
      const aid = await dialogue.askOne({
        ...asking(step, draft),
        options: AIDS.map((value) => ({ value, label: phrase(`terms:aids.${value}.label`) })),
      });
      return () => ({ aid });
    }
    case 'crop': {
      const crop = await dialogue.askOne<Crop>({
        ...asking(step, draft),
        skippable: true,
        options: cropsOf(draft?.said.content.work).map((value) => ({
          value,
          label: phrase(`crops:${value}`),
        })),
      });
      return () => ({ crop });
    }
    case 'region': {
      const region = await dialogue.askOne({
        ...asking(step, draft, 'type-region'),
        ...regionsFor(dialogue, draft),
      });
      return () => (region === null ? {} : { region });
    }
  }
}

function regionsFor({ exchange: { places, posting } }: Dialogue, draft: KeptDraft | null) {
  const theirs = draft?.organisation.regions ?? 'any';
  const regions = places.regions.filter(({ code }) => theirs === 'any' || theirs.includes(code));
  const districts = places.districts.filter((one) => regions.some(({ district }) => district === one));
  return {
    ...(regions.length <= MOST_FLAT
      ? {}
      : { groups: districts.map((value) => ({ value, label: regionName(value) })) }),
    options: regions.map(({ code, district }) => ({ value: code, label: regionName(code), group: district })),
    search: (typed: string) =>
      posting.regionsLike(typed).filter((code) => regions.some((region) => region.code === code)),
  };
}
