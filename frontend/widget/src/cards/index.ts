/** Cards and uploads in a file of their own, which is fetched with the first card or file. */
import css from "./cards.css?inline";

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets.push(sheet);

export { sendFile } from "../model/upload-file";
export { FileBody } from "./FileBody";
export { CardView } from "./CardView";
export { UploadRow } from "./UploadRow";
