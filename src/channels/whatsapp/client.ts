/** How we call the Graph API: a handful of calls over a fetch whose errors carry neither token, number nor text. */
import { z } from 'zod';
import { describeFailure } from '../../domain/network-failure.ts';
import { GraphError } from './errors.ts';

/** Time a call may take, to the whole answer. */
const CALL_MS = 15_000;
/** Templates asked for at once. */
const PAGE = 100;

export interface ClientOptions {
  readonly token: string;
  readonly phoneNumberId: string;
  readonly businessAccountId: string;
  /** Such as `v25.0`. */
  readonly graphVersion: string;
  readonly graphRoot: string;
  /** Default: the global one. */
  readonly fetch?: typeof fetch;
}

/** The number, as Meta knows it. */
export interface PhoneNumber {
  /** As people dial it, for links. */
  readonly digits: string;
  readonly quality: string;
  /** People who may be written to outside their windows in 24 hours; `null` when Meta does not say. */
  readonly cap: number | null;
}

/** A template, as Meta keeps it. */
export interface Template {
  readonly name: string;
  readonly language: string;
  readonly status: string;
  readonly category: string;
  readonly body: string;
  readonly buttons: readonly string[];
  /** Seconds for which Meta goes on trying; `null` is its default of 30 days. */
  readonly timeToLive: number | null;
}

export interface Graph {
  /** Resolves when Meta has taken the message. Its id holds the person's number and stays here. */
  send(body: object): Promise<void>;
  /** `signal` ends the asking. */
  phoneNumber(signal?: AbortSignal): Promise<PhoneNumber>;
  templates(signal?: AbortSignal): Promise<readonly Template[]>;
  createTemplate(template: object): Promise<void>;
  /** Resolves to the id of a picture, which a message may name from now on. */
  upload(png: Uint8Array): Promise<string>;
  /** Takes back what was uploaded. */
  deleteMedia(id: string): Promise<void>;
  /** Where a file lies that somebody sent, for five minutes; `bytes` is `null` when Meta does not say. */
  media(id: string): Promise<{ readonly url: string; readonly bytes: number | null }>;
  /** The answer at such an address, whatever it is. Throws `GraphError` 404 for an address that is not Meta's. */
  download(url: string): Promise<Response>;
}

/** Where Meta keeps files: the token goes to no other host. Source: its page on media. */
const FILE_HOST = 'lookaside.fbsbx.com';

const TIERS: ReadonlyMap<string, number> = new Map([
  ['TIER_50', 50],
  ['TIER_250', 250],
  ['TIER_1K', 1_000],
  ['TIER_2K', 2_000],
  ['TIER_10K', 10_000],
  ['TIER_100K', 100_000],
  ['TIER_UNLIMITED', Number.POSITIVE_INFINITY],
]);

/** How many people a messaging tier allows; `null` for one we do not know. */
export const capOfTier = (tier: string): number | null => TIERS.get(tier) ?? null;

const PHONE = z.object({
  display_phone_number: z.string(),
  quality_rating: z.string().default('UNKNOWN'),
  whatsapp_business_manager_messaging_limit: z.string().optional(),
});

const TEMPLATES = z.object({
  data: z.array(
    z.object({
      name: z.string(),
      language: z.string(),
      status: z.string(),
      category: z.string().default(''),
      message_send_ttl_seconds: z.number().optional(),
      components: z
        .array(
          z.object({
            type: z.string(),
            text: z.string().default(''),
            buttons: z.array(z.object({ text: z.string().default('') })).default([]),
          }),
        )
        .default([]),
    }),
  ),
  paging: z
    .object({ cursors: z.object({ after: z.string() }), next: z.string() })
    .optional()
    .catch(undefined),
});

const UPLOADED = z.object({ id: z.string() });
/** The size is published as a text, and came as a number. */
const MEDIA = z.object({ url: z.string(), file_size: z.coerce.number().nullable().catch(null) });

const ERROR = z.object({ error: z.object({ code: z.number() }) });

/** A GET, or a POST with a body, unless it says otherwise. */
interface Asked {
  readonly method?: 'DELETE';
  /** A form goes out as one, everything else as JSON. */
  readonly body?: object;
  readonly signal?: AbortSignal | undefined;
}

/** A client for one number. Every call throws `GraphError` or `NetworkError`. */
export function createGraph(options: ClientOptions): Graph {
  const { token, phoneNumberId, businessAccountId, graphVersion, graphRoot, fetch: call = fetch } = options;
  const root = `${graphRoot}/${graphVersion}`;
  const authorization = `Bearer ${token}`;
  const mediaPath = (id: string): string => `${encodeURIComponent(id)}?phone_number_id=${phoneNumberId}`;

  async function ask(path: string, asked: Asked): Promise<unknown> {
    const response = await reach(path, asked);
    const answer = parse(response.text);
    if (response.ok && answer !== null) return answer;
    throw graphError(response, answer);
  }

  async function reach(path: string, { method, body, signal }: Asked) {
    const late = AbortSignal.timeout(CALL_MS);
    try {
      const response = await call(`${root}/${path}`, {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: { authorization, ...(body instanceof FormData ? {} : JSON_TYPE) },
        signal: signal === undefined ? late : AbortSignal.any([late, signal]),
        ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
      });
      const { ok, status, headers } = response;
      return { ok, status, retryAfter: headers.get('retry-after'), text: await response.text() };
    } catch (thrown) {
      throw describeFailure(thrown);
    }
  }

  async function templates(after: string | null, signal?: AbortSignal): Promise<readonly Template[]> {
    const fields = 'name,language,status,category,components,message_send_ttl_seconds';
    const cursor = after === null ? '' : `&after=${encodeURIComponent(after)}`;
    const answer = await ask(
      `${businessAccountId}/message_templates?fields=${fields}&limit=${PAGE}${cursor}`,
      { signal },
    );
    const { data, paging } = shaped(TEMPLATES, answer);
    const found = data.map(templateOf);
    return paging === undefined ? found : [...found, ...(await templates(paging.cursors.after, signal))];
  }

  return {
    send: async (body) => void (await ask(`${phoneNumberId}/messages`, { body })),
    async phoneNumber(signal) {
      const fields = 'display_phone_number,quality_rating,whatsapp_business_manager_messaging_limit';
      const found = shaped(PHONE, await ask(`${phoneNumberId}?fields=${fields}`, { signal }));
      return {
        digits: found.display_phone_number.replace(/\D/g, ''),
        quality: found.quality_rating,
        cap: capOfTier(found.whatsapp_business_manager_messaging_limit ?? ''),
      };
    },
    templates: (signal) => templates(null, signal),
    createTemplate: async (template) =>
      void (await ask(`${businessAccountId}/message_templates`, { body: template })),
    async upload(png) {
      const body = new FormData();
      body.set('messaging_product', 'whatsapp');
      body.set('type', PNG_TYPE);
      body.set('file', new Blob([new Uint8Array(png)], { type: PNG_TYPE }), 'picture.png');
      return shaped(UPLOADED, await ask(`${phoneNumberId}/media`, { body })).id;
    },
    deleteMedia: async (id) => void (await ask(mediaPath(id), { method: 'DELETE' })),
    async media(id) {
      const { url, file_size: bytes } = shaped(MEDIA, await ask(mediaPath(id), {}));
      return { url, bytes };
    },
    async download(url) {
      if (!isOfMeta(url, graphRoot)) throw new GraphError(404, null);
      const init: RequestInit = { redirect: 'error', signal: AbortSignal.timeout(CALL_MS) };
      return call(url, { ...init, headers: { authorization } }).catch((thrown: unknown) => {
        throw describeFailure(thrown);
      });
    },
  };
}

const JSON_TYPE = { 'content-type': 'application/json' };
const PNG_TYPE = 'image/png';

/** At Meta's host for files, or where the Graph API itself is. */
function isOfMeta(url: string, graphRoot: string): boolean {
  if (!URL.canParse(url)) return false;
  const { origin, protocol, host } = new URL(url);
  return origin === new URL(graphRoot).origin || (protocol === 'https:' && host === FILE_HOST);
}

/** An answer of another shape than promised is as good as none. */
function shaped<T>(schema: z.ZodType<T>, answer: unknown): T {
  const read = schema.safeParse(answer);
  if (!read.success) throw new GraphError(502, null);
  return read.data;
}

function templateOf(found: z.infer<typeof TEMPLATES>['data'][number]): Template {
  const { name, language, status, category, components, message_send_ttl_seconds } = found;
  return {
    name,
    language,
    status,
    category,
    body: components.find(({ type }) => type === 'BODY')?.text ?? '',
    buttons: components.flatMap(({ buttons }) => buttons.map(({ text }) => text)),
    timeToLive: message_send_ttl_seconds ?? null,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A page of a gateway, or an answer that broke off.
    return null;
  }
}

function graphError(
  {
    status,
    ok,
    retryAfter,
  }: { readonly status: number; readonly ok: boolean; readonly retryAfter: string | null },
  answer: unknown,
): GraphError {
  const code = ERROR.safeParse(answer).data?.error.code ?? null;
  const seconds = Number(retryAfter ?? Number.NaN);
  return new GraphError(ok ? 502 : status, code, Number.isFinite(seconds) && seconds > 0 ? seconds : null);
}
