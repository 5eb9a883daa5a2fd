import { For, type JSX } from 'solid-js';
import type { Command, Commands } from '../commands';
import { keyWords } from '../shortcuts';
import type { Lab } from '../lab/lab';
import { type LabId, labs, presetsOf } from '../lab/labs';
import { CodesIcon, GlossaryIcon, LearningIcon, LessonsIcon, MapsIcon, MemoryIcon, TextIcon } from './icons';

const icons: Readonly<Record<LabId, () => JSX.Element>> = {
  learning: LearningIcon,
  maps: MapsIcon,
  codes: CodesIcon,
  memory: MemoryIcon,
  text: TextIcon
};

/** The labs, and below what teaches them. A lab that is left keeps its experiment until it is opened again. */
export function Rail(props: { lab: Lab; commands: Commands; lessonsOpen: boolean }): JSX.Element {
  return (
    <nav class="rail" aria-label="Labs">
      <For each={labs.filter(({ id }) => presetsOf(id).length > 0)}>
        {({ id, word }) => (
          <button
            type="button"
            class="rail-lab"
            aria-current={props.lab.kind() === id ? 'page' : undefined}
            onClick={() => void props.lab.openLab(id)}
          >
            {icons[id]()}
            <span>{word}</span>
          </button>
        )}
      </For>
      <RailCommand
        command={props.commands.lessons}
        icon={<LessonsIcon />}
        expanded={props.lessonsOpen}
        first
      />
      <RailCommand command={props.commands.glossary} icon={<GlossaryIcon />} />
    </nav>
  );
}

function RailCommand(props: {
  command: Command;
  icon: JSX.Element;
  expanded?: boolean;
  first?: boolean;
}): JSX.Element {
  return (
    <button
      type="button"
      class="rail-lab"
      classList={{ 'rail-apart': props.first ?? false }}
      aria-expanded={props.expanded}
      aria-keyshortcuts={props.command.keys.join(' ')}
      title={`${props.command.help} (${keyWords(props.command.keys[0])})`}
      data-command={props.command.name}
      onClick={() => props.command.do()}
    >
      {props.icon}
      <span>{props.command.label()}</span>
    </button>
  );
}
