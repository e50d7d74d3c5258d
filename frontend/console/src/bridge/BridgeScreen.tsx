import type { ReactElement } from "react";
export function BridgeScreen(): ReactElement { return <p />; }
