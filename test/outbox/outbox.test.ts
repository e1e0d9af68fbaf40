import { afterAll, beforeAll, describe, it } from 'vitest';
import { createOutbox } from '../../src/outbox.ts';
import { outboxContract } from '../contracts/outbox.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { findRedis } from '../support/redis.ts';

const log = { warn: () => undefined };
const redis = await findRedis();
afterAll(async () => redis?.stop());

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

outboxContract('postgresql', () => createOutbox({ redisUrl: null, databaseUrl: database.url, log }));

if (redis === null) describe.skip('the outbox on redis', () => it('needs a Redis'));
else outboxContract('redis', () => createOutbox({ redisUrl: redis.url, databaseUrl: database.url, log }));
