import { describe, expect, it } from 'vitest';
import { admit } from '../../src/domain/admission.ts';
import { classify, type Signs } from '../../src/domain/classify.ts';
import { anOpening, TODAY } from '../support/builders.ts';

describe('an opening is sorted', () => {
  it.each<[Signs, object]>([
    [{ title: 'Сборщик клубники' }, { kind: 'harvest', work: 'berries', crop: 'strawberry' }],
    [{ title: 'Сборщик мебели' }, { kind: 'vacancy', work: 'factory', crop: null }],
    [{ title: 'Grape tomato picker' }, { kind: 'harvest', work: 'vegetables', crop: 'tomato' }],
    [{ title: 'Пасечник, сбор мёда' }, { crop: 'bees' }],
    [
      { title: 'Farmworker', texts: ['Tobacco free work zone'], seasonal: true },
      { work: 'field', crop: null },
    ],
    [
      { title: 'Farmworker', texts: ['Flue cured tobacco'], seasonal: true },
      { work: 'field', crop: 'tobacco' },
    ],
    [{ title: 'Инженер-агроном' }, { work: null }],
    [
      { title: 'Водитель автобуса', employment: 'Временная' },
      { kind: 'temporary', work: 'driving' },
    ],
    [
      { title: 'Водитель автобуса', employment: 'Полная' },
      { kind: 'vacancy', work: 'driving' },
    ],
  ])('%o', (signs, wanted) => {
    expect(classify(signs)).toMatchObject(wanted);
  });
});

it.each(['Вахтёр', 'ВАХТЕР', 'Служба по контракту', 'Стрелок', 'Security guard'])(
  'nobody is shown: %s',
  (title) => {
    const content = anOpening({ title });
    expect(admit(content, { regions: new Set(['RU-LIP']), today: TODAY })).toEqual({
      kind: 'refused',
      reason: 'barred',
      field: 'title',
    });
  },
);
