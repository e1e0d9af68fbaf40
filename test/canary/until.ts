/** Resolves when it holds; throws after `ms` with what was waited for. */
export async function until(holds: () => boolean | Promise<boolean>, ms = 30_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited too long for ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
