// What the server tells of today's visits for an hour without connection: names, clocks, steps.

import type { Known } from "./clocks";

export interface Done {
  kind: string;
  at: number;
  needles: number;
}

export interface KeptVisit extends Known {
  id: string;
  name: string;
  label: string;
  at: string;
  what: string;
  place: string;
  version: string;
  seen: string[];
  done: Done[];
}

export function visits(): KeptVisit[] {
  const holder = document.getElementById("kept-visits");
  return JSON.parse(holder?.textContent || "[]") as KeptVisit[];
}

export function visitOf(id: string): KeptVisit | undefined {
  return visits().find((one) => one.id === id);
}

export function idIn(address: string): string | undefined {
  return new URL(address, location.href).pathname.match(/^\/desk\/visits\/(\d+)$/)?.[1];
}
