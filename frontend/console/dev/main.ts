import { installServer } from "./server";

installServer();
void import("../src/main");
