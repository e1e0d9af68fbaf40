/** The Graph API over HTTP: path and token first, then faults, then the method; refusals as the service words them. */
import type { FaultScript } from '../faults.ts';
import { type LazySignal, sufferNetworkFault } from '../network-fault.ts';
import type { Api } from '../serve.ts';
import type { Account } from './account.ts';
import { checkBody } from './body.ts';
import type { Media } from './media.ts';
import { queryOf } from './query.ts';
import { badValue, GraphRefusal, wireError } from './refusal.ts';
import type { Sending } from './sending.ts';
import { pageOfTemplates } from './template-page.ts';
import type { Submission } from './template-rules.ts';
import type { TemplateBook } from './templates.ts';
import type { SentBody, WhatsAppCall, WhatsAppFault, WhatsAppMethod } from './terms.ts';

interface Parts {
  readonly token: string;
  readonly phoneNumberId: string;
  readonly accountId: string;
  readonly sending: Sending;
  readonly templates: TemplateBook;
  readonly media: Media;
  readonly numberFields: Account['fields'];
  readonly faults: FaultScript<WhatsAppFault>;
  readonly ticks: () => number;
  readonly over: AbortSignal;
  readonly record: (call: WhatsAppCall) => void;
  readonly recordBody: (body: SentBody) => void;
}

const PATH = /\/v\d+\.\d+\/([^/]+)(?:\/([^/]+))?$/;
const ID = /^\d+$/;
/** Where files lie, beside the versions of the API. */
const FILE_PATH = /\/whatsapp_business\/attachments\/$/;
const DEFAULT_NUMBER_FIELDS = 'display_phone_number,verified_name,quality_rating';

const json = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=UTF-8' },
  });

const refused = (refusal: GraphRefusal): Response => json(refusal.status, wireError(refusal));

/** Gateways know no codes. */
const gateway = (status: number, headers: Record<string, string> = {}): Response =>
  new Response('<html><body>Bad Gateway</body></html>', {
    status,
    headers: { 'content-type': 'text/html', ...headers },
  });

const unsupported = (request: Request): GraphRefusal =>
  new GraphRefusal(100, 'there is no such object, or it cannot do this', {
    subcode: 33,
    message: `Unsupported ${request.method.toLowerCase()} request.`,
  });

const expired = (): GraphRefusal =>
  new GraphRefusal(190, 'the token is not the stand-in’s', { message: 'Invalid OAuth access token.' });

/** The body of a call: JSON, or a form with its file. Undefined for what is neither. */
async function bodyOf(request: Request): Promise<{ readonly text: string; readonly body: unknown }> {
  if (request.headers.get('content-type')?.startsWith('multipart/form-data') === true) {
    const form = await request.formData().catch(() => null);
    return { text: '', body: form === null ? undefined : Object.fromEntries(form) };
  }
  const text = request.method === 'GET' ? '' : await request.text();
  try {
    return { text, body: JSON.parse(text) };
  } catch {
    return { text, body: undefined };
  }
}

/** The API of one number and its account. */
export function createGraphApi(parts: Parts): Api {
  const { token, phoneNumberId, accountId, sending, templates, media, faults } = parts;

  function objectCalled(id: string): string {
    if (id === phoneNumberId) return 'number';
    if (id === accountId) return 'account';
    return ID.test(id) ? 'media' : '?';
  }

  function methodOf(request: Request, url: URL): WhatsAppMethod {
    if (request.method === 'GET' && FILE_PATH.test(url.pathname)) return 'download';
    const [, id = '', edge = ''] = PATH.exec(url.pathname) ?? [];
    const found = `${request.method} ${objectCalled(id)}/${edge}`;
    const methods: Readonly<Record<string, WhatsAppMethod>> = {
      'POST number/messages': 'messages',
      'GET number/': 'number',
      'GET account/message_templates': 'templates',
      'POST account/message_templates': 'create-template',
      'POST number/media': 'upload',
      'GET media/': 'media',
      'DELETE media/': 'delete-media',
    };
    const method = methods[found];
    if (method === undefined) throw unsupported(request);
    return method;
  }

  function number(url: URL): unknown {
    const known = parts.numberFields();
    const asked = queryOf(url, ['fields']).get('fields') ?? DEFAULT_NUMBER_FIELDS;
    const fields = asked.split(',').map((field) => field.trim());
    const stranger = fields.find((field) => known[field] === undefined);
    if (stranger !== undefined) throw new GraphRefusal(100, `the number has no field ${stranger}`);
    return { ...Object.fromEntries(fields.map((field) => [field, known[field]])), id: phoneNumberId };
  }

  /** The id in a path, of a file of our number. */
  function mediaId(url: URL): string {
    const number = queryOf(url, ['phone_number_id']).get('phone_number_id');
    if (number !== null && number !== phoneNumberId) throw badValue('the media is of another number');
    return PATH.exec(url.pathname)?.[1] ?? '';
  }

  function create(body: unknown): unknown {
    const submission: Submission = checkBody('NewTemplate', body);
    const { id, status, category } = templates.submit(submission);
    return { id, status, category };
  }

  function run(
    method: Exclude<WhatsAppMethod, 'download'>,
    url: URL,
    body: unknown,
    failWith: number | null,
  ): unknown {
    switch (method) {
      case 'messages':
        return sending.send(body, failWith);
      case 'number':
        return number(url);
      case 'templates':
        return pageOfTemplates(templates.list(), url);
      case 'create-template':
        return create(body);
      case 'upload':
        return media.upload(body);
      case 'media':
        return media.about(mediaId(url), url.origin + url.pathname.slice(0, url.pathname.search(/\/v\d/)));
      case 'delete-media':
        return media.remove(mediaId(url));
    }
  }

  async function suffer(
    fault: WhatsAppFault,
    go: (failWith: number | null) => Promise<Response>,
    signal: LazySignal,
  ): Promise<Response> {
    const whole = (): Promise<Response> => go(null);
    if ('done' in fault && fault.done === true) await whole();
    switch (fault.kind) {
      case 'throttle':
        return gateway(429, { 'retry-after': String(fault.retryAfterSeconds) });
      case 'error':
        return gateway(fault.status);
      case 'unauthorized':
        throw expired();
      case 'code':
        throw new GraphRefusal(fault.code, 'forced by a test');
      case 'failed-later':
        return await go(fault.code);
      case 'slow':
      case 'hang':
      case 'cut':
      case 'reset':
        return await sufferNetworkFault(fault, whole, signal);
    }
  }

  return {
    async handle(request) {
      const url = new URL(request.url);
      const { text, body } = await bodyOf(request);
      let method: WhatsAppCall['method'] = 'unknown';
      const chat = sending.chatOf(body);
      const note = (status: number, code: number | null): void => {
        parts.record({ method, chat, at: parts.ticks(), status, code });
        if (method === 'messages') parts.recordBody({ body: body ?? text, status, code });
      };
      const play = async (failWith: number | null): Promise<Response> => {
        const asked = methodOf(request, url);
        if (asked === 'download') return media.at(url);
        if (body === undefined && request.method === 'POST') throw badValue('the body is not JSON');
        return json(200, await run(asked, url, body, failWith));
      };
      try {
        if (request.headers.get('authorization') !== `Bearer ${token}`) throw expired();
        method = methodOf(request, url);
        const fault = faults.next(method, chat);
        const signal: LazySignal = () => AbortSignal.any([request.signal, parts.over]);
        const answer = fault === null ? await play(null) : await suffer(fault, play, signal);
        note(answer.status, null);
        return answer;
      } catch (error) {
        if (!(error instanceof GraphRefusal)) {
          note(0, null);
          throw error;
        }
        note(error.status, error.code);
        return refused(error);
      }
    },
  };
}
