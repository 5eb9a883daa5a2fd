import { createMemo, Index, type JSX, Show } from 'solid-js';
import type { BranchSide } from '../branch/branching';
import { lockedWords, useClassroom } from '../classroom/classroom';
import type { Command, Commands } from '../commands';
import { RedoIcon, UndoIcon } from '../frame/icons';
import type { Lab } from '../lab/lab';
import { recordedSpan } from '../lab/recordedSpan';
import { sampled } from '../lab/sampled';
import { PanelDialog } from '../panels/PanelDialog';
import { type JournalRow, journalRows, labelsOf, sameRows, sayChange, sayValue } from './rows';

/** Edits shown; a slider that is dragged makes many. */
const most = 500;

const stateWords: Readonly<Record<JournalRow['state'], string>> = {
  done: 'done',
  undone: 'taken back',
  planned: 'planned'
};

/** Every timed edit of a run. `side` where there are two. */
export function JournalDialog(props: {
  lab: Lab;
  side?: BranchSide;
  commands: Commands;
  close(): void;
}): JSX.Element {
  const status = sampled(() => props.lab.status());
  // Every frame brings the journal again; rows are made anew only when they say something else.
  const rows = createMemo(
    () => {
      const session = props.lab.opened();
      const now = props.lab.status();
      return session && now ? journalRows(session, now, props.lab.history.undone()) : [];
    },
    [],
    { equals: sameRows }
  );
  const shown = () => rows().slice(-most);
  const span = () => {
    status();
    return recordedSpan(props.lab.recording());
  };
  /** The end of time whose last tick is the first with the new value; undefined where panels have no such tick. */
  const instant = ({ edit: { tick } }: JournalRow): number | undefined => {
    const held = span();
    return held && tick + 1 >= held.from && tick + 1 <= held.to ? tick + 1 : undefined;
  };
  const labels = () => (props.lab.opened() ? labelsOf(props.lab.opened()!.experiment) : new Map());
  const next = () => props.lab.history.next();
  const classroom = useClassroom();
  const locked = ({ edit }: JournalRow): boolean => classroom.access(edit.setting) !== undefined;
  let head!: HTMLDivElement;
  /** Never disabled: a button that has the focus would lose it, and with it the keys of the dialog. */
  const step = (command: Command, icon: JSX.Element): JSX.Element => (
    <button
      type="button"
      class="button"
      title={command.why() ?? command.help}
      aria-disabled={!command.when()}
      onClick={() => command.when() && command.do()}
    >
      {icon}
      <span>{command.label()}</span>
    </button>
  );
  /** Its row goes, and the focus with it; next to be wanted is undo. */
  const remove = async ({ edit }: JournalRow): Promise<void> => {
    await props.lab.removePlanned(edit);
    head.querySelector('button')?.focus();
  };
  return (
    <PanelDialog
      title={
        props.side ? `Journal of ${props.side === 'branch' ? 'branch B' : 'run A'}` : 'Journal of the run'
      }
      close={props.close}
      wide
    >
      <div class="journal">
        <div class="journal-head" ref={head}>
          {step(props.commands.undoEdit, <UndoIcon />)}
          <Show when={next().back}>
            {(change) => <span class="quiet">back to {sayChange(change(), 'before', labels())}</span>}
          </Show>
          {step(props.commands.redoEdit, <RedoIcon />)}
          <Show when={next().forward}>
            {(change) => <span class="quiet">again {sayChange(change(), 'after', labels())}</span>}
          </Show>
        </div>
        <Show
          when={rows().length > 0}
          fallback={
            <p class="quiet">
              Nothing was edited in this run yet. Change a setting without the mark ↻ while it runs: the tick,
              the old value and the new one stand here, and replay with the experiment.
            </p>
          }
        >
          <Show when={rows().length > most}>
            <p class="quiet">
              The last {most} of {rows().length} edits; a saved experiment has them all.
            </p>
          </Show>
          <section class="journal-scroll" aria-label="Edits" tabindex="0">
            <table class="data">
              <thead>
                <tr>
                  <th scope="col">Trial</th>
                  <th scope="col">Tick</th>
                  <th scope="col">Setting</th>
                  <th scope="col">From → to</th>
                  <th scope="col">State</th>
                  <th scope="col">
                    <span class="spoken">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                <Index each={shown()}>
                  {(row) => (
                    <tr data-state={row().state}>
                      <td class="number">{row().trial}</td>
                      <td class="number">{row().tickInTrial}</td>
                      <td>{row().label}</td>
                      <td class="number">
                        {sayValue(row().from)} → {sayValue(row().edit.value)}
                      </td>
                      <td>{stateWords[row().state]}</td>
                      <td>
                        <Show
                          when={row().state === 'planned'}
                          fallback={
                            <button
                              type="button"
                              class="button small"
                              disabled={instant(row()) === undefined}
                              title={
                                instant(row()) === undefined
                                  ? 'Its ticks are not recorded any more, or not yet'
                                  : 'Shows the recorded past up to the first tick with the new value'
                              }
                              onClick={() => {
                                props.lab.scrub(instant(row()));
                                props.close();
                              }}
                            >
                              Go there
                            </button>
                          }
                        >
                          <button
                            type="button"
                            class="button small"
                            disabled={locked(row())}
                            title={
                              locked(row())
                                ? lockedWords
                                : 'Takes this edit from the run before its tick comes; undo plans it again'
                            }
                            onClick={() => void remove(row())}
                          >
                            Remove
                          </button>
                        </Show>
                      </td>
                    </tr>
                  )}
                </Index>
              </tbody>
            </table>
          </section>
        </Show>
      </div>
    </PanelDialog>
  );
}
