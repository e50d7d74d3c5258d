import type { ReactElement, ReactNode } from "react";

/** A quiet page of its own: the link, the lobby, the end, and what went wrong. */
export function Page({ title, children, wide = false }: { title: string; children?: ReactNode; wide?: boolean }): ReactElement {
  return (
    <main className={wide ? "page page--wide" : "page"}>
      <div className="page__box">
        <h1 className="page__title" tabIndex={-1} ref={focusFirst}>
          {title}
        </h1>
        {children}
      </div>
    </main>
  );
}

/** Readers hear where they are when the page changes. */
const focusFirst = (heading: HTMLHeadingElement | null): void => heading?.focus({ preventScroll: true });
