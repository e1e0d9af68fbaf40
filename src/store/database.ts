import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './client/client.ts';

/** What a statement can be sent to: the pool, or the one connection of a transaction. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

/** The one way to PostgreSQL: Prisma for ordinary rows, the pool for bulk, locks and what runs for every message. */
export interface Database {
  readonly pool: pg.Pool;
  readonly prisma: PrismaClient;
  /** Runs `work` on one connection between `begin` and `commit`; any error rolls back and is thrown on. */
  transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  /** Waits for what is running; nothing can be asked afterwards. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  /** Most connections at once, default 10. */
  readonly connections?: number;
  /** Called with PostgreSQL's code when an idle connection is lost; the next question opens another. */
  readonly onLost?: (code: string) => void;
}

/** A transaction that sits still this long is ended by the server, so that a stuck one cannot hold a chat. */
const IDLE_TRANSACTION_MS = 60_000;

/** Opens nothing yet: the first question does. Days (`date`) come back as `YYYY-MM-DD`, in no time zone. */
export function openDatabase({ url, connections = 10, onLost }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS,
    types: { getTypeParser: parserOf },
  });
  pool.on('error', (error) => onLost?.(codeOf(error)));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { onPoolError: () => undefined }) });
  return {
    pool,
    prisma,
    transaction: (work) => inTransaction(pool, work),
    close: async () => {
      await prisma.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}

const inTransaction = async <T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    client.release(await rolledBack(client));
    throw error;
  }
};

/** The error that makes the pool throw the connection away, or undefined when it may be used again. */
export async function rolledBack(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (cause) {
    return new Error('could not roll back', { cause });
  }
}

/** PostgreSQL's five letters or the system's code; never a message, those may carry values. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';

const asWritten = (value: string): string => value;

const parserOf = ((oid: number, format?: 'text' | 'binary') =>
  oid === pg.types.builtins.DATE
    ? asWritten
    : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser;
