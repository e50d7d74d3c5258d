import type { ReactElement, ReactNode } from "react";
import { Dialog, Heading, Modal as AriaModal, ModalOverlay } from "react-aria-components";
import { cx } from "./cx";

interface Props {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  /** `drawer` comes from the right edge, for what belongs to the page below. */
  as?: "dialog" | "drawer";
  wide?: boolean;
  /** Without padding: the content has its own. */
  bare?: boolean;
  /** Shown beside the title. */
  aside?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
}

/** Focus goes in, stays in, and returns to where it was; Esc and a press outside close it. */
export function Modal(props: Props): ReactElement {
  const { isOpen, onClose, title, as = "dialog", wide = false, bare = false, aside, children, footer } = props;
  return (
    <ModalOverlay
      className={cx("veil", as === "drawer" && "veil--drawer")}
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <AriaModal className={cx(as === "drawer" ? "drawer" : "dialog", wide && "dialog--wide")}>
        <Dialog className="dialog__box">
          <header className="bar">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            {aside}
          </header>
          <div className={cx("dialog__body", bare && "dialog__body--bare")}>{children}</div>
          {footer && <footer className="dialog__foot">{footer}</footer>}
        </Dialog>
      </AriaModal>
    </ModalOverlay>
  );
}
