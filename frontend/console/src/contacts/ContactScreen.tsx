import type { ReactElement } from "react";
export function ContactScreen({ id }: { id: string }): ReactElement { return <p>{id}</p>; }
