import { readdir } from 'node:fs/promises';
import type { Conversation } from '../../src/domain/conversation.ts';

const FOLDER = new URL('../../src/conversations/', import.meta.url);

/** Every conversation of the folder, by name. */
export async function importConversations(): Promise<ReadonlyMap<string, Conversation>> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.ts'));
  const modules: Record<string, unknown>[] = await Promise.all(
    files.map((file) => import(new URL(file, FOLDER).href)),
  );
  const conversations = modules.flatMap((module) => Object.values(module)) as Conversation[];
  return new Map(conversations.map((conversation) => [conversation.name, conversation]));
}
