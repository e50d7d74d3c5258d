import type { ReactElement } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { useText } from "../i18n";
import { useStore } from "../store/store";
import { closePalette, paletteOpen } from "./open";
import { PaletteBody } from "./PaletteBody";

/** Commands, prepared texts, contacts and products in one list, each with its own shortcut. */
export function Palette(): ReactElement {
  const texts = useText().shell;
  const isOpen = useStore(paletteOpen);
  return (
    <ModalOverlay
      className="veil"
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => {
        if (!open) closePalette();
      }}
    >
      <Modal className="dialog palette">
        <Dialog aria-label={texts.commands} className="palette__box finder">
          <PaletteBody />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
