import { defineConfig } from 'prisma/config';

// `prisma generate` asks for an engine it does not use; any executable satisfies it and nothing is downloaded.
if (process.argv.includes('generate')) process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;

export default defineConfig({ schema: 'prisma/schema.prisma', migrations: { path: 'prisma/migrations' } });
