/** Reading what came from outside: nothing of a shape that Meta did not promise is trusted, and nothing throws. */

export type Fields = Readonly<Record<string, unknown>>;

export const objectOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;

/** The objects of a list; what is none is left out, and what is no list is empty. */
export const objectsOf = (value: unknown): readonly Fields[] =>
  Array.isArray(value)
    ? value.flatMap((each) => {
        const fields = objectOf(each);
        return fields === null ? [] : [fields];
      })
    : [];

export const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;
