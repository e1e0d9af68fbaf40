import http from 'node:http';
import type { Config } from '../config.ts';

/** Leads every call over HTTP that leaves this machine through the proxy of `TELEGRAM_PROXY`, where one is set. */
export function useProxy({ telegram }: Config): void {
  const proxy = telegram?.proxy ?? null;
  if (proxy === null) return;
  http.setGlobalProxyFromEnv({ http_proxy: proxy, https_proxy: proxy, no_proxy: 'localhost,127.0.0.1,::1' });
}
