/** What a manager may do who also looks after the bridge: every screen and button is to be seen. */
export const TABLE = [
  "conversation.read",
  "conversation.answer",
  "conversation.note",
  "contact.read",
  "contact.edit",
  "contact.export",
  "lead.decide",
  "content.edit",
  "bridge.read",
  "bridge.retry",
  "bridge.manage",
];
