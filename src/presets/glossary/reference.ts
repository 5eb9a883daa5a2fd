/** A paper, a book or a convention, as entries of the glossary refer to it. */
export interface Reference {
  authors: string;
  year: number;
  title: string;
  /** Journal with volume and pages, book or conference. */
  where: string;
  /** Where it can be found, when it has such an address. */
  doi?: string;
  arxiv?: string;
}
