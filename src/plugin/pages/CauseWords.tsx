import type { Finding } from '../../core/diagnosis/finding.ts';
import { Message } from '../parts/Message.tsx';
import { Say } from '../parts/Say.tsx';
import { SayFile } from './BrokenFile.tsx';

/** What is broken, in words. The writer's own in them are cut for reading, and whole a click away. */
export function CauseWords({
  cause,
  cluster,
  isPlain = false,
}: {
  cause: Pick<Finding, 'says' | 'evidence'>;
  cluster: string;
  /** Without anything to click. */
  isPlain?: boolean;
}) {
  const { says, evidence } = cause;
  const { said } = says.params ?? {};
  if (typeof said !== 'string') {
    return isPlain ? <Say {...says} /> : <SayFile {...{ says, evidence, cluster }} />;
  }
  const whole = evidence.find(({ message }) => message?.includes(said))?.message ?? said;
  // Where the sentence has only a part of it, that part is what is read.
  const text = whole.startsWith(said) ? whole : said;
  const message = <Message text={text} cluster={cluster} isPlain={isPlain} canCopy={false} />;
  return <Say {...says} parts={{ said: message }} />;
}
