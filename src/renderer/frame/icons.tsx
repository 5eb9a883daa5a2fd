/** Line icons on a 16 x 16 grid, drawn with the colour of the text around them. Each stands beside its word or label. */
import type { JSX } from 'solid-js';

/** `paths` makes new ones each time: an element can stand in one place only. */
const icon = (paths: () => JSX.Element) => (): JSX.Element => (
  <svg
    viewBox="0 0 16 16"
    aria-hidden="true"
    fill="none"
    stroke="currentColor"
    stroke-width="1.5"
    stroke-linecap="round"
    stroke-linejoin="round"
  >
    {paths()}
  </svg>
);

export const RunIcon = icon(() => <path d="M4.5 2.8v10.4L13 8z" fill="currentColor" />);
export const PauseIcon = icon(() => <path d="M5 3v10M11 3v10" stroke-width="2.6" />);
export const StepTickIcon = icon(() => <path d="M3 3v10M6.5 3.8v8.4L13 8z" />);
export const StepTrialIcon = icon(() => <path d="M3 3.8v8.4L9 8zM13 3v10" />);
export const ResetIcon = icon(() => <path d="M3 8a5 5 0 1 0 1.6-3.7M3 2.5V5h2.6" />);
export const LearningIcon = icon(() => (
  <>
    <circle cx="3.5" cy="8" r="1.8" />
    <circle cx="12" cy="3.8" r="1.8" />
    <circle cx="12" cy="12.2" r="1.8" />
    <path d="M5.2 7.2l5-2.6M5.2 8.8l5 2.6M12 5.6v4.8" />
  </>
));
export const MapsIcon = icon(() => (
  <>
    <path d="M2 2.5h12v11H2zM2 8h4.5M9.5 8H14M8 2.5v3" />
    <circle cx="5" cy="11" r="1.1" fill="currentColor" />
    <path d="M11 4.2l1 1.2-1 1.2-1-1.2z" fill="currentColor" />
  </>
));
export const CodesIcon = icon(() => (
  <>
    <path d="M2 2.5l4 3.8v3.4l-4 3.8zM14 2.5l-4 3.8v3.4l4 3.8z" />
    <path d="M8 7.2v1.6" stroke-width="2" />
  </>
));
export const MemoryIcon = icon(() => (
  <>
    <path d="M2 3.5h5M2 8h5M2 12.5h5" />
    <path d="M10 3.5h4M10 8h4M10 12.5h4M7 8l3-4.5M7 8h3M7 8l3 4.5" />
  </>
));
export const TextIcon = icon(() => (
  <>
    <path d="M2 3h9M2 6.2h6M2 9.4h4" />
    <circle cx="10.4" cy="10" r="2.9" />
    <path d="M12.5 12.1l2 2" />
  </>
));
export const LightIcon = icon(() => (
  <>
    <circle cx="8" cy="8" r="2.8" />
    <path d="M8 1.2v1.6M8 13.2v1.6M1.2 8h1.6M13.2 8h1.6M3.2 3.2l1.1 1.1M11.7 11.7l1.1 1.1M12.8 3.2l-1.1 1.1M4.3 11.7l-1.1 1.1" />
  </>
));
export const DarkIcon = icon(() => <path d="M13.2 9.8A5.6 5.6 0 0 1 6.2 2.8a5.6 5.6 0 1 0 7 7z" />);
export const ContrastIcon = icon(() => (
  <>
    <circle cx="8" cy="8" r="5.8" />
    <path d="M8 2.2a5.8 5.8 0 0 1 0 11.6z" fill="currentColor" />
  </>
));
export const ProjectorIcon = icon(() => (
  <path d="M1.5 2.5h13M2.5 2.5v7.5h11V2.5M8 10v2.5M5 14l3-1.8L11 14" />
));
export const SettingsColumnIcon = icon(() => <path d="M2 2.5h12v11H2zM6.5 2.5v11M3.5 5.5h1.4M3.5 8h1.4" />);
export const InspectorIcon = icon(() => <path d="M2 2.5h12v11H2zM9.5 2.5v11M11 5.5h1.4M11 8h1.4" />);
export const PanelsIcon = icon(() => <path d="M2 2.5h12v11H2zM8 2.5v11M2 7h6M8 9.5h6" />);
export const MenuIcon = icon(() => <path d="M8 3.4v.1M8 8v.1M8 12.6v.1" stroke-width="2.2" />);
export const CloseIcon = icon(() => <path d="M4 4l8 8M12 4l-8 8" />);
export const RestoreIcon = icon(() => <path d="M6.5 2.5v4h-4M9.5 13.5v-4h4M6.5 6.5l-4-4M9.5 9.5l4 4" />);
export const RedoIcon = icon(() => <path d="M13 6.5H6.5a3.5 3.5 0 0 0 0 7H10M13 6.5l-3-3M13 6.5l-3 3" />);
export const UndoIcon = icon(() => <path d="M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M3 6.5l3-3M3 6.5l3 3" />);
export const LockIcon = icon(() => <path d="M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2" />);
export const LessonsIcon = icon(() => (
  <path d="M8 3.6C6.5 2.4 4.5 2 2 2v10.6c2.5 0 4.5.4 6 1.6 1.5-1.2 3.5-1.6 6-1.6V2c-2.5 0-4.5.4-6 1.6zM8 3.6v10.6" />
));
export const GlossaryIcon = icon(() => (
  <path d="M3 2h8.5A1.5 1.5 0 0 1 13 3.5V14H4.5A1.5 1.5 0 0 1 3 12.5zM3 12.5A1.5 1.5 0 0 1 4.5 11H13M6 5h4M6 7.5h4" />
));
export const FileIcon = icon(() => <path d="M4 1.8h5l3.2 3.2v9.2H4zM9 1.8V5h3.2" />);
