import { type JSX, Show } from 'solid-js';
import { expectation } from '../../models/settings';
import { settingNote } from '../../presets/glossary/glossary';
import { NoteLine } from '../glossary/EntryCard';
import { SymbolText } from '../frame/SymbolText';
import type { SettingRow } from '../lab/settingRows';

/** The help of the setting under the pointer or with the focus, always in the same place. */
export function SettingHelp(props: { row: SettingRow | undefined }): JSX.Element {
  return (
    <aside class="settings-help" aria-hidden="true">
      <Show
        when={props.row}
        fallback={
          <p class="quiet">
            Point at a setting to read what it does; F1 says more. ↻ marks those that start the run anew.
          </p>
        }
      >
        {(row) => (
          <>
            <p>
              <SymbolText text={row().description.help} />
            </p>
            <p class="quiet">{row().locked ?? `${acts(row())} Expects ${expectation(row().description)}.`}</p>
            <NoteLine note={settingNote(row().ownerId ?? '', row().description.name)} />
          </>
        )}
      </Show>
    </aside>
  );
}

function acts({ description, owner }: SettingRow): string {
  if (!description.live) return 'A change starts the run anew.';
  return owner === 'source' ? 'Acts from the next trial on.' : 'Acts from the next tick on.';
}
