import { createRoot } from "react-dom/client";
import { App } from "./App";
import "./styles/index.css";

// react-aria would write a style element here, which the content policy forbids: an element with
// this id tells it that the rule exists (styles/shell.css).
const told = document.createElement("meta");
told.id = "react-aria-pressable-style";
document.head.append(told);

const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
