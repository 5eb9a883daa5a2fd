/** A field that shows a value of the session, yet never over what is being typed: answers come while a person types on. */
import { createEffect, on } from 'solid-js';

export interface TypedField {
  ref(field: HTMLInputElement): void;
  /** What stands in the field, without blanks around it; it has been read, so that what comes back may take its place. */
  handIn(): string;
  /** Puts the value there, whatever was being typed. */
  show(): void;
  /** Puts the value there unless more was typed since the last was shown or handed in. */
  answered(): void;
}

export function createTypedField(value: () => string): TypedField {
  let field: HTMLInputElement | undefined;
  let known = '';
  const show = (): void => {
    known = value();
    if (field) field.value = known;
  };
  const answered = (): void => {
    if (field?.value.trim() === known) show();
  };
  createEffect(on(value, answered));
  return {
    ref(element) {
      field = element;
      show();
    },
    handIn() {
      known = field!.value.trim();
      return known;
    },
    show,
    answered
  };
}
