import pg from 'pg';

/** What rows changed, as those who wrote them say it. */
const NOTICES = ['subscriber', 'bulletin', 'opening', 'push', 'rule', 'season'] as const;
export type Notice = (typeof NOTICES)[number];

const CHANNEL = 'mehnat';

/** How long to wait before listening again when the connection was lost. */
const AGAIN_MS = 1_000;

export interface Listening {
  stop(): Promise<void>;
}

/**
 * Listens on a connection of its own and tells `onNotice`. A lost connection is made again, and `onNotice` is then told
 * everything once, because what was said meanwhile was not heard.
 */
export function listenForNotices(
  url: string,
  onNotice: (notice: Notice) => void,
  onLost: () => void,
): Listening {
  let client: pg.Client | null = null;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const again = (): void => {
    if (stopped || timer !== undefined) return;
    onLost();
    timer = setTimeout(() => {
      timer = undefined;
      void connect();
    }, AGAIN_MS);
  };

  async function connect(): Promise<void> {
    const mine = new pg.Client({ connectionString: url, keepAlive: true });
    client = mine;
    mine.on('error', again);
    mine.on('end', again);
    mine.on('notification', ({ payload = '' }) => {
      const notice = NOTICES.find((one) => one === payload);
      if (notice !== undefined) onNotice(notice);
    });
    try {
      await mine.connect();
      await mine.query(`listen ${CHANNEL}`);
      for (const notice of NOTICES) onNotice(notice);
    } catch {
      again();
    }
  }

  void connect();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
