import type { Ledger } from '../domain/account.ts';
import { admit } from '../domain/admission.ts';
import type { Country } from '../domain/country.ts';
import type { ImportRun } from '../domain/import-run.ts';
import type { MappedOpening, MappingContext, Source } from '../domain/source.ts';

/** Rows that go to the database at once. */
const BATCH = 1_000;
/** Rows after which others may run: PostgreSQL's answers wait no longer than that, a few milliseconds. */
const STRETCH = 50;

/** What a batch is made for. */
interface Room {
  readonly source: Source;
  readonly country: Country;
  readonly context: MappingContext;
  readonly ledger: Ledger;
  /** Where it is written; `null` for a dry run. */
  readonly run: ImportRun | null;
  /** Called after each batch. */
  readonly onProgress?: ((rows: number) => void) | undefined;
}

/** Rows on their way into the database. */
export class Batch {
  readonly #room: Room;
  readonly #regions: ReadonlySet<string>;
  #admitted: MappedOpening[] = [];
  #withdrawn: string[] = [];
  /** The batch before, on its way: PostgreSQL writes it while the next is read. */
  #writing: Promise<void> = Promise.resolve();

  constructor(room: Room) {
    this.#room = room;
    this.#regions = new Set(room.country.regions.map(({ code }) => code));
  }

  /** Maps and admits one record; every `BATCH` rows are written. */
  async take(record: unknown): Promise<void> {
    this.#room.ledger.read += 1;
    this.#sort(record, this.#room.ledger.read);
    if (this.#room.ledger.read % STRETCH === 0) await new Promise((resolve) => setImmediate(resolve));
    if (this.#room.ledger.read % BATCH === 0) {
      await this.#flush();
      this.#room.onProgress?.(this.#room.ledger.read);
    }
  }

  #sort(record: unknown, row: number): void {
    const ledger = this.#room.ledger;
    const mapped = this.#room.source.map(record, this.#room.context);
    if (mapped.kind === 'refused') {
      ledger.mapping.refused += 1;
      ledger.refuse({ row, reason: mapped.reason, field: mapped.field });
    } else if (mapped.kind === 'skipped') {
      ledger.mapping.skipped += 1;
      ledger.skip(mapped.reason);
      this.#withdrawn.push(mapped.externalId);
    } else {
      ledger.mapping.mapped += 1;
      this.#admit(mapped, row);
    }
  }

  #admit(mapped: MappedOpening, row: number): void {
    const ledger = this.#room.ledger;
    const admission = admit(mapped.content, { regions: this.#regions, today: this.#room.context.today });
    if (admission.kind === 'refused') {
      ledger.admission.refused += 1;
      ledger.refuse({ row, reason: admission.reason, field: admission.field });
    } else if (admission.kind === 'skipped') {
      ledger.admission.skipped += 1;
      ledger.skip(admission.reason);
    } else {
      ledger.admission.admitted += 1;
      this.#admitted.push(mapped);
    }
  }

  /** Writes what waits, and resolves when everything is written. Throws what a write threw. */
  async end(): Promise<void> {
    await this.#flush();
    await this.#writing;
  }

  /** Resolves when nothing is being written, well or badly: the lock of the run may go. */
  async settled(): Promise<void> {
    await this.#writing.catch(() => undefined);
  }

  /** Hands what waits to the next write, once the one before has ended: one at a time, in order. */
  async #flush(): Promise<void> {
    const [admitted, withdrawn] = [this.#admitted, this.#withdrawn];
    this.#admitted = [];
    this.#withdrawn = [];
    await this.#writing;
    this.#writing = this.#write(admitted, withdrawn);
    // Whoever flushes next, or ends, hears of a failure.
    this.#writing.catch(() => undefined);
  }

  /** A dry run counts what it would write as imported. */
  async #write(admitted: readonly MappedOpening[], withdrawn: readonly string[]): Promise<void> {
    if (this.#room.run === null) this.#room.ledger.imported += admitted.length;
    else {
      const outcomes = admitted.length === 0 ? [] : await this.#room.run.write(admitted);
      for (const outcome of outcomes) {
        if (outcome === 'imported') this.#room.ledger.imported += 1;
        else if (outcome === 'updated') this.#room.ledger.updated += 1;
        else this.#room.ledger.skip(outcome);
      }
      if (withdrawn.length > 0) this.#room.ledger.closed += await this.#room.run.withdraw(withdrawn);
    }
  }
}
