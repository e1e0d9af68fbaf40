/** A bulk dump of any length, made as it is read: about 2 kB a record, no two alike. */
export async function* dump(records: number): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode('{"vacancies":[');
  for (let at = 0; at < records; at += 50) {
    const pieces = Array.from({ length: Math.min(50, records - at) }, (_, next) => record(at + next));
    yield encoder.encode((at === 0 ? '' : ',') + pieces.join());
  }
  yield encoder.encode(']}');
}

const DUTIES = '<p>Погрузка и выгрузка, работа на складе, смены по двенадцать часов.</p>'.repeat(8);

const record = (at: number): string =>
  JSON.stringify({
    id: `dump-${at}`,
    vacancy_name: 'Грузчик',
    state_region_code: '4800000000000',
    salary_min: 40_000 + (at % 50_000),
    salary_max: 0,
    company: { ogrn: String(1_000_000_000_000 + at), inn: '4800000000', name: 'ООО "Пример"' },
    position_responsibilities: DUTIES,
    published_date: '2026-06-10T10:00:00+0300',
    accommodation_capability: at % 2 === 0,
    vac_url: `https://trudvsem.ru/vacancy/card/1/${at}`,
  });
