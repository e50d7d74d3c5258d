import type { Colleague, Me } from "../src/api/types";
import { TABLE } from "./grants";

export const keller = "00000000-0000-4000-8000-000000000001";
export const brueckner = "00000000-0000-4000-8000-000000000002";
export const fuchs = "00000000-0000-4000-8000-000000000003";

const params = new URLSearchParams(window.location.search);

export const me: Me = {
  id: keller,
  name: "Miriam Keller",
  email: "m.keller@haldner.example",
  title: { de: "Beratung", en: "Sales" },
  face: "",
  language: params.get("lang") ?? "de",
  time_zone: "Europe/Berlin",
  available: true,
  grants: TABLE,
  sites: [{ id: "s", key: "haldner", name: "Haldner Vakuumtechnik" }],
  csrf: "x",
};

export const team: Colleague[] = [
  { id: keller, name: "Miriam Keller", title: "Beratung", face: "", online: true, available: true, open: 4 },
  { id: brueckner, name: "Jonas Brückner", title: "Außendienst", face: "", online: true, available: true, open: 1 },
  { id: fuchs, name: "Lena Fuchs", title: "Ersatzteile", face: "", online: true, available: false, open: 0 },
  { id: "00000000-0000-4000-8000-000000000004", name: "Petra Haldner", title: "Geschäftsführung", face: "", online: false, available: true, open: 0 },
];
