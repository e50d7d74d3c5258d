import type { ReactElement } from "react";
export function ContactsScreen(): ReactElement { return <p />; }
