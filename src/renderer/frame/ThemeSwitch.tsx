import { For, type JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { type Theme, themes, type View } from '../lab/view';
import { ContrastIcon, DarkIcon, LightIcon, ProjectorIcon } from './icons';

const faces = {
  light: { label: 'Light', icon: LightIcon },
  dark: { label: 'Dark', icon: DarkIcon },
  contrast: { label: 'High contrast', icon: ContrastIcon },
  projector: { label: 'Projector: large type for a class', icon: ProjectorIcon }
} satisfies Record<Theme, { label: string; icon: () => JSX.Element }>;

export function ThemeSwitch(props: { view: View }): JSX.Element {
  return (
    <fieldset class="segments theme-switch" aria-label="Theme">
      <For each={themes}>
        {(theme) => (
          <label title={faces[theme].label}>
            <input
              type="radio"
              name="theme"
              value={theme}
              aria-label={faces[theme].label}
              checked={props.view.theme() === theme}
              onChange={() => props.view.setTheme(theme)}
            />
            <Dynamic component={faces[theme].icon} />
          </label>
        )}
      </For>
    </fieldset>
  );
}
