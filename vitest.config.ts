import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: 'main', include: ['test/**/*.test.ts'], exclude: ['test/**/*.{browser,long}.test.ts'] },
      },
      {
        extends: true,
        test: { name: 'browser', include: ['test/**/*.browser.test.ts'], testTimeout: 120_000 },
      },
      {
        // Real crashes take real seconds.
        extends: true,
        test: {
          name: 'chaos',
          include: [
            'test/**/*.long.test.ts',
            'test/matcher.test.ts',
            'test/importer-memory.test.ts',
            'test/channels/whatsapp/fuzz.test.ts',
          ],
          env: { MEHNAT_TEST_ORDERS: '10000', MEHNAT_TEST_CALLS: '100000', DUMP_MB: '60', IMPORT_MB: '15' },
          testTimeout: 180_000,
        },
      },
    ],
  },
});
