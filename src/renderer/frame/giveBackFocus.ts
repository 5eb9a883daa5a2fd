/**
 * For dialogs that live as long as they are shown and so have no button of their own: where the focus was when the dialog came, and
 * goes when it leaves. What opened it from a menu is gone by then; the button of the menu is not.
 */
export function giveBackFocus(): (event: Event) => void {
  const active = document.activeElement;
  const menu = active?.closest('[role="menu"]');
  const home = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : active;
  return (event) => {
    event.preventDefault();
    // It comes a moment after the dialog has gone: who has put the focus somewhere since keeps it.
    const { activeElement } = document;
    const isFree = !activeElement || activeElement === document.body || isLeaving(event, activeElement);
    if (!isFree) return;
    if (home instanceof HTMLElement && home.isConnected) home.focus({ preventScroll: true });
  };
}

const isLeaving = ({ target }: Event, element: Element): boolean =>
  target instanceof Node && target.contains(element);
