/** The templates of the account: submitted, reviewed, listed, filled. */
import type { Hook } from './hook.ts';
import { seconds, templateNames } from './payloads.ts';
import { GraphRefusal } from './refusal.ts';
import type { Template, Templates } from './template.ts';
import { type Draft, readSubmission, type Submission } from './template-rules.ts';

export interface TemplateBook extends Templates {
  /** Takes a submission in. Throws a `GraphRefusal`. */
  submit(submission: Submission): Template;
  /** A template that may be sent. Throws a `GraphRefusal` that says why it may not. */
  usable(name: string, language: string): Template;
  save(): unknown;
  stop(): void;
}

const isSaved = (value: unknown): value is readonly Template[] => Array.isArray(value);

/** A book, empty or as saved. `approvalMs` as in `WhatsAppOptions`. */
export function createTemplates(room: {
  readonly hook: Hook;
  readonly now: () => Date;
  readonly approvalMs: number | null;
  /** Called after each change. */
  readonly changed: () => void;
  readonly saved?: unknown;
}): TemplateBook {
  const { hook } = room;
  const key = (name: string, language: string): string => `${name}/${language}`;
  const book = new Map<string, Template>();
  if (isSaved(room.saved)) for (const each of room.saved) book.set(key(each.name, each.language), each);
  const timers = new Set<NodeJS.Timeout>();
  let lastId = Math.max(770_000_000_000_000, ...[...book.values()].map(({ id }) => Number(id)));

  const tell = (field: string, value: unknown): void =>
    hook.push({ field, value, time: seconds(room.now().getTime()), bubble: null });

  function put(draft: Draft, status: Template['status']): Template {
    lastId += 1;
    const template = { ...draft, id: String(lastId), status };
    book.set(key(draft.name, draft.language), template);
    room.changed();
    return template;
  }

  function change(
    name: string,
    language: string,
    next: Partial<Template>,
  ): [before: Template, after: Template] {
    const before = book.get(key(name, language));
    if (before === undefined) throw new Error(`there is no template ${name} in ${language}`);
    const after = { ...before, ...next };
    book.set(key(name, language), after);
    room.changed();
    return [before, after];
  }

  function setStatus(name: string, language: string, status: Template['status'], reason = 'NONE'): void {
    const [, after] = change(name, language, { status });
    tell('message_template_status_update', {
      event: status,
      ...templateNames(after),
      reason,
      message_template_category: after.category,
    });
  }

  function approveIn(ms: number, { name, language }: Template): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (book.get(key(name, language))?.status === 'PENDING') setStatus(name, language, 'APPROVED');
    }, ms).unref();
    timers.add(timer);
  }

  return {
    add: ({ category = 'UTILITY', status = 'APPROVED', footer, buttons = [], ttlSeconds, ...given }) =>
      put(
        {
          ...given,
          category,
          header: null,
          examples: [],
          footer: footer ?? null,
          buttons,
          ttlSeconds: ttlSeconds ?? null,
        },
        status,
      ),
    list: () => [...book.values()],
    setStatus,
    setCategory(name, language, category) {
      const [before, after] = change(name, language, { category });
      tell('template_category_update', {
        ...templateNames(after),
        previous_category: before.category,
        new_category: category,
      });
    },
    submit(submission) {
      const draft = readSubmission(submission);
      if (book.has(key(draft.name, draft.language)))
        throw new GraphRefusal(100, `${draft.name} is already there in ${draft.language}`, {
          subcode: 2_388_024,
        });
      const template = put(draft, 'PENDING');
      if (room.approvalMs === 0) setStatus(draft.name, draft.language, 'APPROVED');
      else if (room.approvalMs !== null) approveIn(room.approvalMs, template);
      return book.get(key(draft.name, draft.language)) ?? template;
    },
    usable(name, language) {
      const template = book.get(key(name, language));
      switch (template?.status) {
        case 'APPROVED':
          return template;
        case 'PAUSED':
          throw new GraphRefusal(132015, `${name} in ${language} is paused`);
        case 'DISABLED':
          throw new GraphRefusal(132016, `${name} in ${language} is disabled`);
        default:
          throw new GraphRefusal(132001, `${name} does not exist in ${language}, or is not approved`);
      }
    },
    save: () => [...book.values()],
    stop() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
