import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { METHODS, OBJECTS } from '../../../src/simulator/telegram/published.ts';

const samples = process.env['MEHNAT_SAMPLES'];
if (samples === undefined)
  console.warn('MEHNAT_SAMPLES is not set: the stand-in is not held against the published schema');

/** Fields that Bot API 10.2 and 10.3 brought; the published file speaks of 10.1. */
const NEWER: Readonly<Record<string, readonly string[]>> = {
  sendMessage: ['ephemeral_message_parameters'],
  sendPhoto: ['ephemeral_message_parameters'],
  InlineKeyboardMarkup: ['force_reply'],
  InlineKeyboardButton: ['disabled'],
  ReplyKeyboardMarkup: ['force_reply'],
  DisabledButton: [],
  BotCommand: ['is_ephemeral'],
};
/** Objects the published file splits into several. */
const SPLIT: Readonly<Record<string, RegExp>> = {
  BotCommandScope: /^BotCommandScope./,
  MenuButton: /^MenuButton./,
};

interface Published {
  readonly fields?: readonly {
    readonly name: string;
    readonly types: readonly string[];
    readonly required: boolean;
  }[];
}
interface Schema {
  readonly methods: Readonly<Record<string, Published>>;
  readonly types: Readonly<Record<string, Published>>;
}

const TYPES: Readonly<Record<string, string>> = {
  Integer: 'integer',
  String: 'string',
  Boolean: 'boolean',
  True: 'boolean',
};

describe.skipIf(samples === undefined)('the stand-in beside what Telegram publishes', () => {
  // The file's shape is described where it lies.
  const schema = (): Schema =>
    JSON.parse(readFileSync(join(samples ?? '', 'telegram-bot-api.json'), 'utf8')) as Schema;
  const names = (published: Published | undefined): readonly string[] =>
    published?.fields?.map(({ name }) => name) ?? [];

  it.each(Object.keys(METHODS))('%s takes the published parameters', (method) => {
    const published = schema().methods[method];
    expect(published, 'a published method').toBeDefined();
    expect(Object.keys(METHODS[method] ?? {}).toSorted()).toEqual(
      [...names(published), ...(NEWER[method] ?? [])].toSorted(),
    );
    for (const { name, types, required } of published?.fields ?? []) {
      const ours = METHODS[method]?.[name] ?? '';
      expect(`${name} ${ours.endsWith('!')}`).toBe(`${name} ${required}`);
      const plain = types.length === 1 ? TYPES[types[0] ?? ''] : undefined;
      if (plain !== undefined && ours !== 'unplayed')
        expect(`${name} ${ours.replace('!', '')}`).toBe(`${name} ${plain}`);
    }
  });

  it.each(Object.keys(OBJECTS))('%s has the published fields', (object) => {
    const { types } = schema();
    const split = SPLIT[object];
    const parts = split === undefined ? [object] : Object.keys(types).filter((type) => split.test(type));
    const published = new Set(parts.flatMap((type) => names(types[type])));
    expect(Object.keys(OBJECTS[object] ?? {}).toSorted()).toEqual(
      [...published, ...(NEWER[object] ?? [])].toSorted(),
    );
  });
});
