/** Older experiment files, brought to the present form one step at a time. */
export const currentFormat = 1;

export type Fields = Readonly<Record<string, unknown>>;

export interface Forms {
  /** The form this version writes. */
  current: number;
  /** `upgrades[n]` turns form n into form n + 1; `format` itself is set for it. Fields it does not know it leaves as they are. */
  upgrades: Readonly<Record<number, (fields: Fields) => Fields>>;
}

/** Version 1 is the first, so there is no upgrade yet. */
export const ownForms: Forms = { current: currentFormat, upgrades: {} };

/** The same experiment in the present form. `format` is a whole number from 1 to `forms.current`. */
export function upgrade(fields: Fields, format: number, forms: Forms = ownForms): Fields {
  return format === forms.current
    ? fields
    : upgrade({ ...forms.upgrades[format](fields), format: format + 1 }, format + 1, forms);
}
