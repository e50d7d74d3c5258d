import { render } from "preact";
import "../../common/tokens.css";
import "./styles/base.css";
import "./styles/panel.css";
import "./styles/talk.css";
import { launcherAt } from "./model/host";
import { frameStorage, Keep } from "./model/keep";
import { readParams } from "./model/params";
import { Visitor } from "./model/visitor";
import { loadTexts } from "./texts";
import { App } from "./ui/App";

const params = readParams(location.search);
const root = document.documentElement;
root.lang = params.lang;
if (params.theme) root.dataset.theme = params.theme;

const visitor = new Visitor(params, new Keep(params.site, frameStorage()), launcherAt(params.embedder));
visitor.start();
void loadTexts(params.lang).then((texts) => {
  render(<App visitor={visitor} params={params} t={texts} />, document.body);
  visitor.ready();
});
