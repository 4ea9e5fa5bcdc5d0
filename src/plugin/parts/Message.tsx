import { Box, ButtonBase } from '@mui/material';
import { useId, useState } from 'react';
import { type KnownObjects, shortenMessage } from '../../core/flux/message.ts';
import { CopyButton } from './CopyButton.tsx';
import { ObjectLink } from './ObjectLink.tsx';
import { useWords } from './Say.tsx';

/** A controller's message: one line with the objects in it linked; the whole text is one click away. */
export function Message({
  text,
  cluster,
  known,
  isPlain = false,
  canCopy = true,
}: {
  text: string;
  cluster: string;
  known?: KnownObjects;
  /** One line without anything to click: where the row itself is the thing to open. */
  isPlain?: boolean;
  /** False where the whole is copied by something beside it. */
  canCopy?: boolean;
}) {
  const words = useWords();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const { parts, isCut } = shortenMessage(text, known);
  if (isPlain) return <span title={text}>{parts.map(part => part.text).join('')}</span>;
  return (
    // Within a line of text, colour alone would not tell that it leads somewhere.
    <Box component="span" sx={{ overflowWrap: 'anywhere', '& a': { textDecoration: 'underline' } }}>
      {parts.map((part, index) =>
        part.ref ? (
          <ObjectLink key={index} cluster={cluster} to={part.ref} kind="none" text={part.text} />
        ) : (
          <span key={index}>{part.text}</span>
        )
      )}{' '}
      {isCut && (
        <ButtonBase
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={event => {
            event.stopPropagation();
            setOpen(!isOpen);
          }}
          sx={{ font: 'inherit', color: 'text.secondary', textDecoration: 'underline dotted' }}
        >
          {words(isOpen ? 'message.less' : 'message.whole')}
        </ButtonBase>
      )}
      {canCopy && <CopyButton text={text} label={words('copy.message')} />}
      {isOpen && (
        <Box
          id={id}
          component="pre"
          sx={{
            m: 0,
            mt: 1,
            p: 1.5,
            bgcolor: 'action.hover',
            borderRadius: 1,
            fontSize: '0.8125rem',
            whiteSpace: 'pre-wrap',
            maxHeight: '24em',
            overflow: 'auto',
          }}
        >
          {text}
        </Box>
      )}
    </Box>
  );
}
