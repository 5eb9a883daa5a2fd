/**
 * Live edits in the order they act. Every edit up to the clock's tick has been applied, every later one (from a
 * replayed experiment) still waits, so the tick alone says which is which.
 */
import type { SettingValue } from '../models/settings';
import type { Edit } from './experiment';

export class Journal {
  private readonly edits: Edit[];

  /** `edits` in any order; those of one tick keep theirs. */
  constructor(edits: readonly Edit[]) {
    this.edits = [...edits].sort((a, b) => a.tick - b.tick);
  }

  get all(): readonly Edit[] {
    return [...this.edits];
  }

  /** Writes an edit made now, behind those already applied. */
  add(tick: number, setting: string, value: SettingValue): void {
    this.insert({ tick, setting, value });
  }

  /** Behind those of its tick, with every field it has. */
  insert(edit: Edit): void {
    const later = this.edits.findIndex(({ tick }) => tick > edit.tick);
    this.edits.splice(later < 0 ? this.edits.length : later, 0, edit);
  }

  /** Takes away one such edit; false where there is none. */
  remove({ setting, tick, value }: Edit): boolean {
    const at = this.edits.findIndex(
      (edit) => edit.tick === tick && edit.setting === setting && edit.value === value
    );
    if (at >= 0) this.edits.splice(at, 1);
    return at >= 0;
  }

  /** Edits with `from` < tick <= `to`. */
  between(from: number, to: number): readonly Edit[] {
    return this.edits.filter((edit) => edit.tick > from && edit.tick <= to);
  }

  /** The first tick after `tick` at which an edit waits; Infinity when none does. */
  nextAfter(tick: number): number {
    return this.edits.find((edit) => edit.tick > tick)?.tick ?? Number.POSITIVE_INFINITY;
  }
}
