/** The only user of i18next. */
import { createInstance, type i18n as I18n } from 'i18next';
import type { Loaded, LocaleMeta } from './locale.ts';
import { OWN_PLURALS, type Rule } from './own-plurals.ts';
import { ShownDay } from './shown.ts';

/** Shown where a text is missing everywhere; tests keep it from happening. */
export const MISSING = '…';

/** i18next with our own rules for plurals and days. */
export function createEngine(loaded: readonly Loaded[]): I18n {
  const metas = new Map(loaded.map(({ meta }) => [meta.code, meta]));
  const instance = createInstance({
    initAsync: false,
    resources: Object.fromEntries(loaded.map(({ meta, texts }) => [meta.code, texts])) as never,
    fallbackLng: (code) => [...(metas.get(code)?.fallback ?? []), 'en'],
    load: 'currentOnly',
    returnEmptyString: false,
    missingInterpolationHandler: () => '',
    parseMissingKeyHandler: () => MISSING,
    // Values arrive escaped already, because a nested phrase is markup.
    interpolation: { escapeValue: false },
  });
  void instance.init();
  useOwnPlurals(instance, metas);
  useDayForms(instance);
  return instance;
}

function useOwnPlurals(instance: I18n, metas: ReadonlyMap<string, LocaleMeta>): void {
  const resolver: { getRule(code: string, options?: object): Rule } = instance.services.pluralResolver;
  const ofIntl = resolver.getRule.bind(resolver);
  resolver.getRule = (code, options) => {
    const own = metas.get(code)?.plural;
    return own === undefined ? ofIntl(code, options) : OWN_PLURALS[own];
  };
}

/** Lets a text choose how a day is shown: `{{day}}`, `{{day, year}}` for a far one, `{{day, weekday}}` for a near one. */
function useDayForms(instance: I18n): void {
  for (const form of ['year', 'weekday'] as const) {
    instance.services.formatter?.add(form, (value: unknown) =>
      value instanceof ShownDay ? value.as(form) : String(value),
    );
  }
}
