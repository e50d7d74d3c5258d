import type { FileOut } from "../../../common/generated/public";
import { answer, ApiError, BASE } from "./api";

/** `progress` gets 0–1. XMLHttpRequest, because `fetch` tells nothing while it sends. */
export function sendFile(
  file: File,
  conversation: string,
  token: string,
  lang: string,
  progress: (share: number) => void,
): { done: Promise<FileOut>; abort: () => void } {
  const request = new XMLHttpRequest();
  const done = new Promise<FileOut>((resolve, reject) => {
    request.open("POST", `${BASE}files`);
    request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.setRequestHeader("Accept-Language", lang);
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onerror = request.onabort = () => reject(new ApiError(0));
    request.onload = () => {
      try {
        resolve(answer<FileOut>(request.status, request.responseText));
      } catch (error) {
        reject(error);
      }
    };
    const form = new FormData();
    form.append("conversation", conversation);
    form.append("file", file);
    request.send(form);
  });
  return { done, abort: () => request.abort() };
}
