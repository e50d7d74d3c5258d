/** What the launcher hands to `panel.ts`, so that neither carries the other's parts. */
export interface Handle {
  host: HTMLElement;
  root: ShadowRoot;
  plate: HTMLButtonElement;
  lang: string;
  data: DOMStringMap;
  make<K extends keyof HTMLElementTagNameMap>(
    tag: K,
    parent: ParentNode,
    className?: string,
    text?: string,
  ): HTMLElementTagNameMap[K];
  icon(parent: ParentNode, path: string): void;
  /** The plate's second line; nothing: what stood there in the beginning. */
  tell(text?: string): void;
}

export interface PanelModule {
  /** Brings the frame; the returned function shows it (or keeps it hidden) and may focus it. */
  open(handle: Handle): (visible: boolean, focus: boolean) => void;
}
