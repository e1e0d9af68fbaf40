/** Each item once, in the order in which it first comes. */
export const unique = <T>(items: readonly T[]): readonly T[] => [...new Set(items)];
