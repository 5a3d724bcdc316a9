// Fetches the second file once, when the first chart is to be drawn.
import type * as Drawing from "./draw.ts";

let loading: Promise<typeof Drawing> | null = null;

export function loadDrawing(address: string): Promise<typeof Drawing> {
  // A failed load is forgotten, so that the next chart tries again.
  loading ??= (import(address) as Promise<typeof Drawing>).catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}
