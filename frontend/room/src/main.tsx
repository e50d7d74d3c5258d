import { createRoot } from "react-dom/client";
import { asLang } from "../../common/i18n";
import { App } from "./App";
import { takeLink } from "./model/keep";
import { loadWords } from "./texts";
import { applyTheme } from "./ui/theme";
import "./styles/index.css";

// react-aria would write a style element here, which the content policy forbids: an element with
// this id tells it that the rule exists (styles/base.css).
const told = document.createElement("meta");
told.id = "react-aria-pressable-style";
document.head.append(told);

const link = takeLink();
const lang = asLang(new URLSearchParams(location.search).get("lang") ?? navigator.language);
const slug = location.pathname.split("/").filter(Boolean)[1] ?? "";
document.documentElement.lang = lang;
applyTheme();

const root = document.getElementById("root");
void loadWords(lang).then((words) => {
  if (root) createRoot(root).render(<App link={link} slug={slug} words={words} />);
});
