import { ButtonBase } from '@mui/material';
import type { ContainerLine } from '../../../../core/kubernetes/containers.ts';
import { dot } from '../../../parts/dot.ts';
import { useWords } from '../../../parts/Say.tsx';

/** What a container is doing, how often it began anew and how it ended last, and the way to what it wrote. */
export function ContainerSays({
  container,
  isOpen,
  onToggle,
}: {
  container: ContainerLine;
  isOpen: boolean;
  onToggle: () => void;
}) {
  const words = useWords();
  const { state, restarts, ended, isInit, isReady, message } = container;
  const parts = [
    isInit ? words('container.init', { state }) : state,
    restarts > 0 && words('container.restarts', { count: restarts }),
    ended && words('container.ended', { code: ended.code, reason: ended.reason ?? '' }).trim(),
  ].filter(Boolean);
  const said = parts.join(dot);
  return (
    <span className="container">
      <span className="cut" title={!isReady && message ? `${said}: ${message}` : said}>
        {said}
      </span>
      <span aria-hidden>{dot.trimStart()}</span>
      <ButtonBase
        tabIndex={-1}
        aria-expanded={isOpen}
        onClick={onToggle}
        sx={{
          font: 'inherit',
          flex: 'none',
          color: 'text.primary',
          textDecoration: 'underline',
          textUnderlineOffset: 3,
          verticalAlign: 'baseline',
        }}
      >
        {words('log.last')}
      </ButtonBase>
    </span>
  );
}
