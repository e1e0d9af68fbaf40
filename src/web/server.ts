/** The one HTTP server: health, metrics, the services' calls, and whatever is mounted. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { Channel } from '../domain/terms.ts';
import { describeError, type Log } from '../log.ts';

/** Says whether one thing we stand on works. */
export type Check = () => Promise<boolean> | boolean;

/** One figure of `/metrics`. No label may come from a person. */
export interface Metric {
  /** `mehnat_pushes_sent_total`, in Prometheus' words. */
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly values: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[];
}

export interface WebOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly log: Log;
  /** Those with a `hook` are called at `/hook/<name>`. */
  readonly channels: readonly Channel[];
  /** By name, shown at `/ready`. */
  readonly checks: Readonly<Record<string, Check>>;
  readonly metrics?: () => Promise<readonly Metric[]>;
  /** Public pages, with paths of their own. */
  readonly pages?: readonly Hono[];
  /** By path, for example `/` → the simulator. */
  readonly mounts?: Readonly<Record<string, Hono>>;
}

export interface Web {
  /** Throws an error with a message for people when the port cannot be had. */
  open(): Promise<{ readonly port: number }>;
  /** First step of a stop: from now on every call is told to come again later. */
  refuse(): void;
  /** Last step: resolves when the calls in hand are answered, or cut after `graceMs` (5,000). */
  close(graceMs?: number): Promise<void>;
}

/** How long a service is asked to stay away while we stop, in seconds. */
const RETRY_SECONDS = 5;
const LAST = { Connection: 'close' };
/** A check that takes longer counts as failed. */
const CHECK_MS = 3_000;
const GRACE_MS = 5_000;
/** Pages load nothing from elsewhere and run nothing that is written into them. */
const ONLY_OURS = {
  defaultSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  styleSrc: ["'self'", "'unsafe-inline'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
};

/** Builds the server; nothing listens before `open`. */
export function createWeb(options: WebOptions): Web {
  const log = options.log.for('web');
  let stopping = false;
  const app = new Hono();
  app.use(async (context, next) => {
    if (stopping) return context.text('stopping', 503, { 'Retry-After': String(RETRY_SECONDS), ...LAST });
    await next();
    // Begun before the stop: the line may not be kept for another call.
    if (stopping) context.header('Connection', LAST.Connection);
    return undefined;
  });
  app.use(secureHeaders({ contentSecurityPolicy: ONLY_OURS }));
  app.onError((error, context) => {
    log.error('call.failed', { status: 500, ...describeError(error) });
    return context.text('failed', 500);
  });
  addHealth(app, options);
  addHooks(app, options.channels);
  for (const page of options.pages ?? []) app.route('/', page);
  for (const [path, mounted] of Object.entries(options.mounts ?? {})) app.route(path, mounted);
  const server = createServer(getRequestListener(app.fetch));

  return {
    async open() {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      server.once('error', reject);
      server.listen(options.port, options.host, resolve);
      await promise.catch((cause: unknown) => {
        throw new Error(listenProblem(options, cause), { cause });
      });
      server.off('error', reject);
      const { port } = server.address() as AddressInfo;
      log.info('web.opened', { port });
      return { port };
    },
    refuse() {
      stopping = true;
    },
    async close(graceMs = GRACE_MS) {
      stopping = true;
      if (!server.listening) return;
      await closeServer(server, graceMs);
      log.info('web.closed');
    },
  };
}

async function closeServer(server: Server, graceMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeIdleConnections();
  // Streams to the page of phones never end by themselves.
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await promise;
  clearTimeout(timer);
}

function addHealth(app: Hono, { checks, metrics }: WebOptions): void {
  app.get('/health', (context) => context.text('ok'));
  app.get('/ready', async (context) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await passes(check)] as const),
    );
    const ready = results.every(([, ok]) => ok);
    return context.json({ ready, ...Object.fromEntries(results) }, ready ? 200 : 503);
  });
  app.get('/metrics', async (context) =>
    context.text(renderMetrics((await metrics?.()) ?? []), 200, {
      'Content-Type': 'text/plain; version=0.0.4; charset=utf-8',
    }),
  );
}

function addHooks(app: Hono, channels: readonly Channel[]): void {
  for (const channel of channels) {
    const hook = channel.hook?.bind(channel);
    if (hook !== undefined) app.all(`/hook/${channel.name}`, (context) => hook(context.req.raw));
  }
}

async function passes(check: Check): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), CHECK_MS);
  try {
    return await Promise.race([Promise.resolve(check()), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function listenProblem({ host, port }: WebOptions, cause: unknown): string {
  const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : undefined;
  if (code === 'EADDRINUSE') return `port ${port} is taken: stop what runs there, or set PORT to another`;
  if (code === 'EACCES') return `port ${port} needs more rights: set PORT to one above 1023`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `this machine has no address ${host}: set HOST to one it has, such as 127.0.0.1`;
  return `could not listen on ${host}:${port}`;
}

/** Figures in Prometheus' text format. */
export function renderMetrics(metrics: readonly Metric[]): string {
  const lines = metrics.flatMap(({ name, help, type, values }) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...values.map(({ labels = {}, value }) => `${name}${renderLabels(labels)} ${value}`),
  ]);
  return lines.map((line) => `${line}\n`).join('');
}

function renderLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
