import { describe, expect, it } from 'vitest';
import { createFaults } from '../../src/simulator/faults.ts';
import type { NetworkFault } from '../../src/simulator/terms.ts';

describe('a script of faults', () => {
  it('skips, meets so many calls, and is gone', () => {
    const faults = createFaults<NetworkFault>();
    faults.add({ fault: { kind: 'reset' }, skip: 1, calls: 2 });
    expect(Array.from({ length: 4 }, () => faults.next('sendMessage', 1)?.kind)).toEqual([
      undefined,
      'reset',
      'reset',
      undefined,
    ]);
    expect(faults.list()).toEqual([]);
  });

  it('meets an even share, the same in every run', () => {
    const faults = createFaults<NetworkFault>();
    faults.add({ fault: { kind: 'reset' }, share: 0.375 });
    const met = Array.from({ length: 80 }, () => faults.next('sendMessage', 1) !== null);
    expect(met.filter(Boolean)).toHaveLength(30);
    expect(met.indexOf(true)).toBe(2);
  });

  it('meets only the methods and chats it names', () => {
    const faults = createFaults<NetworkFault>();
    const takeBack = faults.add({ fault: { kind: 'reset' }, methods: ['sendMessage'], chats: [1] });
    expect(faults.next('sendMessage', 2)).toBeNull();
    expect(faults.next('getMe', null)).toBeNull();
    expect(faults.next('sendMessage', 1)).not.toBeNull();
    takeBack();
    expect(faults.next('sendMessage', 1)).toBeNull();
  });
});
