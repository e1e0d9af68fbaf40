/**
 * The WhatsApp stand-in in one call: a strict Graph API with people behind it, in memory or over HTTP.
 *
 *     const whatsapp = createWhatsAppStandIn();
 *     const { apiRoot, close } = await whatsapp.listen();
 *     // … a channel that sends to apiRoot with whatsapp.token and hears at url
 *     whatsapp.hook(url);
 *     const phone = whatsapp.person();
 *     await phone.after(() => phone.say('hello'));
 *     await phone.after(() => phone.tap('O‘zbekcha'));
 */
import { createCrowd } from './crowd.ts';
import { createFaults } from './faults.ts';
import { createFiles } from './files.ts';
import { listenOn, requestOf } from './serve.ts';
import { createAccount } from './whatsapp/account.ts';
import { createActs } from './whatsapp/acts.ts';
import { createGraphApi } from './whatsapp/graph-api.ts';
import { createHook } from './whatsapp/hook.ts';
import { createLimits } from './whatsapp/limits.ts';
import { createMedia } from './whatsapp/media.ts';
import { createPeople } from './whatsapp/people.ts';
import { createPhone } from './whatsapp/phone.ts';
import { createReach } from './whatsapp/reach.ts';
import { type CrowdEntry, createSending, crowdUserId } from './whatsapp/sending.ts';
import { createStatuses } from './whatsapp/statuses.ts';
import { createTemplates } from './whatsapp/templates.ts';
import type {
  SentBody,
  WhatsAppCall,
  WhatsAppFault,
  WhatsAppOptions,
  WhatsAppPhone,
  WhatsAppStandIn,
} from './whatsapp/terms.ts';
import { viewOf } from './whatsapp/view.ts';

/** Clearly nobody's: the stand-in's own. */
const TOKEN = 'stand-in-for-WhatsApp-on-this-machine';
const APP_SECRET = 'stand-in-app-secret-that-guards-nothing';
const VERIFY_TOKEN = 'stand-in-verify-token';
const PHONE_NUMBER_ID = '100000000000001';
const ACCOUNT_ID = '200000000000002';
const BUSINESS_PHONE = '999001234567';
const VERIFIED_NAME = 'Stand-in';
const TIER = 250;
const TIER_CODE = 131_048;
const KEPT_CALLS = 1000;
const KEPT_BODIES = 10_000;
/** Raised when what is saved changes its shape; older files are then ignored. */
const SAVED_VERSION = 1;
const FIRST_CROWD_ID = 9_500_000_001;

const part = (saved: unknown, name: string): unknown =>
  typeof saved === 'object' && saved !== null ? Reflect.get(saved, name) : undefined;

function arrivedInCrowds(crowds: readonly CrowdEntry[], id: number): number {
  const entry = crowds.find(({ crowd }) => crowd.has(id));
  return entry?.crowd.arrivals[id - entry.crowd.firstId] ?? 0;
}

/** A list that keeps its newest items. */
function createShelf<T>(kept: number): { add(item: T): void; list(): readonly T[] } {
  const items: T[] = [];
  return {
    add(item) {
      items.push(item);
      if (items.length > kept * 2) items.splice(0, kept);
    },
    list: () => items.slice(-kept),
  };
}

/** Makes a stand-in. Nothing runs until it is called, listens or has a hook; `stop` ends it. */
export function createWhatsAppStandIn(options: WhatsAppOptions = {}): WhatsAppStandIn {
  const {
    token = TOKEN,
    appSecret = APP_SECRET,
    verifyToken = VERIFY_TOKEN,
    phoneNumberId = PHONE_NUMBER_ID,
    accountId = ACCOUNT_ID,
    verifiedName = VERIFIED_NAME,
    now = () => new Date(),
    ticks = () => performance.now(),
  } = options;
  const saved = part(options.saved, 'version') === SAVED_VERSION ? options.saved : undefined;
  const number = { id: phoneNumberId, accountId, phone: BUSINESS_PHONE };
  const over = new AbortController();
  const calls = createShelf<WhatsAppCall>(KEPT_CALLS);
  const bodies = createShelf<SentBody>(KEPT_BODIES);
  const crowds: CrowdEntry[] = [];
  const phones = new Map<number, WhatsAppPhone>();

  const people = createPeople({ keep: options.keep ?? 200, saved: part(saved, 'people') });
  const hook = createHook({
    accountId,
    appSecret,
    verifyToken,
    taken: ({ bubble }) => bubble !== null && people.heard(bubble.person, bubble.message),
    saved: part(saved, 'hook'),
  });
  const statuses = createStatuses({ hook, number, now, mode: options.statuses ?? 'in-order' });
  const templates = createTemplates({
    hook,
    now,
    approvalMs: options.approvalMs === undefined ? 0 : options.approvalMs,
    changed: () => people.allChanged(),
    saved: part(saved, 'templates'),
  });
  const limits = createLimits(ticks, options.limits ?? 'off');
  const reach = createReach({ now, tier: options.tier ?? TIER, saved: part(saved, 'reach') });
  const account = createAccount({ hook, number, verifiedName, reach, now });
  const files = createFiles(now, String);
  const media = createMedia(files, now);
  const acts = createActs({ people, hook, statuses, number, files, now });
  const faults = createFaults<WhatsAppFault>();
  const sending = createSending({
    people,
    crowds,
    templates,
    media,
    statuses,
    limits,
    reach,
    now,
    tierCode: options.tierCode ?? TIER_CODE,
    tierRefusal: options.tierRefusal ?? 'at-once',
    optOutRefusal: options.optOutRefusal ?? 'at-once',
  });
  const api = createGraphApi({
    token,
    phoneNumberId,
    accountId,
    sending,
    templates,
    media,
    numberFields: account.fields,
    faults,
    ticks,
    over: over.signal,
    record: calls.add,
    recordBody: bodies.add,
  });

  function find(id: number): WhatsAppPhone | null {
    const person = people.all.get(id);
    if (person === undefined) return null;
    const phone = phones.get(id) ?? createPhone(person, people, acts);
    phones.set(id, phone);
    return phone;
  }

  return {
    token,
    appSecret,
    verifyToken,
    phoneNumberId,
    accountId,
    fetch: (input, init) => api.handle(requestOf(input, init)),
    listen: (port) => listenOn(api, port),
    hook: (url) => hook.to(url),
    verify: (url) => hook.verify(url),
    person(given = {}) {
      const person = people.add(given);
      const phone = createPhone(person, people, acts);
      phones.set(person.id, phone);
      return phone;
    },
    people: () => [...people.all.keys()].flatMap((id) => find(id) ?? []),
    find,
    remove(id) {
      people.remove(id);
      phones.delete(id);
    },
    crowd({ count, firstId = FIRST_CROWD_ID, talking = false }) {
      const crowd = createCrowd(firstId, count, ticks);
      crowds.push({ crowd, talking });
      // The crowd's own figures are getters: they are kept by keeping the object.
      return Object.assign(crowd, { userIdOf: (position: number) => crowdUserId(firstId + position) });
    },
    faults,
    templates,
    limits: (mode) => limits.mode(mode),
    statuses: (mode) => statuses.mode(mode),
    tier: account.tier,
    quality: account.quality,
    account: account.event,
    arrivals: (id) => people.all.get(id)?.arrived ?? arrivedInCrowds(crowds, id),
    calls: calls.list,
    bodies: bodies.list,
    files: () => files.count(),
    loseFiles: () => files.clear(),
    pending: () => hook.pending(),
    view(id) {
      const person = people.all.get(id);
      return person === undefined ? null : viewOf(person, verifiedName, now().getTime());
    },
    setLanguage(id, language) {
      const person = people.all.get(id);
      if (person === undefined) return;
      person.language = language;
      people.changed(person);
    },
    onChange: (listener) => people.onChange(listener),
    save: () => ({
      version: SAVED_VERSION,
      people: people.save(),
      hook: hook.save(),
      templates: templates.save(),
      reach: reach.save(),
    }),
    stop() {
      over.abort();
      hook.stop();
      templates.stop();
    },
  };
}
