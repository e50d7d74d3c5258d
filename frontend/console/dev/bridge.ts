export function bridge(_path: string, _query: URLSearchParams): [number, unknown] {
  return [200, {}];
}
