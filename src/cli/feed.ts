import { createPublicKey } from 'node:crypto';
import { loadCountry } from '../country.ts';
import { PUBLIC_KEY, SLUG } from '../domain/federation.ts';
import { openFoundation } from '../foundation.ts';
import { feedKeys, renewFeedKey } from '../store/signed-feeds.ts';
import {
  organisationAt,
  revokeFeed,
  type TrustedFeed,
  trustedFeeds,
  trustFeed,
} from '../store/trusted-feeds.ts';
import { dayIn } from '../time-zones.ts';
import { type Command, type CommandInput, JSON_OPTION, Refusal } from './command.ts';
import { withDatabase } from './with-database.ts';

const HOW = [
  'feed key <organisation>',
  'feed trust <name> <url> --key <public key>',
  'feed revoke <name>',
  'feed list',
].join('\n  ');

function say({ options, print }: CommandInput, result: object, ...lines: readonly string[]): number {
  if (options['json'] === true) print(JSON.stringify(result));
  else for (const line of lines) print(line);
  return 0;
}

/** A new key every time: whoever asks for one of an organisation that has one replaces it. */
async function key(input: CommandInput, slug: string): Promise<number> {
  const foundation = await openFoundation(input.config);
  try {
    const publicKey = await renewFeedKey(foundation.database.pool, foundation.vault, slug);
    if (publicKey === null) throw new Refusal(`There is no organisation ${slug}.`);
    return say(
      input,
      { organisation: slug, publicKey, path: `/feed/${slug}.json` },
      `${slug} publishes its open openings at /feed/${slug}.json, signed with this key:`,
      `  ${publicKey}`,
      'Tell it to partners by another way than this server. A key it had before is void: they must trust this one.',
    );
  } finally {
    await foundation.close();
  }
}

const LOCAL = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;

/** The address of a feed; throws a `Refusal` for one that cannot be. */
function feedAddress(written: string): URL {
  const url = URL.canParse(written) ? new URL(written) : null;
  const isOpen = url !== null && (url.protocol === 'https:' || LOCAL.test(url.hostname));
  if (url === null || !isOpen || !/^https?:$/.test(url.protocol) || url.username !== '')
    throw new Refusal(
      'A feed is trusted at an https address, such as https://exchange.example/feed/union.json',
    );
  if (organisationAt(url) === null)
    throw new Refusal('The address of a feed ends in /feed/<organisation>.json: it says whose it must be.');
  return url;
}

/** Throws a `Refusal` for what is no key of Ed25519, written in the one way it can be. */
function publicKeyIn({ options }: CommandInput): string {
  const written = String(options['key'] ?? '');
  const exact = Buffer.from(written, 'base64url').toString('base64url') === written;
  if (!PUBLIC_KEY.test(written) || !exact || !isKey(written))
    throw new Refusal(
      'Give the public key that their "feed key" printed with --key: 43 letters, digits, - and _.',
    );
  return written;
}

function isKey(x: string): boolean {
  try {
    createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return true;
  } catch {
    return false;
  }
}

async function trust(input: CommandInput, name: string): Promise<number> {
  if (!SLUG.test(name)) throw new Refusal('A feed is called by 2 to 32 small letters, digits and hyphens.');
  const url = feedAddress(input.positionals[2] ?? '').href;
  const publicKey = publicKeyIn(input);
  const { defaultTimeZone } = await loadCountry(input.config.country);
  await withDatabase(input.config, (pool) =>
    trustFeed(pool, { name, url, publicKey }, dayIn(defaultTimeZone, new Date())),
  );
  return say(
    input,
    { name, url, publicKey },
    `${name} is trusted. Bring its openings, now and every hour: npm run mehnat -- import exchange ${name}`,
  );
}

async function revoke(input: CommandInput, name: string): Promise<number> {
  const foundation = await openFoundation(input.config);
  try {
    const closed = await revokeFeed(foundation.database, name, new Date());
    if (closed === null) throw new Refusal(`There is no feed ${name}; feed list names them.`);
    return say(input, { name, closed }, `${name} is trusted no more; closed what it vouched for: ${closed}.`);
  } finally {
    await foundation.close();
  }
}

const lineOf = ({ name, url, publicKey, revokedAt, takenAt, open }: TrustedFeed): string => {
  const last = takenAt === null ? 'nothing taken yet' : `as of ${takenAt.toISOString().slice(0, 16)}Z`;
  const state =
    revokedAt === null ? `${open} open, ${last}` : `revoked ${revokedAt.toISOString().slice(0, 10)}`;
  return `${name}: ${state}\n    ${url}\n    ${publicKey}`;
};

async function list(input: CommandInput): Promise<number> {
  const [own, trusted] = await withDatabase(input.config, async (pool) => [
    await feedKeys(pool),
    await trustedFeeds(pool),
  ]);
  return say(
    input,
    { own, trusted },
    ...own.map(({ slug, publicKey }) => `ours: /feed/${slug}.json\n    ${publicKey}`),
    ...trusted.map(lineOf),
    ...(own.length + trusted.length === 0 ? ['No feed is published here, and none is trusted.'] : []),
  );
}

/** Openings between exchanges: which organisations of ours publish, and whose feeds we trust. */
export const feed: Command = {
  name: 'feed',
  takes: '<key|trust|revoke|list> [name] [url]',
  summary: 'Signs the openings of an organisation for other exchanges, and says whose are trusted here.',
  options: { key: { type: 'string', help: 'the public key of a feed to trust' }, json: JSON_OPTION },
  more: async () =>
    `  ${HOW}\n\ndocs/federation.md says how two exchanges begin, and what to do with a lost key.`,
  async run(input) {
    const [what, name] = input.positionals;
    if (what === 'list') return list(input);
    const act = { key, trust, revoke }[what ?? ''];
    if (act === undefined || name === undefined) throw new Refusal(`Say what:\n  ${HOW}`);
    return act(input, name);
  },
};
