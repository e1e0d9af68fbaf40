/** Coordinators and whom they speak for, in words. */
import type { Coordinator, Organisation, Role } from './coordinator.ts';
import { type Phrase, phrase, raw } from './message.ts';
import { listed } from './phrases.ts';

/** The name of an organisation in a language, else in whichever it has. */
export const titleIn = ({ titles, slug }: Organisation, locale: string): string =>
  titles[locale] ?? titles['en'] ?? titles['ru'] ?? Object.values(titles)[0] ?? slug;

/** The same as a phrase; the host has no name of its own. */
export const organisationName = (organisation: Organisation | null, locale: string): Phrase =>
  organisation === null
    ? phrase('desk:host')
    : phrase('common:as-is', { text: raw(titleIn(organisation, locale)) });

/** Characters of a name beside an icon in a row of a list. */
const LABEL = 20;

/** The same, short enough for a button and unlike the others: else the short name of its address. */
export function organisationLabel(one: Organisation, all: readonly Organisation[], locale: string): Phrase {
  const title = titleIn(one, locale);
  const isClear =
    [...title].length <= LABEL && all.every((other) => other === one || titleIn(other, locale) !== title);
  return phrase('common:as-is', { text: raw(isClear ? title : one.slug) });
}

/** A role, short enough for a button. */
export const roleName = (role: Role): Phrase => phrase(`desk:role-${role}`);

/** "Poster, moderator". */
export const roleNames = (roles: readonly Role[]): Phrase =>
  listed(roles.map(roleName)) ?? phrase('common:as-is', { text: raw('-') });

/** Whether somebody only reads for now. */
export const isNew = ({ trustedFrom }: Coordinator, now: Date): boolean => trustedFrom > now;

/** Letters, digits, spaces and what joins them: a name for a role. */
const ALIAS = /^[\p{L}\p{N}](?:[\p{L}\p{N} .'’ʻʼ-]{0,22}[\p{L}\p{N}])$/u;

/**
 * A name for a role as it was typed, or `null`: 2 to 24 characters, no number that could be a phone and no handle of a
 * messenger. That it is nobody's own name we can only ask for.
 */
export function aliasIn(text: string): string | null {
  const alias = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  return ALIAS.test(alias) && !/\d{5}/.test(alias) ? alias : null;
}

/** An organisation's short name as it was typed, or `null`. */
export function slugIn(text: string): string | null {
  const slug = text.trim().toLowerCase();
  return /^[a-z][a-z0-9-]{0,18}[a-z0-9]$/.test(slug) ? slug : null;
}

/** A public name of 2 to 60 characters in one line, or `null`. */
export function publicNameIn(text: string): string | null {
  const name = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  return name.length >= 2 && name.length <= 60 && /\p{L}/u.test(name) ? name : null;
}

/** A public telephone line, or `null`. */
export function lineIn(text: string): string | null {
  const line = text.replace(/\s+/g, ' ').trim();
  return /^\+?[\d ()-]{3,24}$/.test(line) && /\d{3}/.test(line.replace(/\D/g, '')) ? line : null;
}

/** A public page, or `null`. */
export function pageIn(text: string): string | null {
  const page = text.trim();
  return page.length <= 200 && /^https:\/\/[\w.-]+\.\p{L}{2,}(?:\/\S*)?$/u.test(page) ? page : null;
}
