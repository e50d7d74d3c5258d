import { Component, type ReactNode } from "react";
import { text } from "../i18n";
import { Still } from "./Still";

interface State {
  error: Error | null;
}

/** The error boundary: one area may stop without taking the others with it. */
export class Broken extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    const words = text().shell;
    return (
      <Still
        title={words.brokenTitle}
        text={words.brokenText}
        words={error.message}
        action={{
          label: words.reloadView,
          run: () => {
            this.setState({ error: null });
          },
        }}
      />
    );
  }
}
