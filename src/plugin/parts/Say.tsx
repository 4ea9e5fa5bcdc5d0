import { createContext, Fragment, type ReactNode, useContext } from 'react';
import type { Sentence } from '../../core/sentence.ts';
import { englishWords, type Words } from './words.ts';

const WordsContext = createContext<Words>(englishWords);

/** Hands the host's translation to everything below; without it the words are English. */
export const WordsProvider = WordsContext.Provider;

export function useWords(): Words {
  return useContext(WordsContext);
}

/** Marks a value's place in a text, so that an element can stand there in any language's order. */
const mark = '\u0001';

/** A sentence with elements in it: links and times stand where the text of the language names them. */
export function Say({
  id,
  params = {},
  parts = {},
}: Sentence & {
  /** Elements by the name of the value that they replace. */
  parts?: Record<string, ReactNode>;
}) {
  const words = useWords();
  const names = Object.keys(parts);
  const marked = Object.fromEntries(names.map(name => [name, `${mark}${name}${mark}`]));
  const pieces = words(id, { ...params, ...marked }).split(mark);
  return (
    <>
      {pieces.map((piece, index) => (
        <Fragment key={index}>{index % 2 === 1 ? parts[piece] : piece}</Fragment>
      ))}
    </>
  );
}
