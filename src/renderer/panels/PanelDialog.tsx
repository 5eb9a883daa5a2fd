import { Dialog } from '@kobalte/core/dialog';
import type { JSX } from 'solid-js';
import { giveBackFocus } from '../frame/giveBackFocus';
import { CloseIcon } from '../frame/icons';

/** A dialog that lives as long as it is shown. */
export function PanelDialog(props: {
  title: string;
  close(): void;
  wide?: boolean;
  children: JSX.Element;
}): JSX.Element {
  const giveBack = giveBackFocus();
  return (
    <Dialog open onOpenChange={(open) => !open && props.close()}>
      <Dialog.Portal>
        <Dialog.Overlay class="veil" />
        <Dialog.Content class="dialog" classList={{ wide: props.wide ?? false }} onCloseAutoFocus={giveBack}>
          <header>
            <Dialog.Title as="h2">{props.title}</Dialog.Title>
            <Dialog.CloseButton class="button plain icon" aria-label="Close">
              <CloseIcon />
            </Dialog.CloseButton>
          </header>
          {props.children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog>
  );
}
