/**
 * Keeps the focus in a dialog whose focused control has gone or was switched off. Kobalte's focus trap would give it back to that very
 * control, and Chromium, told to focus what is being removed, then looks for the focus without end: a processor is busy and the keys
 * lead out of the dialog.
 */
export function keepFocus(): () => void {
  const look = (): void => {
    const dialog = [...document.querySelectorAll<HTMLElement>('[role="dialog"]')].at(-1);
    if (dialog && document.activeElement === document.body) dialog.focus({ preventScroll: true });
  };
  // After whatever else moves the focus, and after the control has gone.
  const left = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget === null) setTimeout(look);
  };
  document.addEventListener('focusout', left, true);
  return () => document.removeEventListener('focusout', left, true);
}
