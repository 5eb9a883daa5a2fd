/** One entry of the glossary. */
import type { ReferenceId } from './references';

/** Equation and references of a thing that explains itself elsewhere. */
export interface Note {
  /** As the inspector writes equations; see renderer/inspector/mathml.ts. */
  equation?: string;
  references: readonly ReferenceId[];
}

export interface Term extends Note {
  id: string;
  word: string;
  symbol?: string;
  explanation: string;
}

export interface Entry extends Term {
  kind: 'term' | 'setting' | 'panel' | 'probe';
  /** What a setting expects, which lab a panel is in: a few words. */
  context?: string;
}
