import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createDialogue } from '../../src/dialogue.ts';
import { answerData } from '../../src/domain/button-data.ts';
import type { Conversation, DocumentQuestion, Exchange } from '../../src/domain/conversation.ts';
import { phrase, say } from '../../src/domain/message.ts';
import { DocumentError, type DocumentFailure } from '../../src/domain/sent-document.ts';
import type { DialogueState, OfferedDocument, Person, TurnEvent } from '../../src/domain/turn.ts';
import { aSubscriber, TODAY } from '../support/builders.ts';

const SECRET = 'region;place\nRU-LIP;Zebrafish';
const bytes = new TextEncoder().encode(SECRET);

/** What a conversation puts away, as a port of the exchange would. */
const stored: string[] = [];

const takesTables: DocumentQuestion['take'] = async (given, mediaType) => {
  const text = new TextDecoder().decode(given);
  if (mediaType !== 'text/csv') return { kind: 'unclear', hint: phrase('test:no-table') };
  stored.push(text);
  return { kind: 'kept', value: `draft-${stored.length}` };
};

/** A conversation that asks for a file, then for a yes. */
const asking = (question: Partial<DocumentQuestion> = {}): Conversation => ({
  name: 'upload',
  listed: false,
  open: true,
  resumes: false,
  async run(dialogue) {
    const id = await dialogue.askDocument({
      id: 'file',
      text: [phrase('test:send-it')],
      skippable: true,
      take: takesTables,
      ...question,
    });
    await dialogue.askOne({
      id: 'sure',
      text: [phrase('test:sure')],
      options: [{ value: 'yes', label: phrase('test:yes') }],
    });
    await dialogue.say(say(phrase('test:done', { id: { raw: id ?? 'none' } })));
    return undefined;
  },
});

const menu: Conversation = {
  ...asking(),
  name: 'menu',
  run: (dialogue) => dialogue.say(say(phrase('test:menu'))).then(() => undefined),
};

/** Somebody in that conversation; every turn begins from the state as it is kept. */
function chat(question: Partial<DocumentQuestion> = {}) {
  const conversations = new Map([
    ['upload', asking(question)],
    ['menu', menu],
  ]);
  const converse = createDialogue({
    conversations,
    exchange: {} as Exchange,
    first: 'menu',
    home: 'menu',
    byCode: 'menu',
    byDigits: 'menu',
    desk: 'menu',
    readNumber: () => null,
  });
  const person = { subscriber: aSubscriber({ locale: 'en' }) } as Person;
  let kept = 'null';
  const happens = async (event: TurnEvent) => {
    const state: DialogueState | null = JSON.parse(kept);
    const turn = await converse({ state, person, locale: 'en', today: TODAY, event });
    kept = JSON.stringify(turn.state);
    return turn.replies.flatMap(({ message }) => message.lines.map(({ key }) => key));
  };
  return {
    happens,
    begins: () => happens({ kind: 'command', name: 'upload', argument: null }),
    sends: (document: Partial<OfferedDocument> = {}) =>
      happens({
        kind: 'document',
        document: { bytes: bytes.length, mediaType: 'text/csv', fetch: async () => bytes, ...document },
      }),
    presses: (question: string, value: 'yes' | 'back' | 'skip') =>
      happens({
        kind: 'button',
        data: answerData(
          { name: 'upload', argument: null },
          question,
          value === 'yes' ? { kind: 'pick', value } : { kind: value },
        ),
        screen: '1',
      }),
    kept: () => kept,
  };
}

beforeEach(() => void stored.splice(0));

describe('a question that waits for a file', () => {
  it('takes it once, and keeps an id of ours and nothing of the file', async () => {
    const ann = chat();
    expect(await ann.begins()).toEqual(['test:send-it']);
    expect(await ann.sends()).toEqual(['test:sure']);
    expect(stored).toEqual([SECRET]);
    expect(ann.kept()).toContain('draft-1');
    expect(ann.kept()).not.toContain('Zebrafish');
    expect(ann.kept()).not.toContain(Buffer.from(bytes).toString('base64').slice(0, 12));
    expect(await ann.presses('sure', 'yes')).toEqual(['test:done']);
    expect(stored).toHaveLength(1);
  });

  it('is asked again with the reason when the file says nothing to it', async () => {
    const ann = chat();
    await ann.begins();
    expect(await ann.sends({ mediaType: 'application/pdf' })).toEqual([
      'test:no-table',
      'blank',
      'test:send-it',
    ]);
    expect(await ann.sends()).toEqual(['test:sure']);
  });

  it.each<[DocumentFailure, string]>([
    ['too-large', 'common:file-too-large'],
    ['gone', 'common:file-again'],
    ['unavailable', 'common:file-again'],
  ])('stays open when the file is %s', async (why, hint) => {
    const ann = chat();
    await ann.begins();
    const fetch = () => Promise.reject(new DocumentError(why));
    expect(await ann.sends({ fetch })).toEqual([hint, 'blank', 'test:send-it']);
    expect(stored).toEqual([]);
  });

  it('fetches nothing that says it is too large, and asks for no more than it takes', async () => {
    const ann = chat({ maxBytes: 100 });
    await ann.begins();
    const fetch = vi.fn(async () => bytes);
    expect((await ann.sends({ bytes: 101, fetch }))[0]).toBe('common:file-too-large');
    expect(fetch).not.toHaveBeenCalled();
    await ann.sends({ bytes: null, fetch });
    expect(fetch).toHaveBeenCalledWith(100);
  });

  it('never takes more than a megabyte, whatever it asks for', async () => {
    const ann = chat({ maxBytes: 50_000_000 });
    await ann.begins();
    const fetch = vi.fn(async () => bytes);
    await ann.sends({ bytes: null, fetch });
    expect(fetch).toHaveBeenCalledWith(1_000_000);
  });

  it('may be skipped, and taken back', async () => {
    const ann = chat();
    await ann.begins();
    expect(await ann.presses('file', 'skip')).toEqual(['test:sure']);
    expect(await ann.presses('sure', 'back')).toEqual(['test:send-it']);
    expect(await ann.sends()).toEqual(['test:sure']);
  });

  it('is no answer to what is typed, or to a photo', async () => {
    const ann = chat();
    await ann.begins();
    for (const event of [{ kind: 'text', text: 'RU-LIP;Zebrafish' }, { kind: 'other' }] as const)
      expect(await ann.happens(event)).toEqual(['common:file-please', 'blank', 'test:send-it']);
    expect(ann.kept()).not.toContain('Zebrafish');
  });

  it('lets a conversation keep no more than an id', async () => {
    const ann = chat({ take: async () => ({ kind: 'kept', value: SECRET }) });
    await ann.begins();
    const before = ann.kept();
    await expect(ann.sends()).rejects.toThrow('only an id');
    expect(ann.kept()).toBe(before);
  });
});

describe('a file that nobody asked for', () => {
  it('is answered like a photo, and never fetched', async () => {
    const fetch = vi.fn(async () => bytes);
    expect(await chat().sends({ fetch })).toEqual(['common:only-buttons', 'blank', 'test:menu']);
    const elsewhere = chat();
    await elsewhere.begins();
    await elsewhere.sends();
    expect((await elsewhere.sends({ fetch }))[0]).toBe('common:only-buttons');
    expect(fetch).not.toHaveBeenCalled();
    expect(stored).toHaveLength(1);
  });
});
