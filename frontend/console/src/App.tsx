import { type ReactElement, useEffect } from "react";
import { I18nProvider, RouterProvider } from "react-aria-components";
import { language, setLanguage, useText } from "./i18n";
import { go, useRoute } from "./lib/route";
import { says } from "./lib/says";
import { Broken } from "./shell/Broken";
import { Console } from "./shell/Console";
import { Still } from "./shell/Still";
import { SignIn } from "./sign-in/SignIn";
import { loadSession, session } from "./store/session";
import { useStore } from "./store/store";
import "./lib/theme";

setLanguage(language.get());

export function App(): ReactElement {
  const lang = useStore(language);
  return (
    <I18nProvider locale={lang === "de" ? "de-DE" : "en-GB"}>
      <RouterProvider navigate={go}>
        <Broken>
          <Guard />
        </Broken>
      </RouterProvider>
    </I18nProvider>
  );
}

function Guard(): ReactElement | null {
  const state = useStore(session);
  const route = useRoute();
  const texts = useText();

  useEffect(() => {
    void loadSession();
  }, []);
  useEffect(() => {
    if (state.is === "in" && route.at === "sign-in") go("/", { replace: true });
  }, [state.is, route.at]);

  switch (state.is) {
    case "loading":
      return null;
    case "unreachable":
      return (
        <Still
          title={texts.shell.unreachableTitle}
          text={says(state.error, texts)}
          action={{ label: texts.shell.retry, run: () => void loadSession() }}
        />
      );
    case "out":
      return <SignIn ended={state.ended} />;
    case "in":
      return <Console key={state.me.id} />;
  }
}
