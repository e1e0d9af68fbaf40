/**
 * Webhooks a second through the whole front door, and how long a messenger waits for its answer: WhatsApp until the
 * commit, Telegram until the replies are out as well. Against the same hooks with nobody behind them (signature, size,
 * shape, projection), and a bare server. PostgreSQL makes its commits durable here: they are what is waited for.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { freePort } from '../support/process.ts';
import { benchDatabase } from './bench-database.ts';
import { random, SEEDS } from './crowd.ts';
import { type Figure, median, p99, type Scale } from './figure.ts';
import { type Call, CHANNELS, callsOf, forged, type HookChannel } from './webhook-calls.ts';

export const name = 'webhook';

/** Calls under way at once at saturation: Telegram's default. */
const CONNECTIONS = 40;
/** Calls a second that an answer must bear, and what it may take then. */
const LOAD = 50;
const PROMISED_MS = 100;
/** People who talk at the same time under a given load. */
const TALKING = 100;

const ALONE = 'the same hook with nobody behind it';
const HOUSE = fileURLToPath(new URL('./webhook-house.ts', import.meta.url));
const agent = new Agent({ keepAlive: true, maxSockets: 256 });

interface House {
  readonly real: number;
  readonly empty: number;
  readonly bare: number;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

async function openHouse(): Promise<House> {
  const database = await benchDatabase({ durable: true });
  const [real, empty, bare] = [await freePort(), await freePort(), await freePort()];
  const child = fork(HOUSE, [database.url, database.folder, String(real), String(empty), String(bare)]);
  const pool = new pg.Pool({ connectionString: database.url });
  const close = async (): Promise<void> => {
    const gone = once(child, 'close');
    if (child.kill()) await gone;
    await pool.end();
    await database.close();
  };
  const [said] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (said === 'ready') return { real, empty, bare, pool, close };
  await close();
  throw new Error('the front door did not open');
}

/** Posts one call and reads the answer; the status. A kept line that was just closed for idleness is no failure. */
function post(port: number, call: Call): Promise<number> {
  const { path, headers, body } = call;
  return new Promise((resolve, reject) => {
    const asked = request({ agent, host: '127.0.0.1', port, path, method: 'POST', headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    });
    asked
      .once('error', (error: NodeJS.ErrnoException) => {
        if (asked.reusedSocket && error.code === 'ECONNRESET') resolve(post(port, call));
        else reject(error);
      })
      .end(body);
  });
}

async function answered(port: number, call: Call, wanted = 200): Promise<void> {
  const status = await post(port, call);
  if (status !== wanted) throw new Error(`${call.path} answered ${status} where ${wanted} was due`);
}

interface Round {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

const roundOf = (times: readonly number[], ms: number): Round => ({
  perSecond: times.length / (ms / 1_000),
  p50: median(times),
  p99: p99(times),
});

/** As many calls as get through: so many connections, each with the next call as soon as the last is answered. */
async function flood(port: number, talks: readonly (readonly Call[])[], wanted = 200): Promise<Round> {
  const times: number[] = [];
  const queue = talks.values();
  const from = performance.now();
  const connection = async (): Promise<void> => {
    for (const talk of queue)
      for (const call of talk) {
        const sent = performance.now();
        await answered(port, call, wanted);
        times.push(performance.now() - sent);
      }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  return roundOf(times, performance.now() - from);
}

/**
 * Calls that come whether or not the last was answered, so many a second on average, without a beat. Timed from when
 * each was due. One person's next call comes when their last was answered, and after those of all others.
 */
async function trickle(
  port: number,
  talk: () => readonly Call[],
  perSecond: number,
  seconds: number,
): Promise<Round> {
  const next = random(SEEDS.people);
  const times: number[] = [];
  const inHand = new Set<Promise<void>>();
  const idle = Array.from({ length: TALKING }, () => talk().values());
  const begun = performance.now();
  let due = begun;
  const call = (step: Call, steps: ArrayIterator<Call>, at: number): Promise<void> => {
    const under = answered(port, step).then(() => {
      times.push(performance.now() - at);
      idle.push(steps);
      inHand.delete(under);
    });
    return under;
  };
  const begin = (steps: ArrayIterator<Call>, at: number): void => {
    const { done, value } = steps.next();
    if (done === true) begin(talk().values(), at);
    else inHand.add(call(value, steps, at));
  };
  while (due - begun < seconds * 1_000) {
    await sleep(Math.max(0, due - performance.now()));
    begin(idle.shift() ?? talk().values(), due);
    due += (-Math.log(1 - next()) / perSecond) * 1_000;
  }
  await Promise.all(inHand);
  return roundOf(times, performance.now() - begun);
}

const middle = (rounds: readonly Round[]): Round => ({
  perSecond: median(rounds.map(({ perSecond }) => perSecond)),
  p50: median(rounds.map(({ p50 }) => p50)),
  p99: median(rounds.map((round) => round.p99)),
});

/** Nobody comes twice: a second start would be less work. */
let people = 0;
const talkOf = (channel: HookChannel): readonly Call[] => {
  people += 1;
  return callsOf(channel, people);
};
const talksOf = (channel: HookChannel, count: number): readonly (readonly Call[])[] =>
  Array.from({ length: count }, () => talkOf(channel));

interface Saturated {
  readonly real: Round;
  readonly empty: Round;
  readonly refused: Round;
}

/** Every rival in every round, so that a slow moment of the machine meets them all; the first round warms up. */
async function saturate(house: House, count: number, rounds: number) {
  const played = new Map<string, Round[]>();
  const keep = (of: string, round: Round): void => void played.set(of, [...(played.get(of) ?? []), round]);
  for (let round = -1; round < rounds; round += 1) {
    if (round === 0) played.clear();
    for (const channel of CHANNELS) {
      keep(`${channel} real`, await flood(house.real, talksOf(channel, count)));
      keep(`${channel} empty`, await flood(house.empty, talksOf(channel, count)));
      const strangers = talksOf(channel, count).map((talk) => talk.map(forged));
      keep(`${channel} refused`, await flood(house.real, strangers, 401));
    }
    keep('bare', await flood(house.bare, talksOf('whatsapp', count)));
  }
  const of = (which: string): Round => middle(played.get(which) ?? []);
  const saturated = (channel: HookChannel): Saturated => ({
    real: of(`${channel} real`),
    empty: of(`${channel} empty`),
    refused: of(`${channel} refused`),
  });
  return { bare: of('bare'), saturated };
}

/** What was answered must have been done: everybody who talked to the real front door has chosen regions. */
async function assertDone({ pool }: House, least: number): Promise<void> {
  const { rows } = await pool.query<{ done: number }>(
    'select count(*)::integer as done from subscriber where regions is not null',
  );
  if ((rows[0]?.done ?? 0) < least) throw new Error(`${rows[0]?.done} people were led through, not ${least}`);
}

/** Whether a load keeps the promise in most tries: the machine has other work, and a bad moment is not ours. */
async function bears(house: House, channel: HookChannel, load: number, seconds: number): Promise<boolean> {
  const rounds: Round[] = [];
  for (let round = 0; round < 3; round += 1) {
    rounds.push(await trickle(house.real, () => talkOf(channel), load, seconds));
    await sleep(300);
  }
  const { p99: slowest, perSecond } = middle(rounds);
  return slowest <= PROMISED_MS && perSecond >= load * 0.9;
}

/** The highest load, in steps of a quarter, under which 99 of a hundred answers keep the promise. */
async function highestLoad(house: House, channel: HookChannel, seconds: number): Promise<number> {
  let [kept, load] = [0, LOAD];
  while (await bears(house, channel, load, seconds)) {
    kept = load;
    load = Math.round(load * 1.25);
  }
  return kept;
}

const ms = (value: number): number => Math.round(value * 100) / 100;
const share = (part: number, whole: number): string => `${Math.round((part / whole) * 100)} %`;

function ofSaturation(
  channel: HookChannel,
  { real, empty, refused }: Saturated,
  bare: Round,
): readonly Figure[] {
  const handled = { name: `webhooks handled, ${channel}`, value: Math.round(real.perSecond), unit: '/s' };
  const hook = {
    name: `hook with nobody behind it, ${channel}`,
    value: Math.round(empty.perSecond),
    unit: '/s',
  };
  return [
    { ...handled, against: ALONE, ratio: real.perSecond / empty.perSecond },
    { ...handled, against: 'bare node:http', ratio: real.perSecond / bare.perSecond },
    { ...hook, against: 'bare node:http', ratio: empty.perSecond / bare.perSecond },
    ...(['p50', 'p99'] as const).map((which) => ({
      name: `answer ${which}, ${channel}, at saturation`,
      value: ms(real[which]),
      unit: 'ms',
      against: ALONE,
      ratio: empty[which] / real[which],
      note: `${CONNECTIONS} connections`,
    })),
    {
      name: `forged webhooks refused, ${channel}`,
      value: Math.round(refused.perSecond),
      unit: '/s',
      against: 'bare node:http',
      ratio: refused.perSecond / bare.perSecond,
    },
  ];
}

/** The same load on every rival in every round. */
async function ofLoad(
  house: House,
  channel: HookChannel,
  seconds: number,
  rounds: number,
): Promise<readonly Figure[]> {
  const played = { bare: [] as Round[], empty: [] as Round[], real: [] as Round[] };
  for (let round = 0; round < rounds; round += 1)
    for (const which of ['bare', 'empty', 'real'] as const)
      played[which].push(await trickle(house[which], () => talkOf(channel), LOAD, seconds));
  const [bare, empty, real] = [middle(played.bare), middle(played.empty), middle(played.real)];
  const promise = `${real.p99 <= PROMISED_MS ? 'keeps' : 'BREAKS'} the promise of ${PROMISED_MS} ms`;
  const worst = Math.max(...played.real.map((round) => round.p99));
  return (['p50', 'p99'] as const).flatMap((which) => {
    const value = ms(real[which]);
    const figure = { name: `answer ${which}, ${channel}, at ${LOAD}/s`, value, unit: 'ms' };
    const note = which === 'p99' ? `${promise}; worst of ${rounds} rounds ${ms(worst)} ms` : undefined;
    return [
      { ...figure, against: ALONE, ratio: empty[which] / real[which] },
      {
        ...figure,
        against: 'bare node:http',
        ratio: bare[which] / real[which],
        ...(note === undefined ? {} : { note }),
      },
    ];
  });
}

export async function run(scale: Scale): Promise<readonly Figure[]> {
  const full = scale === 'full';
  const house = await openHouse();
  try {
    const [count, rounds] = full ? [200, 5] : [20, 1];
    const { bare, saturated } = await saturate(house, count, rounds);
    await assertDone(house, CHANNELS.length * count * (rounds + 1));
    const figures: Figure[] = [
      {
        name: 'bare node:http',
        value: Math.round(bare.perSecond),
        unit: '/s',
        note: `p99 ${ms(bare.p99)} ms`,
      },
    ];
    for (const channel of CHANNELS) {
      const most = saturated(channel);
      figures.push(...ofSaturation(channel, most, bare));
      figures.push(...(await ofLoad(house, channel, full ? 6 : 1, rounds)));
      if (!full) continue;
      const load = await highestLoad(house, channel, 3);
      figures.push({
        name: `load at which p99 stays within ${PROMISED_MS} ms, ${channel}`,
        value: load,
        unit: '/s',
        note: `${share(load, most.real.perSecond)} of saturation`,
      });
    }
    return figures;
  } finally {
    agent.destroy();
    await house.close();
  }
}
