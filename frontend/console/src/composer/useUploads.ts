import { useState } from "react";
import { uuid } from "../../../common/client";
import * as calls from "../api/calls";
import type { Conversation } from "../conversation/useConversation";
import { useText } from "../i18n";
import { says } from "../lib/says";
import { writesIn } from "../store/streams";

export interface Upload {
  id: string;
  file: File;
  /** Undefined while it is under way. */
  error?: string;
}

export interface UploadsControl {
  list: Upload[];
  add: (files: File[]) => void;
  retry: (upload: Upload) => void;
  dismiss: (upload: Upload) => void;
}

/** Files go up over HTTP first; the entry that shows them is sent once they are stored. */
export function useUploads(talk: Conversation): UploadsControl {
  const texts = useText();
  const [list, setList] = useState<Upload[]>([]);
  const { id, stream, publicLog } = talk;

  const drop = (upload: Upload): void => {
    setList((before) => before.filter((each) => each.id !== upload.id));
  };
  const start = (upload: Upload): void => {
    calls.uploadFile(upload.file, id).then(
      (stored) => {
        drop(upload);
        if (!stream || !publicLog) return;
        writesIn(id);
        const { file, name, size, type } = stored;
        stream.send(publicLog.id, "file", { file, name, size, type });
      },
      (cause: unknown) => {
        const error = says(cause, texts);
        setList((before) => before.map((each) => (each.id === upload.id ? { ...each, error } : each)));
      },
    );
  };
  const begin = (files: File[]): void => {
    const fresh = files.map((file) => ({ id: uuid(), file }));
    setList((before) => [...before, ...fresh]);
    fresh.forEach(start);
  };

  return {
    list,
    add: begin,
    retry: (upload) => {
      drop(upload);
      begin([upload.file]);
    },
    dismiss: drop,
  };
}
