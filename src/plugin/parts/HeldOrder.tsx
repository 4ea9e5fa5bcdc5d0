import { Box, ButtonBase } from '@mui/material';
import type { FocusEvent } from 'react';
import { orderStyle } from './gridStyle.ts';
import { useWords } from './Say.tsx';

/** Holds the order of rows while somebody points at them or is among them. */
export function holding(onHold: (isHeld: boolean) => void, hasFocus: boolean) {
  return {
    onPointerEnter: () => onHold(true),
    onPointerLeave: () => onHold(hasFocus),
    onFocus: () => onHold(true),
    onBlur: (event: FocusEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget)) onHold(false);
    },
  };
}

/** Says that the rows would be in another order, and puts them in it. */
export function HeldOrder({
  isOutOfOrder,
  onRelease,
}: {
  isOutOfOrder: boolean;
  onRelease: () => void;
}) {
  const words = useWords();
  return (
    <Box role="status" sx={orderStyle}>
      {isOutOfOrder && <ButtonBase onClick={onRelease}>{words('grid.heldOrder')}</ButtonBase>}
    </Box>
  );
}
