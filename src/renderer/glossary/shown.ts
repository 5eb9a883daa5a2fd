/** How anything on the page opens the glossary at a question of its own. */
import { type Accessor, createContext, createSignal, useContext } from 'solid-js';
import type { View } from '../lab/view';

export interface ShownGlossary {
  /** What it was opened with. */
  readonly question: Accessor<string>;
  show(question: string): void;
}

export function createShownGlossary(view: Pick<View, 'setDialog'>): ShownGlossary {
  const [question, setQuestion] = createSignal('');
  return {
    question,
    show(asked) {
      setQuestion(asked);
      view.setDialog('glossary');
    }
  };
}

export const GlossaryContext = createContext<ShownGlossary>({ question: () => '', show: () => undefined });

export function useGlossary(): ShownGlossary {
  return useContext(GlossaryContext);
}
